#!/bin/sh
# Prints the Python for the virtual environment: $PYTHON if set, otherwise the first one found that is 3.11 or newer.
set -eu
. scripts/common.sh

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    new_enough "$PYTHON" || stop "PYTHON=$PYTHON is not Python 3.11 or newer."
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

stop "Python 3.11 or newer was not found. Install it, then run make again:
$(install_advice 'python3.11 python3.11-venv' python@3.13)
If it is installed somewhere else: make run PYTHON=/path/to/python3"
