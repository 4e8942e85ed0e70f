#!/bin/sh
# Runs make targets, all but the last one after the other beside the last: sh scripts/beside.sh TARGET... The output of
# the last is shown as it comes, that of each other in one piece at the end. Fails if one failed, and names it.
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
