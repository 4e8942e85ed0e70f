#!/bin/sh
# Runs the virtual environment's Python with the system libraries and the test browser that setup.sh found.
set -eu
. scripts/common.sh
is_macos && use_homebrew
if [ -s .make/chromium ]; then
    NEXT_STEP_CHROMIUM=${NEXT_STEP_CHROMIUM:-$(cat .make/chromium)}
    export NEXT_STEP_CHROMIUM
fi
# If this is set, every process compiles every package again: in the tests, dozens of times for a second each.
unset PYTHONDONTWRITEBYTECODE
exec .venv/bin/python "$@"
