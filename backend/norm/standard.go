package norm

import (
	"math"
	"math/big"

	"kitewise/backend/domain"
)

// Standard takes a raw score of one scale in one group to a standard score: by
// mean and standard deviation, or by a table of scores. It never changes.
type Standard struct {
	// rows are those of a table of scores, nil with mean and SD.
	rows     []Row
	mean, sd Fraction
	n        int64
}

// N gives the number of persons behind it, 0 where it is not known.
func (s *Standard) N() int64 { return s.n }

// Mean gives the mean of the raw scores; not a number in a table of scores.
func (s *Standard) Mean() Fraction { return s.mean }

// SD gives the standard deviation of the raw scores, above zero; not a number
// in a table of scores.
func (s *Standard) SD() Fraction { return s.sd }

// Z gives the exact (x - mean)/SD, and whether mean and SD are known.
// Source: Lord and Novick, Statistical Theories of Mental Test Scores, 1968, p. 20.
func (s *Standard) Z(x Fraction) (Fraction, bool) {
	if !s.sd.IsNumber() {
		return Fraction{}, false
	}
	return x.Sub(s.mean).Quo(s.sd), true
}

// Score looks x up in a table of scores, linear between the rows and the
// nearest row beyond them: Lookup.Percentile is the score. It reports whether
// there is such a table.
func (s *Standard) Score(x Fraction) (Lookup, bool) {
	if s.rows == nil {
		return Lookup{}, false
	}
	l := Lookup{At: x, N: s.n}
	l.Percentile, l.Method, l.Below, l.Above = between(s.rows, x)
	return l, true
}

// Range gives the least and the greatest score of a table of scores; not
// numbers with mean and SD.
func (s *Standard) Range() (low, high Fraction) {
	for i, r := range s.rows {
		if i == 0 || r.Value.Cmp(low) < 0 {
			low = r.Value
		}
		if i == 0 || r.Value.Cmp(high) > 0 {
			high = r.Value
		}
	}
	return low, high
}

// Statistics tells the size of the table of a scale; one of mean and SD has no rows.
func (s *Standard) Statistics(scale string) domain.NormTable {
	out := domain.NormTable{Scale: scale, N: int(s.n), Rows: len(s.rows)}
	if s.rows != nil {
		out.Low, out.High = s.rows[0].Raw.Float64(), s.rows[len(s.rows)-1].Raw.Float64()
		return out
	}
	mean, sd := s.mean.Float64(), s.sd.Float64()
	out.Mean, out.SD = &mean, &sd
	return out
}

// root gives the square root of an exact variance.
func root(v *big.Rat) float64 {
	f, _ := v.Float64()
	return math.Sqrt(f)
}
