package scoring_test

import (
	"slices"
	"testing"

	"kitewise/backend/domain"
)

// raise is one flag over answers, and whether it stands.
type raise struct {
	name    string
	flag    domain.Flag
	answers string
	want    bool
}

func judgeAll(t *testing.T, items int, cases []raise, steps ...domain.Step) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			tc.flag.Code = "X"
			f := likertForm(items).step(steps...).flag(tc.flag)
			if got := slices.Contains(f.raised(t, digits(tc.answers)), "X"); got != tc.want {
				t.Errorf("%s: raised %v, want %v", tc.answers, got, tc.want)
			}
		})
	}
}

func TestLongestRun(t *testing.T) {
	flag := domain.Flag{Rule: "longest_run", Items: ids(8), AtLeast: 4}
	judgeAll(t, 8, []raise{
		{"four at the start", flag, "33334512", true},
		{"four at the end", flag, "12123333", true},
		{"three and three", flag, "33343332", false},
		{"an open item ends the run", flag, "333.3312", false},
		{"four after an open item", flag, "33.33331", true},
		{"all open", flag, "........", false},
		{"raw, not reversed: 2 and 4 differ", flag, "24242424", false},
	})
}

func TestLongestRunFollowsTheDisplayedOrder(t *testing.T) {
	flag := domain.Flag{Code: "X", Rule: "longest_run", Items: ids(6), AtLeast: 3}
	apart := digits("121212") // 1s at a1 a3 a5
	together := *apart
	together.Conduct.Order = []string{"a1", "a3", "a5", "a2", "a4", "a6"}
	for _, tc := range []struct {
		name, order string
		answers     *domain.Answers
		want        bool
	}{
		{"fixed, nothing known", domain.OrderFixed, apart, false},
		{"fixed, run", domain.OrderFixed, digits("111212"), true},
		{"displayed side by side", domain.OrderShuffled, &together, true},
		{"shuffled and not known", domain.OrderShuffled, digits("111111"), false},
	} {
		f := likertForm(6).flag(flag)
		f.Sections[0].Order = tc.order
		if got := len(f.raised(t, tc.answers)) == 1; got != tc.want {
			t.Errorf("%s: raised %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestLongestRunSkipsWhatWasNotShown(t *testing.T) {
	// a1 a2 | b (hidden) | c: 3 3 · 3 is a run of three.
	f := likertForm(2).section("second", "a1 == 1", domain.Item{ID: "b", Type: domain.TypeLikert, Options: "five"}).
		section("third", "", domain.Item{ID: "c", Type: domain.TypeLikert, Options: "five"}).
		flag(domain.Flag{Code: "X", Rule: "longest_run", Items: []string{"a1", "a2", "b", "c"}, AtLeast: 3})
	a := digits("33")
	a.Responses["c"] = domain.Value{Number: "3"}
	a.Responses["b"] = domain.Value{Number: "4"} // a stale answer counts for nothing
	if got := f.raised(t, a); len(got) != 1 {
		t.Errorf("raised %v", got)
	}
}

func TestSpread(t *testing.T) {
	// One other answer of ten: variance 1/10, SD .316; two others: 8/45, .422;
	// of the form 3333 1 with five answers: 4/5, .894.
	third := domain.Flag{Rule: "spread", Items: ids(10), Low: "0.317"}
	border := domain.Flag{Rule: "spread", Items: ids(10), Low: "0.5", MinAnswered: 4}
	judgeAll(t, 10, []raise{
		{"all the same", third, "3333333333", true},
		{"one other: .3162 < .317", third, "3333333334", true},
		{"two others: .4216", third, "3333333344", false},
		{"one of nine: variance 1/9, .3333", third, "333333334.", false},
		// 2233 has variance 1/3 (.577); 22223333: 2/7 (.5345); 3334: 1/4, exactly .5.
		{"exactly at the cut is not below", border, "3334......", false},
		{"just below: 33334 has 1/5", border, "33334.....", true},
		{"too few answers", border, "333.......", false},
		{"enough answers", border, "3333......", true},
	})
}

func TestMissingShare(t *testing.T) {
	flag := domain.Flag{Rule: "missing_share", Items: ids(20), High: "0.10"}
	judgeAll(t, 20, []raise{
		{"two of twenty is a tenth", flag, "..333333333333333333", false},
		{"three of twenty", flag, "...33333333333333333", true},
		{"none", flag, "33333333333333333333", false},
		{"all", flag, "....................", true},
	})
}

func TestMissingShareCountsOnlyWhatWasShown(t *testing.T) {
	f := likertForm(4).section("second", "a1 == 1", domain.Item{ID: "b", Type: domain.TypeLikert, Options: "five"}).
		flag(domain.Flag{Code: "X", Rule: "missing_share", Items: append(ids(4), "b"), High: "0.4"})
	// a1 = 2: b is not shown, two of four are open (.5); with a1 = 1 and b
	// answered it is two of five (.4).
	if got := f.raised(t, digits("23..")); len(got) != 1 {
		t.Errorf("two of four: %v", got)
	}
	a := digits("13..")
	a.Responses["b"] = domain.Value{Number: "1"}
	if got := f.raised(t, a); len(got) != 0 {
		t.Errorf("two of five: %v", got)
	}
}

func TestEvenOddGap(t *testing.T) {
	// Two scores of four items; halves are places 1, 3 and 2, 4 of the list.
	steps := []domain.Step{sum("s", 1, "a1", "a2", "a3", "a4"), sum("t", 1, "a5", "-a6", "a7", "-a8")}
	flag := domain.Flag{Rule: "even_odd", Measure: "gap", Scores: []string{"s", "t"}, High: "1.5"}
	strict := flag
	strict.MinAnswered = 4
	judgeAll(t, 8, []raise{
		// s: |(5+5)/2 - (3+4)/2| = 3/2; t: |(4+4)/2 - ((6-4)+(6-3))/2| = 3/2.
		{"3/2 and 3/2: exactly at the cut", flag, "53544443", true},
		// s as above; t: |4 - ((6-3)+(6-3))/2| = 1; mean 5/4.
		{"3/2 and 1", flag, "53544343", false},
		// yes-saying: s 0, t |5 - 1| = 4; mean 2.
		{"yes to all", flag, "55555555", true},
		// a2 open: s |5 - 4| = 1 with three answers; t |5 - 1| = 4; mean 5/2.
		{"open items are left out", flag, "5.545555", true},
		{"a score with an open item does not count", strict, "5.545555", false},
		// a2 and a4 open: s has no even half, one score is left.
		{"one score says nothing", flag, "5.5.5555", false},
	}, steps...)
}

func TestEvenOddCorrelation(t *testing.T) {
	// Three scores of two items each: odd means are a1 a3 a5, even ones a2 a4 a6.
	steps := []domain.Step{sum("s", 2, "a1", "a2"), sum("t", 2, "a3", "a4"), sum("u", 2, "a5", "a6")}
	at := func(low string) domain.Flag {
		return domain.Flag{Rule: "even_odd", Measure: "correlation", Scores: []string{"s", "t", "u"}, Low: low}
	}
	judgeAll(t, 6, []raise{
		// odd 1 2 3, even 1 3 2: covariance 1/2 over 1·1, r = .5, corrected 2/3.
		{"2/3 below .67", at("0.67"), "112332", true},
		{"2/3 is not below .66", at("0.66"), "112332", false},
		// odd 1 2 3, even 3 2 1: r = -1 is below everything.
		{"opposed", at("-0.9"), "132231", true},
		// odd 1 2 3, even 2 1 2: covariance 0, r = 0.
		{"0 is not below 0", at("0"), "122132", false},
		{"0 below .000001", at("0.000001"), "122132", true},
		{"0 is not below -.1", at("-0.1"), "122132", false},
		// odd 1 2 3, even 2 3 1: covariance -1/2, r = -.5, corrected -2.
		{"-2 below -.5", at("-0.5"), "122331", true},
		// odd 1 2 4, even 5 1 4: means 7/3, 10/3; Σdxdy = 3·(5+2+16) - 7·10 = -1;
		// 3·21 - 49 = 14, 3·42 - 100 = 26: r = -1/√364 = -.0524, corrected -.1106.
		{"-.1106 below -.11", at("-0.11"), "152144", true},
		{"-.1106 is not below -.111", at("-0.111"), "152144", false},
		{"the same", at("0.99"), "112233", false},
		{"one half never changes", at("0.99"), "131323", false},
		{"two scores say nothing", at("0.67"), "11233.", false},
	}, steps...)
}

func TestValidityFaults(t *testing.T) {
	with := func(flag domain.Flag) *form {
		flag.Code = "X"
		return likertForm(4).section("more", "", domain.Item{ID: "words", Type: domain.TypeText, MaxLength: 9},
			domain.Item{ID: "spare", Type: domain.TypeLikert, Options: "five", Optional: true}).
			step(sum("s", 1, "a1", "a2", "a3"), sum("one", 1, "a4"), sum("t", 1, "a2", "a3")).flag(flag)
	}
	faultTable{
		"run of one":            {with(domain.Flag{Rule: "longest_run", Items: ids(4), AtLeast: 1}), "flags[0].at_least", "unreachable"},
		"run of five in four":   {with(domain.Flag{Rule: "longest_run", Items: ids(4), AtLeast: 5}), "flags[0].at_least", "unreachable"},
		"unknown item":          {with(domain.Flag{Rule: "longest_run", Items: []string{"a1", "a9"}, AtLeast: 2}), "flags[0].items[1]", "unknown_item"},
		"item twice":            {with(domain.Flag{Rule: "spread", Items: []string{"a1", "a1"}, Low: "1"}), "flags[0].items[1]", "duplicate_id"},
		"text in a run":         {with(domain.Flag{Rule: "longest_run", Items: []string{"a1", "words"}, AtLeast: 2}), "flags[0].items[1]", "wrong_type"},
		"no items":              {with(domain.Flag{Rule: "spread", Low: "1"}), "flags[0].items", "no_items"},
		"spread below nothing":  {with(domain.Flag{Rule: "spread", Items: ids(4), Low: "0"}), "flags[0].low", "unreachable"},
		"spread without a cut":  {with(domain.Flag{Rule: "spread", Items: ids(4)}), "flags[0].low", "field_missing"},
		"spread of five":        {with(domain.Flag{Rule: "spread", Items: ids(4), Low: "1", MinAnswered: 5}), "flags[0].min_answered", "unreachable"},
		"more than all":         {with(domain.Flag{Rule: "missing_share", Items: ids(4), High: "1"}), "flags[0].high", "unreachable"},
		"optional is missing":   {with(domain.Flag{Rule: "missing_share", Items: []string{"a1", "spare"}, High: "0.1"}), "flags[0].items", "optional_item"},
		"halves of one":         {with(domain.Flag{Rule: "even_odd", Measure: "gap", Scores: []string{"s", "one"}, High: "1"}), "flags[0].scores[1]", "no_halves"},
		"gap of one score":      {with(domain.Flag{Rule: "even_odd", Measure: "gap", Scores: []string{"s"}, High: "1"}), "flags[0].scores", "too_few_scores"},
		"correlation of two":    {with(domain.Flag{Rule: "even_odd", Measure: "correlation", Scores: []string{"s", "t"}, Low: "0.3"}), "flags[0].scores", "too_few_scores"},
		"correlation over one":  {with(domain.Flag{Rule: "even_odd", Measure: "correlation", Scores: []string{"s", "t"}, Low: "1.1"}), "flags[0].low", "unreachable"},
		"unknown measure":       {with(domain.Flag{Rule: "even_odd", Measure: "feeling", Scores: []string{"s", "t"}}), "flags[0].measure", "measure"},
		"unknown score":         {with(domain.Flag{Rule: "even_odd", Measure: "gap", Scores: []string{"s", "z"}, High: "1"}), "flags[0].scores[1]", "unknown_score"},
		"more answers than has": {with(domain.Flag{Rule: "even_odd", Measure: "gap", Scores: []string{"s", "t"}, High: "1", MinAnswered: 3}), "flags[0].min_answered", "unreachable"},
		"gap without a cut":     {with(domain.Flag{Rule: "even_odd", Measure: "gap", Scores: []string{"s", "t"}}), "flags[0].high", "field_missing"},
		"no decimal":            {with(domain.Flag{Rule: "spread", Items: ids(4), Low: "a"}), "flags[0].low", "decimal"},
	}.run(t)
}
