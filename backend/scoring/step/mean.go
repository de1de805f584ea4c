package step

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// mean is the weighted mean of the keyed answers that are there.
type mean struct{ sum }

func compileMean(c *Compiler, i int) Step {
	st, parts := c.keyedSum(i)
	if st == nil {
		return nil
	}
	c.positive(i, st.keys)
	if st.weight.Sign() <= 0 {
		return nil // a negative weight is told already
	}
	c.Nodes[i].Extent = st.meanExtent(parts)
	c.base(i)
	return &mean{*st}
}

// meanExtent: a mean of all lies between the means of the ends, a mean of some
// between the least and the greatest end.
func (s *sum) meanExtent(parts []part) Extent {
	total := rule{kind: domain.MissingRequireAll}.extent(parts, s.weight)
	e := total.scaled(norm.Whole(1).Quo(s.weight), norm.Whole(0))
	if s.rule.kind == domain.MissingRequireAll {
		return e
	}
	each := Extent{}
	for _, p := range parts {
		each = each.hull(p.extent)
	}
	each.den, each.loose = total.den, bitsOf(parts, s.weight)
	return each
}

// Run executes the step over its inputs and fills its outcome.
func (s *mean) Run(r *Run, out *Outcome) {
	total, part, there, absent := s.gather(r)
	if out.Why = s.rule.why(there, domain.Reason(absent)); out.Why != "" {
		return
	}
	out.Prorated = there < s.rule.all
	out.Value = total.Quo(part)
	out.Converted = out.Value
}

// Trace records the sum of the answers as they count, and its division.
func (s *mean) Trace(r *Run, out *Outcome, t *Ledger) {
	total, part, _, _ := s.gather(r)
	sign := &t.node.Signs
	s.line(r, t.Line(sign.answered, domain.TraceSums, "sum_answered")).Gives(total)
	t.Line(sign.Value, domain.TraceSums, "mean").Line(sign.answered, total).Text(" / ").Constant("weight_answered", part).Gives(out.Value)
}
