package instrument_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// drawAnswers draws a whole form.
func drawAnswers(rt *rapid.T, in *instrument.Instrument) map[string]domain.Value {
	out := map[string]domain.Value{}
	for _, it := range in.Domain.Manifest.Items {
		out[it.ID] = domain.Value{Ranks: slices.Clone(perms[rapid.IntRange(0, 23).Draw(rt, it.ID)])}
	}
	return out
}

func TestEveryFormKeepsItsBounds(t *testing.T) {
	in := cycle(t)
	rapid.Check(t, func(rt *rapid.T) {
		r, err := in.ScoreWith(domain.Answers{Responses: drawAnswers(rt, in)}, false)
		if err != nil {
			rt.Fatal(err)
		}
		value := func(id string) float64 {
			s, _ := r.Score(id)
			return *s.Value
		}
		sum := 0.0
		for _, id := range []string{"CE", "RO", "AC", "AE"} {
			v := value(id)
			if sum += v; v < 12 || v > 48 {
				rt.Errorf("%s is %v", id, v)
			}
		}
		if sum != 120 || math.Mod(value("ACCE")-value("AERO"), 2) != 0 {
			rt.Errorf("sum %v, ACCE %v, AERO %v", sum, value("ACCE"), value("AERO"))
		}
		if value("assimilation") != value("ACCE")-value("AERO") || value("converging") != value("ACCE")+value("AERO") {
			rt.Error("the combinations do not follow from the differences")
		}
		for _, c := range r.Chance {
			if c.D%2 != 0 || c.W < 0 || c.W > 1 || c.P <= 0 || c.P > 1 {
				rt.Errorf("%+v", c)
			}
		}
		if lfi := value("LFI"); lfi != (320-float64(r.Chance[1].D))/320 {
			rt.Errorf("LFI %v with D %d", lfi, r.Chance[1].D)
		}
		for _, s := range r.Scores {
			if s.Percentile != nil && (*s.Percentile < 0 || *s.Percentile > 100) {
				rt.Errorf("%s: percentile %v", s.ID, *s.Percentile)
			}
			for _, b := range s.Bands {
				if b.Low > b.High || b.LowPercentile != nil && *b.LowPercentile > *b.HighPercentile {
					rt.Errorf("%s: band %+v", s.ID, b)
				}
			}
		}
	})
}

// TestAMissingAnswerNeverMakesAScoreAppear removes answers one by one.
func TestAMissingAnswerNeverMakesAScoreAppear(t *testing.T) {
	in := cycle(t)
	rapid.Check(t, func(rt *rapid.T) {
		given := drawAnswers(rt, in)
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(in.Domain.Manifest.Order()), 0, 6, rapid.ID).Draw(rt, "missing") {
			delete(given, id)
		}
		before, err := in.ScoreWith(domain.Answers{Responses: given}, false)
		if err != nil {
			rt.Fatal(err)
		}
		left := slices.Sorted(maps.Keys(given))
		delete(given, rapid.SampledFrom(left).Draw(rt, "one more"))
		after, err := in.ScoreWith(domain.Answers{Responses: given}, false)
		if err != nil {
			rt.Fatal(err)
		}
		for i, s := range after.Scores {
			if was := before.Scores[i]; was.Reason != "" && s.Reason == "" {
				rt.Errorf("%s appeared", s.ID)
			}
			if s.Reason != "" && (s.Value != nil || s.Percentile != nil || s.Class != "" || len(s.Probabilities) > 0) {
				rt.Errorf("%s is missing and holds something: %+v", s.ID, s)
			}
		}
	})
}

// TestMissingAnswersTakeWhatNeedsThem: a style set takes its scales and the
// style, a situation the index; the other half stays.
func TestMissingAnswersTakeWhatNeedsThem(t *testing.T) {
	in := cycle(t)
	for missing, want := range map[string]map[string]domain.Reason{
		"s7": {"CE": "missing_item", "ACCE": "missing_score", "balance_aero": "missing_score", "style": "missing_score", "W": "", "LFI": ""},
		"c3": {"CE": "", "style": "", "W": "missing_item", "LFI": "missing_score"},
	} {
		given := answers(in, worked)
		delete(given, missing)
		r, err := in.Score(domain.Answers{Responses: given})
		if err != nil {
			t.Fatal(err)
		}
		for id, reason := range want {
			if s, _ := r.Score(id); s.Reason != reason {
				t.Errorf("without %s: %s has reason %q, want %q", missing, id, s.Reason, reason)
			}
		}
		if tally, _ := r.List("backup_styles"); len(tally.Entries) != 0 || tally.Reason != "missing_score" {
			t.Errorf("without %s: backup styles %+v", missing, tally)
		}
	}
}

