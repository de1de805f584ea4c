package session

import (
	"context"
	"slices"
	"testing"

	"kitewise/backend/domain"
)

// guarded is the parted form with safety flags: of an answer, of a score, and
// of something that is only open; a note beside them is none.
func guarded() (*Engine, *memory, *form) {
	e, m, f := parted()
	f.Manifest.Flags = []domain.Flag{
		{Code: "SCORE", Level: domain.LevelUrgent, Rule: "score", Step: "A"}, {Code: "NOTE", Rule: "score", Step: "A"},
		{Code: "ANSWER", Level: domain.LevelUrgent, Rule: "response", Item: "c1"},
		{Code: "OPEN", Level: domain.LevelUrgent, Rule: "unanswered", Item: "d"},
	}
	f.flags = func(sum float64) []string {
		if sum >= 5 {
			return []string{"SCORE", "NOTE", "OPEN"}
		}
		return []string{"NOTE", "OPEN"}
	}
	return e, m, f
}

func urgentOf(t *testing.T, e *Engine, m *memory) []string {
	t.Helper()
	s, err := m.Session(t.Context(), "s1")
	if err != nil {
		t.Fatal(err)
	}
	st, err := e.Standing(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return st.Urgent
}

// TestASafetyFlagStandsInEveryState: an answer that raised it was changed, then
// hidden; the session is paused, resumed and discarded, and it still stands.
func TestASafetyFlagStandsInEveryState(t *testing.T) {
	e, m, _ := guarded()
	started(t, e)
	if got := urgentOf(t, e, m); len(got) != 0 {
		t.Errorf("before any answer: %v", got)
	}
	give(t, e, "a", 4, 0)
	give(t, e, "c1", 1, 0)
	want := []string{"SCORE", "ANSWER"}
	states := []func(context.Context, string) (domain.Session, error){e.Pause, e.Start, e.Abandon}
	check := func(when string) {
		if got := urgentOf(t, e, m); !slices.Equal(got, want) {
			t.Errorf("%s: %v, wanted %v", when, got, want)
		}
	}
	check("at once")
	give(t, e, "c1", 4, 1)
	check("changed")
	give(t, e, "a", 1, 1)
	want = []string{"ANSWER"} // what is hidden counts for no score
	check("hidden")
	for _, act := range states {
		s, err := act(t.Context(), "s1")
		if err != nil {
			t.Fatal(err)
		}
		check(string(s.State))
	}
}

// TestAResultKeepsItsSafetyFlags: those of the stored result, and those of
// answers that were changed before it.
func TestAResultKeepsItsSafetyFlags(t *testing.T) {
	e, m, f := guarded()
	started(t, e)
	give(t, e, "a", 4, 0)
	give(t, e, "b", 4, 0)
	give(t, e, "c1", 1, 0)
	give(t, e, "c1", 4, 1)
	if _, err := e.Finish(t.Context(), "s1"); err != nil {
		t.Fatal(err)
	}
	f.flags = nil // a result is read, never made again
	want := []string{"SCORE", "ANSWER", "OPEN"}
	o, err := e.Result(t.Context(), "s1")
	if err != nil || !slices.Equal(o.Urgent, want) || !slices.Equal(urgentOf(t, e, m), want) {
		t.Errorf("%v, %v, in the list %v", o.Urgent, err, urgentOf(t, e, m))
	}
	if got := len(o.Counted()); got != 4 || len(o.Responses) != 4 {
		t.Errorf("%d of %d responses count", got, len(o.Responses))
	}
}

// counting counts how often the answers are read.
type counting struct {
	*memory
	reads int
}

func (c *counting) Responses(ctx context.Context, id string) ([]domain.Response, error) {
	c.reads++
	return c.memory.Responses(ctx, id)
}

// TestAListReadsNoAnswersInVain: where nothing depends on them, a row of the
// list costs none.
func TestAListReadsNoAnswersInVain(t *testing.T) {
	e, m, f := guarded()
	reader := &counting{memory: m}
	e.cfg.Answers = reader
	started(t, e)
	give(t, e, "a", 4, 0)
	reads := func() int {
		reader.reads = 0
		urgentOf(t, e, m)
		return reader.reads
	}
	both := reads()
	f.Manifest.Flags = nil
	conditions := reads()
	f.Manifest.Sections = f.Manifest.Sections[:1]
	if plain := reads(); both != 1 || conditions != 1 || plain != 0 {
		t.Errorf("%d, %d and %d reads", both, conditions, plain)
	}
}

func TestTheListKnowsThePlaceOnTheWay(t *testing.T) {
	e, m, _ := guarded()
	started(t, e)
	at := func(step string) int {
		if _, err := e.Visit(t.Context(), "s1", step, nil); err != nil {
			t.Fatal(err)
		}
		st, err := e.Standing(t.Context(), m.sessions["s1"])
		if err != nil {
			t.Fatal(err)
		}
		return st.At
	}
	give(t, e, "b", 4, 0)
	if got := []int{at("b"), at("d"), at(domain.StepOpened + "b"), at(domain.StepReview), at(domain.StepWelcome)}; !slices.Equal(got, []int{2, 3, 2, 0, 0}) {
		t.Errorf("places %v", got)
	}
}
