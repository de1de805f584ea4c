package step

import (
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Transform is one function of a score, in one of the forms. Over an agreement
// it can have a norm by D, never by a rounded index. Where scores are
// converted, every form but the linear one reads the converted score (metric
// "norm") and gives one that counts on both metrics.
type Transform struct {
	of             int
	form           form
	inNorm, linear bool
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
	if st.form = c.form(i); st.form == nil {
		return nil
	}
	st.inNorm = me.Spec.Metric == metricNorm
	_, st.linear = st.form.(*linear)
	me.Extent = st.form.extent(from.Extent)
	me.Converts = from.Converts && !st.inNorm
	if me.Converts && !st.linear {
		c.Fault(i, "metric", "form_without_metric")
	}
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

// Run executes the step over its inputs and fills its outcome.
func (s *Transform) Run(r *Run, out *Outcome) {
	from := &r.Out[s.of]
	if from.Why != "" {
		out.Why = domain.ReasonMissingScore
		return
	}
	out.Prorated = from.Prorated
	if out.Value = s.form.at(from.in(s.inNorm)); !out.Value.IsNumber() {
		out.Why = domain.ReasonNoValue
		return
	}
	if out.Converted = out.Value; r.Nodes[s.of].Converts && !s.inNorm {
		out.Converted = s.form.at(from.Converted)
	}
	if s.Norm == nil {
		return
	}
	l := s.Norm.Agreement().Percentile(from.Chance.D)
	out.Lookup, out.Group = &l, s.Norm.Agreement().Group()
	out.Swaps = s.swapRange(s.Kendall.swapped(r))
}

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
	x := r.Out[s.of].in(s.inNorm)
	inputs := []domain.TraceInput{{Name: r.Nodes[s.of].Spec.ID, Value: x.String()}}
	return append(inputs, s.form.trace(x)...), out.Value.String()
}

// OfD gives the score for a value of D.
func (s *Transform) OfD(d int) float64 {
	return s.form.at(norm.Whole(int64(d)).Mul(s.Kendall.unit)).Float64()
}
