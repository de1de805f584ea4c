#!/usr/bin/env bash
# Runs the tests in a network of their own that reaches nobody: make test-offline
set -euo pipefail
cd "$(dirname "$0")/.."
ip link set lo up
if [ "$(ip -o link | wc -l)" != 1 ]; then
  echo "offline: there is a network here: make test-offline" >&2
  exit 2
fi
export GOFLAGS=-mod=readonly GOPROXY=off
make test-go test-page test-flow test-window
