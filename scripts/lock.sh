#!/bin/sh
# Writes requirements.txt and requirements-test.txt: exact pins of the newest versions that pyproject.toml allows, valid on
# Linux, macOS, and Windows with every Python from 3.11 on.
set -eu
. scripts/common.sh

new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

compile() {
    .venv/bin/python -m uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
        --fork-strategy fewest --no-header --annotation-style line "$@" || stop "uv found no versions that fit together."
}

compile >"$new/run"
compile --extra test --constraints "$new/run" >"$new/test"

{
    say "# Everything the app runs on, pinned. Written by \`make lock\` from pyproject.toml, which says what each is for."
    cat "$new/run"
    say "# Next Step itself, so that \`import intake\` works wherever these requirements are installed."
    say "-e ."
} >requirements.txt
{
    say "# What \`make test\` and \`make lock\` need in addition to requirements.txt. Written by \`make lock\` from pyproject.toml."
    say "-r requirements.txt"
    awk 'NR == FNR { split($0, part, "=="); have[part[1]] = 1; next } { split($0, part, "=="); if (!(part[1] in have)) print }' \
        "$new/run" "$new/test"
} >requirements-test.txt
say "Wrote requirements.txt and requirements-test.txt"
