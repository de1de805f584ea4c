package main

import (
	_ "embed"
	"strings"
)

//go:embed VERSION
var release string

// commit is the revision that a build was made from, set by the linker.
var commit string

// version is the release, with the revision behind it where the build knows it.
func version() string {
	v := strings.TrimSpace(release)
	if commit == "" {
		return v
	}
	return v + " (" + commit + ")"
}
