package scoring_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/scoring"
)

// branching asks: first (a1, one, many, hours, rank), then b under a condition,
// then c under a condition over b.
func branching(overB, overC string) *form {
	f := likertForm(1)
	f.OptionSets = append(f.OptionSets, domain.OptionSet{ID: "words", Options: []domain.Option{{ID: "yes", Value: ptr(1)}, {ID: "no"}}})
	f.section("more", "",
		domain.Item{ID: "one", Type: domain.TypeSingleChoice, Options: "words"},
		domain.Item{ID: "many", Type: domain.TypeMultipleChoice, Options: "words"},
		domain.Item{ID: "hours", Type: domain.TypeNumeric, Min: "0", Max: "100"},
		domain.Item{ID: "rank", Type: domain.TypeRanking, Endings: []domain.Ending{{ID: "A"}, {ID: "B"}}},
		domain.Item{ID: "note", Type: domain.TypeText, MaxLength: 9},
		domain.Item{ID: "odd-id", Type: domain.TypeLikert, Options: "five"})
	f.section("b", overB, domain.Item{ID: "b", Type: domain.TypeLikert, Options: "five"})
	return f.section("c", overC, domain.Item{ID: "c", Type: domain.TypeLikert, Options: "five"})
}

func answersOf(pairs ...any) map[string]domain.Value {
	out := map[string]domain.Value{}
	for i := 0; i < len(pairs); i += 2 {
		id := pairs[i].(string)
		switch v := pairs[i+1].(type) {
		case string:
			out[id] = domain.Value{Number: v}
		case []string:
			out[id] = domain.Value{Chosen: v}
		case []int:
			out[id] = domain.Value{Ranks: v}
		}
	}
	return out
}

