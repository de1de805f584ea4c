package scoring_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// safetyForm has an item of every type that a safety flag can read.
func safetyForm() *form {
	f := likertForm(2)
	f.OptionSets = append(f.OptionSets, domain.OptionSet{ID: "words", Options: []domain.Option{
		{ID: "yes", Value: ptr(1)}, {ID: "no", Value: ptr(0)}, {ID: "unsure"},
	}})
	return f.section("rest", "",
		domain.Item{ID: "one", Type: domain.TypeSingleChoice, Options: "words"},
		domain.Item{ID: "many", Type: domain.TypeMultipleChoice, Options: "words"},
		domain.Item{ID: "hours", Type: domain.TypeNumeric, Min: "0", Max: "100"},
		domain.Item{ID: "line", Type: domain.TypeSlider, Min: "-1", Max: "1", Step: "0.5"},
		domain.Item{ID: "note", Type: domain.TypeText, MaxLength: 20, Optional: true},
		domain.Item{ID: "rank", Type: domain.TypeRanking, Endings: []domain.Ending{{ID: "A"}, {ID: "B"}, {ID: "C"}}},
		domain.Item{ID: "cards", Type: domain.TypeForcedDistribution,
			Endings: []domain.Ending{{ID: "k1"}, {ID: "k2"}, {ID: "k3"}},
			Columns: []domain.Column{{Value: -1, Places: 1}, {Value: 0, Places: 1}, {Value: 1, Places: 1}}},
	)
}

func TestResponseAtOnceAndInTheResult(t *testing.T) {
	number := func(text string) domain.Value { return domain.Value{Number: text} }
	chosen := func(ids ...string) domain.Value { return domain.Value{Chosen: ids} }
	for _, tc := range []struct {
		name      string
		flag      domain.Flag
		yes, no   []domain.Value
		otherItem string
	}{
		{"a Likert value", domain.Flag{Item: "a1", Values: []string{"5"}},
			[]domain.Value{number("5"), number("5.0")}, []domain.Value{number("4"), number("1")}, "a2"},
		{"a Likert option", domain.Flag{Item: "a1", Values: []string{"o5", "4"}},
			[]domain.Value{number("5"), number("4")}, []domain.Value{number("3")}, "a2"},
		{"at or above", domain.Flag{Item: "a1", High: "4"},
			[]domain.Value{number("4"), number("5")}, []domain.Value{number("3")}, "a2"},
		{"at or below", domain.Flag{Item: "a1", Low: "2"},
			[]domain.Value{number("2"), number("1")}, []domain.Value{number("3")}, "a2"},
		{"an option", domain.Flag{Item: "one", Values: []string{"yes"}},
			[]domain.Value{chosen("yes")}, []domain.Value{chosen("no"), chosen("unsure")}, "many"},
		{"an option's number", domain.Flag{Item: "one", Low: "0"},
			[]domain.Value{chosen("no")}, []domain.Value{chosen("yes"), chosen("unsure")}, "many"},
		{"one of several", domain.Flag{Item: "many", Values: []string{"no", "unsure"}},
			[]domain.Value{chosen("yes", "no"), chosen("unsure")}, []domain.Value{chosen("yes"), chosen()}, "one"},
		{"a number from", domain.Flag{Item: "hours", High: "60.5"},
			[]domain.Value{number("60.5"), number("61")}, []domain.Value{number("60.499999"), number("0")}, "line"},
		{"a number", domain.Flag{Item: "hours", Values: []string{"0"}},
			[]domain.Value{number("0")}, []domain.Value{number("0.1")}, "line"},
		{"both ends of a line", domain.Flag{Item: "line", Low: "-1", High: "1"},
			[]domain.Value{number("-1"), number("1")}, []domain.Value{number("-0.5"), number("0.5")}, "hours"},
		{"a rank", domain.Flag{Item: "rank", Ending: "B", Values: []string{"3"}},
			[]domain.Value{{Ranks: []int{1, 3, 2}}}, []domain.Value{{Ranks: []int{3, 1, 2}}, {Ranks: []int{1, 2, 3}}}, "a1"},
		{"a card", domain.Flag{Item: "cards", Ending: "k3", Low: "-1"},
			[]domain.Value{{Columns: []int{0, 1, -1}}}, []domain.Value{{Columns: []int{-1, 0, 1}}}, "a1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.flag.Code, tc.flag.Rule, tc.flag.Level = "NOW", "response", domain.LevelUrgent
			f := safetyForm().flag(domain.Flag{Code: "ALWAYS", Rule: "always"}, tc.flag)
			p := f.program(t)
			check := func(v domain.Value, want bool) {
				t.Helper()
				if got := slices.Contains(p.Urgent(tc.flag.Item, v), "NOW"); got != want {
					t.Errorf("%+v at once: %v, want %v", v, got, want)
				}
				if got := p.Urgent(tc.otherItem, v); len(got) > 0 {
					t.Errorf("%+v to %s: %v", v, tc.otherItem, got)
				}
				a := &domain.Answers{Responses: map[string]domain.Value{tc.flag.Item: v}}
				if got := slices.Contains(f.raised(t, a), "NOW"); got != want {
					t.Errorf("%+v in the result: %v, want %v", v, got, want)
				}
			}
			for _, v := range tc.yes {
				check(v, true)
			}
			for _, v := range tc.no {
				check(v, false)
			}
		})
	}
}

