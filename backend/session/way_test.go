package session

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// parted is the form with a soft section c that is shown while the first
// ending of a is on top, and an optional item d in a section that requires none.
func parted() (*Engine, *memory, *form) {
	e, m, f := newEngine()
	endings := f.Manifest.Items[0].Endings
	for _, id := range []string{"c1", "c2", "d"} {
		f.Manifest.Items = append(f.Manifest.Items, domain.Item{ID: id, Type: domain.TypeRanking, Endings: endings})
	}
	f.Manifest.Sections[0].Endings = domain.OrderFixed
	f.Manifest.Sections = append(f.Manifest.Sections,
		domain.Section{ID: "two", Items: []string{"c1", "c2"}, ShowWhen: "a", Required: domain.RequiredSoft},
		domain.Section{ID: "three", Items: []string{"d"}, Required: domain.RequiredNone})
	return e, m, f
}

// give answers an item; first is the rank of its first ending.
func give(t *testing.T, e *Engine, item string, first, revision int) Saved {
	t.Helper()
	ranks := map[int][]int{4: {4, 3, 2, 1}, 3: {3, 4, 2, 1}, 1: {1, 2, 3, 4}}[first]
	saved, err := e.Answer(t.Context(), Answer{SessionID: "s1", ItemID: item, Given: Given{Ranks: ranks}, Revision: revision})
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func view(t *testing.T, e *Engine) View {
	t.Helper()
	v, err := e.View(t.Context(), "s1")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestTheWayFollowsTheAnswers: a section comes and goes, counts and the place
// follow, and nothing stored is lost.
func TestTheWayFollowsTheAnswers(t *testing.T) {
	e, m, _ := parted()
	started(t, e)
	if got := view(t, e); !slices.Equal(got.Way.Items(), []string{"a", "b", "d"}) || got.Session.Total != 3 {
		t.Errorf("at first %+v", got.Way)
	}
	want := []Saved{
		{"a", 1, 1, 5, []string{"one", "two", "three"}}, {"c1", 1, 2, 5, []string{"one", "two", "three"}},
		{"a", 2, 1, 3, []string{"one", "three"}},
		{"c2", 1, 1, 3, []string{"one", "three"}}, // a late answer to what is hidden
		{"a", 2, 1, 3, []string{"one", "three"}},  // its acknowledgement was lost
		{"a", 3, 3, 5, []string{"one", "two", "three"}},
	}
	got := []Saved{
		give(t, e, "a", 4, 0), give(t, e, "c1", 4, 0), give(t, e, "a", 3, 1),
		give(t, e, "c2", 1, 0), give(t, e, "a", 3, 1), give(t, e, "a", 4, 2),
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(m.responses) != 5 {
		t.Errorf("%d responses stored", len(m.responses))
	}
}

// TestThePlaceIsNeverLost: a step in a section that is hidden gives way to what
// comes next.
func TestThePlaceIsNeverLost(t *testing.T) {
	e, _, f := parted()
	started(t, e)
	give(t, e, "a", 4, 0)
	if _, err := e.Visit(t.Context(), "s1", "c2", nil); err != nil {
		t.Fatal(err)
	}
	at := func() string { return view(t, e).Session.Step }
	before := at()
	give(t, e, "a", 1, 1)
	hidden := at()
	f.Manifest.Sections = f.Manifest.Sections[:2]
	if before != "c2" || hidden != "d" || at() != domain.StepReview {
		t.Errorf("%q, hidden %q, at the end %q", before, hidden, at())
	}
	for _, step := range []string{domain.StepWelcome, domain.StepReview, domain.StepOpened + "a"} {
		if got := (Way{{ID: "x", Items: []string{"a"}, Shown: true}}).settle(step); got != step {
			t.Errorf("%q became %q", step, got)
		}
	}
	for _, gone := range []Way{{}, {{ID: "x", Items: []string{"a"}}, {ID: "y", Items: []string{"b"}, Shown: true}}} {
		if got := gone.settle(domain.StepOpened + "a"); got != domain.StepReview {
			t.Errorf("an item that the review opened and that is not shown became %q", got)
		}
	}
}

// TestFinishRefusesOnlyWhatIsShownAndRequired by every kind of section.
func TestFinishRefusesOnlyWhatIsShownAndRequired(t *testing.T) {
	for _, tc := range []struct {
		required string
		optional bool
		first    int
		open     string
	}{
		{"", false, 4, "c1 c2"}, {domain.RequiredAll, false, 4, "c1 c2"}, {domain.RequiredAll, true, 4, "c2"},
		{domain.RequiredSoft, false, 4, ""}, {domain.RequiredNone, false, 4, ""}, {domain.RequiredAll, false, 1, ""},
	} {
		e, _, f := parted()
		f.Manifest.Sections[1].Required, f.Manifest.Items[2].Optional = tc.required, tc.optional
		started(t, e)
		give(t, e, "a", tc.first, 0)
		give(t, e, "b", 4, 0)
		open := ""
		_, err := e.Finish(t.Context(), "s1")
		if err != nil {
			open = wantCode(t, err, domain.CodeInvalid).Params["Items"]
		}
		if open != tc.open {
			t.Errorf("%+v: open %q", tc, open)
		}
	}
}

// TestOneOrderForOnePerson over sessions, through the engine; a shuffled one is
// each session's own.
func TestOneOrderForOnePerson(t *testing.T) {
	e, m, f := parted()
	f.Manifest.Sections = []domain.Section{
		{ID: "own", Items: []string{"a", "b", "d"}, Order: domain.OrderPerRespondent, Endings: domain.OrderPerRespondent},
		{ID: "new", Items: []string{"c1", "c2"}, Order: domain.OrderShuffled, Endings: domain.OrderShuffled},
	}
	own, fresh := map[string]bool{}, map[string]bool{}
	for i := range 40 {
		s := started(t, e)
		s.Seed = seedOf(i)
		m.sessions[s.ID] = s
		v, err := e.View(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		own[fmt.Sprint(v.Way[0].Items, v.Order["a"])] = true
		fresh[fmt.Sprint(v.Way[1].Items, v.Order["c1"])] = true
	}
	if len(own) != 1 || len(fresh) < 20 {
		t.Errorf("%d orders of one person, %d of 40 sessions", len(own), len(fresh))
	}
}
