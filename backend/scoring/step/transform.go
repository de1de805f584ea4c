package step

import (
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
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
	// byD holds what the norm and the score are for every D that can occur.
	byD []atD
	// named is the table by D, open its percentile without its closing bracket.
	named *domain.TraceTable
	open  string
}

// atD is one D of an agreement with a norm: its row, and the score and its
// percentile as they leave the engine.
type atD struct {
	lookup            norm.Lookup
	value, percentile float64
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
	all := k.Chance.Attainable()
	st.byD = make([]atD, all[len(all)-1]+1)
	for _, d := range all {
		l := n.Agreement().Percentile(d)
		st.byD[d] = atD{l, st.OfD(d), l.Percentile.Float64()}
	}
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
	out.Lookup, out.Group = out.Look(s.byD[from.Chance.D].lookup), s.Norm.Agreement().Group()
	if !r.given() {
		low, high := s.Kendall.swapped(r)
		s.swapRange(low, high, out)
	}
}

// swapRange words two values of D as a range of the score.
func (s *Transform) swapRange(lowD, highD int, out *Outcome) {
	a, b := &s.byD[lowD], &s.byD[highD]
	if a.value > b.value {
		a, b = b, a
	}
	ends := &out.room.ends
	ends[0], ends[1] = a.percentile, b.percentile
	out.Swaps = &out.room.swaps
	*out.Swaps = domain.SwapRange{Low: a.value, High: b.value, LowPercentile: &ends[0], HighPercentile: &ends[1]}
}

// argument is what a transform is a function of: a score or, of an agreement that
// is no score of its own, W of a D.
type argument struct {
	of        tape.Name
	x         norm.Fraction
	agreement *Kendall
}

func (a argument) write(l *Line) *Line {
	if a.agreement != nil {
		return a.agreement.traceW(l, a.of, a.x)
	}
	return l.LineNamed(a.of, a.x)
}

// name names the table by D and the percentiles after swaps.
func (s *Transform) name(c *Compiler, i int) {
	if s.Norm != nil {
		s.named, s.open = tableOf(s.Norm, s.Norm.Agreement().Group()), "PR("+c.Nodes[i].Spec.ID
	}
}

// Trace records the function of the score and, over an agreement with a norm,
// its percentile and its range over single swaps.
func (s *Transform) Trace(r *Run, out *Outcome, t *Ledger) {
	s.form.trace(t.Line(t.node.Signs.Value, domain.TraceSums, "transform"), argument{of: tape.Is(r.Sign(s.of, s.inNorm)), x: r.Out[s.of].in(s.inNorm)}, out.Value)
	if t.node.Converts {
		s.form.trace(t.Line(t.node.Signs.Norms, domain.TraceSums, "convert"), argument{of: tape.Is(r.Sign(s.of, true)), x: r.Out[s.of].in(true)}, out.Converted)
	}
	if s.Norm == nil {
		return
	}
	s.traceByD(t, tape.Is(t.node.Signs.Percentile), r.Out[s.of].Chance.D)
	if r.given() {
		return
	}
	low, high := s.Kendall.ends(r)
	s.traceSwap(r, t, &low)
	if high.d != low.d {
		s.traceSwap(r, t, &high)
	}
}

// traceSwap records the score after one adjacent swap.
func (s *Transform) traceSwap(r *Run, t *Ledger, end *swap) {
	if !s.Norm.Agreement().Covers(end.d) {
		return
	}
	swaps := t.Swapped(tape.Swaps{}, tape.Swap{Item: r.Items[s.Kendall.items[end.n]].ID, Rank: end.rank})
	s.Kendall.after(r, t, end, swaps)
	l := t.Named(t.After(t.node.Signs.Value, swaps), domain.TraceAgreement, "after_swap")
	d := norm.Whole(int64(end.d))
	s.form.trace(l, argument{of: t.Within(s.Kendall.lines.dOpen, swaps), x: d, agreement: s.Kendall}, s.form.at(d.Mul(s.Kendall.unit)))
	s.traceByD(t, t.PercentileAfter(s.open, swaps), end.d)
}

// traceByD records the percentile by the row of D: persons at or above it.
func (s *Transform) traceByD(t *Ledger, sign tape.Name, d int) {
	p := &s.byD[d].lookup
	t.Named(sign, domain.TracePercentile, "percentile_by_d").Constant("hundred", norm.Whole(100)).Text(" × ").
		RowNamed(s.named, t.PersonsFrom(d), norm.Whole(p.Below.Cumulative)).Text(" / ").
		Row(s.named, "N", norm.Whole(p.N)).Gives(p.Percentile)
}

// OfD gives the score for a value of D.
func (s *Transform) OfD(d int) float64 {
	return s.form.at(norm.Whole(int64(d)).Mul(s.Kendall.unit)).Float64()
}
