package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// TestTheLanguagesAreThoseOfTheAnswersThatStand: s1 answered one item in each
// language, s2 changed its only answer, s3 took one back; s4 is somebody else's.
func TestTheLanguagesAreThoseOfTheAnswersThatStand(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	p, other := person(t, s, "p1", "A", 4), person(t, s, "p2", "B", 4)
	for id, who := range map[string]string{"s1": p.ID, "s2": p.ID, "s3": p.ID, "s4": other.ID} {
		running(t, s, id, who)
	}
	for _, a := range []struct {
		session, item string
		revision      int
		language      string
		back          bool
	}{
		{"s1", "a", 1, "id", false}, {"s1", "b", 1, "en", false},
		{"s2", "a", 1, "en", false}, {"s2", "a", 2, "id", false},
		{"s3", "a", 1, "en", false}, {"s3", "b", 1, "id", false}, {"s3", "b", 2, "id", true},
		{"s4", "a", 1, "id", false},
	} {
		r := response(a.session, a.item, a.revision)
		if r.Language = a.language; a.back {
			r.Value = domain.Value{}
		}
		if err := s.SaveResponse(t.Context(), r, domain.Trail{}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.AnswerLanguages(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string][]string{"s1": {"en", "id"}, "s2": {"id"}, "s3": {"en"}}, got); d != "" {
		t.Error(d)
	}
}
