package instrument_test

import (
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// shipped loads the instruments of the product once.
var shipped = sync.OnceValues(func() (*instrument.Catalogue, error) {
	return instrument.Load(os.DirFS("../../instruments"), nil)
})

// cycle gives the first instrument, which must be without fault.
func cycle(t *testing.T) *instrument.Instrument {
	t.Helper()
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	in, err := c.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

const worked = "4132 4123 3214 4123 4132 2314 1342 2431 3241 4132 4231 2341 1234 3142 3124 1234 3421 1432 2143 2431"

// answers turns "4132 4123 …" into responses to the items in order.
func answers(in *instrument.Instrument, sets string) map[string]domain.Value {
	out := map[string]domain.Value{}
	for i, set := range strings.Fields(sets) {
		v := domain.Value{}
		for _, digit := range set {
			v.Ranks = append(v.Ranks, int(digit-'0'))
		}
		out[in.Domain.Manifest.Items[i].ID] = v
	}
	return out
}

func score(t *testing.T, in *instrument.Instrument, sets string) domain.Result {
	t.Helper()
	r, err := in.Score(domain.Answers{Responses: answers(in, sets)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestWorkedExample holds every figure of the published worked example to the
// digits in which it is written.
func TestWorkedExample(t *testing.T) {
	r := score(t, cycle(t), worked)
	for _, w := range []struct {
		id                           string
		value, converted, percentile float64 // NaN: there is none
	}{
		{"CE", 37, 33.916667, 96.529310},
		{"RO", 24, 22, 32.313154},
		{"AC", 33, 30.25, 60.771851},
		{"AE", 26, 23.833333, 11.792830},
		{"ACCE", -4, -3.666667, 13.722857},
		{"AERO", 2, 1.833333, 37.191787},
		{"assimilation", -6, -5.5, none},
		{"converging", -2, -1.833333, none},
		{"balance_acce", 12.666667, none, none},
		{"balance_aero", 4.166667, none, none},
		{"W", 0.10625, none, none},
		{"LFI", 0.89375, none, 83.430874},
	} {
		s, _ := r.Score(w.id)
		same(t, w.id+".value", s.Value, w.value)
		same(t, w.id+".converted", s.Converted, w.converted)
		same(t, w.id+".percentile", s.Percentile, w.percentile)
	}
	for id, sem := range map[string]float64{"CE": 2.6663, "RO": 2.8964, "AC": 2.7480, "AE": 2.9039, "ACCE": 4.4618, "AERO": 4.6978, "assimilation": math.Hypot(4.4618, 4.6978), "converging": math.Hypot(4.4618, 4.6978)} {
		s, _ := r.Score(id)
		if s.SEM == nil || math.Abs(*s.SEM-sem) > 1e-4 || s.SEMLowerLimit {
			t.Errorf("%s: SEM %v, want %v", id, s.SEM, sem)
		}
	}
}

func TestWorkedExampleClasses(t *testing.T) {
	r := score(t, cycle(t), worked)
	style, _ := r.Score("style")
	if style.Class != "experiencing" || style.Likeliest != "experiencing" || style.RunnerUp != "imagining" || !style.CannotTell {
		t.Errorf("style %+v", style)
	}
	want := map[string]float64{"experiencing": .5801, "imagining": .3805, "initiating": .0194, "balancing": .0118, "reflecting": .0077}
	sum := 0.0
	for _, p := range style.Probabilities {
		sum += p.Probability
		if w, ok := want[p.Class]; ok && math.Abs(w-p.Probability) > 5e-5 || !ok && p.Probability > .0005 {
			t.Errorf("%s: probability %v, want %v", p.Class, p.Probability, w)
		}
	}
	if len(style.Probabilities) != 9 || math.Abs(sum-1) > 1e-8 {
		t.Errorf("%d probabilities with sum %v", len(style.Probabilities), sum)
	}
	lfi, _ := r.Score("LFI")
	if lfi.Class != "undetermined" {
		t.Errorf("LFI class %q", lfi.Class)
	}
	flags := []string{"APPROXIMATE_NORM", "BORROWED_RELIABILITY", "LFI_NOT_ABOVE_CHANCE", "NEAR_STYLE_BOUNDARY", "NO_PREFERENCE_ABOVE_CHANCE"}
	if diff := cmp.Diff(flags, r.Flags); diff != "" {
		t.Error(diff)
	}
}

func TestWorkedExampleLists(t *testing.T) {
	r := score(t, cycle(t), worked)
	regions := []string{}
	contexts, _ := r.List("contexts")
	for _, e := range contexts.Entries {
		regions = append(regions, e.Class)
	}
	if diff := cmp.Diff(strings.Fields("deciding balancing acting deciding reflecting analyzing deciding reflecting"), regions); diff != "" {
		t.Error(diff)
	}
	backup, _ := r.List("backup_styles")
	want := []domain.ListEntry{
		{Class: "deciding", Count: 3, Items: []string{"c1", "c4", "c7"}},
		{Class: "reflecting", Count: 2, Items: []string{"c5", "c8"}},
		{Class: "analyzing", Count: 1, Items: []string{"c6"}},
		{Class: "acting", Count: 1, Items: []string{"c3"}},
		{Class: "balancing", Count: 1, Items: []string{"c2"}},
	}
	if diff := cmp.Diff(want, backup.Entries); diff != "" {
		t.Error(diff)
	}
}

func TestWorkedExampleAgainstChance(t *testing.T) {
	r := score(t, cycle(t), worked)
	preference, w := r.Chance[0], r.Chance[1]
	if preference.D != 110 || math.Abs(preference.W-.1528) > 5e-5 || math.Abs(preference.P-.144) > 5e-4 || preference.AboveChance {
		t.Errorf("preference %+v", preference)
	}
	if w.D != 34 || w.W != 0.10625 || w.AboveChance {
		t.Errorf("W %+v", w)
	}
	lfi, _ := r.Score("LFI")
	if s := lfi.SwapRange; s.Low != .8375 || s.High != .9375 || math.Abs(*s.LowPercentile-70.1) > .05 || math.Abs(*s.HighPercentile-91.9) > .05 {
		t.Errorf("LFI over single swaps: %+v", lfi.SwapRange)
	}
	ways := []domain.RobustnessWay{}
	for _, at := range []struct {
		item string
		rank int
	}{{"s1", 1}, {"s5", 1}, {"s6", 3}, {"s10", 1}} {
		ways = append(ways, domain.RobustnessWay{Item: at.item, Rank: at.rank, Class: "imagining"})
	}
	if diff := cmp.Diff([]domain.Robustness{{Score: "style", Swaps: 1, Ways: ways}}, r.Robustness); diff != "" {
		t.Error(diff)
	}
	for id, want := range map[string][2]float64{"ACCE": {-3.666667 - 4.4618, -3.666667 + 4.4618}, "AERO": {1.833333 - 1.96*4.6978, 1.833333 + 1.96*4.6978}} {
		s, _ := r.Score(id)
		b := s.Bands[map[string]int{"ACCE": 0, "AERO": 1}[id]]
		if math.Abs(b.Low-want[0]) > 2e-4 || math.Abs(b.High-want[1]) > 2e-4 {
			t.Errorf("%s: band %+v, want %v", id, b, want)
		}
	}
	d := cycle(t).Domain.Distributions["LFI"]
	unsystematic := 0
	for _, p := range d.Points {
		if p.Value >= 1-100.0/320 { // D ≤ 100
			unsystematic += p.Frequency
		}
	}
	if share := 100 * float64(unsystematic) / float64(d.N); math.Round(share) != 64 {
		t.Errorf("%v %% of the norm group answer as random ranking might", share)
	}
	if d.ChanceMean != .875 || d.ChanceLow != .63125 || d.ChanceHigh != .99375 || len(d.Points) != 136 {
		t.Errorf("random ranking: mean %v, %v to %v, %d points", d.ChanceMean, d.ChanceLow, d.ChanceHigh, len(d.Points))
	}
}

// TestTheMiddleCellIsNarrow: balancing never has more than .52. What lies to both
// sides of its very middle, which a form of eleven endings can reach, is equally
// likely, and of that the first in the order of the classes is named.
func TestTheMiddleCellIsNarrow(t *testing.T) {
	const contexts = " 1234 3142 3124 1234 3421 1432 2143 2431"
	at := func(in *instrument.Instrument, acce, aero, unscored int) (domain.Score, map[string]float64) {
		form := climb(t, 12, func(sets [][]int) int {
			y, x := 0, 0
			for i, p := range sets {
				for j, rank := range p {
					if i == j && i < unscored {
						continue
					}
					y, x = y+rank*[4]int{-1, 0, 1, 0}[j], x+rank*[4]int{0, -1, 0, 1}[j]
				}
			}
			return max(y-acce, acce-y) + max(x-aero, aero-x)
		})
		result := score(t, in, form+contexts)
		style, _ := result.Score("style")
		p := map[string]float64{}
		for _, c := range style.Probabilities {
			p[c.Class] = c.Probability
		}
		return style, p
	}
	style, p := at(cycle(t), 11, 7, 0) // 10.08 and 6.42: nearest to the middle at 10 and 6
	if best := p["balancing"]; style.Likeliest != "balancing" || best < .517 || best > .5209 {
		t.Errorf("in the middle of the middle: %v", p)
	}
	style, p = at(sound(t, eleven, nil), 10, 6, 4)
	if p["reflecting"] != p["acting"] || p["experiencing"] != p["thinking"] || style.Likeliest != "balancing" || style.RunnerUp != "experiencing" {
		t.Errorf("second is %s of %v", style.RunnerUp, p)
	}
	if p["initiating"] != p["analyzing"] || p["imagining"] != p["deciding"] || p["imagining"] != p["initiating"] {
		t.Errorf("the corners differ: %v", p)
	}
}

var none = math.NaN()

// same compares to six decimals; NaN wants a missing number.
func same(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	switch {
	case math.IsNaN(want) && got != nil:
		t.Errorf("%s is %v, want none", what, *got)
	case !math.IsNaN(want) && (got == nil || math.Abs(*got-want) > 5.1e-7):
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
