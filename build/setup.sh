#!/usr/bin/env bash
# Sets up what a make target needs, and says what it installs: setup.sh run|test|lint
# First the tools that this script does not install (Go, Node), then the
# system's packages, then the page's packages, exactly as the lock file says.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:?usage: setup.sh run|test|lint}

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

# at_least FOUND WANTED: compares dotted version numbers.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

check_go() {
  command -v go >/dev/null || fail "Go is missing. Kitewise needs Go 1.26 or newer: https://go.dev/dl/"
  local found
  found=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | sed 's/^go//; s/[^0-9.].*//')
  at_least "${found:-0}" 1.26 || fail "Go ${found:-unknown} is too old. Kitewise needs Go 1.26 or newer: https://go.dev/dl/"
}

check_node() {
  command -v node >/dev/null || fail "Node.js is missing. Kitewise needs Node.js 20.19 or newer: https://nodejs.org/"
  command -v npm >/dev/null || fail "npm is missing. It comes with Node.js: https://nodejs.org/"
  local found
  found=$(node -p process.versions.node)
  at_least "$found" 20.19 || fail "Node.js $found is too old. Kitewise needs Node.js 20.19 or newer: https://nodejs.org/"
}

# packages TARGET: the system packages, by their names in Debian and Ubuntu.
packages() {
  [ "$1" = lint ] && return
  echo gcc libc6-dev pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev
  [ "$1" = test ] && echo qemu-user-static xvfb openbox dbus-daemon xdotool imagemagick poppler-utils qpdf strace iproute2
  return 0
}

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "Installing packages needs root, and there is no sudo. As root, run:" "  $*"
  fi
}

install_packages() {
  local missing=() p
  for p in $(packages "$what"); do installed "$p" || missing+=("$p"); done
  # On Ubuntu the package chromium is only a door to a snap.
  if [ "$what" = test ] && ! grep -q '^ID=ubuntu' /etc/os-release && ! build/browser.sh >/dev/null 2>&1; then missing+=(chromium); fi
  [ ${#missing[@]} = 0 ] && return
  say "installing system packages: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
}

# On a system without apt the libraries must be there already.
check_libraries() {
  [ "$what" = lint ] && return
  command -v pkg-config >/dev/null && pkg-config --exists gtk+-3.0 webkit2gtk-4.1 && return
  fail "The libraries of the window are missing. Install the development packages of" \
       "GTK 3 and WebKitGTK 4.1, gcc and pkg-config with your system's package manager."
}

install_page_packages() {
  local lock=frontend/package-lock.json done=frontend/node_modules/.package-lock.json
  if [ -f "$done" ] && ! [ "$lock" -nt "$done" ]; then return; fi
  say "installing the page's packages from $lock (npm ci)"
  (cd frontend && npm ci --no-audit --no-fund --loglevel=error </dev/null)
  touch "$done"
}

check_go
check_node
if [ "$(uname -s)" = Linux ]; then
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then install_packages; else check_libraries; fi
fi
if [ "$what" = test ]; then
  build/browser.sh >/dev/null || fail "No working Chromium or Chrome was found. Install one, or name it in CHROMIUM."
fi
install_page_packages
