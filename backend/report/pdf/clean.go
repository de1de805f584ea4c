package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// replacement stands for a character that no face has; it is in all of them.
const replacement = '?'

// clean makes any text fit to be printed in face f: valid UTF-8 in NFC, white
// space as single spaces, no control or direction characters, and a visible
// replacement for what the face lacks. It never fails.
func clean(f face, text string) string {
	if plain(text) {
		return text
	}
	has := coverage()[f]
	var b strings.Builder
	for _, r := range legible(text) {
		if !has[r] {
			r = replacement
		}
		b.WriteRune(r)
	}
	return b.String()
}

// plain reports text that every face prints as it is.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == ' ' && i > 0 && text[i-1] == ' ' {
			return false
		}
	}
	return true
}

// legible drops what is not meant to be seen: control characters, direction
// marks, joiners, private use; broken UTF-8 becomes U+FFFD; the rest in NFC.
func legible(text string) string {
	var b strings.Builder
	space := false
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			if !space {
				b.WriteByte(' ')
			}
			space = true
		case unicode.Is(unicode.C, r), unicode.Is(unicode.Variation_Selector, r), r == '\u2028', r == '\u2029':
			// Cc, Cf, Cs, Co and unassigned: nothing to see.
		default:
			b.WriteRune(r)
			space = false
		}
	}
	// Composed last: what was dropped may have stood between a letter and its mark.
	return norm.NFC.String(b.String())
}

// printableName chooses how a participant stands in the document: the name in
// the sans face, else in the fallback face (Cyrillic, Greek, Vietnamese beyond
// the sans), else the code, and then ok is false so that a note says why. A
// name must come out whole: half a name is somebody else's.
func printableName(name, code string) (text string, f face, ok bool) {
	name = strings.TrimSpace(legible(name))
	for _, f := range []face{sans, fallback} {
		if name != "" && covers(f, name) {
			return name, f, true
		}
	}
	return clean(sans, code), sans, name == ""
}
