package norm

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// byText rounds as text does, which is exact.
func byText(t *testing.T, v float64) float64 {
	t.Helper()
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 9, 64), 64)
	if err != nil {
		t.Fatal(err)
	}
	return r + 0
}

// TestRound9 compares with rounding by text: near every border of the two ways
// to compute it, at ties, at numbers of any size.
func TestRound9(t *testing.T) {
	same := func(v float64) {
		if got, want := Round9(v), byText(t, v); math.Float64bits(got) != math.Float64bits(want) {
			t.Errorf("%v: %v, want %v", v, got, want)
		}
	}
	// 2^-10 has ten decimals, the last a 5: ties, to even.
	for _, v := range []float64{0, math.Copysign(0, -1), 1, -1, .5, 1 << 22, 1<<22 - 1, 1e300, 5e-324, 4.9e-10, 5e-10, 5.1e-10, 1e-9, 1.5e-9,
		1. / 1024, 3. / 1024, 5. / 1024, 1 + 1./1024, -7. / 1024, 1. / 2048, math.Ldexp(1, -30), math.Ldexp(1, -31), math.Ldexp(3, -32)} {
		same(v)
		same(-v)
		same(math.Nextafter(v, 2))
		same(math.Nextafter(v, -2))
	}
	rapid.Check(t, func(rt *rapid.T) {
		same(rapid.Float64Range(-1, 1).Draw(rt, "small"))
		same(rapid.Float64().Draw(rt, "any"))
		same(float64(rapid.Int64Range(-1<<40, 1<<40).Draw(rt, "n")) / float64(int64(1)<<rapid.IntRange(1, 50).Draw(rt, "shift")))
	})
}

func TestPermutationIndex(t *testing.T) {
	for k := 1; k <= MaxEndings; k++ {
		for i, p := range Permutations(k) {
			if got := PermutationIndex(p); got != i {
				t.Fatalf("%v: %d, want %d", p, got, i)
			}
		}
	}
}
