package scoring

import (
	"math/big"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// transform is slope·x + intercept of a score. Over an agreement it can have a
// norm by D, never by a rounded index.
type transform struct {
	of               int
	slope, intercept norm.Fraction
	// norm and kendall are set together.
	norm    *norm.Norm
	kendall *kendall
}

func compileTransform(c *compiler, i int) step {
	me := &c.p.steps[i]
	st := &transform{of: c.places[me.spec.Of]}
	from := &c.p.steps[st.of]
	if from.extent.den == nil {
		c.fault(i, "of", "not_a_number", "Got", me.spec.Of)
		return nil
	}
	if me.spec.Linear == nil {
		c.fault(i, "linear", "field_missing")
		return nil
	}
	st.slope = c.decimal(i, "linear.slope", me.spec.Linear.Slope, "1")
	st.intercept = c.decimal(i, "linear.intercept", me.spec.Linear.Intercept, "0")
	me.extent = from.extent.times(st.slope, st.intercept)
	me.converts = from.converts
	c.transformNorm(i, st)
	return st
}

// transformNorm joins an agreement norm by D, or a frequency norm.
func (c *compiler) transformNorm(i int, st *transform) {
	spec := c.p.steps[i].spec
	n := c.Norms[spec.Norm]
	if n == nil || n.Declared.Kind != norm.KindAgreement {
		c.frequencyNorm(i)
		return
	}
	k, ok := c.p.steps[st.of].step.(*kendall)
	if !ok {
		c.fault(i, "norm", "norm_kind", "Got", n.Declared.Kind, "Want", norm.KindFrequency)
		return
	}
	for _, d := range k.uncovered(n.Agreement()) {
		c.fault(i, "norm", "norm_row", "Got", strconv.Itoa(d))
		return
	}
	st.norm, st.kendall = n, k
}

// times gives the extent of slope·x + intercept.
func (e extent) times(slope, intercept norm.Fraction) extent {
	at := func(v *big.Rat) *big.Rat {
		y := new(big.Rat).Mul(v, slope.Rat())
		return y.Add(y, intercept.Rat())
	}
	a, b := at(e.low), at(e.high)
	if a.Cmp(b) > 0 {
		a, b = b, a
	}
	den := new(big.Int).Mul(e.den, big.NewInt(slope.Den))
	return extent{a, b, den.Mul(den, big.NewInt(intercept.Den))}
}

func (s *transform) run(r *run, out *outcome) {
	from := &r.out[s.of]
	if from.why != "" {
		out.why = domain.ReasonMissingScore
		return
	}
	out.value, out.converted = s.at(from.value), s.at(from.converted)
	if s.norm == nil {
		return
	}
	l := s.norm.Agreement().Percentile(from.chance.D)
	out.lookup, out.group = &l, s.norm.Agreement().Group()
	out.swaps = s.swapRange(s.kendall.swapped(r))
}

func (s *transform) at(x norm.Fraction) norm.Fraction { return x.Mul(s.slope).Add(s.intercept) }

// swapRange words two values of D as a range of the score.
func (s *transform) swapRange(lowD, highD int) *domain.SwapRange {
	end := func(d int) (float64, *float64) {
		return s.at(norm.Whole(int64(d)).Mul(s.kendall.unit)).Float64(), number(s.norm.Agreement().Percentile(d).Percentile)
	}
	a, pa := end(lowD)
	b, pb := end(highD)
	if a > b {
		a, pa, b, pb = b, pb, a, pa
	}
	return &domain.SwapRange{Low: a, High: b, LowPercentile: pa, HighPercentile: pb}
}

// Agreement gives, for a score that transforms an agreement, the distribution
// of D under random ranking and the score's value for a D.
func (p *Program) Agreement(id string) (*norm.Chance, func(d int) float64, bool) {
	for i := range p.steps {
		t, ok := p.steps[i].step.(*transform)
		if ok && p.steps[i].spec.ID == id && t.kendall != nil {
			return t.kendall.chance, func(d int) float64 {
				return t.at(norm.Whole(int64(d)).Mul(t.kendall.unit)).Float64()
			}, true
		}
	}
	return nil, nil, false
}
