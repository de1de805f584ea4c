#!/usr/bin/env bash
# Runs every fuzz target of the Go code for FUZZTIME (20s), each from the corpus
# saved beside it in testdata/fuzz. A target needs no line here: it is found by
# its name. What makes one fail is saved in its corpus by go test, and the run
# goes on to the others and fails at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
time="${FUZZTIME:-20s}"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

# targets prints "folder Name" for every fuzz target.
targets() {
	grep -rnE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*\(' backend |
		sed -E 's|^(.*)/[^/]*_test\.go:[0-9]+:func (Fuzz[A-Za-z0-9_]*)\(.*$|\1 \2|' | sort -u
}

# fuzz runs one target. The toolchain can miss its own deadline at the end
# (go.dev/issue/48591); only then it is run once more.
fuzz() {
	go test "./$1" -run '^$' -fuzz "^$2\$" -fuzztime "$time" -fuzzminimizetime 10x >"$log" 2>&1 && return
	if grep -q 'context deadline exceeded' "$log" && ! grep -q 'Failing input written' "$log"; then
		go test "./$1" -run '^$' -fuzz "^$2\$" -fuzztime "$time" -fuzzminimizetime 10x >"$log" 2>&1 && return
	fi
	return 1
}

failed=()
while read -r folder name; do
	if fuzz "$folder" "$name" </dev/null; then
		echo "fuzz: $folder $name: $(grep -E '^fuzz: elapsed' "$log" | tail -1 | sed -E 's/^fuzz: //')"
	else
		cat "$log" >&2
		failed+=("$folder $name")
	fi
done < <(targets)
if ((${#failed[@]})); then
	printf 'fuzz: FAILED %s\n' "${failed[@]}" >&2
	exit 1
fi
