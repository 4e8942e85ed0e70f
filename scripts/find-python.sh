#!/bin/sh
# Prints the Python to build the virtual environment with: $PYTHON when given, else the first one that is 3.11 or newer.
set -eu
. scripts/common.sh

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    new_enough "$PYTHON" || stop "PYTHON=$PYTHON is not a Python 3.11 or newer."
    command -v "$PYTHON"
    exit
fi

for candidate in python3 python3.14 python3.13 python3.12 python3.11 \
    /opt/homebrew/bin/python3 /usr/local/bin/python3 /usr/bin/python3; do
    if new_enough "$candidate"; then
        command -v "$candidate"
        exit
    fi
done

stop "Python 3.11 or newer is needed and was not found. Install it, then run make again:
$(install_advice 'python3.11 python3.11-venv' python@3.13)
Installed somewhere else? Say where: make run PYTHON=/path/to/python3"
