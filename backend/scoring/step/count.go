package step

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
)

// count adds the weights of the answers that are among the declared values, or
// of those given at all; of a multiple choice every chosen option counts.
type count struct {
	sum
	// hits are what counts, key by key; nil counts every answer.
	hits []hit
}

// hit is what counts of one item: places of options, or numbers.
type hit struct {
	options []int
	numbers []norm.Fraction
}

// add enters a value that the item knows.
func (h *hit) add(p *possible, value string) {
	for _, j := range p.find(value) {
		if len(p.ids) > 0 {
			h.options = append(h.options, j)
		}
		if p.values[j].IsNumber() {
			h.numbers = append(h.numbers, p.values[j])
		}
	}
	if x, err := norm.ParseDecimal(value); err == nil && !p.finite {
		h.numbers = append(h.numbers, x)
	}
}

func compileCount(c *Compiler, i int) Step {
	spec, before := c.Nodes[i].Spec, len(c.Faults)
	st := &count{sum: sum{rule: c.rule(i, len(spec.Keyed)), weight: norm.Whole(0)}}
	parts, named := []part{}, make([]bool, len(spec.Values))
	for n := range spec.Keyed {
		k, ok := c.key(i, n)
		if spec.Keyed[n].Reverse || spec.Keyed[n].Recode != nil {
			c.Fault(i, at("keyed", n), "field_unused", "Got", spec.Op)
		}
		if !ok {
			continue
		}
		most := c.countable(i, n, st, named)
		st.keys, st.weight = append(st.keys, k), st.weight.Add(k.weight)
		parts = append(parts, part{extentOf(norm.Whole(0), norm.Whole(most)), k.weight})
	}
	for n, value := range spec.Values {
		if !named[n] && len(c.Faults) == before {
			c.Fault(i, at("values", n), "unknown_answer", "Got", value)
		}
	}
	if spec.Missing == domain.MissingProrate {
		c.positive(i, st.keys)
	}
	if len(c.Faults) > before {
		return nil
	}
	c.Nodes[i].Extent = st.rule.extent(parts, st.weight)
	c.base(i)
	return st
}

// countable finds what counts of one item, marks the values that it knows, and
// gives how often the item can count.
func (c *Compiler) countable(i, n int, st *count, named []bool) int64 {
	spec := c.Nodes[i].Spec
	it := c.Items[c.Index[spec.Keyed[n].Item]]
	p, h := c.possible(it), hit{}
	for v, value := range spec.Values {
		if !p.holds(value) {
			continue
		}
		named[v] = true
		h.add(&p, value)
	}
	if len(spec.Values) > 0 {
		if len(h.options) == 0 && len(h.numbers) == 0 {
			c.Fault(i, at("keyed", n)+".item", "nothing_counted", "Got", spec.Keyed[n].Item)
		}
		st.hits = append(st.hits, h)
	}
	if it.Type != domain.TypeMultipleChoice {
		return 1
	}
	most := len(p.ids)
	if len(spec.Values) > 0 {
		most = len(h.options)
	}
	if it.MaxChosen > 0 {
		most = min(most, it.MaxChosen)
	}
	return int64(most)
}

// times gives how often the answer counts, and whether there is one.
func (s *count) times(r *Run, j int) (int64, bool) {
	k, a := &s.keys[j], &r.Answers[s.keys[j].item]
	switch {
	case !a.Given:
		return 0, false
	case s.hits == nil && r.Items[k.item].Type == domain.TypeMultipleChoice:
		return int64(len(a.Chosen)), true
	case s.hits == nil:
		return 1, true
	}
	h, n := &s.hits[j], int64(0)
	for _, option := range a.Chosen {
		if slices.Contains(h.options, option) {
			n++
		}
	}
	if len(a.Chosen) == 0 {
		x := k.raw(a)
		if x.IsNumber() && slices.ContainsFunc(h.numbers, func(y norm.Fraction) bool { return x.Cmp(y) == 0 }) {
			n++
		}
	}
	return n, true
}

// tally adds what counts; there counts the answers given, part is their weight.
func (s *count) tally(r *Run) (total, part norm.Fraction, there int, absent absence) {
	total, part = norm.Whole(0), norm.Whole(0)
	for j := range s.keys {
		n, ok := s.times(r, j)
		if !ok {
			absent.add(&r.Answers[s.keys[j].item])
			continue
		}
		there++
		total, part = total.Add(s.keys[j].weight.Mul(norm.Whole(n))), part.Add(s.keys[j].weight)
	}
	return total, part, there, absent
}

// Run executes the step over its inputs and fills its outcome.
func (s *count) Run(r *Run, out *Outcome) {
	total, part, there, absent := s.tally(r)
	s.close(out, total, part, there, absent)
}

// Trace records how often the answers count, with their weights.
func (s *count) Trace(r *Run, out *Outcome, t *Ledger) {
	total, part, _, _ := s.tally(r)
	id, op := t.node.Signs.Value, "count"
	if out.Prorated {
		id, op = t.node.Signs.answered, "sum_answered"
	}
	l, first := t.Line(id, domain.TraceSums, op), 0
	for j := range s.keys {
		k := &s.keys[j]
		n, ok := s.times(r, j)
		if !ok {
			continue
		}
		l.Join(first, " + ")
		first++
		if k.weight.Cmp(norm.Whole(1)) != 0 {
			l.Constant("weight", k.weight).Text(" × ")
		}
		l.Recoded(r.Cell(k.item, k.ending), s.given(r, k, t), norm.Whole(n))
	}
	l.Gives(total)
	if out.Prorated {
		t.prorate(total, part, s.weight, out)
	}
}

// given tells an answer: the ids of the options chosen, or its number.
func (s *count) given(r *Run, k *keyed, t *Ledger) tape.Given {
	a, out := &r.Answers[k.item], tape.Given{}
	if len(a.Chosen) == 0 {
		return tape.GivenNumber(k.raw(a))
	}
	for _, option := range a.Chosen {
		out = t.Chosen(out, r.Options[k.item][option].ID)
	}
	return out
}
