//go:build !race

package instrument_test

import (
	"math/rand/v2"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/response"
)

// The race detector lets pools of memory forget what they keep, so allocations
// are counted without it.

// TestScoringAllocatesNothing, once the scores that occur have been met: neither
// without the trace, nor while all of it is recorded.
func TestScoringAllocatesNothing(t *testing.T) {
	h, scorer, next := newByHand(t), cycle(t).Scorer(), generator()
	forms := []map[string]domain.Value{}
	for range 500 {
		forms = append(forms, handForm(h, next))
	}
	who := domain.Respondent{"age": "21", "gender": "female", "country": "Indonesia", "education": "University Degree"}
	for _, trace := range []bool{false, true} {
		all := func() {
			for _, form := range forms {
				if _, err := scorer.Score(domain.Answers{Responses: form, Respondent: who}, trace); err != nil {
					t.Fatal(err)
				}
			}
		}
		all()
		if n := testing.AllocsPerRun(5, all); n > 0 {
			t.Errorf("trace %v: %v allocations in %d runs", trace, n, len(forms))
		}
	}
	// A run that wrote its lines at once would show: they alone are hundreds.
	if n := testing.AllocsPerRun(5, func() { scorer.Trace() }); n < 500 {
		t.Errorf("%v allocations for the lines of a form", n)
	}
}

// TestOthersAllocateLittle: an order, a list or a condition over other types of
// answers costs few allocations: those of the expression language and of the rules
// that look at how answers hang together.
func TestOthersAllocateLittle(t *testing.T) {
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	for id, most := range map[string]float64{"study-habits": 12, "work-values": 24} {
		in, err := c.Latest(id)
		if err != nil {
			t.Fatal(err)
		}
		form, scorer := map[string]domain.Value{}, in.Scorer()
		r := rand.New(rand.NewPCG(1, 2))
		for _, it := range response.Items(&in.Domain.Manifest) {
			form[it.ID] = response.Simulate(it, r)
		}
		n := testing.AllocsPerRun(100, func() {
			if _, err := scorer.Score(domain.Answers{Responses: form}, false); err != nil {
				t.Fatal(err)
			}
		})
		if n > most {
			t.Errorf("%s: %v allocations, at most %v", id, n, most)
		}
	}
}
