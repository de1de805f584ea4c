package whatif_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/norm"
	"kitewise/backend/response"
	"kitewise/backend/scoring/totals"
	"kitewise/backend/whatif"
)

// shipped loads the instruments of the product once.
var shipped = sync.OnceValues(func() (*instrument.Catalogue, error) {
	return instrument.Load(os.DirFS("../../instruments"), nil)
})

// latest gives an instrument of the product.
func latest(t *testing.T, id string) *instrument.Instrument {
	t.Helper()
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	in, err := c.Latest(id)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// answered makes up a whole form of any instrument.
func answered(in *instrument.Instrument, seed uint64) domain.Answers {
	a, r := domain.Answers{Responses: map[string]domain.Value{}}, rand.New(rand.NewPCG(seed, 7))
	for _, it := range response.Items(&in.Domain.Manifest) {
		a.Responses[it.ID] = response.Simulate(it, r)
	}
	return a
}

// typedOf takes the totals of a result.
func typedOf(t totals.Form, r *domain.Result) map[string]norm.Fraction {
	given := map[string]norm.Fraction{}
	for _, f := range t.Fields {
		if s, ok := r.Score(f.ID); ok && s.Value != nil {
			// The totals of the instruments in the tree are whole or quarters.
			given[f.ID] = norm.Over(int64(*s.Value*4), 4)
		}
	}
	return given
}

// Scoring a form, and scoring the totals that it gave: every score that does
// not need the answers is the same to the last bit.
func TestTotalsScoreAsTheirForm(t *testing.T) {
	for _, id := range []string{"learning-cycle", "study-habits", "work-values"} {
		in := latest(t, id)
		form := whatif.Totals(in)
		rapid.Check(t, func(rt *rapid.T) {
			want, err := in.ScoreWith(answered(in, rapid.Uint64().Draw(rt, "seed")), false)
			if err != nil {
				rt.Fatal(err)
			}
			given := typedOf(form, &want)
			if faults := form.Check(given); len(faults) > 0 {
				rt.Fatalf("%s: totals of a form are refused: %+v", id, faults)
			}
			got, err := whatif.Score(in, given, domain.Answers{})
			if err != nil {
				rt.Fatal(err)
			}
			compareTotals(rt, id, &got, &want)
		})
	}
}

// compareTotals wants every score but those that need the answers.
func compareTotals(rt *rapid.T, id string, got, want *domain.Result) {
	there := 0
	for i, s := range got.Scores {
		if s.Reason == domain.ReasonNotFromTotals {
			if s.Value != nil || s.Class != "" {
				rt.Errorf("%s: %+v", id, s)
			}
			continue
		}
		there++
		if diff := cmp.Diff(want.Scores[i], s); diff != "" {
			rt.Errorf("%s: %s", id, diff)
		}
	}
	for _, l := range got.Lists {
		if same, _ := want.List(l.ID); l.Reason != domain.ReasonNotFromTotals && !cmp.Equal(same, l) {
			rt.Errorf("%s: %s", id, cmp.Diff(same, l))
		}
	}
	if least := map[string]int{"learning-cycle": 11, "study-habits": 5, "work-values": 6}[id]; there < least {
		rt.Errorf("%s: %d scores from totals", id, there)
	}
	for _, r := range got.Robustness {
		if r.Swaps != 0 {
			rt.Errorf("%s: robustness without ranks: %+v", id, r)
		}
	}
}

// What needs the rankings says that totals do not tell it.
func TestWhatTotalsDoNotTell(t *testing.T) {
	in := latest(t, "learning-cycle")
	r, err := whatif.Score(in, map[string]norm.Fraction{
		"CE": norm.Whole(37), "RO": norm.Whole(24), "AC": norm.Whole(33), "AE": norm.Whole(26),
	}, domain.Answers{})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"W", "LFI"} {
		if s, _ := r.Score(id); s.Reason != domain.ReasonNotFromTotals {
			t.Errorf("%s: %q", id, s.Reason)
		}
	}
	for _, l := range r.Lists {
		if l.Reason != domain.ReasonNotFromTotals {
			t.Errorf("%s: %q", l.ID, l.Reason)
		}
	}
	// The chance test over the style sets reads nothing but the four totals: D = 7² + 6² + 3² + 4².
	if len(r.Chance) != 1 || r.Chance[0].D != 110 || r.Chance[0].AboveChance {
		t.Errorf("%+v", r.Chance)
	}
	if s, _ := r.Score("style"); s.Class != "experiencing" || !s.CannotTell || s.Probabilities[1].Probability < .58 {
		t.Errorf("%+v", s)
	}
	if some, err := whatif.Score(in, map[string]norm.Fraction{"CE": norm.Whole(37)}, domain.Answers{}); err != nil {
		t.Error(err)
	} else if s, _ := some.Score("style"); s.Class != "" || s.Reason != domain.ReasonMissingScore {
		t.Errorf("a style of one total: %+v", s)
	}
	if _, err := whatif.Score(in, nil, domain.Answers{Group: "NOBODY"}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("an unknown group: %v", err)
	}
}

