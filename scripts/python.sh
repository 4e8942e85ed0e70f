#!/bin/sh
# Starts the virtual environment's Python with what setup.sh found: the system's libraries and the tests' browser.
set -eu
. scripts/common.sh
is_macos && use_homebrew
if [ -s .make/chromium ]; then
    NEXT_STEP_CHROMIUM=${NEXT_STEP_CHROMIUM:-$(cat .make/chromium)}
    export NEXT_STEP_CHROMIUM
fi
# A shell that sets this makes every process compile every package again: dozens of them in the tests, a second each.
unset PYTHONDONTWRITEBYTECODE
exec .venv/bin/python "$@"
