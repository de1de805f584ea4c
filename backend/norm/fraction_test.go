package norm_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kitewise/backend/norm"
)

// drawFraction draws a fraction with the same number as a big.Rat: small ones,
// ones at the edge of 64 bits, and ones far beyond.
func drawFraction(rt *rapid.T, name string) (norm.Fraction, *big.Rat) {
	edge := rapid.OneOf(rapid.Int64Range(-40, 40), rapid.Int64(), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64, math.MinInt64 + 1, 1 << 31, 1 << 32, -(1 << 31)}))
	num, den := edge.Draw(rt, name+" over"), edge.Filter(func(v int64) bool { return v != 0 }).Draw(rt, name+" under")
	f, r := norm.Over(num, den), big.NewRat(num, den)
	for range rapid.IntRange(0, 2).Draw(rt, name+" squared") {
		f, r = f.Mul(f), new(big.Rat).Mul(r, r)
	}
	return f, r
}

// TestFractionsAreRationals holds every operation against math/big, within 64
// bits and beyond.
func TestFractionsAreRationals(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, x := drawFraction(rt, "f")
		g, y := drawFraction(rt, "g")
		same := func(what string, got norm.Fraction, want *big.Rat) {
			if got.String() != want.RatString() || got.Rat().Cmp(want) != 0 {
				rt.Errorf("%s of %v and %v is %v, want %s", what, x, y, got, want.RatString())
			}
			if got.Sign() != want.Sign() || got.IsWhole() != want.IsInt() {
				rt.Errorf("%s: sign %d, whole %v", want, got.Sign(), got.IsWhole())
			}
			for _, places := range []int{0, 1, 6, 9, 18} {
				if text := want.FloatString(places); got.Decimal(places) != text {
					rt.Errorf("%s of %v and %v to %d places is %s, want %s", what, x, y, places, got.Decimal(places), text)
				}
			}
			if v, _ := want.Float64(); got.Float64() != v {
				rt.Errorf("%s as float64 is %v, want %v", want, got.Float64(), v)
			}
			if !got.Equal(norm.FromRat(want)) || got.Cmp(norm.FromRat(want)) != 0 {
				rt.Errorf("%s does not equal itself", want)
			}
		}
		same("the number", f, x)
		same("sum", f.Add(g), new(big.Rat).Add(x, y))
		same("difference", f.Sub(g), new(big.Rat).Sub(x, y))
		same("product", f.Mul(g), new(big.Rat).Mul(x, y))
		same("negative", f.Neg(), new(big.Rat).Neg(x))
		same("magnitude", f.Abs(), new(big.Rat).Abs(x))
		if y.Sign() != 0 {
			same("quotient", f.Quo(g), new(big.Rat).Quo(x, y))
			same("there and back", f.Quo(g).Mul(g), x)
		}
		same("back again", f.Add(g).Sub(g), x)
		if f.Cmp(g) != x.Cmp(y) {
			rt.Errorf("%v against %v: %d", x, y, f.Cmp(g))
		}
	})
}

// TestSmallFractionsTakeNoMemory: the numbers of a form never leave 64 bits.
func TestSmallFractionsTakeNoMemory(t *testing.T) {
	x, y := norm.Over(407, 12), norm.Over(-11, 30)
	if n := testing.AllocsPerRun(100, func() {
		if z := x.Add(y).Mul(y).Quo(x).Sub(y).Abs(); z.Cmp(x) == 0 || z.Float64() == 0 {
			t.Error("not the numbers that were meant")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestTheZeroFractionIsNoNumber(t *testing.T) {
	none := norm.Fraction{}
	if none.IsNumber() || !none.Equal(norm.Fraction{}) || none.Equal(norm.Whole(0)) || !norm.Whole(0).IsNumber() {
		t.Error("the zero value is taken for a number")
	}
}

func TestDecimalText(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "-9": "-9", "14.5": "29/2", "999999.999999": "999999999999/1000000", "-0.000001": "-1/1000000", "007": "7", "2.50": "5/2",
	} {
		f, err := norm.ParseDecimal(text)
		if err != nil || f.String() != want {
			t.Errorf("%q is %v (%v), want %s", text, f, err, want)
		}
	}
	for _, text := range []string{
		"", "-", ".", "-.", ".5", "5.", "+1", "1e3", "1e5000000", "1,5", "1.2.3", "--1", "1234567", "0.1234567", " 1", "0x1", "٣", "NaN", strings.Repeat("9", 1<<20),
	} {
		if f, err := norm.ParseDecimal(text); err == nil || f.IsNumber() {
			t.Errorf("%.20q is read as %v", text, f)
		}
	}
}
