#!/usr/bin/env bash
# Writes frontend/wailsjs from the structs that backend/bridge binds, or with
# --check fails when what is committed is stale. The generator is the program
# itself, built with the tag "bindings": it needs neither cgo nor a display,
# and opens nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
CGO_ENABLED=0 go build -trimpath -tags bindings -o "$work/generate" .
cp wails.json "$work"
mkdir "$work/frontend"
if ! (cd "$work" && tsoutputtype=interfaces ./generate >log 2>&1); then cat "$work/log" >&2; exit 1; fi
find "$work/frontend/wailsjs" -type f -exec chmod 644 {} +
if [ "${1:-}" = --check ]; then
  diff -r "$work/frontend/wailsjs" frontend/wailsjs && exit 0
  echo 'frontend/wailsjs is stale; run "make gen" and commit it.' >&2
  exit 1
fi
rm -rf frontend/wailsjs
cp -r "$work/frontend/wailsjs" frontend/wailsjs
