package step

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// sum adds keyed answers by their weights. Prorated, it is scaled by the weight
// of all answers over that of those given.
type sum struct {
	keys []keyed
	rule rule
	// weight is that of all answers.
	weight norm.Fraction
}

func compileSum(c *Compiler, i int) Step {
	st, parts := c.keyedSum(i)
	if st == nil {
		return nil
	}
	if st.rule.kind == domain.MissingProrate {
		c.positive(i, st.keys)
	}
	c.Nodes[i].Extent = st.rule.extent(parts, st.weight)
	c.base(i)
	return st
}

// keyedSum compiles what a sum and a mean have in common.
func (c *Compiler) keyedSum(i int) (*sum, []part) {
	before := len(c.Faults)
	st := &sum{keys: c.keyed(i), rule: c.rule(i, len(c.Nodes[i].Spec.Keyed)), weight: norm.Whole(0)}
	if len(st.keys) == 0 && len(c.Faults) == before {
		c.Fault(i, "keyed", "no_items")
	}
	if len(c.Faults) > before {
		return nil, nil
	}
	parts := []part{}
	for _, k := range st.keys {
		st.weight = st.weight.Add(k.weight)
		parts = append(parts, part{k.extent, k.weight})
	}
	return st, parts
}

// base makes a step a score of its own: with its norm, if it names one, and as
// a term of sums over scores.
func (c *Compiler) base(i int) {
	c.frequencyNorm(i)
	c.Nodes[i].Linear = selfLinear(i)
}

// positive refuses negative weights where a share of all weights is taken.
func (c *Compiler) positive(i int, keys []keyed) {
	for n, k := range keys {
		if k.weight.Sign() < 0 {
			c.Fault(i, at("keyed", n)+".weight", "weight_negative", "Got", k.weight.String())
		}
	}
}

// gather adds what is there; there counts it and part is its weight.
func (s *sum) gather(r *Run) (total, part norm.Fraction, there int, absent absence) {
	total, part = norm.Whole(0), norm.Whole(0)
	for j := range s.keys {
		k := &s.keys[j]
		a := &r.Answers[k.item]
		x, ok := k.read(a)
		if !ok {
			absent.add(a)
			continue
		}
		there++
		total, part = total.Add(x.Mul(k.weight)), part.Add(k.weight)
	}
	return total, part, there, absent
}

// Run executes the step over its inputs and fills its outcome.
func (s *sum) Run(r *Run, out *Outcome) {
	total, part, there, absent := s.gather(r)
	s.close(out, total, part, there, absent)
}

// close applies the rule to what was added.
func (s *sum) close(out *Outcome, total, part norm.Fraction, there int, absent absence) {
	if out.Why = s.rule.why(there, domain.Reason(absent)); out.Why != "" {
		return
	}
	if out.Prorated = s.rule.prorated(there); out.Prorated {
		total = total.Mul(s.weight).Quo(part)
	}
	out.Value, out.Converted = total, total
}

// Trace records the sum of the answers as they count and, prorated, its scaling.
func (s *sum) Trace(r *Run, out *Outcome, t *Ledger) {
	if !out.Prorated {
		s.line(r, t.Line(t.node.Signs.Value, domain.TraceSums, "sum")).Gives(out.Value)
		return
	}
	total, part, _, _ := s.gather(r)
	s.line(r, t.Line(t.node.Signs.answered, domain.TraceSums, "sum_answered")).Gives(total)
	t.prorate(total, part, s.weight, out)
}

// prorate scales what was added by all weights over those that were answered.
func (t *Ledger) prorate(total, part, all norm.Fraction, out *Outcome) {
	sign := &t.node.Signs
	t.Line(sign.Value, domain.TraceSums, "prorate").Line(sign.answered, total).Text(" × ").Constant("weight_all", all).
		Text(" / ").Constant("weight_answered", part).Gives(out.Value)
}

// line records the answers that are there, reversed and weighted, as a sum.
func (s *sum) line(r *Run, l *Line) *Line {
	n := 0
	for j := range s.keys {
		if _, ok := s.keys[j].read(&r.Answers[s.keys[j].item]); ok {
			l.Join(n, " + ")
			s.keys[j].trace(r, l)
			n++
		}
	}
	return l
}
