#!/bin/sh
# Sets up what a make target needs; quick if it is already there. The argument is one of:
#   run    the virtual environment with requirements.txt, and Pango
#   tools  also requirements-test.txt
#   test   also the programs and the browser that the tests use
# .make/*.key record the requirements files, the folder, and the Python of the last installation.
set -eu
. scripts/common.sh

purpose=$1
mkdir -p .make

key_of() { { pwd && cat .venv/pyvenv.cfg "$@"; } 2>/dev/null | cksum; }
is_done() { [ "$(cat ".make/$1.key" 2>/dev/null)" = "$2" ]; }

minor_version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

works() {
    [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || return 1
    [ -z "${PYTHON:-}" ] || [ "$(minor_version .venv/bin/python)" = "$(minor_version "$PYTHON")" ]
}

if works; then
    python=.venv/bin/python
else
    rm -rf .venv .make/*.key .make/chromium
    python=$(sh scripts/find-python.sh)
fi

sh scripts/system.sh "$python" "$purpose"

if [ "$python" != .venv/bin/python ]; then
    say "Creating the virtual environment .venv with $python"
    "$python" -m venv .venv </dev/null || {
        rm -rf .venv
        stop "$python could not create a virtual environment in .venv."
    }
fi

install() {
    say "Installing $1 into .venv, which takes one or two minutes the first time"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-compile -r "$1" </dev/null ||
        stop "pip could not install $1. Check the network connection and run make again."
}

run_key=$(key_of requirements.txt)
test_key=$(key_of requirements.txt requirements-test.txt)
if [ "$purpose" = run ]; then
    if ! is_done run "$run_key"; then
        install requirements.txt
        printf '%s\n' "$run_key" >.make/run.key
    fi
elif ! is_done test "$test_key"; then
    install requirements-test.txt
    rm -f .make/chromium
    # Once, on all cores: the processes of the tests would each compile the packages at the same time.
    .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
    printf '%s\n' "$run_key" >.make/run.key
    printf '%s\n' "$test_key" >.make/test.key
fi

if [ "$purpose" = test ]; then
    browser=$(cat .make/chromium 2>/dev/null || echo none)
    requested=${NEXT_STEP_CHROMIUM:-$browser}
    if [ "$browser" != "$requested" ] || { [ -n "$browser" ] && [ ! -x "$browser" ]; }; then
        sh scripts/browser.sh ready
    fi
fi
