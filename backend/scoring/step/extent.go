package step

import (
	"math/big"

	"kitewise/backend/norm"
)

// Extent bounds the values of a step: ends beyond which none lies, and how
// large the denominators can grow. The zero Extent is a step without a number.
type Extent struct {
	low, high *big.Rat
	// den is a common denominator of all values, but for loose bits more: those
	// of a divisor that depends on what is answered.
	den   *big.Int
	loose int
}

// The largest value that a step may reach, and the most bits of a denominator.
// Arithmetic is exact beyond them too; they keep a hostile manifest from
// growing numbers without end.
const (
	maxMagnitude = 1_000_000_000_000_000
	maxBits      = 1 << 14
)

// extentOf gives the extent of values between two fractions, in steps of which
// both are whole multiples.
func extentOf(low, high norm.Fraction) Extent {
	a, b := low.Rat(), high.Rat()
	return Extent{low: a, high: b, den: multiple(a.Denom(), b.Denom())}
}

// Numeric reports whether the step gives a number at all.
func (e Extent) Numeric() bool { return e.den != nil }

// Bounded gives a numeric extent between two ends whose denominators take at
// most so many bits, for a step that computes more freely.
func Bounded(low, high *big.Rat, bits int) Extent {
	return Extent{low: low, high: high, den: big.NewInt(1), loose: bits}
}

// Ends gives the ends of a numeric extent, not to be changed.
func (e Extent) Ends() (low, high *big.Rat) { return e.low, e.high }

// Bits gives how many bits the denominators of a numeric extent can take.
func (e Extent) Bits() int { return e.den.BitLen() + e.loose }

// Unit gives the number of which every value of a numeric extent is a whole
// multiple, false when a divisor depends on what is answered.
func (e Extent) Unit() (norm.Fraction, bool) {
	return norm.FromRat(new(big.Rat).SetFrac(big.NewInt(1), e.den)), e.loose == 0
}

// tooLarge reports whether values could outgrow what a step may reach.
func (e Extent) tooLarge() bool {
	limit := new(big.Rat).SetInt64(maxMagnitude)
	return e.Bits() > maxBits || e.high.Cmp(limit) > 0 || e.low.Cmp(limit.Neg(limit)) < 0
}

// outside reports whether a cut, itself going up, leaves no value on one side.
func (e Extent) outside(cut norm.Fraction) bool {
	at := cut.Rat()
	return at.Cmp(e.low) <= 0 || at.Cmp(e.high) > 0
}

// multiple gives the least common multiple.
func multiple(a, b *big.Int) *big.Int {
	g := new(big.Int).GCD(nil, nil, a, b)
	return g.Mul(a, g.Quo(b, g))
}

// plus gives the extent of e + w·f.
func (e Extent) plus(f Extent, w int64) Extent {
	weight := new(big.Rat).SetInt64(w)
	a, b := new(big.Rat).Mul(f.low, weight), new(big.Rat).Mul(f.high, weight)
	if w < 0 {
		a, b = b, a
	}
	return Extent{a.Add(a, e.low), b.Add(b, e.high), multiple(e.den, f.den), e.loose + f.loose}
}

// scaled gives the extent of slope·x + intercept.
func (e Extent) scaled(slope, intercept norm.Fraction) Extent {
	s, t := slope.Rat(), intercept.Rat()
	at := func(v *big.Rat) *big.Rat {
		y := new(big.Rat).Mul(v, s)
		return y.Add(y, t)
	}
	a, b := at(e.low), at(e.high)
	if a.Cmp(b) > 0 {
		a, b = b, a
	}
	return Extent{a, b, multiple(new(big.Int).Mul(e.den, s.Denom()), t.Denom()), e.loose}
}

// product gives the extent of x·y for independent x and y.
func (e Extent) product(f Extent) Extent {
	var low, high *big.Rat
	for _, a := range []*big.Rat{e.low, e.high} {
		for _, b := range []*big.Rat{f.low, f.high} {
			p := new(big.Rat).Mul(a, b)
			if low == nil || p.Cmp(low) < 0 {
				low = p
			}
			if high == nil || p.Cmp(high) > 0 {
				high = p
			}
		}
	}
	return Extent{low, high, new(big.Int).Mul(e.den, f.den), e.loose + f.loose}
}

// hull gives the extent of what lies in e or in f.
func (e Extent) hull(f Extent) Extent {
	if e.den == nil {
		return f
	}
	if f.den == nil {
		return e
	}
	return Extent{least(e.low, f.low), greatest(e.high, f.high), multiple(e.den, f.den), max(e.loose, f.loose)}
}

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

func greatest(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}
