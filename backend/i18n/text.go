package i18n

import "golang.org/x/text/unicode/norm"

// NFC gives text in the one form in which letters with marks are stored and
// compared (Unicode normalisation form C).
func NFC(text string) string { return norm.NFC.String(text) }