func TestOnlyUrgentFlagsTellAtOnce(t *testing.T) {
	f := likertForm(2).flag(
		domain.Flag{Code: "CAUTION", Rule: "response", Item: "a1", Values: []string{"5"}, Level: domain.LevelCaution},
		domain.Flag{Code: "SECOND", Rule: "response", Item: "a1", High: "4", Level: domain.LevelUrgent},
		domain.Flag{Code: "THIRD", Rule: "response", Item: "a1", Values: []string{"5"}, Level: domain.LevelUrgent, Audience: domain.AudienceCounsellor},
		domain.Flag{Code: "SUM", Rule: "unanswered", Item: "a2", Level: domain.LevelUrgent},
	)
	p := f.program(t)
	if d := cmp.Diff([]string{"SECOND", "THIRD"}, p.Urgent("a1", domain.Value{Number: "5"})); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"SECOND"}, p.Urgent("a1", domain.Value{Number: "4"})); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"CAUTION", "SECOND", "THIRD", "SUM"}, f.raised(t, digits("5"))); d != "" {
		t.Error(d)
	}
}

func TestUnansweredIsNotNotAsked(t *testing.T) {
	f := likertForm(1).section("second", "a1 == 1", domain.Item{ID: "b", Type: domain.TypeLikert, Options: "five"}).
		flag(domain.Flag{Code: "OPEN", Rule: "unanswered", Item: "b"},
			domain.Flag{Code: "SAID", Rule: "response", Item: "b", Values: []string{"5"}, Level: domain.LevelUrgent})
	for _, tc := range []struct {
		a1, b string
		want  []string
	}{
		{"1", "", []string{"OPEN"}},
		{"1", "4", []string{}},
		{"1", "5", []string{"SAID"}},
		{"2", "", []string{}},
		{"2", "5", []string{}}, // a stale answer of a section that is not shown any more
		{".", "", []string{}},
	} {
		a := digits(tc.a1)
		if tc.b != "" {
			a.Responses["b"] = domain.Value{Number: tc.b}
		}
		if d := cmp.Diff(tc.want, f.raised(t, a)); d != "" {
			t.Errorf("a1 %s, b %s: %s", tc.a1, tc.b, d)
		}
	}
}

