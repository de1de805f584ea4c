package instrument_test

import (
	"slices"
	"testing"
	"unicode"

	"kitewise/backend/domain"
)

// unsaid lists the steps and flags whose source is a sentence, which begins small where
// a reference begins with a name, and that lack words for it in a language.
func unsaid(in *domain.Instrument) []string {
	declared, out := map[string]string{}, []string{}
	for _, s := range in.Manifest.Scoring {
		declared[s.ID] = s.Source
	}
	for _, f := range in.Manifest.Flags {
		declared[f.Code] = f.Source
	}
	for of, source := range declared {
		if source == "" || !unicode.IsLower([]rune(source)[0]) {
			continue
		}
		for _, language := range in.Manifest.Languages {
			if _, ok := in.Text(language, "source."+of); !ok || language != "en" && in.SourceText(language, of, source) == source {
				out = append(out, language+" "+of)
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestASourceThatIsASentenceStandsInEveryLanguage of every shipped instrument.
func TestASourceThatIsASentenceStandsInEveryLanguage(t *testing.T) {
	for _, id := range []string{"learning-cycle", "study-habits", "work-values"} {
		in := ownInstrument(t, id).Domain
		if got := unsaid(&in); len(got) > 0 {
			t.Errorf("%s: no words for the sources of %v", id, got)
		}
	}
	in := ownInstrument(t, "learning-cycle").Domain
	in.Manifest.Flags = append(slices.Clone(in.Manifest.Flags), domain.Flag{Code: "CONTROL", Source: "own rule"}, domain.Flag{Code: "REFERENCE", Source: "Hicks 1970"})
	if got := unsaid(&in); !slices.Equal(got, []string{"en CONTROL", "id CONTROL"}) {
		t.Errorf("the check finds %v", got)
	}
	const reference = "Hicks 1970"
	if got := in.SourceText("id", "INTERRUPTED", reference); got != reference {
		t.Errorf("another source than the declared one becomes %q", got)
	}
}
