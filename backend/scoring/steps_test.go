package scoring_test

import (
	"math/big"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"kitewise/backend/domain"
	"kitewise/backend/scoring"
)

// exact gives the exact text of a step, or the reason why it is missing.
func exact(r *domain.Result, id string) string {
	for _, s := range r.Trace {
		if s.ID == id {
			return s.Output
		}
	}
	return "not run"
}

// keyedCase is a form of Likert items of their own ranges, keyed at random, and
// answers to some of them.
type keyedCase struct {
	form    *form
	answers *domain.Answers
	keyed   []domain.Keyed
	// values holds what each answer counts for before its weight, nil if missing;
	// lows and highs are the ends of the items' ranges.
	values      []*big.Rat
	weights     []*big.Rat
	lows, highs []int
}

// drawKeyed draws the form. Weights are decimals above zero.
func drawKeyed(rt *rapid.T) keyedCase {
	k := keyedCase{form: &form{}, answers: &domain.Answers{Responses: map[string]domain.Value{}}}
	section := domain.Section{ID: "all", Order: domain.OrderFixed, Endings: domain.OrderFixed}
	for i := range rapid.IntRange(1, 9).Draw(rt, "items") {
		id := "q" + strconv.Itoa(i)
		low := rapid.IntRange(-3, 3).Draw(rt, "low")
		high := low + rapid.IntRange(1, 6).Draw(rt, "width")
		set := domain.OptionSet{ID: "of_" + id}
		for v := low; v <= high; v++ {
			set.Options = append(set.Options, domain.Option{ID: "o" + strconv.Itoa(v-low), Value: ptr(v)})
		}
		k.form.OptionSets = append(k.form.OptionSets, set)
		k.form.Items = append(k.form.Items, domain.Item{ID: id, Type: domain.TypeLikert, Options: set.ID})
		section.Items = append(section.Items, id)
		weight := rapid.SampledFrom([]string{"", "1", "2", "0.5", "0.333333", "999999.999999", "1.7"}).Draw(rt, "weight")
		key := domain.Keyed{Item: id, Reverse: rapid.Bool().Draw(rt, "reverse"), Weight: weight}
		k.keyed, k.lows, k.highs = append(k.keyed, key), append(k.lows, low), append(k.highs, high)
		w, _ := new(big.Rat).SetString("0" + weight)
		if weight == "" {
			w = big.NewRat(1, 1)
		}
		k.weights = append(k.weights, w)
		var value *big.Rat
		if rapid.IntRange(0, 3).Draw(rt, "given") > 0 {
			x := rapid.IntRange(low, high).Draw(rt, "answer")
			k.answers.Responses[id] = domain.Value{Number: strconv.Itoa(x)}
			if key.Reverse {
				x = high - (x - low)
			}
			value = big.NewRat(int64(x), 1)
		}
		k.values = append(k.values, value)
	}
	k.form.Sections = []domain.Section{section}
	return k
}

// want works a sum or mean out under a rule: its exact text or the reason.
func (k *keyedCase) want(mean bool, rule string, least int) string {
	sum, given, all, there := new(big.Rat), new(big.Rat), new(big.Rat), 0
	for i, v := range k.values {
		all.Add(all, k.weights[i])
		if v != nil {
			there++
			given.Add(given, k.weights[i])
			sum.Add(sum, new(big.Rat).Mul(v, k.weights[i]))
		}
	}
	switch {
	case rule == domain.MissingRequireAll && there < len(k.values), there == 0 && rule == domain.MissingIgnore:
		return string(domain.ReasonMissingItem)
	case rule == domain.MissingProrate && there < least:
		return string(domain.ReasonTooFew)
	case mean:
		return sum.Quo(sum, given).RatString()
	case rule == domain.MissingProrate:
		return sum.Quo(sum, given).Mul(sum, all).RatString()
	}
	return sum.RatString()
}

