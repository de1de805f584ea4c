package instrument_test

import (
	"os"
	"testing"

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

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := instrument.Load(os.DirFS("../../instruments"), nil); err != nil {
			b.Fatal(err)
		}
	}
}
