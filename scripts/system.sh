#!/bin/sh
# What the system must bring, beside Python. `system.sh PYTHON run` looks after the app's needs, `... test` after the
# tests' as well. Installs with apt or Homebrew where that needs no password; else says what to type.
# Looks for the things themselves, not for packages: nothing is asked of apt when nothing is missing.
set -eu
. scripts/common.sh
is_macos && use_homebrew

python=$1
purpose=$2
pango_debian="libpango-1.0-0 libpangoft2-1.0-0"
subset_debian=libharfbuzz-subset0
python_venv="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"

lacks_venv() { [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; }
# Debian 11 and Ubuntu 22.04 do not have it. A system without package lists cannot say: then it is worth a try.
subset_exists() { ! has_apt || ! apt-cache show libc6 >/dev/null 2>&1 || apt-cache show "$subset_debian" >/dev/null 2>&1; }
libraries() { "$python" -I -S scripts/libraries.py; }
lacks_poppler() { ! { command -v pdftotext && command -v pdftoppm; } >/dev/null 2>&1; }
# macOS has a javac that only says where to get one: there, finding it is not enough.
lacks_postgres() { ! { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1; }
lacks_java() { ! { command -v javac && command -v java && { ! is_macos || javac -version; }; } >/dev/null 2>&1; }
# The Node.js inside Playwright opens it; a bare system does not have it.
lacks_atomic() { ! is_macos && ! "$python" -I -S -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null; }
# On Ubuntu the package is an installer for a snap, which a test cannot drive: there Playwright brings the browser.
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
    # Asked for once: the app does well without.
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
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null || say "apt-get update failed; trying all the same."
    known=""
    for package in $debian; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            known="$known $package"
        fi
    done
    # Unquoted on purpose: a list of names.
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 $known </dev/null >.make/apt.log 2>&1 || {
        tail -n 5 .make/apt.log
        say "apt-get could not install them (all it said: .make/apt.log)."
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
    stop "This Python cannot make a virtual environment yet. Type this, then run make again:
$(install_advice "$debian" "")"
fi
if [ "$purpose" = test ] && [ -n "$missing" ]; then
    stop "Missing for the tests: ${missing#, }. Type this, then run make again:
$(install_advice "$debian" "$homebrew")"
fi
if [ -n "$missing_pango" ]; then
    say "
The Pango libraries that draw the PDF are missing. The app starts without them and says so on the summary page.
To have the PDF, stop the app, type this, then run make again:
$(install_advice "$debian" "$homebrew")
"
else
    # A system that has Pango but no libharfbuzz-subset: mention it once at most.
    case " $debian " in
        *" $subset_debian "*)
            may_apt || say "The PDF is drawn faster with one more library, where your system has it:
$(install_advice "$subset_debian" "harfbuzz")"
            ;;
    esac
    touch .make/faster-asked
fi