var rules = []string{domain.MissingRequireAll, domain.MissingProrate, domain.MissingIgnore}

// TestSumsAndMeansByHand holds sums and means under every rule against plain
// rationals, and every value against the extent that was compiled.
func TestSumsAndMeansByHand(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := drawKeyed(rt)
		least := rapid.IntRange(1, len(k.keyed)).Draw(rt, "least")
		for _, op := range []string{"sum", "mean"} {
			for _, rule := range rules {
				s := domain.Step{ID: op + "_" + rule, Op: op, Keyed: k.keyed, Missing: rule}
				if rule == domain.MissingProrate {
					s.MinAnswered = least
				}
				k.form.step(s)
			}
		}
		r := k.run(rt)
		for _, s := range k.form.Scoring {
			if got, want := exact(&r, s.ID), k.want(s.Op == "mean", s.Missing, least); got != want {
				rt.Errorf("%s is %s, want %s", s.ID, got, want)
			}
		}
		k.within(rt, &r)
	})
}

// run compiles the form as it is and scores its answers, with the trace.
func (k *keyedCase) run(rt *rapid.T) domain.Result {
	p, faults := scoring.Compile(scoring.Source{Manifest: &k.form.Manifest})
	if len(faults) > 0 {
		rt.Fatal(faults)
	}
	return p.Run(k.answers, scoring.Options{Trace: true})
}

// within plants a class that starts just above what each score came to and one
// below it: neither bound may be refused, as the score reaches beyond it.
func (k *keyedCase) within(rt *rapid.T, r *domain.Result) {
	for i := range k.form.Scoring {
		s, _ := r.Score(k.form.Scoring[i].ID)
		if s.Value == nil || *s.Value != float64(int(*s.Value)) || *s.Value > 999_999 || *s.Value < -999_999 {
			continue
		}
		at := strconv.Itoa(int(*s.Value))
		k.form.Scoring[i].Bands = &domain.Bands{On: "value", Bands: []domain.Bound{{Class: "only", Below: at, Inclusive: true}, {Class: "above"}}}
		_, faults := scoring.Compile(scoring.Source{Manifest: &k.form.Manifest})
		for _, f := range faults {
			if f.Code != "unreachable" || f.Params["Got"] == "only" {
				rt.Errorf("%s came to %s: %v", s.ID, at, f)
			}
		}
		k.form.Scoring[i].Bands = nil
	}
}

// TestLawsOfKeyedSums: reversing twice changes nothing, the order of items is
// irrelevant, prorating with all answered is the sum, and one more missing
// answer never makes a missing score appear.
func TestLawsOfKeyedSums(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := drawKeyed(rt)
		least := rapid.IntRange(1, len(k.keyed)).Draw(rt, "least")
		k.form.step(domain.Step{ID: "plain", Op: "sum", Keyed: k.keyed, Missing: domain.MissingRequireAll},
			domain.Step{ID: "share", Op: "sum", Keyed: k.keyed, Missing: domain.MissingProrate, MinAnswered: least},
			domain.Step{ID: "there", Op: "mean", Keyed: k.keyed, Missing: domain.MissingIgnore})
		before := k.run(rt)
		if want := exact(&before, "plain"); want != string(domain.ReasonMissingItem) && exact(&before, "share") != want {
			rt.Errorf("prorated %s, want %s", exact(&before, "share"), want)
		}
		order := rapid.Permutation(k.keyed).Draw(rt, "order")
		turned := make([]domain.Keyed, len(order))
		mirrored := domain.Answers{Responses: map[string]domain.Value{}}
		for i, key := range order {
			key.Reverse = !key.Reverse
			turned[i] = key
		}
		for i, it := range k.form.Items {
			if v, ok := k.answers.Responses[it.ID]; ok {
				x, _ := strconv.Atoi(v.Number)
				mirrored.Responses[it.ID] = domain.Value{Number: strconv.Itoa(k.lows[i] + k.highs[i] - x)}
			}
		}
		twice := k
		twice.form = &form{k.form.Manifest}
		twice.form.Scoring = nil
		for _, s := range k.form.Scoring {
			s.Keyed = turned
			twice.form.step(s)
		}
		twice.answers = &mirrored
		again := twice.run(rt)
		for _, s := range k.form.Scoring {
			if a, b := exact(&before, s.ID), exact(&again, s.ID); a != b {
				rt.Errorf("%s: reversed twice in another order %s, want %s", s.ID, b, a)
			}
		}
		delete(k.answers.Responses, rapid.SampledFrom(k.form.Items).Draw(rt, "one more").ID)
		after := k.run(rt)
		for _, s := range before.Scores {
			if now, _ := after.Score(s.ID); s.Value == nil && now.Value != nil {
				rt.Errorf("%s appeared", s.ID)
			}
		}
	})
}

