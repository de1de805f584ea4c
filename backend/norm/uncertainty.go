package norm

import (
	"math"
	"math/big"
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
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 9, 64), 64)
	if err != nil || r == 0 {
		return 0
	}
	return r
}
