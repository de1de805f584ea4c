package instrument_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// habitScales lists the items of each scale in the order of the halves; a
// minus turns the answer round.
var habitScales = []struct {
	id    string
	items []int
}{
	{"planning", []int{1, -6, 9, -14, 18}}, {"attention", []int{2, 5, -11, 16, -19}},
	{"practising", []int{4, -8, 12, -17, 20}}, {"help", []int{-3, 7, 10, 13, 15}},
}

// ownInstrument gives a shipped instrument, which must be without fault.
func ownInstrument(t *testing.T, id string) *instrument.Instrument {
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

// habits is one person's answers: x[1..20] the sentences, x[21] the safety
// item; 0 is open.
type habits [22]int

func (x habits) responses() map[string]domain.Value {
	out := map[string]domain.Value{}
	for n, v := range x {
		id := fmt.Sprintf("h%d", n)
		if n == 21 {
			id = "w1"
		}
		if v > 0 {
			out[id] = domain.Value{Number: strconv.Itoa(v)}
		}
	}
	return out
}

// half gives the sum and number of the counted answers at every other place.
func (x habits) half(items []int, from int) (sum, n int) {
	for place := from; place < len(items); place += 2 {
		switch item := items[place]; {
		case item > 0 && x[item] > 0:
			sum, n = sum+x[item], n+1
		case item < 0 && x[-item] > 0:
			sum, n = sum+6-x[-item], n+1
		}
	}
	return sum, n
}

// expected works the scores out in whole numbers: a scale of sum s over n
// answers is 5s/n, the total a quarter of the sum of s/n.
func (x habits) expected() map[string]domain.Score {
	band := func(twice, times int) string { // twice the mean against 5 and 7
		if twice < 5*times {
			return "low"
		} else if twice < 7*times {
			return "middle"
		}
		return "high"
	}
	value := func(num, den int) *float64 { v := float64(num) / float64(den); return &v }
	out, eighty, told := map[string]domain.Score{}, 0, 0
	for _, s := range habitScales {
		odd, a := x.half(s.items, 0)
		even, b := x.half(s.items, 1)
		if a+b < 4 {
			out[s.id] = domain.Score{Reason: domain.ReasonTooFew}
			continue
		}
		out[s.id] = domain.Score{Value: value(5*(odd+even), a+b), Class: band(2*(odd+even), a+b)}
		eighty, told = eighty+(odd+even)*20/(a+b), told+1
	}
	out["total"] = domain.Score{Reason: domain.ReasonMissingScore}
	if told == 4 {
		out["total"] = domain.Score{Value: value(eighty, 80), Class: band(2*eighty, 80)}
	}
	return out
}

// flags works the checks out in whole numbers.
func (x habits) flags() []string {
	n, sum, squares, run, longest := 0, 0, 0, 0, 0
	for i, v := range x[1:21] {
		if v == 0 {
			run = 0
			continue
		}
		if run++; i > 0 && x[i] != v {
			run = 1
		}
		n, sum, squares, longest = n+1, sum+v, squares+v*v, max(longest, run)
	}
	sixths, scales := 0, 0
	for _, s := range habitScales {
		odd, a := x.half(s.items, 0)
		even, b := x.half(s.items, 1)
		if a+b >= 4 {
			sixths, scales = sixths+max(6*odd/a-6*even/b, 6*even/b-6*odd/a), scales+1
		}
	}
	out := []string{}
	for _, f := range []struct {
		code   string
		raised bool
	}{
		{"WORN_OUT", x[21] == 5}, {"WORN_OUT_OPEN", x[21] == 0}, {"LONG_RUN", longest >= 12},
		{"LOW_SPREAD", n >= 10 && 100*(n*squares-sum*sum) < 9*n*(n-1)},
		{"HALVES_DISAGREE", scales > 1 && sixths >= 9*scales},
		{"MANY_MISSING", 20-n > 2}, {"NO_NORMS", true}, {"OWN_BANDS", true},
	} {
		if f.raised {
			out = append(out, f.code)
		}
	}
	return out
}

// drawHabits draws answers of all kinds: free, of two options, or mostly like
// the one before; some open.
func drawHabits(rt *rapid.T) habits {
	x, low := habits{}, rapid.IntRange(1, 4).Draw(rt, "low")
	high, open, sticky := rapid.IntRange(low, 5).Draw(rt, "high"), rapid.IntRange(0, 4).Draw(rt, "open"), rapid.IntRange(0, 9).Draw(rt, "sticky")
	for n := 1; n <= 20; n++ {
		x[n] = rapid.IntRange(low, high).Draw(rt, "answer")
		if rapid.IntRange(0, 9).Draw(rt, "like") < sticky && x[n-1] > 0 {
			x[n] = x[n-1]
		}
		if rapid.IntRange(0, 19).Draw(rt, "left") < open {
			x[n] = 0
		}
	}
	x[21] = rapid.IntRange(0, 5).Draw(rt, "w1")
	return x
}

func TestStudyHabitsByPlainArithmetic(t *testing.T) {
	in := ownInstrument(t, "study-habits")
	rapid.Check(t, func(rt *rapid.T) {
		x := drawHabits(rt)
		r, err := in.ScoreWith(domain.Answers{Responses: x.responses()}, false)
		if err != nil {
			rt.Fatal(err)
		}
		for id, want := range x.expected() {
			s, _ := r.Score(id)
			got := domain.Score{Value: s.Value, Class: s.Class, Reason: s.Reason}
			if d := cmp.Diff(want, got); d != "" {
				rt.Errorf("%v %s (-want +got):\n%s", x, id, d)
			}
		}
		if d := cmp.Diff(x.flags(), r.Flags); d != "" {
			rt.Errorf("%v flags (-want +got):\n%s", x, d)
		}
	})
}

// TestStudyHabitsKeepsWhatNobodyScores: hours, words and the safety item move
// no score.
func TestStudyHabitsKeepsWhatNobodyScores(t *testing.T) {
	in := ownInstrument(t, "study-habits")
	rapid.Check(t, func(rt *rapid.T) {
		x := drawHabits(rt)
		with := x.responses()
		with["hours"] = domain.Value{Number: strconv.Itoa(rapid.IntRange(0, 100).Draw(rt, "hours"))}
		with["helps"] = domain.Value{Text: "a friend"}
		with["w1"] = domain.Value{Number: "5"}
		a, err := in.ScoreWith(domain.Answers{Responses: x.responses()}, false)
		b, err2 := in.ScoreWith(domain.Answers{Responses: with}, false)
		if err != nil || err2 != nil {
			rt.Fatal(err, err2)
		}
		if d := cmp.Diff(a.Scores, b.Scores); d != "" {
			rt.Error(d)
		}
	})
}

// TestStudyHabitsShowsSafetyToTheCounsellorAlone holds the manifest to it.
func TestStudyHabitsShowsSafetyToTheCounsellorAlone(t *testing.T) {
	in := ownInstrument(t, "study-habits")
	for _, f := range in.Domain.Manifest.Flags {
		safety := f.Code == "WORN_OUT" || f.Code == "WORN_OUT_OPEN"
		if f.Confidential() != (safety || readsConduct(f) && f.Code != "INTERRUPTED") || (f.Level == domain.LevelUrgent) != (f.Code == "WORN_OUT") || f.Level == domain.LevelInvalid {
			t.Errorf("%+v", f)
		}
	}
}

// ownVectors reads the scores and flags of the vectors of an own instrument.
func ownVectors(t *testing.T, id string) (vectors []struct {
	Answers []json.RawMessage
	Expect  struct {
		Scores map[string]domain.Score
		Flags  []string
		Lists  map[string][][]any
	}
}) {
	t.Helper()
	file := struct{ Vectors any }{&vectors}
	ownFile(t, id, "vectors.json", &file)
	return vectors
}

// TestStudyHabitsVectorsCoverTheForm: every sum and both sides of every cut of
// every scale, every reason, every flag raised and not.
func TestStudyHabitsVectorsCoverTheForm(t *testing.T) {
	vectors, raised, seen := ownVectors(t, "study-habits"), map[string]int{}, map[string]bool{}
	for _, v := range vectors {
		for id, s := range v.Expect.Scores {
			seen[fmt.Sprintf("%s %s%s", id, s.Class, s.Reason)] = true
			if s.Value != nil {
				seen[fmt.Sprintf("%s %v %s", id, *s.Value, s.Class)] = true
			}
		}
		for _, code := range v.Expect.Flags {
			raised[code]++
		}
	}
	want := []string{"total missing_score", "total 2.45 low", "total 2.5 middle", "total 3.45 middle", "total 3.5 high"}
	for _, s := range habitScales {
		want = append(want, s.id+" too_few", s.id+" 12 low", s.id+" 11.25 low", s.id+" 12.5 middle", s.id+" 13 middle", s.id+" 16.25 middle", s.id+" 17 middle", s.id+" 17.5 high", s.id+" 18 high")
	}
	for _, what := range want {
		if !seen[what] {
			t.Errorf("no vector with %s", what)
		}
	}
	for _, f := range ownInstrument(t, "study-habits").Domain.Manifest.Flags {
		if readsConduct(f) {
			continue // no vector has a process; see conduct_test.go
		}
		always := slices.Contains([]string{"NO_NORMS", "OWN_BANDS"}, f.Code)
		if n := raised[f.Code]; n == 0 || (n == len(vectors)) != always {
			t.Errorf("%s stands in %d of %d vectors", f.Code, n, len(vectors))
		}
	}
}