// stepForm has an item of every type that a step can read.
func stepForm() *form {
	f := &form{}
	f.OptionSets = []domain.OptionSet{
		{ID: "often", Options: []domain.Option{{ID: "never", Value: ptr(1)}, {ID: "some", Value: ptr(2)}, {ID: "always", Value: ptr(3)}, {ID: "na"}}},
		{ID: "place", Options: []domain.Option{{ID: "desk"}, {ID: "bed"}, {ID: "bus"}}},
	}
	return f.section("all", "",
		domain.Item{ID: "like", Type: domain.TypeLikert, Options: "often"},
		domain.Item{ID: "one", Type: domain.TypeSingleChoice, Options: "place"},
		domain.Item{ID: "many", Type: domain.TypeMultipleChoice, Options: "place"},
		domain.Item{ID: "num", Type: domain.TypeNumeric, Min: "0", Max: "24"},
		domain.Item{ID: "line", Type: domain.TypeSlider, Min: "0", Max: "10", Step: "0.5"},
		domain.Item{ID: "sort", Type: domain.TypeForcedDistribution, Endings: []domain.Ending{{ID: "k1"}, {ID: "k2"}}, Columns: []domain.Column{{Value: -2, Places: 1}, {Value: 5, Places: 1}}},
		domain.Item{ID: "rank", Type: domain.TypeRanking, Endings: []domain.Ending{{ID: "A"}, {ID: "B"}, {ID: "C"}}},
		domain.Item{ID: "text", Type: domain.TypeText, MaxLength: 9})
}

func stepAnswers() *domain.Answers {
	return &domain.Answers{Responses: map[string]domain.Value{
		"like": {Number: "3"}, "one": {Chosen: []string{"bed"}}, "many": {Chosen: []string{"desk", "bus"}}, "num": {Number: "7.25"},
		"line": {Number: "2.5"}, "sort": {Columns: []int{5, -2}}, "rank": {Ranks: []int{3, 1, 2}}, "text": {Text: "hello"},
	}}
}

