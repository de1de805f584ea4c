package consent

import (
	"errors"
	"maps"
	"os"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

func locales(t *testing.T) *i18n.Catalogue {
	t.Helper()
	words, err := i18n.Load(os.DirFS("../../locales"))
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func own(part string, texts ...string) map[string]map[string]string {
	out := map[string]map[string]string{}
	for i, language := range []string{"en", "id"} {
		if i < len(texts) {
			out[language] = map[string]string{part: texts[i]}
		}
	}
	return out
}

// TestTheSuppliedNoticeIsWhole: every part in every language, filled in.
func TestTheSuppliedNoticeIsWhole(t *testing.T) {
	words := locales(t)
	n := From(nil, words).Notice(words, 5)
	if len(n.Texts) != len(words.Languages()) || n.MadeAt != 5 || n.Version != 0 {
		t.Fatalf("%+v", n)
	}
	for _, text := range n.Texts {
		for _, part := range domain.NoticeParts() {
			if w := text.Words[part]; w == "" || strings.ContainsAny(w, "{}") {
				t.Errorf("%s %s: %q", text.Language, part, w)
			}
		}
	}
	if kept := n.Texts[0].Words["kept"]; !strings.Contains(kept, "2 years") {
		t.Errorf("24 months are told as %q", kept)
	}
}

func TestWhatIsFilledIn(t *testing.T) {
	words := locales(t)
	for months, want := range map[int]string{1: "1 month", 7: "7 months", 12: "1 year", 18: "18 months", 84: "7 years"} {
		c, err := Choices{Name: "Ubud Centre", Months: months, Words: own("kept", "{desk} keeps it {period}.", "{desk} menyimpannya {period}.")}.Clean(words)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := c.Notice(words, 1).In("en")
		if got := text.Words["kept"]; got != "Ubud Centre keeps it "+want+"." {
			t.Errorf("%d: %q", months, got)
		}
	}
}

func TestWhatANoticeRefuses(t *testing.T) {
	words := locales(t)
	supplied := Supplied(words.Printer("id"), "rights")
	for want, c := range map[string]Choices{
		"name too_long":               {Name: strings.Repeat("x", 81), Months: 1},
		"name control_characters":     {Name: "a\x07", Months: 1},
		"months out_of_range":         {Months: 0},
		"id.purpose other_language":   {Months: 1, Words: own("purpose", "For research.")},
		"en.purpose other_language":   {Months: 1, Words: own("purpose", " ", "Untuk penelitian.")},
		"id.rights other_language":    {Months: 1, Words: own("rights", "None.", supplied)},
		"en.kept unknown_placeholder": {Months: 1, Words: own("kept", "For {perod}.", "Selama {period}.")},
		"id.kept unknown_placeholder": {Months: 1, Words: own("kept", "For {period}.", "Selama {period}}.")},
		"id.access too_long":          {Months: 1, Words: own("access", "We.", strings.Repeat("x", 1001))},
	} {
		_, err := c.Clean(words)
		var fault *domain.Error
		if !errors.As(err, &fault) || fault.Code != domain.CodeInvalid {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if got := fault.Params["Field"] + " " + fault.Params["Reason"]; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestSuppliedWordsAreNotKept: they follow the program, also when they were
// typed as they are; own ones come back as they were stored.
func TestSuppliedWordsAreNotKept(t *testing.T) {
	words := locales(t)
	c := Choices{Name: " Ubud  Centre ", Months: 84, Words: own("purpose", "For\nresearch.", "Untuk penelitian.")}
	c.Words["en"]["rights"] = Supplied(words.Printer("en"), "rights")
	c, err := c.Clean(words)
	if err != nil {
		t.Fatal(err)
	}
	stored := c.Settings(words)
	want := map[string]string{
		"desk_name": "Ubud Centre", "retention_months": "84",
		"notice.en.purpose": "For research.", "notice.id.purpose": "Untuk penelitian.",
	}
	maps.DeleteFunc(stored, func(_, v string) bool { return v == "" })
	if !maps.Equal(stored, want) {
		t.Errorf("%v", stored)
	}
	again := From(stored, words)
	if again.Name != c.Name || again.Months != 84 || again.Words["id"]["purpose"] != "Untuk penelitian." {
		t.Errorf("%+v", again)
	}
}
