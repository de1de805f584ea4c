//go:build !windows

package window

import (
	"cmp"
	"os"
	"strings"
)

// SystemLanguage gives the code of the user's language ("id"), "" if the
// system does not tell.
func SystemLanguage() string {
	locale := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	code, _, _ := strings.Cut(locale, ".")
	code, _, _ = strings.Cut(code, "_")
	return code
}
