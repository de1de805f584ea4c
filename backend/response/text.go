package response

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"kitewise/backend/domain"
)

// A text is written as it is, with line ends as \n. Blank text is no answer; of
// control codes it holds only line ends and tabs. One that is sealed was checked
// before it was.

func checkText(it Item, v domain.Value) string {
	control := func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 }
	switch {
	case v.Sealed != "" && v.Text == "":
		return ""
	case v.Sealed != "":
		return WrongType
	case Blank(v.Text) || !utf8.ValidString(v.Text) || strings.ContainsFunc(v.Text, control):
		return WrongType
	case utf8.RuneCountInString(v.Text) > it.MaxLength:
		return TooLong
	}
	return ""
}

// Blank reports whether a text says nothing.
func Blank(s string) bool { return strings.TrimSpace(s) == "" }

func readText(_ Item, n Node) (domain.Value, string) {
	if n.Kind != String {
		return domain.Value{}, WrongType
	}
	return domain.Value{Text: strings.ReplaceAll(n.Text, "\r\n", "\n")}, ""
}

func writeText(_ Item, v domain.Value) Node { return Node{Kind: String, Text: v.Text} }

func simulateText(it Item, r *rand.Rand) domain.Value {
	const letters = "aeioukstnmr ,.\n\té\"=;\U0001f600"
	all := []rune(letters)
	out := []rune{all[r.IntN(11)]} // a letter first, so that it is not blank
	for range r.IntN(min(it.MaxLength, 60)) {
		out = append(out, all[r.IntN(len(all))])
	}
	return domain.Value{Text: string(out)}
}
