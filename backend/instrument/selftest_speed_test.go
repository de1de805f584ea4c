package instrument

import (
	"os"
	"testing"
)

// TestVectorsAreComparedAtOnce: none of the shipped vectors needs the slow way.
func TestVectorsAreComparedAtOnce(t *testing.T) {
	c, err := Load(os.DirFS("../../instruments"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.List() {
		n, ok := e.sound.quickly()
		if faults, all := e.RunVectors(); !ok || n != all || len(faults) > 0 {
			t.Errorf("%s: %d of %d vectors compared at once: %v", e.ID, n, all, ok)
		}
	}
}

// BenchmarkSelfTest is what the start runs beside the first page: the vectors
// of every shipped instrument.
func BenchmarkSelfTest(b *testing.B) {
	vectors := 0
	for b.Loop() {
		b.StopTimer()
		c, err := Load(os.DirFS("../../instruments"), nil)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		c.SelfTest()
		vectors = 0
		for _, e := range c.List() {
			if len(e.Faults) > 0 {
				b.Fatal(e.Faults)
			}
			vectors += e.sound.SelfTest().Vectors
		}
	}
	b.ReportMetric(float64(vectors), "vectors")
}
