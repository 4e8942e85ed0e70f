#!/bin/sh
# System libraries and programs: `system.sh PYTHON run` for the app, `system.sh PYTHON test` also for the tests. Installs
# missing ones with apt or Homebrew if that needs no password; otherwise prints the command to run.
# Looks for files and programs, not packages, so apt is not used if nothing is missing.
set -eu
. scripts/common.sh
is_macos && use_homebrew

python=$1
purpose=$2
pango_debian="libpango-1.0-0 libpangoft2-1.0-0"
subset_debian=libharfbuzz-subset0
python_venv="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"

lacks_venv() { [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; }
# Debian 11 and Ubuntu 22.04 do not have it. Without package lists, there is no way to know, so try it.
subset_exists() { ! has_apt || ! apt-cache show libc6 >/dev/null 2>&1 || apt-cache show "$subset_debian" >/dev/null 2>&1; }
libraries() { "$python" -I -S scripts/libraries.py; }
lacks_poppler() { ! { command -v pdftotext && command -v pdftoppm; } >/dev/null 2>&1; }
# On macOS, javac may be a placeholder that only says where to get one, so run it.
lacks_postgres() { ! { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1; }
lacks_java() { ! { command -v javac && command -v java && { ! is_macos || javac -version; }; } >/dev/null 2>&1; }
# Playwright's Node.js needs it; minimal systems do not have it.
lacks_atomic() { ! is_macos && ! "$python" -I -S -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null; }
# Ubuntu's package installs a snap, which tests cannot control, so Playwright downloads a browser there.
lacks_chromium() { ! is_macos && ! is_ubuntu && ! sh scripts/browser.sh installed >/dev/null; }

look() {
    debian="" homebrew="" missing_venv="" missing_pango="" missing=""
    if lacks_venv; then
        missing_venv=yes debian="$debian $python_venv"
    fi
    status=0
    libraries || status=$?
    if [ "$status" = 1 ]; then
        missing_pango=yes missing="$missing, the Pango libraries" debian="$debian $pango_debian" homebrew="$homebrew pango"
    fi
    # Requested only once: the app works without it.
    if [ "$status" != 0 ] && [ ! -e .make/faster-asked ] && subset_exists; then
        debian="$debian $subset_debian"
    fi
    if [ "$purpose" = test ]; then
        if lacks_poppler; then
            missing="$missing, poppler" debian="$debian poppler-utils" homebrew="$homebrew poppler"
        fi
        if lacks_postgres; then
            missing="$missing, PostgreSQL" debian="$debian postgresql" homebrew="$homebrew postgresql"
        fi
        if lacks_java; then
            missing="$missing, Java" debian="$debian default-jdk-headless" homebrew="$homebrew openjdk"
        fi
        if lacks_atomic; then
            missing="$missing, libatomic" debian="$debian libatomic1"
        fi
        if [ -z "${NEXT_STEP_CHROMIUM:-}" ] && lacks_chromium; then
            debian="$debian $(sh scripts/browser.sh package) fonts-liberation"
        fi
    fi
    debian=${debian# } homebrew=${homebrew# }
}

install_debian() {
    say "Installing system packages: $debian"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null || say "apt-get update failed; trying to install anyway."
    known=""
    for package in $debian; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            known="$known $package"
        fi
    done
    # Unquoted on purpose: $known is a list of names.
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 $known </dev/null >.make/apt.log 2>&1 || {
        tail -n 5 .make/apt.log
        say "apt-get could not install them (full output: .make/apt.log)."
    }
}

mkdir -p .make
look
if is_macos && [ -n "$homebrew" ] && brew=$(brew_command); then
    say "Installing with Homebrew: $homebrew"
    # shellcheck disable=SC2086
    NONINTERACTIVE=1 "$brew" install --quiet $homebrew </dev/null || say "Homebrew could not install them."
    use_homebrew
    look
elif [ -n "$debian" ] && may_apt; then
    install_debian
    look
fi

if [ -n "$missing_venv" ]; then
    stop "This Python cannot create a virtual environment yet. Run this, then run make again:
$(install_advice "$debian" "")"
fi
if [ "$purpose" = test ] && [ -n "$missing" ]; then
    stop "The tests also need ${missing#, }. Run this, then run make again:
$(install_advice "$debian" "$homebrew")"
fi
if [ -n "$missing_pango" ]; then
    say "
The Pango libraries, which PDFs need, are missing. The app starts without them, and the summary page says so.
To get PDFs, stop the app, run this, then run make again:
$(install_advice "$debian" "$homebrew")
"
else
    # Pango is there but libharfbuzz-subset is not: mention it only once.
    case " $debian " in
        *" $subset_debian "*)
            may_apt || say "Optional: one more library makes PDFs faster, if your system has it:
$(install_advice "$subset_debian" "harfbuzz")"
            ;;
    esac
    touch .make/faster-asked
fi
