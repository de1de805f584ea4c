package instrument_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// The engine alone, without and with its trace, and the load at start-up.
func BenchmarkScore(b *testing.B) {
	c, err := shipped()
	if err != nil {
		b.Fatal(err)
	}
	in, err := c.Latest("learning-cycle")
	if err != nil {
		b.Fatal(err)
	}
	given := answers(in, worked)
	for name, trace := range map[string]bool{"bare": false, "traced": true} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := in.ScoreWith(domain.Answers{Responses: given}, trace); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkScorer(b *testing.B) {
	c, err := shipped()
	if err != nil {
		b.Fatal(err)
	}
	in, err := c.Latest("learning-cycle")
	if err != nil {
		b.Fatal(err)
	}
	given, scorer := answers(in, worked), in.Scorer()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scorer.Score(domain.Answers{Responses: given}, false); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := instrument.Load(os.DirFS("../../instruments"), nil); err != nil {
			b.Fatal(err)
		}
	}
}

// stopwatch keeps how long something took, each time.
type stopwatch []float64

func (w *stopwatch) time(f func()) {
	begun := time.Now()
	f()
	*w = append(*w, float64(time.Since(begun)))
}

// median gives the median time in nanoseconds.
func (w stopwatch) median() float64 {
	s := slices.Sorted(slices.Values(w))
	return s[len(s)/2]
}
