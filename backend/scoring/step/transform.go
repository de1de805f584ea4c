package step

import (
	"math/big"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Transform is slope·x + intercept of a score. Over an agreement it can have a
// norm by D, never by a rounded index.
type Transform struct {
	of               int
	slope, intercept norm.Fraction
	// Norm and Kendall are set together.
	Norm    *norm.Norm
	Kendall *Kendall
}

func compileTransform(c *Compiler, i int) Step {
	me := &c.Nodes[i]
	st := &Transform{of: c.Places[me.Spec.Of]}
	from := &c.Nodes[st.of]
	if from.Extent.den == nil {
		c.Fault(i, "of", "not_a_number", "Got", me.Spec.Of)
		return nil
	}
	if me.Spec.Linear == nil {
		c.Fault(i, "linear", "field_missing")
		return nil
	}
	st.slope = c.decimal(i, "linear.slope", me.Spec.Linear.Slope, "1")
	st.intercept = c.decimal(i, "linear.intercept", me.Spec.Linear.Intercept, "0")
	me.Extent = from.Extent.times(st.slope, st.intercept)
	me.Converts = from.Converts
	c.transformNorm(i, st)
	return st
}

// transformNorm joins an agreement norm by D, or a frequency norm.
func (c *Compiler) transformNorm(i int, st *Transform) {
	spec := c.Nodes[i].Spec
	n := c.Norms[spec.Norm]
	if n == nil || n.Declared.Kind != norm.KindAgreement {
		c.frequencyNorm(i)
		return
	}
	k, ok := c.Nodes[st.of].Step.(*Kendall)
	if !ok {
		c.Fault(i, "norm", "norm_kind", "Got", n.Declared.Kind, "Want", norm.KindFrequency)
		return
	}
	for _, d := range k.uncovered(n.Agreement()) {
		c.Fault(i, "norm", "norm_row", "Got", strconv.Itoa(d))
		return
	}
	st.Norm, st.Kendall = n, k
}

// times gives the Extent of slope·x + intercept.
func (e Extent) times(slope, intercept norm.Fraction) Extent {
	at := func(v *big.Rat) *big.Rat {
		y := new(big.Rat).Mul(v, slope.Rat())
		return y.Add(y, intercept.Rat())
	}
	a, b := at(e.low), at(e.high)
	if a.Cmp(b) > 0 {
		a, b = b, a
	}
	den := new(big.Int).Mul(e.den, slope.Rat().Denom())
	return Extent{a, b, den.Mul(den, intercept.Rat().Denom())}
}

// Run executes the step over its inputs and fills its outcome.
func (s *Transform) Run(r *Run, out *Outcome) {
	from := &r.Out[s.of]
	if from.Why != "" {
		out.Why = domain.ReasonMissingScore
		return
	}
	out.Value, out.Converted = s.at(from.Value), s.at(from.Converted)
	if s.Norm == nil {
		return
	}
	l := s.Norm.Agreement().Percentile(from.Chance.D)
	out.Lookup, out.Group = &l, s.Norm.Agreement().Group()
	out.Swaps = s.swapRange(s.Kendall.swapped(r))
}

func (s *Transform) at(x norm.Fraction) norm.Fraction { return x.Mul(s.slope).Add(s.intercept) }

// swapRange words two values of D as a range of the score.
func (s *Transform) swapRange(lowD, highD int) *domain.SwapRange {
	end := func(d int) (float64, *float64) {
		percentile := s.Norm.Agreement().Percentile(d).Percentile.Float64()
		return s.OfD(d), &percentile
	}
	a, pa := end(lowD)
	b, pb := end(highD)
	if a > b {
		a, pa, b, pb = b, pb, a, pa
	}
	return &domain.SwapRange{Low: a, High: b, LowPercentile: pa, HighPercentile: pb}
}

// Trace gives the inputs that Run read and what it gave, as exact text.
func (s *Transform) Trace(r *Run, out *Outcome) ([]domain.TraceInput, string) {
	return []domain.TraceInput{
		{Name: r.Nodes[s.of].Spec.ID, Value: r.Out[s.of].Value.String()},
		{Name: "slope", Value: s.slope.String()}, {Name: "intercept", Value: s.intercept.String()},
	}, out.Value.String()
}

// OfD gives the score for a value of D.
func (s *Transform) OfD(d int) float64 {
	return s.at(norm.Whole(int64(d)).Mul(s.Kendall.unit)).Float64()
}
