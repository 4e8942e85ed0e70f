#!/bin/sh
# The browser for tests/e2e. `browser.sh installed` prints the path of this system's Chromium, if there is one;
# `browser.sh package` prints the name of its Debian package. The headless shell is preferred: it needs a quarter less CPU.
# `browser.sh ready` makes sure a Chromium starts and writes its path to .make/chromium (empty for Playwright's own).
set -eu
. scripts/common.sh

installed() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        path=$(command -v "$name" 2>/dev/null) || continue
        # Tests cannot control a snap, and Ubuntu's chromium-browser is a script that starts one.
        case "$(readlink -f "$path" 2>/dev/null)" in */snap | /snap/*) continue ;; esac
        if head -c 4000 "$path" | grep -q /snap/; then continue; fi
        printf '%s\n' "$path"
        return
    done
    return 1
}

package() {
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
        say chromium-headless-shell
    else
        say chromium
    fi
}

# Whether this browser can open a page. An empty path means Playwright's own.
starts() {
    .venv/bin/python - "$1" >.make/browser.log 2>&1 <<'PY'
import sys

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1] or None)
    browser.new_page().goto("data:text/html,<title>ready</title>")
    browser.close()
PY
}

advice() {
    if has_apt && ! is_ubuntu; then
        apt_advice "$(package)" fonts-liberation
    else
        say "  .venv/bin/python -m playwright install --with-deps chromium"
    fi
    say "Any other Chromium or Chrome also works: make test NEXT_STEP_CHROMIUM=/path/to/chromium"
}

ready() {
    if [ -n "${NEXT_STEP_CHROMIUM:-}" ]; then
        starts "$NEXT_STEP_CHROMIUM" || stop "NEXT_STEP_CHROMIUM=$NEXT_STEP_CHROMIUM does not start (see .make/browser.log)."
        printf '%s\n' "$NEXT_STEP_CHROMIUM" >.make/chromium
        return
    fi
    if path=$(installed) && starts "$path"; then
        printf '%s\n' "$path" >.make/chromium
        return
    fi
    if ! starts ""; then
        say "Downloading Playwright's Chromium"
        .venv/bin/python -m playwright install chromium </dev/null >.make/playwright.log 2>&1 || true
        if ! starts "" && may_apt; then
            as_root "$PWD/.venv/bin/python" -m playwright install-deps chromium </dev/null >>.make/playwright.log 2>&1 || true
        fi
        starts "" || stop "The browser tests need a Chromium that starts (last error: .make/browser.log).
Run this, then run make again:
$(advice)"
    fi
    : >.make/chromium
}

"$1"