func TestScoreFlags(t *testing.T) {
	bands := &domain.Bands{On: "value", Bands: []domain.Bound{{Class: "low", Below: "4"}, {Class: "mid", Below: "8", Inclusive: true}, {Class: "high"}}}
	total := sum("s", 2, "a1", "a2")
	total.Bands = bands
	steps := []domain.Step{total, {ID: "hid", Op: "expression", Expr: "s * s", Hidden: true, Missing: domain.MissingRequireAll},
		{ID: "level", Op: "classify", Of: "s", Bands: bands, Missing: domain.MissingRequireAll}}
	judgeAll(t, 2, []raise{
		{"at the low bound", domain.Flag{Rule: "score", Step: "s", Low: "4"}, "22", true},
		{"above the low bound", domain.Flag{Rule: "score", Step: "s", Low: "4"}, "23", false},
		{"at the high bound", domain.Flag{Rule: "score", Step: "s", High: "9.5"}, "55", true},
		{"below the high bound", domain.Flag{Rule: "score", Step: "s", High: "9.5"}, "54", false},
		{"under", domain.Flag{Rule: "score", Step: "hid", Below: ptr(36)}, "23", true},
		{"at is not under", domain.Flag{Rule: "score", Step: "hid", Below: ptr(36)}, "33", false},
		{"over", domain.Flag{Rule: "score", Step: "hid", Above: ptr(36)}, "34", true},
		{"at is not over", domain.Flag{Rule: "score", Step: "hid", Above: ptr(36)}, "33", false},
		{"missing raises nothing", domain.Flag{Rule: "score", Step: "s", Low: "10"}, "5.", false},
		{"class", domain.Flag{Rule: "score", Step: "s", Values: []string{"low", "high"}}, "12", true},
		{"class at its bound", domain.Flag{Rule: "score", Step: "s", Values: []string{"low", "high"}}, "44", false},
		{"other class", domain.Flag{Rule: "score", Step: "s", Values: []string{"low", "high"}}, "45", true},
		{"class of a step of classes", domain.Flag{Rule: "score", Step: "level", Values: []string{"mid"}}, "44", true},
		{"not that class", domain.Flag{Rule: "score", Step: "level", Values: []string{"mid"}}, "45", false},
		{"missing class", domain.Flag{Rule: "score", Step: "level", Values: []string{"low", "mid", "high"}}, "4.", false},
	}, steps...)
}

func TestScoreFlagsKnowWhenAClassCannotBeTold(t *testing.T) {
	total := sum("s", 1, "a1", "a2")
	total.Bands = &domain.Bands{On: "value", Undetermined: "unknown", When: []string{"LATER"},
		Bands: []domain.Bound{{Class: "low", Below: "6"}, {Class: "high"}}}
	f := likertForm(2).step(total).flag(
		domain.Flag{Code: "UNKNOWN", Rule: "score", Step: "s", Values: []string{"unknown"}},
		domain.Flag{Code: "HIGH", Rule: "score", Step: "s", Values: []string{"high"}},
		domain.Flag{Code: "LATER", Rule: "unanswered", Item: "a2"},
	)
	if d := cmp.Diff([]string{"HIGH"}, f.raised(t, digits("55"))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"UNKNOWN", "LATER"}, f.raised(t, digits("5."))); d != "" {
		t.Error(d)
	}
}

func TestLead(t *testing.T) {
	steps := []domain.Step{sum("s", 1, "a1"), sum("t", 1, "a2"), sum("u", 1, "a3"),
		{ID: "o", Op: "order", Scores: []string{"s", "t", "u"}, ClassName: "place", Missing: domain.MissingIgnore}}
	flag := domain.Flag{Rule: "lead", Step: "o", High: "2"}
	judgeAll(t, 3, []raise{
		{"by two", flag, "315", true},
		{"by three", flag, "251", false},
		{"level", flag, "551", true},
		{"two are left", flag, "5.1", false},
		{"one is left", flag, "5..", false},
	}, steps...)
}

