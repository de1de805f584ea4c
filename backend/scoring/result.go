package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// result gathers the outcomes, in the manifest's order, hidden steps left out.
func (r *run) result() domain.Result {
	res := domain.Result{
		Scores: []domain.Score{}, Lists: []domain.List{}, Chance: []domain.ChanceTest{},
		Robustness: []domain.Robustness{}, Flags: []string{}, Trace: []domain.TraceStep{},
	}
	for _, rob := range r.p.robust {
		res.Robustness = append(res.Robustness, rob.run(r))
	}
	res.Flags = r.raise(res.Robustness)
	for i := range r.p.steps {
		c, out := &r.p.steps[i], &r.out[i]
		if out.chance != nil {
			res.Chance = append(res.Chance, *out.chance)
		}
		if out.list != nil {
			res.Lists = append(res.Lists, *out.list)
		} else if !c.spec.Hidden {
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
func (r *run) score(c *compiled, out *outcome, flags []string) domain.Score {
	s := domain.Score{ID: c.spec.ID, Reason: out.why, Bands: []domain.Band{}, Probabilities: []domain.ClassProbability{}}
	if out.why != "" {
		return s
	}
	if out.grid != nil {
		out.grid.fill(&s)
		return s
	}
	s.Value = number(out.value)
	if c.converts {
		s.Converted = number(out.converted)
	}
	if out.lookup != nil {
		s.Percentile = number(out.lookup.Percentile)
		s.Norm = r.provenance(c, out)
	}
	if c.sem != nil {
		c.sem.fill(r.table(c, out), out.converted, &s)
	}
	s.SwapRange = out.swaps
	if c.spec.Bands != nil {
		s.Class = classify(c.spec.Bands, out, flags)
	}
	return s
}

// table gives the norm table of an outcome, nil if it has none.
func (r *run) table(c *compiled, out *outcome) *norm.Table {
	if c.profile < 0 {
		return nil
	}
	return r.p.profiles[c.profile].norm.Table(out.group, c.spec.ID)
}

// provenance says where a percentile comes from.
func (r *run) provenance(c *compiled, out *outcome) *domain.NormUse {
	declared := r.declared(c)
	return &domain.NormUse{
		Group: out.group, Version: declared.Version, N: int(out.lookup.N), Method: string(out.lookup.Method),
		Approximate: declared.Approximate, Source: declared.Source,
	}
}

func (r *run) declared(c *compiled) domain.Norm {
	if t, ok := c.step.(*transform); ok && t.norm != nil {
		return t.norm.Declared
	}
	return r.p.profiles[c.profile].norm.Declared
}

func number(f norm.Fraction) *float64 {
	v := f.Float64()
	return &v
}
