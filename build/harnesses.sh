#!/usr/bin/env bash
# Runs the tests that a run under the race detector leaves out (files with the
# build constraint !race), and no others: build/harnesses.sh [flags of go test]
set -euo pipefail
cd "$(dirname "$0")/.."

files=()
while IFS= read -r file; do files+=("$file"); done < <(grep -rlE --include='*_test.go' '^//go:build .*!race' backend ./*.go | sort)
packages=()
while IFS= read -r folder; do packages+=("./${folder#./}"); done < <(printf '%s\n' "${files[@]}" | xargs -n 1 dirname | sort -u)
names=$(grep -hoE '^func Test[A-Za-z0-9_]*' "${files[@]}" | sed 's/^func //' | sort -u | paste -sd '|')
if [ -z "$names" ]; then
  echo "harnesses: no test is left out by the race detector" >&2
  exit 1
fi
echo "harnesses: $(tr '|' '\n' <<<"$names" | wc -l) tests of ${#packages[@]} packages"
exec go test "$@" -run "^($names)\$" "${packages[@]}"
