package scoring_test

import (
	"fmt"
	"testing"

	"kitewise/backend/domain"
)

// timed answers a1, a2, … with 3 in so many milliseconds each; 0 is not known,
// -1 is open.
func timed(ms ...int64) *domain.Answers {
	a := &domain.Answers{Responses: map[string]domain.Value{}, Conduct: domain.Conduct{Process: map[string]domain.Process{}}}
	for i, t := range ms {
		id := fmt.Sprintf("a%d", i+1)
		if t >= 0 {
			a.Responses[id] = domain.Value{Number: "3"}
		}
		if t != 0 {
			a.Conduct.Process[id] = domain.Process{TotalMs: max(t, 1)}
		}
	}
	return a
}

func TestSeconds(t *testing.T) {
	median := domain.Flag{Code: "X", Rule: "seconds_per_item", Items: ids(4), MedianSeconds: "8"}
	anyone := domain.Flag{Code: "X", Rule: "seconds_per_item", Items: ids(4), AnySeconds: "2"}
	both := median
	both.AnySeconds = "2"
	enough := median
	enough.MinAnswered = 3
	for _, tc := range []struct {
		name    string
		flag    domain.Flag
		answers *domain.Answers
		want    bool
	}{
		// Of four the median is the mean of the middle two.
		{"median exactly 8", median, timed(1000, 7000, 9000, 20000), false},
		{"median 7.9995", median, timed(1000, 7000, 8999, 20000), true},
		{"median of three", median, timed(1000, 7999, 9000, -1), true},
		{"median of three at 8", median, timed(1000, 8000, 9000, -1), false},
		{"any at 2", anyone, timed(2000, 9000, 9000, 9000), false},
		{"any under 2", anyone, timed(9000, 9000, 9000, 1999), true},
		{"an open item has no time", anyone, timed(9000, 9000, 9000, -1), false},
		{"either", both, timed(9000, 9000, 9000, 1999), true},
		{"neither", both, timed(9000, 9000, 9000, 2000), false},
		{"no process at all", both, digits("3333"), false},
		{"times not known", both, timed(0, 0, 0, 0), false},
		{"one time known", median, timed(1000, 0, 0, 0), true},
		{"two times are not enough", enough, timed(1000, 1000, 0, 0), false},
		{"three are", enough, timed(1000, 1000, 1000, 0), true},
	} {
		if got := len(likertForm(4).flag(tc.flag).raised(t, tc.answers)) == 1; got != tc.want {
			t.Errorf("%s: raised %v, want %v", tc.name, got, tc.want)
		}
	}
}

// shown is one ranking: the ranks at the displayed positions 1, 2, 3, and the
// endings displayed there.
type shown struct{ ranks, order []int }

func positions(sets ...shown) *domain.Answers {
	a := &domain.Answers{Responses: map[string]domain.Value{}, Conduct: domain.Conduct{Process: map[string]domain.Process{}}}
	for i, s := range sets {
		id := fmt.Sprintf("r%d", i+1)
		ranks := make([]int, len(s.ranks))
		for position, ending := range s.order {
			ranks[ending] = s.ranks[position]
		}
		a.Responses[id] = domain.Value{Ranks: ranks}
		a.Conduct.Process[id] = domain.Process{DisplayedOrder: s.order}
	}
	return a
}

