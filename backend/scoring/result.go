package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/scoring/step"
)

// result gathers the outcomes, in the manifest's order, hidden steps left out.
func (r *Runner) result() *domain.Result {
	res := &r.room.result
	res.Scores, res.Lists, res.Chance, res.Robustness = res.Scores[:0], res.Lists[:0], res.Chance[:0], res.Robustness[:0]
	res.Trace = noTrace
	for i := range r.p.robust {
		res.Robustness = append(res.Robustness, r.robustness(i))
	}
	res.Flags = r.raise(res.Robustness)
	res.Measured = r.p.flags.Measure(r.flags)
	for i := range r.Nodes {
		out := &r.Out[i]
		if out.Chance != nil {
			res.Chance = append(res.Chance, *out.Chance)
		}
		if out.List != nil {
			res.Lists = append(res.Lists, *out.List)
		} else if !r.Nodes[i].Spec.Hidden {
			res.Scores = append(res.Scores, domain.Score{})
			r.score(i, &res.Scores[len(res.Scores)-1], res.Flags)
		}
	}
	if r.traced {
		r.record(res)
	}
	return res
}

// score words one outcome as a domain.Score.
func (r *Runner) score(i int, s *domain.Score, flags []string) {
	c, out := &r.Nodes[i], &r.Out[i]
	s.ID, s.Reason, s.Bands, s.Probabilities = c.Spec.ID, out.Why, noBands, noChance
	if out.Why != "" {
		return
	}
	if g := out.Grid; g != nil {
		s.Class, s.Likeliest, s.RunnerUp = g.Class, g.Likeliest, g.RunnerUp
		s.CannotTell, s.Probabilities = g.CannotTell, g.Probabilities
		return
	}
	if _, ok := c.Step.(*step.Class); ok {
		r.classify(i, s, flags)
		return
	}
	r.number(i, s)
	s.SwapRange = out.Swaps
	if c.Bands != nil {
		r.classify(i, s, flags)
	}
}

// number fills what a number has: its value, its percentile, its error.
func (r *Runner) number(i int, s *domain.Score) {
	c, out, values := &r.Nodes[i], &r.Out[i], &r.room.values[i]
	values[0] = out.Value.Float64()
	s.Value = &values[0]
	if c.Converts {
		values[1] = out.Converted.Float64()
		s.Converted = &values[1]
	}
	switch {
	case out.Lookup != nil:
		values[2] = out.Lookup.Percentile.Float64()
		s.Percentile, s.Norm = &values[2], r.provenance(i, out.Lookup)
	case out.Standard != nil:
		s.Norm = r.provenance(i, out.Standard)
	case c.Profile >= 0:
		s.Reason = domain.ReasonNoNorm
	}
	if c.SEM != nil {
		s.SEM, s.SEMLowerLimit = r.room.sems[i], c.SEM.LowerLimit || out.Prorated
		if r.room.now[i] == nil { // no group covers the scale
			r.room.now[i] = r.reading(i)
		}
		s.Bands = r.room.now[i].bands
	}
}

// classify gives the class by bounds with what must stand beside it: the norm
// of a percentile, the probabilities of a value with a known error; without
// either it says so.
func (r *Runner) classify(i int, s *domain.Score, flags []string) {
	c := &r.Nodes[i]
	of, from := &r.Nodes[c.Bands.Of], &r.Out[c.Bands.Of]
	x, ok := c.Bands.Reading(&r.Run)
	if !ok {
		return
	}
	if s.Class = c.Bands.Class(x); c.Bands.Undetermined(flags) {
		s.Class = c.Spec.Bands.Undetermined
	}
	switch {
	case c.Bands.Percentile:
		s.Norm = r.provenance(c.Bands.Of, from.Lookup)
	case from.Standard != nil:
		s.Norm = r.provenance(c.Bands.Of, from.Standard)
	case of.SEM != nil && !of.Converts:
		l := c.Bands.Chances(x, of.SEM.SEM, r.room.chances[i][:0])
		s.Likeliest, s.RunnerUp, s.Probabilities = l.Likeliest, l.RunnerUp, l.Probabilities
		r.room.chances[i] = l.Probabilities
	case s.Norm == nil:
		s.ClassWhy = domain.ReasonNoReliability
	}
}
