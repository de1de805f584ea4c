package pdf

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var faces = []face{sans, bold, display, italic, fallback}

// anyText draws text of every kind, broken UTF-8 included.
func anyText(r *rapid.T) string {
	return rapid.String().Draw(r, "text") + string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(r, "bytes"))
}

func TestCleanTextHasAGlyphForEverything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := anyText(r)
		for _, f := range faces {
			got := clean(f, text)
			if !covers(f, got) || !utf8.ValidString(got) || strings.Contains(got, "  ") {
				r.Errorf("%s: %q became %q", f, text, got)
			}
			if again := clean(f, got); again != got {
				r.Errorf("%s: %q is not clean yet: %q", f, got, again)
			}
		}
	})
}

func TestANameIsPrintableInItsFace(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text, f, ok := printableName(anyText(r), anyText(r))
		if !covers(f, text) {
			r.Errorf("%q (whole %v) is not in %s", text, ok, f)
		}
	})
}

func TestCoverageIsThatOfTheFonts(t *testing.T) {
	for _, tc := range []struct {
		f    face
		text string
		want bool
	}{
		{sans, "Zoë 97\u202f% ± \u2212 – … “”’ · √ ≤ → αΦχ", true},
		{sans, "漢", false}, {sans, "ش", false}, {sans, "🙂", false},
		{display, "Mengalami – Experiencing", true}, {display, "★", false},
		{fallback, "Жуковский Ἀθηνᾶ Nguyễn", true}, {fallback, "漢", false},
	} {
		if got := covers(tc.f, tc.text); got != tc.want {
			t.Errorf("%s covers %q: %v", tc.f, tc.text, got)
		}
	}
	for _, f := range faces {
		if !covers(f, string(replacement)) {
			t.Errorf("%s lacks the replacement", f)
		}
	}
}

// TestTheFourStylesDifferWithoutColour: on a grey print the pattern tells them apart.
func TestTheFourStylesDifferWithoutColour(t *testing.T) {
	for i := range styles {
		for j := range i {
			same := len(styles[i].pattern) == len(styles[j].pattern) && styles[i].round == styles[j].round
			for k := range styles[i].pattern {
				same = same && styles[i].pattern[k] == styles[j].pattern[k]
			}
			if same {
				t.Errorf("styles %d and %d are drawn alike", j, i)
			}
		}
	}
}

// TestADroppedCharacterPartsNoLetterFromItsMark: "A", a control character and
// a combining grave are one letter once the control character is gone.
func TestADroppedCharacterPartsNoLetterFromItsMark(t *testing.T) {
	for _, f := range faces {
		if got := clean(f, "A\x00\u0300"); got != "\u00c0" {
			t.Errorf("%s: %q", f, got)
		}
	}
}
