package main

import (
	"strings"

	"golang.org/x/sys/windows"
)

// systemLanguage gives the code of the user's first language ("id"), "" if the
// system does not tell.
func systemLanguage() string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(names) == 0 {
		return ""
	}
	code, _, _ := strings.Cut(names[0], "-")
	return code
}
