package session

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// Change of the form tells which results it was given, the earlier first.
func (f *form) Change(a, b *domain.Result) []domain.Changed {
	return []domain.Changed{{ID: a.Scores[0].ID + "→" + b.Scores[0].ID}}
}

func TestCompareReadsTheEarlierFirst(t *testing.T) {
	e, m, _ := newEngine()
	first, second := finished(t, e), finished(t, e)
	m.finalisations[first.ID] = withScore(m.finalisations[first.ID], "first")
	m.finalisations[second.ID] = withScore(m.finalisations[second.ID], "second")
	c, err := e.Compare(t.Context(), second.ID, first.ID)
	if err != nil || c.Reason != "" {
		t.Fatal(err, c.Reason)
	}
	if d := cmp.Diff([]domain.Changed{{ID: "first→second"}}, c.Changes); d != "" {
		t.Error(d)
	}
	if c.Earlier.Session.ID != first.ID || c.Later.Session.ID != second.ID {
		t.Errorf("%s, %s", c.Earlier.Session.ID, c.Later.Session.ID)
	}
}

func withScore(f domain.Finalisation, id string) domain.Finalisation {
	f.Result.Scores = []domain.Score{{ID: id}}
	return f
}

func TestCompareRefusesWhatIsNotEarlier(t *testing.T) {
	e, _, _ := newEngine()
	first, second := finished(t, e), finished(t, e)
	for name, ids := range map[string][2]string{"the later one": {first.ID, second.ID}, "itself": {first.ID, first.ID}} {
		_, err := e.Compare(t.Context(), ids[0], ids[1])
		if known := wantCode(t, err, domain.CodeInvalid); known.Params["Field"] != "earlier" {
			t.Errorf("%s: %v", name, known)
		}
	}
	_, err := e.Compare(t.Context(), second.ID, "none")
	wantCode(t, err, domain.CodeNotFound)
}

func TestWhatCannotBeComparedSaysWhyAndIsNotJudged(t *testing.T) {
	for name, tc := range map[string]struct {
		of   func(first domain.Session, r domain.Response) bool
		want domain.Incomparable
	}{
		"every answer":      {func(first domain.Session, r domain.Response) bool { return r.SessionID == first.ID }, domain.IncomparableLanguage},
		"one answer":        {func(first domain.Session, r domain.Response) bool { return r.SessionID == first.ID && r.ItemID == "a" }, domain.IncomparableMixed},
		"only what is read": {func(domain.Session, domain.Response) bool { return false }, ""},
	} {
		e, m, _ := newEngine()
		first, second := finished(t, e), finished(t, e)
		m.finalisations[first.ID] = withScore(m.finalisations[first.ID], "first")
		m.finalisations[second.ID] = withScore(m.finalisations[second.ID], "second")
		read := m.sessions[first.ID]
		read.Language = "id"
		m.sessions[first.ID] = read
		for i, r := range m.responses {
			if tc.of(first, r) {
				m.responses[i].Language = "id"
			}
		}
		c, err := e.Compare(t.Context(), second.ID, first.ID)
		if err != nil || c.Reason != tc.want || (len(c.Changes) > 0) != (tc.want == "") {
			t.Error(name, err, c.Reason, c.Changes)
		}
		spoken, err := e.Spoken(t.Context(), m.sessions[first.ID])
		if err != nil || !cmp.Equal(spoken.Languages, c.Earlier.Spoken().Languages) {
			t.Error(name, err, spoken)
		}
	}
}

// TestAnAnswerThatDoesNotCountHasNoLanguage: the section with item b is hidden.
func TestAnAnswerThatDoesNotCountHasNoLanguage(t *testing.T) {
	o := Outcome{Way: Way{{ID: "one", Items: []string{"a"}, Shown: true}, {ID: "two", Items: []string{"b"}}}, Responses: []domain.Response{
		{ItemID: "a", Revision: 1, Language: "en", Value: domain.Value{Ranks: []int{1}}}, {ItemID: "b", Revision: 1, Language: "id", Value: domain.Value{Ranks: []int{1}}}}}
	if got := o.Spoken().Languages; !cmp.Equal(got, []string{"en"}) {
		t.Error(got)
	}
}
