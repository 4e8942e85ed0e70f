# Functions shared by the scripts in this folder, which source it from the repository root. POSIX sh: macOS has bash 3.2.

say() { printf '%s\n' "$*"; }

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

is_macos() { [ "$(uname -s)" = Darwin ]; }

is_ubuntu() { grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; }

has_apt() { command -v apt-get >/dev/null 2>&1; }

# Prints the path of the brew command, even if it is not in PATH; fails if there is none.
brew_command() {
    for candidate in brew /opt/homebrew/bin/brew /usr/local/bin/brew; do
        command -v "$candidate" 2>/dev/null && return
    done
    return 1
}

# Makes Homebrew's libraries and Java available, which are not in the standard places. macOS removes DYLD_* when it starts
# a shell, so this must be called right before Python starts.
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

# Whether system packages can be installed without a password.
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

# Prints the command to install these Debian packages.
apt_advice() {
    if [ "$(id -u)" = 0 ]; then
        say "  apt-get update && apt-get install --no-install-recommends $*"
    elif command -v sudo >/dev/null 2>&1; then
        say "  sudo apt-get update && sudo apt-get install --no-install-recommends $*"
    else
        say "  su -c 'apt-get update && apt-get install --no-install-recommends $*'"
    fi
}

# Prints the command to install packages: $1 for Debian, $2 for Homebrew.
install_advice() {
    if is_macos; then
        say "  brew install $2"
        brew_command >/dev/null || say "  (brew itself: https://brew.sh)"
    elif has_apt; then
        # Unquoted on purpose: $1 is a list of names.
        # shellcheck disable=SC2086
        apt_advice $1
    else
        say "  Install the equivalent of these Debian packages: $1"
    fi
}
