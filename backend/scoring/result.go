package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// result gathers the outcomes, in the manifest's order, hidden steps left out.
func (r *run) result() domain.Result {
	res := domain.Result{
		Scores: []domain.Score{}, Lists: []domain.List{}, Chance: []domain.ChanceTest{},
		Robustness: []domain.Robustness{}, Trace: []domain.TraceStep{},
	}
	for i := range r.p.robust {
		res.Robustness = append(res.Robustness, r.robustness(&r.p.robust[i]))
	}
	res.Flags = r.raise(res.Robustness)
	for i := range r.Nodes {
		c, out := &r.Nodes[i], &r.Out[i]
		if out.Chance != nil {
			res.Chance = append(res.Chance, *out.Chance)
		}
		if out.List != nil {
			res.Lists = append(res.Lists, *out.List)
		} else if !c.Spec.Hidden {
			res.Scores = append(res.Scores, r.score(c, out, res.Flags))
		}
	}
	if r.trace != nil {
		r.trace.flags(res.Flags)
		res.Trace = r.trace.steps
	}
	return res
}

// score words one outcome as a domain.Score.
func (r *run) score(c *step.Node, out *step.Outcome, flags []string) domain.Score {
	s := domain.Score{ID: c.Spec.ID, Reason: out.Why, Bands: []domain.Band{}, Probabilities: []domain.ClassProbability{}}
	if out.Why != "" {
		return s
	}
	if g := out.Grid; g != nil {
		s.Class, s.Likeliest, s.RunnerUp = g.Class, g.Likeliest, g.RunnerUp
		s.CannotTell, s.Probabilities = g.CannotTell, g.Probabilities
		return s
	}
	if _, ok := c.Step.(*step.Class); ok {
		r.classify(c, &s, flags)
		return s
	}
	s.Value = number(out.Value)
	if c.Converts {
		s.Converted = number(out.Converted)
	}
	if out.Lookup != nil {
		s.Percentile = number(out.Lookup.Percentile)
		s.Norm = r.provenance(c, out, out.Lookup)
	} else if out.Standard != nil {
		s.Norm = r.provenance(c, out, out.Standard)
	} else if c.Profile >= 0 {
		s.Reason = domain.ReasonNoNorm
	}
	if c.SEM != nil {
		sem := norm.Round9(c.SEM.SEM)
		s.SEM, s.SEMLowerLimit = &sem, c.SEM.LowerLimit || out.Prorated
		s.Bands = c.SEM.Bands(out.Converted, r.table(c, out))
	}
	s.SwapRange = out.Swaps
	if c.Bands != nil {
		r.classify(c, &s, flags)
	}
	return s
}

// classify gives the class by bounds with what must stand beside it: the norm
// of a percentile, the probabilities of a value with a known error; without
// either it says so.
func (r *run) classify(c *step.Node, s *domain.Score, flags []string) {
	of, from := &r.Nodes[c.Bands.Of], &r.Out[c.Bands.Of]
	x, ok := c.Bands.Reading(&r.Run)
	if !ok {
		return
	}
	s.Class = c.Bands.Class(x)
	if c.Bands.Undetermined(flags) {
		s.Class = c.Spec.Bands.Undetermined
	}
	switch {
	case c.Bands.Percentile:
		s.Norm = r.provenance(of, from, from.Lookup)
	case from.Standard != nil:
		s.Norm = r.provenance(of, from, from.Standard)
	case of.SEM != nil && !of.Converts:
		l := c.Bands.Chances(x, of.SEM.SEM)
		s.Likeliest, s.RunnerUp, s.Probabilities = l.Likeliest, l.RunnerUp, l.Probabilities
	case s.Norm == nil:
		s.ClassWhy = domain.ReasonNoReliability
	}
	if _, told := c.Step.(*step.Class); !told || s.Class != c.Bands.Class(x) {
		r.trace.class(r, c, x, s.Class)
	}
}

// provenance says where a percentile or standard score comes from.
func (r *run) provenance(c *step.Node, out *step.Outcome, l *norm.Lookup) *domain.NormUse {
	n := r.normOf(c)
	if t, ok := c.Step.(*step.Transform); ok && t.Norm != nil {
		n = t.Norm
	}
	from := n.Origin(out.Group)
	return &domain.NormUse{
		Group: out.Group, Version: from.Version, N: int(l.N), Method: string(l.Method),
		Approximate: from.Approximate, Source: from.Source,
	}
}

func number(f norm.Fraction) *float64 {
	v := f.Float64()
	return &v
}