func TestWrongTotals(t *testing.T) {
	for name, tc := range map[string]struct {
		instrument string
		given      map[string]norm.Fraction
		want       []string
	}{
		"nothing typed":   {"learning-cycle", nil, nil},
		"too low":         {"learning-cycle", wholes("CE", 11), []string{totals.Range}},
		"too high":        {"learning-cycle", wholes("CE", 49), []string{totals.Range}},
		"a half":          {"learning-cycle", map[string]norm.Fraction{"CE": norm.Over(61, 2)}, []string{totals.Between}},
		"sum of 118":      {"learning-cycle", wholes("CE", 30, "RO", 30, "AC", 30, "AE", 28), []string{totals.WrongSum}},
		"fine":            {"learning-cycle", wholes("CE", 12, "RO", 24, "AC", 36, "AE", 48), nil},
		"two at the end":  {"learning-cycle", wholes("CE", 12, "RO", 12, "AC", 48, "AE", 48), []string{totals.Together}},
		"below the least": {"study-habits", wholes("planning", 4), []string{totals.Range}},
		"prorated":        {"study-habits", map[string]norm.Fraction{"planning": norm.Over(45, 4)}, nil},
		"between":         {"study-habits", map[string]norm.Fraction{"planning": norm.Over(34, 3)}, []string{totals.Between}},
		"columns":         {"work-values", wholes("independence", 12, "people", 12, "growth", 12, "security", 12, "contribution", 13), []string{totals.WrongSum}},
		"five columns":    {"work-values", wholes("independence", 19), []string{totals.Range}},
		"two at the top":  {"work-values", wholes("independence", 18, "people", 18, "growth", 8, "security", 8, "contribution", 8), []string{totals.Together}},
	} {
		t.Run(name, func(t *testing.T) {
			in := latest(t, tc.instrument)
			form, got := whatif.Totals(in), []string(nil)
			for _, f := range form.Check(tc.given) {
				got = append(got, f.Code)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// wholes reads pairs of a score and a whole number.
func wholes(pairs ...any) map[string]norm.Fraction {
	out := map[string]norm.Fraction{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(string)] = norm.Whole(int64(pairs[i+1].(int)))
	}
	return out
}

func TestTheFieldsOfTheTotals(t *testing.T) {
	form := whatif.Totals(latest(t, "learning-cycle"))
	if len(form.Fields) != 4 || len(form.Sums) != 1 || form.Sums[0].Sum != 120 || !slices.Equal(form.Sums[0].Scores, []string{"CE", "RO", "AC", "AE"}) {
		t.Fatalf("%+v", form)
	}
	for _, f := range form.Fields {
		if f.Low.Float64() != 12 || f.High.Float64() != 48 || f.Unit.Float64() != 1 {
			t.Errorf("%+v", f)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]float64{"30": 30, " 30 ": 30, "11.25": 11.25, "11,25": 11.25, "-3": -3} {
		if v, ok := whatif.Number(text); !ok || v.Float64() != want {
			t.Errorf("%q: %v %v", text, v, ok)
		}
	}
	for _, text := range []string{"", "NaN", "Inf", "1e9", "0x1f", "1.2.3", "1,2,3", "three", "9999999999999", "3 0", "1/2"} {
		if v, ok := whatif.Number(text); ok {
			t.Errorf("%q is %v", text, v)
		}
	}
}
