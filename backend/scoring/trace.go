package scoring

import (
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// tracer keeps what was done; a nil tracer keeps nothing.
type tracer struct{ steps []domain.TraceStep }

// step enters one executed step, its conversion and its class.
func (t *tracer) step(r *run, i int) {
	if t == nil {
		return
	}
	c, out := &r.Nodes[i], &r.Out[i]
	entry := domain.TraceStep{ID: c.Spec.ID, Op: c.Spec.Op, Source: c.Origin, Inputs: []domain.TraceInput{}}
	if out.Why != "" && out.List == nil {
		entry.Output = string(out.Why)
		t.steps = append(t.steps, entry)
		return
	}
	entry.Inputs, entry.Output = c.Step.Trace(&r.Run, out)
	t.steps = append(t.steps, entry)
	if c.Converts {
		t.steps = append(t.steps, domain.TraceStep{
			ID: c.Spec.ID, Op: "convert", Source: r.p.conversionSource(c),
			Inputs: conversion(r, c, out), Output: out.Converted.String(),
		})
	}
	if st, ok := c.Step.(*step.Transform); ok && st.Norm != nil {
		t.agreement(c, out)
	}
}

// conversion tells how a score came to the norm's metric: a rank sum by its
// factor, a sum of scores from their converted values.
func conversion(r *run, c *step.Node, out *step.Outcome) []domain.TraceInput {
	switch st := c.Step.(type) {
	case *step.RankSum:
		return []domain.TraceInput{{Name: c.Spec.ID, Value: out.Value.String()}, {Name: "factor", Value: st.Factor.String()}}
	case *step.Weighted:
		return st.ConvertedTerms(&r.Run)
	case *step.SumScores:
		return st.ConvertedTerms(&r.Run)
	}
	return []domain.TraceInput{{Name: c.Spec.ID, Value: out.Value.String()}}
}

// conversionSource names the norm to whose metric a rank sum is converted, the
// rule otherwise.
func (p *Program) conversionSource(c *step.Node) string {
	if c.Profile < 0 {
		return c.Origin
	}
	return p.profiles[c.Profile].Norm.Declared.Source
}

// lookup enters a percentile with the rows that gave it.
func (t *tracer) lookup(c *step.Node, out *step.Outcome) {
	if t == nil {
		return
	}
	inputs := []domain.TraceInput{{Name: c.Spec.ID, Value: out.Converted.String()}, {Name: "group", Value: out.Group}}
	if l := out.Lookup; l.At.Cmp(out.Converted) != 0 {
		inputs = append(inputs, domain.TraceInput{Name: "in the metric of the group", Value: l.At.String()})
	}
	inputs = append(inputs, step.Rows(out.Lookup)...)
	t.steps = append(t.steps, domain.TraceStep{
		ID: c.Spec.ID, Op: "percentile_" + string(out.Lookup.Method), Inputs: inputs,
		Output: out.Lookup.Percentile.String(), Source: c.Spec.Norm,
	})
}

func (t *tracer) agreement(c *step.Node, out *step.Outcome) {
	inputs := []domain.TraceInput{{Name: "group", Value: out.Group}}
	t.steps = append(t.steps, domain.TraceStep{
		ID: c.Spec.ID, Op: "percentile_by_d", Inputs: append(inputs, step.Rows(out.Lookup)...),
		Output: out.Lookup.Percentile.String(), Source: c.Spec.Norm,
	})
}

// class enters a class by bounds, which is told when the flags are known.
func (t *tracer) class(r *run, c *step.Node, x norm.Fraction, class string) {
	if t == nil {
		return
	}
	t.steps = append(t.steps, domain.TraceStep{
		ID: c.Spec.ID, Op: "bounds", Inputs: c.Bands.Trace(&r.Run, x), Output: class, Source: c.Origin,
	})
}

// flags enters the codes that stand.
func (t *tracer) flags(codes []string) {
	t.steps = append(t.steps, domain.TraceStep{Op: "flags", Inputs: []domain.TraceInput{}, Output: strings.Join(codes, " ")})
}
