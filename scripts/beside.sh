#!/bin/sh
# Runs make targets: sh scripts/beside.sh TARGET... The last one runs in parallel with the others, which run one after
# another. Its output is shown as it comes; theirs follows at the end. Fails if any target failed, and names it.
set -eu
. scripts/common.sh

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM

run() {
    status=0
    "${MAKE:-make}" --no-print-directory "$1" || status=$?
    printf '%s\n' "$status" >"$folder/$1.status"
}

others=
while [ $# -gt 1 ]; do
    others="$others $1"
    shift
done
(for target in $others; do run "$target" >"$folder/$target.log" 2>&1 </dev/null; done) &
run "$1"
wait

failed=
for target in $others "$1"; do
    [ "$target" = "$1" ] || { say "--- make $target" && cat "$folder/$target.log"; }
    [ "$(cat "$folder/$target.status")" = 0 ] || failed="$failed $target"
done
[ -z "$failed" ] || stop "Failed: make$failed"
