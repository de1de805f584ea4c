package scoring

import (
	"math"
	"math/big"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// standardError is the standard error of measurement of a score in the norm's
// metric. A lower limit leaves out the errors that the scales share.
type standardError struct {
	sem        float64
	lowerLimit bool
}

// standardErrors gives a step its standard error if it is a sum over scales
// whose norm brings reliabilities: Σ w²·SEM² and, on a form where every ending
// of every set is scored, twice the covariances. There the errors within a set
// sum to zero, so the covariance of two scales is -Σ SEM²/(k(k-1)): for k = 4
// and a difference of two scales that adds Q = Σ SEM²/6.
func (c *compiler) standardErrors(i int) {
	me := &c.p.steps[i]
	if me.linear == nil || me.spec.Hidden {
		return
	}
	variance, weights, squares := new(big.Rat), new(big.Rat), new(big.Rat)
	base := -1
	for j, w := range me.linear.weights {
		if w.Sign() == 0 {
			continue
		}
		v := c.errorVariance(j)
		if v == nil {
			return
		}
		w2 := new(big.Rat).Mul(w, w)
		variance.Add(variance, new(big.Rat).Mul(w2, v))
		weights.Add(weights, w)
		squares.Add(squares, w2)
		base = j
	}
	if base < 0 {
		return
	}
	shared := weights.Mul(weights, weights)
	shared.Sub(shared, squares) // Σ over i≠j of w_i·w_j
	lower := false
	if shared.Sign() != 0 {
		cov := c.covariance(base)
		lower = cov == nil
		if !lower {
			variance.Add(variance, shared.Mul(shared, cov))
		}
	}
	if variance.Sign() > 0 {
		v, _ := variance.Float64()
		me.sem = &standardError{math.Sqrt(v), lower}
	}
}

// errorVariance gives SEM² of a rank sum, nil if its norm brings no reliability.
func (c *compiler) errorVariance(j int) *big.Rat {
	me := &c.p.steps[j]
	if me.profile < 0 {
		return nil
	}
	return c.p.profiles[me.profile].norm.ErrorVariance(me.spec.ID)
}

// covariance gives the covariance of the errors of two scales of the family of
// rank sums to which the step belongs, nil unless all k endings of all its sets
// are scored.
func (c *compiler) covariance(base int) *big.Rat {
	st, ok := c.p.steps[base].step.(*rankSum)
	if !ok {
		return nil
	}
	sum, scored := new(big.Rat), map[place]bool{}
	k := int64(len(c.p.items[st.items[0]].Endings))
	for j := range c.p.steps {
		other, ok := c.p.steps[j].step.(*rankSum)
		if !ok || c.p.steps[j].profile != c.p.steps[base].profile {
			continue
		}
		v := c.errorVariance(j)
		if v == nil {
			return nil
		}
		sum.Add(sum, v)
		for _, cell := range other.cells {
			if scored[cell] {
				return nil
			}
			scored[cell] = true
		}
		if len(other.cells) != len(st.cells) {
			return nil
		}
	}
	for _, item := range st.items {
		for e := range c.p.items[item].Endings {
			if !scored[place{item, e}] {
				return nil
			}
		}
	}
	if int64(len(scored)) != k*int64(len(st.items)) {
		return nil
	}
	return sum.Quo(sum, new(big.Rat).SetInt64(-k*(k-1)))
}

// The bands: coverage in per cent and width in standard errors.
var bandWidths = []struct {
	level int
	z     float64
}{{68, 1}, {95, 1.96}}

// fill gives a score its standard error and its bands, with the ends on the
// percentile axis when there is a table.
func (e *standardError) fill(t *norm.Table, x norm.Fraction, s *domain.Score) {
	sem := round9(e.sem)
	s.SEM, s.SEMLowerLimit = &sem, e.lowerLimit
	for _, w := range bandWidths {
		reach := float64(w.z * e.sem) // a conversion forbids fusing with the sum
		low, high := x.Float64()-reach, x.Float64()+reach
		b := domain.Band{Level: w.level, Low: round9(low), High: round9(high)}
		if t != nil {
			b.LowPercentile, b.LowClamped = percentileAt(t, low)
			b.HighPercentile, b.HighClamped = percentileAt(t, high)
		}
		s.Bands = append(s.Bands, b)
	}
}

func percentileAt(t *norm.Table, x float64) (*float64, bool) {
	p, clamped := t.PercentileAt(x)
	p = round9(p)
	return &p, clamped
}

// phi is the standard normal distribution: Φ(z) = erfc(-z/√2)/2.
func phi(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// between gives Φ(high)-Φ(low), from the nearer tail, so that mirrored
// intervals have equal probabilities to the last bit.
func between(low, high float64) float64 {
	if low > 0 {
		return phi(-low) - phi(-high)
	}
	return phi(high) - phi(low)
}

// round9 rounds to nine decimals, half to even, on the exact binary value.
func round9(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 9, 64), 64)
	if err != nil || r == 0 {
		return 0
	}
	return r
}
