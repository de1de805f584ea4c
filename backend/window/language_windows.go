package window

import (
	"strings"

	"golang.org/x/sys/windows"
)

// SystemLanguage gives the code of the user's first language ("id"), "" if the
// system does not tell.
func SystemLanguage() string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(names) == 0 {
		return ""
	}
	code, _, _ := strings.Cut(names[0], "-")
	return code
}