func TestShown(t *testing.T) {
	for _, tc := range []struct {
		name, overB, overC string
		answers            map[string]domain.Value
		b, c               bool
	}{
		{"nothing answered", "a1 >= 4", "b == 1", answersOf(), false, false},
		{"at the bound", "a1 >= 4", "", answersOf("a1", "4"), true, true},
		{"below it", "a1 >= 4", "", answersOf("a1", "3"), false, true},
		{"an option", `one == "yes"`, "", answersOf("one", []string{"yes"}), true, true},
		{"another option", `one == "yes"`, "", answersOf("one", []string{"no"}), false, true},
		{"not an option", `one != "yes"`, "", answersOf("one", []string{"no"}), true, true},
		{"not an option, not answered", `one != "yes"`, "", answersOf(), false, true},
		{"one of", `one in ["yes", "no"]`, "", answersOf("one", []string{"no"}), true, true},
		{"chosen", `"yes" in many`, "", answersOf("many", []string{"yes", "no"}), true, true},
		{"not chosen", `"yes" in many`, "", answersOf("many", []string{}), false, true},
		{"none chosen", `not ("yes" in many)`, "", answersOf("many", []string{}), true, true},
		{"not answered is false, also denied", `not ("yes" in many)`, "", answersOf(), false, true},
		{"ranked highest", `rank == "B"`, "", answersOf("rank", []int{1, 2}), true, true},
		{"not highest", `rank == "B"`, "", answersOf("rank", []int{2, 1}), false, true},
		{"two items", "a1 + hours > 40.5", "", answersOf("a1", "1", "hours", "39.6"), true, true},
		{"one of two is missing", "a1 > 3 or hours > 40", "", answersOf("a1", "5"), false, true},
		{"over a hidden section", "a1 == 5", "b >= 1", answersOf("a1", "4", "b", "3"), false, false},
		{"over a shown section", "a1 == 5", "b >= 1", answersOf("a1", "5", "b", "3"), true, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := branching(tc.overB, tc.overC).program(t)
			if !p.Conditional() {
				t.Error("not conditional")
			}
			got := p.Shown(tc.answers)
			want := map[string]bool{"a1": true, "one": true, "many": true, "hours": true, "rank": true, "note": true, "odd-id": true, "b": tc.b, "c": tc.c}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWithoutConditionsEverythingIsShown(t *testing.T) {
	p := branching("", "").program(t)
	if p.Conditional() {
		t.Error("conditional")
	}
	for id, shown := range p.Shown(nil) {
		if !shown {
			t.Errorf("%s is not shown", id)
		}
	}
	if got := slices.Sorted(maps.Keys(p.Shown(nil))); len(got) != 9 {
		t.Errorf("items %v", got)
	}
}

func TestWhatIsNotShownIsNotAskedAndCountsForNothing(t *testing.T) {
	f := branching("a1 == 5", "").step(
		domain.Step{ID: "s", Op: "sum", Missing: domain.MissingIgnore, Keyed: []domain.Keyed{{Item: "a1"}, {Item: "b"}}},
		domain.Step{ID: "all", Op: "sum", Missing: domain.MissingRequireAll, Keyed: []domain.Keyed{{Item: "a1"}, {Item: "b"}}},
		domain.Step{ID: "e", Op: "expression", Missing: domain.MissingRequireAll, Expr: "a1 * 10 + b"},
	)
	p := f.program(t)
	for _, tc := range []struct {
		name        string
		answers     map[string]domain.Value
		s           float64
		why         domain.Reason
		e, complete float64
	}{
		{"stale", answersOf("a1", "4", "b", "3"), 4, domain.ReasonNotAsked, 0, 0},
		{"never asked", answersOf("a1", "4"), 4, domain.ReasonNotAsked, 0, 0},
		{"asked and open", answersOf("a1", "5"), 5, domain.ReasonMissingItem, 0, 0},
		{"asked", answersOf("a1", "5", "b", "3"), 8, "", 53, 8},
	} {
		r := p.Run(&domain.Answers{Responses: tc.answers}, scoring.Options{Trace: true})
		s, _ := r.Score("s")
		all, _ := r.Score("all")
		e, _ := r.Score("e")
		if s.Value == nil || *s.Value != tc.s {
			t.Errorf("%s: s = %+v", tc.name, s)
		}
		if all.Reason != tc.why || e.Reason != tc.why {
			t.Errorf("%s: reasons %q and %q, want %q", tc.name, all.Reason, e.Reason, tc.why)
		}
		if tc.why == "" && (*e.Value != tc.e || *all.Value != tc.complete) {
			t.Errorf("%s: e %v, all %v", tc.name, *e.Value, *all.Value)
		}
	}
}

func TestConditionFaults(t *testing.T) {
	at := "sections[2].show_when"
	over := func(text string) *form { return branching(text, "") }
	faultTable{
		"later item":           {over("c == 1"), at, "condition_later"},
		"own item":             {over("b == 1"), at, "condition_later"},
		"unknown item":         {over("z == 1"), at, "expression_unknown"},
		"a score":              {over("s == 1").step(sum("s", 1, "a1")), at, "expression_unknown"},
		"a text":               {over(`note == "x"`), at, "condition_type"},
		"unknown option":       {over(`one == "maybe"`), at, "expression_option"},
		"unknown option in":    {over(`one in ["yes", "maybe"]`), at, "expression_option"},
		"unknown choice":       {over(`"maybe" in many`), at, "expression_option"},
		"unknown ending":       {over(`rank == "C"`), at, "expression_option"},
		"a number":             {over("a1 + 1"), at, "expression_type"},
		"an option's number":   {over("one == 1"), at, "expression_type"},
		"a list compared":      {over(`many == "yes"`), at, "expression_type"},
		"nothing read":         {over("1 < 2"), at, "condition_constant"},
		"syntax":               {over("a1 =="), at, "expression_syntax"},
		"a name with a dash":   {over("odd-id == 1"), at, "expression_unknown"},
		"a function of texts":  {over(`len(one) > 1`), at, "expression_forbidden"},
		"later, second branch": {branching("a1 == 1", "c == 1"), "sections[3].show_when", "condition_later"},
	}.run(t)
}
