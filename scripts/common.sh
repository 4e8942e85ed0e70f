# Shared by the scripts beside this file (read with `.`, from the repository root). Plain POSIX sh: macOS has bash 3.2.

say() { printf '%s\n' "$*"; }

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

is_macos() { [ "$(uname -s)" = Darwin ]; }

is_ubuntu() { grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; }

has_apt() { command -v apt-get >/dev/null 2>&1; }

# Homebrew's command, also where the shell does not know it; fails when there is none.
brew_command() {
    for candidate in brew /opt/homebrew/bin/brew /usr/local/bin/brew; do
        command -v "$candidate" 2>/dev/null && return
    done
    return 1
}

# Homebrew's libraries and its Java, which it keeps out of the usual places. A shell started by macOS itself forgets
# DYLD_*, so this is set here, last, right before Python starts.
use_homebrew() {
    for prefix in /opt/homebrew /usr/local; do
        if [ -x "$prefix/bin/brew" ]; then
            DYLD_FALLBACK_LIBRARY_PATH="$prefix/lib:${DYLD_FALLBACK_LIBRARY_PATH:-$HOME/lib:/usr/local/lib:/usr/lib}"
            PATH="$prefix/bin:$prefix/opt/openjdk/bin:$PATH"
            export DYLD_FALLBACK_LIBRARY_PATH PATH
            return
        fi
    done
}

# May we install system packages without asking anybody for a password?
may_apt() {
    has_apt && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

# The command a person types to install these Debian packages.
apt_advice() {
    if [ "$(id -u)" = 0 ]; then
        say "  apt-get update && apt-get install --no-install-recommends $*"
    elif command -v sudo >/dev/null 2>&1; then
        say "  sudo apt-get update && sudo apt-get install --no-install-recommends $*"
    else
        say "  su -c 'apt-get update && apt-get install --no-install-recommends $*'"
    fi
}

# The command a person types: $1 Debian packages, $2 Homebrew packages.
install_advice() {
    if is_macos; then
        say "  brew install $2"
        brew_command >/dev/null || say "  (brew itself: https://brew.sh)"
    elif has_apt; then
        # Unquoted on purpose: a list of names.
        # shellcheck disable=SC2086
        apt_advice $1
    else
        say "  install with your system's package manager what Debian calls: $1"
    fi
}