// TestEveryStepByHand: each worked out on paper from stepAnswers.
func TestEveryStepByHand(t *testing.T) {
	key := func(item, ending string, reverse bool, weight string, recode map[string]string) domain.Keyed {
		return domain.Keyed{Item: item, Ending: ending, Reverse: reverse, Weight: weight, Recode: recode}
	}
	all, some, share := domain.MissingRequireAll, domain.MissingIgnore, domain.MissingProrate
	base := domain.Step{ID: "base", Op: "sum", Missing: all, Keyed: []domain.Keyed{key("num", "", false, "2", nil)}} // 29/2
	keyed := func(op, missing string, keys ...domain.Keyed) domain.Step {
		return domain.Step{Op: op, Missing: missing, Keyed: keys}
	}
	of := func(s domain.Step) domain.Step { s.Op, s.Of, s.Missing = "transform", "base", all; return s }
	count := func(values []string, keys ...domain.Keyed) domain.Step {
		s := keyed("count", all, keys...)
		s.Values = values
		return s
	}
	round := func(places int, mode string) domain.Step {
		return of(domain.Step{Round: &domain.Round{Places: places, Mode: mode}})
	}
	places := map[string]string{"desk": "1", "bed": "2.5", "bus": "4"}
	for name, tc := range map[string]struct {
		step domain.Step
		want string
	}{
		"a card's column":              {keyed("sum", all, key("sort", "k2", false, "", nil)), "-2"},
		"a card's column, reversed":    {keyed("sum", all, key("sort", "k2", true, "", nil)), "5"},
		"an ending's rank, reversed":   {keyed("sum", all, key("rank", "A", true, "", nil)), "1"},
		"a number, reversed":           {keyed("sum", all, key("num", "", true, "", nil)), "67/4"},
		"a slider, weighted":           {keyed("sum", all, key("line", "", false, "-1.5", nil)), "-15/4"},
		"a choice, recoded":            {keyed("sum", all, key("one", "", false, "", places)), "5/2"},
		"a choice, recoded, reversed":  {keyed("sum", all, key("one", "", true, "2", places)), "5"},
		"an option by id and value":    {keyed("sum", some, key("like", "", false, "", map[string]string{"never": "9", "2": "8", "always": "0.25"})), "1/4"},
		"recoded, then reversed":       {keyed("sum", some, key("like", "", true, "", map[string]string{"never": "9", "2": "8", "always": "0.25"})), "9"},
		"a weighted mean":              {keyed("mean", all, key("num", "", false, "3", nil), key("line", "", false, "", nil)), "97/16"},
		"counted by id":                {count([]string{"always", "bus"}, key("like", "", false, "", nil), key("many", "", false, "", nil)), "2"},
		"counted by value":             {count([]string{"3"}, key("like", "", false, "", nil), key("rank", "A", false, "", nil), key("rank", "B", false, "", nil)), "2"},
		"a number counted":             {count([]string{"7.25"}, key("num", "", false, "4", nil)), "4"},
		"all that was chosen":          {count(nil, key("many", "", false, "", nil), key("text", "", false, "", nil)), "3"},
		"a polynomial":                 {of(domain.Step{Polynomial: []string{"1", "-2", "0", "0.5"}}), "23941/16"}, // 1 - 29 + 24389/16
		"a point":                      {of(domain.Step{Points: []domain.Point{{From: "1", To: "2"}, {From: "14.5", To: "-3.5"}}}), "-7/2"},
		"between the points":           {of(domain.Step{Points: []domain.Point{{From: "14", To: "2"}, {From: "15", To: "3"}}}), "no_value"},
		"held from above":              {of(domain.Step{Clamp: &domain.Clamp{High: "10"}}), "10"},
		"held from below":              {of(domain.Step{Clamp: &domain.Clamp{Low: "20.5"}}), "41/2"},
		"not held":                     {of(domain.Step{Clamp: &domain.Clamp{Low: "1", High: "20"}}), "29/2"},
		"half up":                      {round(0, "half_up"), "15"},
		"half to even":                 {round(0, "half_even"), "14"},
		"down":                         {round(0, "down"), "14"},
		"up":                           {round(0, "up"), "15"},
		"nothing to round":             {round(1, "up"), "29/2"},
		"a linear form":                {of(domain.Step{Linear: &domain.Linear{Slope: "-0.5", Intercept: "8"}}), "3/4"},
		"a sum of scores":              {domain.Step{Op: "sum_scores", Missing: all, Scores: []string{"base", "lost"}}, "missing_score"},
		"a sum of the scores there":    {domain.Step{Op: "sum_scores", Missing: some, Scores: []string{"base", "lost"}}, "29/2"},
		"a sum of scores, prorated":    {domain.Step{Op: "sum_scores", Missing: share, MinAnswered: 1, Scores: []string{"base", "lost"}}, "29"},
		"too few scores":               {domain.Step{Op: "sum_scores", Missing: share, MinAnswered: 2, Scores: []string{"base", "lost"}}, "too_few"},
		"a transform of what is not":   {domain.Step{Op: "transform", Missing: all, Of: "lost", Round: &domain.Round{Mode: "down"}}, "missing_score"},
		"an option without a value":    {keyed("sum", some, key("skip", "", false, "", nil)), "missing_item"},
		"one without, the other there": {keyed("mean", some, key("skip", "", false, "", nil), key("like", "", false, "", nil)), "3"},
	} {
		f := stepForm().section("more", "", domain.Item{ID: "open", Type: domain.TypeNumeric, Min: "0", Max: "1"}, domain.Item{ID: "skip", Type: domain.TypeLikert, Options: "often"})
		if tc.step.ID = "x"; len(tc.step.Keyed) > 0 && tc.step.Keyed[0].Item == "like" && tc.step.Op == "count" {
			tc.step.Missing = some
		}
		f.step(base, domain.Step{ID: "lost", Op: "sum", Missing: all, Keyed: []domain.Keyed{{Item: "open"}}}, tc.step)
		a := stepAnswers()
		a.Responses["skip"] = domain.Value{Chosen: []string{"na"}}
		r := f.program(t).Run(a, scoring.Options{Trace: true})
		if got := exact(&r, "x"); got != tc.want {
			t.Errorf("%s is %s, want %s", name, got, tc.want)
		}
	}
}