func TestPositionPattern(t *testing.T) {
	down := []int{3, 2, 1}
	// Four times 3 2 1 by position: P = 12 8 4, mean 8, Σ = 16 + 0 + 16 = 32, the
	// most there can be. With one 2 3 1: P = 11 9 4, Σ = 9 + 1 + 16 = 26.
	always := positions(shown{down, []int{0, 1, 2}}, shown{down, []int{1, 2, 0}}, shown{down, []int{2, 0, 1}}, shown{down, []int{2, 1, 0}})
	once := positions(shown{down, []int{0, 1, 2}}, shown{down, []int{1, 2, 0}}, shown{down, []int{2, 0, 1}}, shown{[]int{2, 3, 1}, []int{2, 1, 0}})
	unknown := positions(shown{down, []int{0, 1, 2}}, shown{down, []int{1, 2, 0}}, shown{down, []int{2, 0, 1}}, shown{down, []int{2, 1, 0}})
	unknown.Conduct.Process["r2"] = domain.Process{}
	broken := positions(shown{down, []int{0, 1, 2}}, shown{down, []int{1, 2, 0}}, shown{down, []int{2, 0, 1}}, shown{down, []int{2, 1, 0}})
	broken.Conduct.Process["r2"] = domain.Process{DisplayedOrder: []int{0, 0, 5}}
	open := positions(shown{down, []int{0, 1, 2}}, shown{down, []int{1, 2, 0}}, shown{down, []int{2, 0, 1}})
	none := *always
	none.Conduct = domain.Conduct{}
	for _, tc := range []struct {
		name    string
		atLeast int
		answers *domain.Answers
		want    bool
	}{
		{"all the same", 32, always, true},
		{"one swapped, at 26", 26, once, true},
		{"one swapped, under 27", 27, once, false},
		{"an order not known", 1, unknown, false},
		{"an order that is none", 1, broken, false},
		{"an item open", 1, open, false},
		{"nothing known", 1, &none, false},
	} {
		f := rankingForm(4).flag(domain.Flag{Code: "X", Rule: "position_pattern", Items: []string{"r1", "r2", "r3", "r4"}, AtLeast: tc.atLeast})
		if got := len(f.raised(t, tc.answers)) == 1; got != tc.want {
			t.Errorf("%s: raised %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestConductFaults(t *testing.T) {
	seconds := func(f domain.Flag) *form {
		f.Code, f.Rule = "X", "seconds_per_item"
		return likertForm(3).flag(f)
	}
	ranks := func(atLeast int, items ...string) *form {
		return rankingForm(4).section("other", "", domain.Item{ID: "four", Type: domain.TypeRanking,
			Endings: []domain.Ending{{ID: "A"}, {ID: "B"}, {ID: "C"}, {ID: "D"}}}).
			flag(domain.Flag{Code: "X", Rule: "position_pattern", Items: items, AtLeast: atLeast})
	}
	unequal := ranks(1, "r1", "four")
	unequal.Sections[1].Endings = domain.OrderPerRespondent
	faultTable{
		"no time":          {seconds(domain.Flag{Items: ids(3)}), "flags[0].median_seconds", "field_missing"},
		"no time at all":   {seconds(domain.Flag{Items: ids(3), AnySeconds: "0"}), "flags[0].any_seconds", "unreachable"},
		"negative median":  {seconds(domain.Flag{Items: ids(3), MedianSeconds: "-1"}), "flags[0].median_seconds", "unreachable"},
		"four of three":    {seconds(domain.Flag{Items: ids(3), AnySeconds: "1", MinAnswered: 4}), "flags[0].min_answered", "unreachable"},
		"unknown item":     {seconds(domain.Flag{Items: []string{"b"}, AnySeconds: "1"}), "flags[0].items[0]", "unknown_item"},
		"never so much":    {ranks(33, "r1", "r2", "r3", "r4"), "flags[0].at_least", "unreachable"},
		"nothing":          {ranks(0, "r1", "r2"), "flags[0].at_least", "unreachable"},
		"no practice":      {likertForm(2).flag(domain.Flag{Code: "X", Rule: "practice_reversed"}), "flags[0].rule", "no_practice"},
		"no events":        {likertForm(2).flag(domain.Flag{Code: "X", Rule: "interrupted"}), "flags[0].events", "field_missing"},
		"no interruption":  {likertForm(2).flag(domain.Flag{Code: "X", Rule: "interrupted", Events: []string{"pause", "clock"}}), "flags[0].events[1]", "unknown_event"},
		"an event twice":   {likertForm(2).flag(domain.Flag{Code: "X", Rule: "interrupted", Events: []string{"stop", "stop"}}), "flags[0].events[1]", "duplicate_id"},
		"of no length":     {likertForm(2).flag(domain.Flag{Code: "X", Rule: "interrupted", Events: []string{"stop"}, AnySeconds: "0"}), "flags[0].any_seconds", "unreachable"},
		"never shuffled":   {ranks(1, "four"), "flags[0].items", "order_fixed"},
		"other endings":    {unequal, "flags[0].items", "unequal_endings"},
		"positions of 1-5": {likertForm(2).flag(domain.Flag{Code: "X", Rule: "position_pattern", Items: ids(2), AtLeast: 1}), "flags[0].items[0]", "wrong_type"},
	}.run(t)
}

func TestInterruptedCountsWhatIsLongEnough(t *testing.T) {
	event := func(kind domain.EventKind, ms int64) domain.Event { return domain.Event{Kind: kind, DurationMs: ms} }
	flag := domain.Flag{Code: "X", Rule: "interrupted", Events: []string{"pause", "sleep"}, AtLeast: 2, AnySeconds: "60"}
	for _, tc := range []struct {
		name   string
		events []domain.Event
		want   bool
	}{
		{"two of a minute", []domain.Event{event("pause", 60_000), event("sleep", 60_000)}, true},
		{"one a hair short", []domain.Event{event("pause", 60_000), event("sleep", 59_999)}, false},
		{"one alone", []domain.Event{event("pause", 600_000)}, false},
		{"others do not count", []domain.Event{event("pause", 60_000), event("stop", 60_000), event("focus", 60_000)}, false},
		{"nothing known", nil, false},
	} {
		a := digits("33")
		a.Conduct.Events = tc.events
		if got := len(likertForm(2).flag(flag).raised(t, a)) == 1; got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}