// TestOrderOfItemsIsIrrelevant declares the items in another order.
func TestOrderOfItemsIsIrrelevant(t *testing.T) {
	shuffled := sound(t, func(m map[string]any) {
		rng := rand.New(rand.NewPCG(1, 2))
		for _, list := range []any{m["items"], at(m, "sections", 0, "items"), at(m, "scoring", 0, "items"), at(m, "scoring", 2, "items")} {
			l := list.([]any)
			rng.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		}
	}, nil)
	in := cycle(t)
	rapid.Check(t, func(rt *rapid.T) {
		given := drawAnswers(rt, in)
		a, err1 := in.ScoreWith(domain.Answers{Responses: given}, false)
		b, err2 := shuffled.ScoreWith(domain.Answers{Responses: given}, false)
		if err1 != nil || err2 != nil {
			rt.Fatal(err1, err2)
		}
		if diff := cmp.Diff(a.Scores, b.Scores); diff != "" {
			rt.Error(diff)
		}
		if diff := cmp.Diff(a.Flags, b.Flags); diff != "" {
			rt.Error(diff)
		}
	})
}

// TestElevenEndingsAreLookedUpDirectly: a form with as many scored endings as
// the norm has no conversion and no interpolation, and its standard errors of
// differences leave out what the sets share.
func TestElevenEndingsAreLookedUpDirectly(t *testing.T) {
	r := score(t, sound(t, eleven, nil), worked)
	for id, want := range map[string]struct{ value, atOrBelow, sem float64 }{
		"CE":   {33, 9976, 2.6663}, // 37 without the 4 of s1
		"ACCE": {-1, 1919, 3.8289}, // AC 33 without the 1 of s3
		"AERO": {0, 3291, 4.1015},  // AE 26 without the 3 of s4, RO 24 without the 1 of s2
	} {
		s, _ := r.Score(id)
		if *s.Value != want.value || s.Converted != nil || s.Norm.Method != "exact" || *s.Percentile != 100*want.atOrBelow/10423 || math.Abs(*s.SEM-want.sem) > 5e-5 {
			t.Errorf("%s: value %v, converted %v, percentile %v, method %s, SEM %v", id, *s.Value, s.Converted, *s.Percentile, s.Norm.Method, *s.SEM)
		}
		if s.SEMLowerLimit != (id != "CE") {
			t.Errorf("%s: lower limit %v", id, s.SEMLowerLimit)
		}
	}
}

// TestSameAnswersSameBytes scores again, in a fresh load too.
func TestSameAnswersSameBytes(t *testing.T) {
	first, err := json.Marshal(score(t, cycle(t), worked))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := json.Marshal(score(t, cycle(t), worked))
		if err != nil || !bytes.Equal(first, again) {
			t.Fatal("the result differs", err)
		}
	}
	fresh, err := json.Marshal(score(t, sound(t, nil, nil), worked))
	if err != nil || !bytes.Equal(first, fresh) {
		t.Fatal("the result of a fresh load differs", err)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	in := cycle(t)
	for _, tc := range []struct {
		item  string
		ranks []int
		code  string
	}{
		{"s1", []int{4, 1, 3, 2}, ""},
		{"s99", []int{4, 1, 3, 2}, response.UnknownItem},
		{"s1", nil, response.WrongType},
		{"s1", []int{5, 1, 3, 2}, response.OutOfRange},
		{"s1", []int{0, 1, 3, 2}, response.OutOfRange},
		{"s1", []int{-1, 9, 3, 2}, response.OutOfRange},
		{"s1", []int{4, 1, 3}, response.NotAPermutation},
		{"s1", []int{4, 1, 3, 2, 1}, response.NotAPermutation},
		{"s1", []int{4, 4, 3, 2}, response.NotAPermutation},
	} {
		err := in.Check(tc.item, domain.Value{Ranks: tc.ranks})
		got := ""
		var fail *domain.Error
		if errors.As(err, &fail) {
			got = fail.Params["code"]
		}
		if got != tc.code {
			t.Errorf("%s %v: %q, want %q", tc.item, tc.ranks, got, tc.code)
		}
	}
}
