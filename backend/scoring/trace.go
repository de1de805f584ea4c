package scoring

import (
	"math/big"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// Trace puts the arithmetic of the last run into lines; there are none unless it
// was recorded (Options). They come from the recording alone: nothing is scored
// again.
func (r *Runner) Trace() []domain.TraceStep { return r.ledger.Lines() }

// record records the arithmetic of a finished run, after the outcomes are there:
// a run without it pays nothing.
func (r *Runner) record(res *domain.Result) {
	t := &r.ledger
	for _, i := range r.p.order {
		r.recordStep(i, t)
	}
	for i := range r.p.robust {
		r.recordSwaps(i, &res.Robustness[i], t)
	}
	r.p.flags.Trace(r.flags, t, false)
	for i := range r.Nodes {
		r.recordClass(i, res, t)
	}
	r.p.flags.Trace(r.flags, t, true)
}

// recordStep records a step with its percentile and its errors.
func (r *Runner) recordStep(i int, t *step.Ledger) {
	c, out := &r.Nodes[i], &r.Out[i]
	t.Of(c)
	if out.Why != "" && (out.List == nil || len(out.List.Entries) == 0) {
		t.Missing(out.Why)
		return
	}
	if c.SEM != nil {
		t.Error()
	}
	if r.given(i) {
		t.Line(c.Signs.Value, domain.TraceSums, "given").Constant("given", out.Value).Gives(out.Value)
		if c.Converts {
			t.Converted(out)
		}
	} else {
		c.Step.Trace(&r.Run, out, t)
	}
	_, own := c.Step.(*step.Norm)
	table := r.table(c)
	if own || c.Profile < 0 {
		table = nil
	}
	named, factor := (*domain.TraceTable)(nil), norm.Whole(1)
	if table != nil {
		named, factor = r.TableOf(r.normOf(c), out.Group), table.Factor()
		t.Lookup(&r.Run, c.Signs.Percentile, i, factor, out.Lookup, named)
	}
	if now := r.room.now[i]; c.SEM != nil && now != nil {
		t.Bands(&r.Run, i, now.bands, now.lookups(table), factor, named)
	}
}

// lookups gives how the table gives the percentiles of the ends of the bands,
// the lower one of each band first. It is found when it is first asked for.
func (m *reading) lookups(table *norm.Table) []norm.Lookup {
	if m.ends == nil && table != nil {
		for i := range m.bands {
			for _, end := range []float64{m.bands[i].Low, m.bands[i].High} {
				l := table.Percentile(norm.FromRat(new(big.Rat).SetFloat64(end)))
				l.Percentile = norm.Fraction{} // that of the band is told
				m.ends = append(m.ends, l)
			}
		}
	}
	return m.ends
}

// recordClass records a class by bounds, which may depend on flags.
func (r *Runner) recordClass(i int, res *domain.Result, t *step.Ledger) {
	c := &r.Nodes[i]
	if c.Bands == nil || r.Out[i].Why != "" {
		return
	}
	x, ok := c.Bands.Reading(&r.Run)
	if !ok {
		return
	}
	t.Of(c)
	class := c.Bands.Class(x)
	if c.Bands.Undetermined(res.Flags) {
		class = c.Spec.Bands.Undetermined
	}
	of, from := &r.Nodes[c.Bands.Of], &r.Out[c.Bands.Of]
	if !c.Bands.Percentile && from.Standard == nil && of.SEM != nil && !of.Converts {
		l := c.Bands.Chances(x, of.SEM.SEM, nil)
		c.Bands.TraceChances(t, x, &l)
	}
	c.Bands.Trace(t, x, class)
}

// recordSwaps records what the fewest swaps that change a class by a grid do to
// its two scores.
func (r *Runner) recordSwaps(n int, rob *domain.Robustness, t *step.Ledger) {
	if rob.Swaps == 0 {
		return
	}
	of := &r.p.robust[n]
	t.Of(&r.Nodes[of.node])
	g, _ := r.Nodes[of.node].Step.(*step.Grid)
	if rob.Swaps > 1 {
		g.After(&r.Run, t, rob.Ways)
	} else {
		for k := range rob.Ways {
			g.After(&r.Run, t, rob.Ways[k:k+1])
		}
	}
	l := t.Line(of.sign, domain.TraceRobust, "robustness")
	for k := range rob.Swaps {
		l.Join(k, " + ").Constant("swap", norm.Whole(1))
	}
	l.Gives(norm.Whole(int64(rob.Swaps)))
}
