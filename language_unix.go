//go:build !windows

package main

import (
	"cmp"
	"os"
	"strings"
)

// systemLanguage gives the code of the user's language ("id"), "" if the
// system does not tell.
func systemLanguage() string {
	locale := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	code, _, _ := strings.Cut(locale, ".")
	code, _, _ = strings.Cut(code, "_")
	return code
}