func TestSafetyFaults(t *testing.T) {
	with := func(flag domain.Flag) *form {
		flag.Code = "X"
		if flag.Rule == "" {
			flag.Rule = "response"
		}
		total := sum("s", 1, "a1", "a2")
		return safetyForm().step(total, domain.Step{ID: "o", Op: "order", Scores: []string{"s", "s2"}, ClassName: "p", Missing: domain.MissingRequireAll},
			sum("s2", 1, "a1")).flag(flag)
	}
	faultTable{
		"unknown item":         {with(domain.Flag{Item: "z", Values: []string{"1"}}), "flags[0].item", "unknown_item"},
		"unknown open item":    {with(domain.Flag{Rule: "unanswered", Item: "z"}), "flags[0].item", "unknown_item"},
		"nothing raises it":    {with(domain.Flag{Item: "a1"}), "flags[0].values", "field_missing"},
		"no such value":        {with(domain.Flag{Item: "a1", Values: []string{"5", "6"}}), "flags[0].values[1]", "unknown_answer"},
		"no such option":       {with(domain.Flag{Item: "one", Values: []string{"maybe"}}), "flags[0].values[0]", "unknown_answer"},
		"outside the range":    {with(domain.Flag{Item: "hours", Values: []string{"101"}}), "flags[0].values[0]", "unknown_answer"},
		"below the range":      {with(domain.Flag{Item: "hours", Low: "-1"}), "flags[0].low", "unreachable"},
		"above the range":      {with(domain.Flag{Item: "a1", High: "6"}), "flags[0].high", "unreachable"},
		"a text":               {with(domain.Flag{Item: "note", Values: []string{"help"}}), "flags[0].item", "wrong_type"},
		"no number":            {with(domain.Flag{Item: "many", Low: "1"}), "flags[0].item", "wrong_type"},
		"ranking, no ending":   {with(domain.Flag{Item: "rank", Values: []string{"3"}}), "flags[0].ending", "field_missing"},
		"unknown ending":       {with(domain.Flag{Item: "rank", Ending: "D", Values: []string{"3"}}), "flags[0].ending", "unknown_ending"},
		"ending of a number":   {with(domain.Flag{Item: "hours", Ending: "A", Low: "0"}), "flags[0].ending", "unknown_ending"},
		"no such rank":         {with(domain.Flag{Item: "rank", Ending: "A", Values: []string{"4"}}), "flags[0].values[0]", "unknown_answer"},
		"no decimal":           {with(domain.Flag{Item: "hours", Low: "x"}), "flags[0].low", "decimal"},
		"urgent for everyone":  {with(domain.Flag{Item: "a1", Values: []string{"5"}, Level: domain.LevelUrgent, Audience: domain.AudienceEveryone}), "flags[0].audience", "urgent_for_everyone"},
		"unknown score":        {with(domain.Flag{Rule: "score", Step: "z", Low: "1"}), "flags[0].step", "unknown_score"},
		"score below nothing":  {with(domain.Flag{Rule: "score", Step: "s", Low: "1.9"}), "flags[0].low", "unreachable"},
		"score over all":       {with(domain.Flag{Rule: "score", Step: "s", High: "10.1"}), "flags[0].high", "unreachable"},
		"under the least":      {with(domain.Flag{Rule: "score", Step: "s", Below: ptr(2)}), "flags[0].below", "unreachable"},
		"over the most":        {with(domain.Flag{Rule: "score", Step: "s", Above: ptr(10)}), "flags[0].above", "unreachable"},
		"score without bounds": {with(domain.Flag{Rule: "score", Step: "s"}), "flags[0].values", "field_missing"},
		"score without class":  {with(domain.Flag{Rule: "score", Step: "s", Values: []string{"low"}}), "flags[0].step", "no_class"},
		"bound of an order":    {with(domain.Flag{Rule: "score", Step: "o", Low: "1"}), "flags[0].step", "not_a_number"},
		"lead of a sum":        {with(domain.Flag{Rule: "lead", Step: "s", High: "1"}), "flags[0].step", "not_an_order"},
		"lead without a bound": {with(domain.Flag{Rule: "lead", Step: "o"}), "flags[0].high", "field_missing"},
		"lead below nothing":   {with(domain.Flag{Rule: "lead", Step: "o", High: "-1"}), "flags[0].high", "unreachable"},
		"unknown rule":         {with(domain.Flag{Rule: "feeling"}), "flags[0].rule", "flag_rule"},
	}.run(t)
}

func TestAClassThatIsNotThere(t *testing.T) {
	total := sum("s", 1, "a1", "a2")
	total.Bands = &domain.Bands{On: "value", Undetermined: "unknown", When: []string{"X"}, Bands: []domain.Bound{{Class: "low", Below: "6"}, {Class: "high"}}}
	faultTable{
		"unknown class":         {likertForm(2).step(total).flag(domain.Flag{Code: "X", Rule: "always"}, domain.Flag{Code: "Y", Rule: "score", Step: "s", Values: []string{"hihg"}}), "flags[1].values[0]", "unreachable"},
		"class by its own flag": {likertForm(2).step(total).flag(domain.Flag{Code: "X", Rule: "score", Step: "s", Values: []string{"low"}}), "flags[0].code", "cycle"},
	}.run(t)
}