// TestRoundingOfNegativeNumbers: half away from zero, down towards zero.
func TestRoundingOfNegativeNumbers(t *testing.T) {
	for mode, want := range map[string]string{"half_up": "-3", "half_even": "-2", "down": "-2", "up": "-3"} {
		f := stepForm().step(
			domain.Step{ID: "base", Op: "sum", Missing: domain.MissingRequireAll, Keyed: []domain.Keyed{{Item: "line", Weight: "-1"}}}, // -5/2
			domain.Step{ID: "x", Op: "transform", Of: "base", Missing: domain.MissingRequireAll, Round: &domain.Round{Mode: mode}})
		r := f.program(t).Run(stepAnswers(), scoring.Options{Trace: true})
		if got := exact(&r, "x"); got != want {
			t.Errorf("%s: %s, want %s", mode, got, want)
		}
	}
}

// TestOrderShowsTies: equal scores share a place, the place after counts them
// all, and those that share the last place of the top are all shown.
func TestOrderShowsTies(t *testing.T) {
	f := likertForm(4)
	for _, id := range ids(4) {
		f.step(domain.Step{ID: "s_" + id, Op: "sum", Missing: domain.MissingRequireAll, Keyed: []domain.Keyed{{Item: id}}})
	}
	f.step(domain.Step{ID: "order", Op: "order", ClassName: "scale", Top: 2, Missing: domain.MissingIgnore, Scores: []string{"s_a1", "s_a2", "s_a3", "s_a4"}})
	p := f.program(t)
	for answers, want := range map[string]string{
		"1243": "1 s_a3 2 s_a4", "5535": "1 s_a1 1 s_a2 1 s_a4", "4535": "1 s_a2 1 s_a4", "1525": "1 s_a2 1 s_a4", "3541": "1 s_a2 2 s_a3",
		"5441": "1 s_a1 2 s_a2 2 s_a3", ".4.1": "1 s_a2 2 s_a4 missing_score", "....": "missing_score",
	} {
		r := p.Run(digits(answers), scoring.Options{})
		l, _ := r.List("order")
		got := ""
		for _, e := range l.Entries {
			got += strconv.Itoa(e.Place) + " " + e.Class + " "
			if s, _ := r.Score(e.Class); *s.Value != *e.Value {
				t.Errorf("%s: %s is shown as %v", answers, e.Class, *e.Value)
			}
		}
		if got += string(l.Reason); got != want && got != want+" " {
			t.Errorf("%s: %q, want %q", answers, got, want)
		}
	}
}
