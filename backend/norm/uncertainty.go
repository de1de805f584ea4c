package norm

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"

	"kitewise/backend/domain"
)

// StandardError is the standard error of measurement of a score in the norm's
// metric. A lower limit leaves out the errors that the scales share.
type StandardError struct {
	SEM        float64
	LowerLimit bool
}

// NewStandardError takes the exact error variance of Σ w·X over scales with
// error variances v, whose errors have the same covariance pairwise; a nil
// covariance is unknown and left out.
func NewStandardError(weights, variances []*big.Rat, covariance *big.Rat) *StandardError {
	total, sum, squares := new(big.Rat), new(big.Rat), new(big.Rat)
	for i, w := range weights {
		w2 := new(big.Rat).Mul(w, w)
		total.Add(total, new(big.Rat).Mul(w2, variances[i]))
		sum.Add(sum, w)
		squares.Add(squares, w2)
	}
	shared := new(big.Rat).Mul(sum, sum)
	shared.Sub(shared, squares) // Σ over i≠j of w_i·w_j
	lower := shared.Sign() != 0 && covariance == nil
	if covariance != nil {
		total.Add(total, shared.Mul(shared, covariance))
	}
	if total.Sign() <= 0 {
		return nil
	}
	v, _ := total.Float64()
	return &StandardError{math.Sqrt(v), lower}
}

// billionths gives |v|·10⁹ rounded to a whole number, half to even, where 53
// bits hold it: v is m·2^e with whole m, so the product has at most 83 bits, and
// the quotient of two exact float64 is correctly rounded.
func billionths(v float64) (uint64, bool) {
	const limit = 1 << 22
	v = math.Abs(v)
	if !(v < limit) {
		return 0, false
	}
	raw := math.Float64bits(v)
	m, e := raw&(1<<52-1), int(raw>>52)
	if e == 0 {
		return 0, true // below 2^-1022
	}
	m |= 1 << 52
	high, low := bits.Mul64(m, 1_000_000_000)
	shift := uint(1075 - e) // v·10⁹ = (high, low) / 2^shift, with shift > 30
	if shift >= 84 {
		return 0, true // below one half
	}
	return halfEven(high, low, shift), true
}

// halfEven gives (high, low) / 2^shift rounded to a whole number, ties to even,
// for a quotient below 2^53 and 0 < shift < 84.
func halfEven(high, low uint64, shift uint) uint64 {
	var whole, rest, half uint64
	more := false // what lies below rest
	if shift <= 64 {
		whole, rest, half = high<<(64-shift)|low>>shift, low&(1<<shift-1), 1<<(shift-1)
	} else {
		shift -= 64
		whole, rest, half, more = high>>shift, high&(1<<shift-1), 1<<(shift-1), low > 0
	}
	if rest > half || rest == half && (more || whole&1 == 1) {
		whole++
	}
	return whole
}

// The bands: coverage in per cent and width in standard errors.
var bandWidths = []struct {
	level int
	z     float64
}{{68, 1}, {95, 1.96}}

// Bands gives the bands around x, with the ends on the percentile axis when
// there is a table; nine decimals.
func (e *StandardError) Bands(x Fraction, t *Table) []domain.Band {
	out := []domain.Band{}
	for _, w := range bandWidths {
		reach := float64(w.z * e.SEM) // a conversion forbids fusing with the sum
		low, high := x.Float64()-reach, x.Float64()+reach
		b := domain.Band{Level: w.level, Low: Round9(low), High: Round9(high)}
		if t != nil {
			b.LowPercentile, b.LowClamped = t.end(low)
			b.HighPercentile, b.HighClamped = t.end(high)
		}
		out = append(out, b)
	}
	return out
}

func (t *Table) end(x float64) (*float64, bool) {
	p, clamped := t.PercentileAt(x)
	p = Round9(p)
	return &p, clamped
}

// phi is the standard normal distribution: Φ(z) = erfc(-z/√2)/2.
func phi(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// Between gives Φ(high)-Φ(low), from the tails, so that mirrored
// intervals have equal probabilities to the last bit.
func Between(low, high float64) float64 {
	switch {
	case low > 0:
		return phi(-low) - phi(-high)
	case high < 0:
		return phi(high) - phi(low)
	}
	return 1 - (phi(low) + phi(-high))
}

// Round9 rounds to nine decimals, half to even, on the exact binary value.
func Round9(v float64) float64 {
	if n, ok := billionths(v); ok {
		return math.Copysign(float64(n), v)/1e9 + 0 // -0 becomes 0
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 9, 64), 64)
	if err != nil || r == 0 {
		return 0
	}
	return r
}
