package scoring

import (
	"fmt"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// tracer keeps what was done; a nil tracer keeps nothing.
type tracer struct{ steps []domain.TraceStep }

// traced is a step that can tell its inputs and its output in exact text.
type traced interface {
	trace(r *run, out *outcome) (inputs []domain.TraceInput, output string)
}

// step enters one executed step, its conversion and its class.
func (t *tracer) step(r *run, i int) {
	if t == nil {
		return
	}
	c, out := &r.p.steps[i], &r.out[i]
	entry := domain.TraceStep{ID: c.spec.ID, Op: c.op, Source: c.source, Inputs: []domain.TraceInput{}}
	if out.why != "" && out.list == nil {
		entry.Output = string(out.why)
		t.steps = append(t.steps, entry)
		return
	}
	entry.Inputs, entry.Output = c.step.(traced).trace(r, out)
	t.steps = append(t.steps, entry)
	if c.converts {
		t.steps = append(t.steps, domain.TraceStep{
			ID: c.spec.ID, Op: "convert", Source: r.p.conversionSource(c),
			Inputs: []domain.TraceInput{{Name: c.spec.ID, Value: out.value.String()}}, Output: out.converted.String(),
		})
	}
	if st, ok := c.step.(*transform); ok && st.norm != nil {
		t.agreement(c, out)
	}
}

// conversionSource names the norm to whose metric a step is converted.
func (p *Program) conversionSource(c *compiled) string {
	if c.profile < 0 {
		return ""
	}
	d := p.profiles[c.profile].norm.Declared
	return d.Source + ", " + strconv.Itoa(d.ScoredEndings)
}

// lookup enters a percentile with the rows that gave it.
func (t *tracer) lookup(c *compiled, out *outcome) {
	if t == nil {
		return
	}
	inputs := []domain.TraceInput{{Name: c.spec.ID, Value: out.converted.String()}, {Name: "group", Value: out.group}}
	inputs = append(inputs, rowInputs(out.lookup)...)
	t.steps = append(t.steps, domain.TraceStep{
		ID: c.spec.ID, Op: "percentile_" + string(out.lookup.Method), Inputs: inputs,
		Output: out.lookup.Percentile.String(), Source: c.spec.Norm,
	})
}

func (t *tracer) agreement(c *compiled, out *outcome) {
	inputs := []domain.TraceInput{{Name: "group", Value: out.group}}
	t.steps = append(t.steps, domain.TraceStep{
		ID: c.spec.ID, Op: "percentile_by_d", Inputs: append(inputs, rowInputs(out.lookup)...),
		Output: out.lookup.Percentile.String(), Source: c.spec.Norm,
	})
}

// rowInputs tells the table rows of a percentile: "raw: cumulative/N".
func rowInputs(l *norm.Lookup) []domain.TraceInput {
	row := func(r norm.Row) domain.TraceInput {
		return domain.TraceInput{Name: "row " + strconv.FormatInt(r.Raw, 10), Value: fmt.Sprintf("%d/%d", r.Cumulative, l.N)}
	}
	if l.Method == norm.MethodInterpolated {
		return []domain.TraceInput{row(l.Below), row(l.Above)}
	}
	return []domain.TraceInput{row(l.Below)}
}

// flags enters the codes that stand.
func (t *tracer) flags(codes []string) {
	t.steps = append(t.steps, domain.TraceStep{Op: "flags", Inputs: []domain.TraceInput{}, Output: strings.Join(codes, " ")})
}

func (s *rankSum) trace(r *run, out *outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, c := range s.cells {
		it := r.p.items[c.item]
		inputs = append(inputs, domain.TraceInput{
			Name: it.ID + "." + it.Endings[c.ending].ID, Value: strconv.Itoa(r.ranks[c.item][c.ending]),
		})
	}
	return inputs, out.value.String()
}

func (s *weighted) trace(r *run, out *outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, t := range s.terms {
		v := r.out[t.step].value
		if s.inNorm {
			v = r.out[t.step].converted
		}
		inputs = append(inputs, domain.TraceInput{Name: t.weight.String() + " × " + r.p.steps[t.step].spec.ID, Value: v.String()})
	}
	if s.constant.Num != 0 {
		inputs = append(inputs, domain.TraceInput{Name: "constant", Value: s.constant.String()})
	}
	return inputs, out.value.String()
}

func (s *kendall) trace(r *run, out *outcome) ([]domain.TraceInput, string) {
	inputs, sums := []domain.TraceInput{}, s.rankSums(r)
	for j, e := range r.p.items[s.items[0]].Endings {
		inputs = append(inputs, domain.TraceInput{Name: "R " + e.ID, Value: strconv.Itoa(sums[j])})
	}
	inputs = append(inputs, domain.TraceInput{Name: "D", Value: strconv.Itoa(out.chance.D)},
		domain.TraceInput{Name: "P(D) at random", Value: s.chance.Tail(out.chance.D).RatString()},
		domain.TraceInput{Name: "D above chance", Value: strconv.Itoa(s.critical)})
	return inputs, out.value.String()
}

func (s *transform) trace(r *run, out *outcome) ([]domain.TraceInput, string) {
	return []domain.TraceInput{
		{Name: r.p.steps[s.of].spec.ID, Value: r.out[s.of].value.String()},
		{Name: "slope", Value: s.slope.String()}, {Name: "intercept", Value: s.intercept.String()},
	}, out.value.String()
}

func (s *grid) trace(r *run, out *outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, a := range []*gridAxis{&s.x, &s.y} {
		cuts := []string{}
		for _, c := range a.cuts {
			cuts = append(cuts, c.String())
		}
		inputs = append(inputs, domain.TraceInput{Name: r.p.steps[a.step].spec.ID, Value: r.out[a.step].converted.String()},
			domain.TraceInput{Name: "cuts", Value: strings.Join(cuts, " | ")})
	}
	for _, p := range out.grid.probabilities {
		inputs = append(inputs, domain.TraceInput{Name: "P " + p.Class, Value: strconv.FormatFloat(p.Probability, 'f', 9, 64)})
	}
	return inputs, out.class
}

func (s *lookup) trace(r *run, out *outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, e := range out.list.Entries {
		inputs = append(inputs, domain.TraceInput{Name: e.Item + " " + join(r.ranks[r.p.index[e.Item]]), Value: e.Class})
	}
	return inputs, strconv.Itoa(len(out.list.Entries))
}

func (s *tally) trace(_ *run, out *outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, e := range out.list.Entries {
		inputs = append(inputs, domain.TraceInput{Name: e.Class, Value: strconv.Itoa(e.Count)})
	}
	return inputs, strconv.Itoa(len(out.list.Entries))
}
