#!/usr/bin/env bash
# Prints the path of a browser that really starts, for the tests of the page.
# Ubuntu's package chromium can be a door to a snap that is not there.
set -euo pipefail
for name in "${CHROMIUM:-}" chromium google-chrome google-chrome-stable chrome chromium-browser; do
  [ -n "$name" ] || continue
  path=$(command -v "$name" 2>/dev/null) || continue
  if timeout 20 "$path" --version >/dev/null 2>&1; then echo "$path"; exit 0; fi
done
exit 1
