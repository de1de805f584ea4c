#!/usr/bin/env bash
# Says so in one sentence when there is no display to open a window on.
[ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && exit 0
echo "There is no display (DISPLAY and WAYLAND_DISPLAY are empty): run this in a desktop session, or \"make window\" only builds." >&2
exit 1
