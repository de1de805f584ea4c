package instrument_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/norm"
	"kitewise/backend/response"
	"kitewise/backend/scoring"
)

// TestTracesAreTheSameBytes holds the lines of made-up forms of every shipped
// instrument, whole and incomplete, with every kind of conduct and of norm
// group, and of typed totals, against digests that were taken when every step
// still wrote its lines at once. The vectors, in TestBytesOfEveryVector, are
// held likewise.
func TestTracesAreTheSameBytes(t *testing.T) {
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, e := range c.List() {
		if e.Instrument == nil {
			continue
		}
		h, lines := sha256.New(), 0
		for _, trace := range madeUp(t, e.Instrument) {
			data, err := json.Marshal(trace)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = h.Write(data)
			lines += len(trace)
		}
		got += fmt.Sprintf("%s %s %d lines %s\n", e.ID, e.Version, lines, hex.EncodeToString(h.Sum(nil)))
	}
	name := filepath.Join("testdata", "traces.golden")
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(name); err != nil || string(want) != got {
		t.Errorf("%v: the lines are\n%swant\n%s", err, got, want)
	}
}

// TestLinesComeFromTheRecordingAlone: everything that the run worked with is gone
// before the lines are asked for, and they are the same.
func TestLinesComeFromTheRecordingAlone(t *testing.T) {
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"learning-cycle", "study-habits", "work-values"} {
		in, err := c.Latest(id)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(3, 9))
		runner, other := in.Program().Runner(), in.Program().Runner()
		for n := range 40 {
			a, b := madeUpAnswers(in, r, n), madeUpAnswers(in, r, n+1)
			runner.Score(&a, scoring.Options{Trace: true})
			want := jsonOf(t, runner.Trace())
			for i := range runner.Answers {
				for j := range a.Responses[runner.Items[i].ID].Ranks {
					a.Responses[runner.Items[i].ID].Ranks[j] = 9
				}
			}
			clear(a.Responses)
			clear(runner.Answers)
			kept := runner.Run
			gone(&runner.Run)
			if got := jsonOf(t, runner.Trace()); got != want {
				t.Fatalf("%s, form %d: the lines changed with what the run worked with", id, n)
			}
			runner.Run = kept
			runner.Score(&b, scoring.Options{Trace: true})
			other.Score(&b, scoring.Options{Trace: true})
			switch got := jsonOf(t, runner.Trace()); {
			case got == want:
				t.Fatalf("%s, form %d: the next form has the same lines", id, n)
			case got != jsonOf(t, other.Trace()):
				t.Fatalf("%s, form %d: a runner that was used before records something else", id, n)
			}
			if runner.Score(&b, scoring.Options{}); len(runner.Trace()) > 0 {
				t.Fatalf("%s: lines of a run that was not recorded", id)
			}
		}
	}
}

// gone empties something.
func gone[T any](v *T) {
	var none T
	*v = none
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// madeUp gives the traces of forms that are drawn, always the same ones.
func madeUp(t *testing.T, in *instrument.Instrument) [][]domain.TraceStep {
	t.Helper()
	out, r := [][]domain.TraceStep{}, rand.New(rand.NewPCG(11, 76))
	for n := range 160 {
		a := madeUpAnswers(in, r, n)
		res, err := in.ScoreWith(a, true)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, res.Trace)
		given := map[string]norm.Fraction{}
		for _, f := range in.Program().Totals().Fields {
			if score, ok := res.Score(f.ID); ok && score.Value != nil && r.IntN(20) > 0 {
				given[f.ID] = norm.FromRat(new(big.Rat).SetFloat64(*score.Value))
			}
		}
		typed := in.Program().Run(&domain.Answers{Respondent: a.Respondent}, scoring.Options{Trace: true, Given: given})
		out = append(out, typed.Trace)
	}
	return out
}

// madeUpAnswers draws the n-th form: every third lacks answers, leanings differ.
func madeUpAnswers(in *instrument.Instrument, r *rand.Rand, n int) domain.Answers {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	a := domain.Answers{
		Responses: map[string]domain.Value{},
		Respondent: domain.Respondent{
			"age": pick("", "17", "21", "40", "70"), "gender": pick("", "female", "male"),
			"country": pick("", "Indonesia", "United States"), "education": pick("", "University Degree", "Primary School"),
		},
		Conduct: domain.Conduct{Process: map[string]domain.Process{}},
	}
	if choices := in.Groups(a.Respondent); len(choices) > 0 && n%5 == 4 {
		if choice := choices[r.IntN(len(choices))]; choice.Group.Complete {
			a.Group = choice.Group.Label
		}
	}
	favourites, often := map[string]domain.Value{}, r.IntN(10)
	for _, it := range response.Items(&in.Domain.Manifest) {
		v := response.Simulate(it, r)
		if f, ok := favourites[it.Type]; ok && r.IntN(10) < often && response.Check(it, f) == "" {
			v = f
		}
		favourites[it.Type] = v
		order := r.Perm(len(it.Endings))
		if n%4 == 3 && len(v.Ranks) > 0 { // ranks follow the places of the page
			for i, rank := range v.Ranks {
				order[rank-1] = i
			}
		}
		a.Conduct.Order = append(a.Conduct.Order, it.ID)
		a.Conduct.Process[it.ID] = domain.Process{DisplayedOrder: order, TotalMs: int64(r.IntN(4000 * (1 + n%7)))}
		if n%3 > 0 || r.IntN(12) > 0 {
			a.Responses[it.ID] = v
		}
	}
	for range r.IntN(3) {
		kind := pick(string(domain.EventFocus), string(domain.EventPause), string(domain.EventSleep))
		a.Conduct.Events = append(a.Conduct.Events, domain.Event{Kind: domain.EventKind(kind), DurationMs: int64(r.IntN(600_000))})
	}
	a.Conduct.Practices = []domain.Practice{{Type: "ranking", Tries: 2, Reversed: n%6 == 1}}
	return a
}
