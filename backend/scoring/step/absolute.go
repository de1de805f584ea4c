package step

import (
	"math/big"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// absolute is the absolute value of a weighted sum: a distance from balance.
type absolute struct{ Weighted }

func compileAbsolute(c *Compiler, i int) Step {
	sum := c.weightedSum(i)
	if sum == nil {
		return nil
	}
	me := &c.Nodes[i]
	me.Linear, me.Factor = nil, norm.Fraction{}
	low, high := new(big.Rat).Abs(me.Extent.low), new(big.Rat).Abs(me.Extent.high)
	if low.Cmp(high) > 0 {
		high = low
	}
	me.Extent = Extent{new(big.Rat), high, me.Extent.den, me.Extent.loose}
	if me.Spec.Norm != "" {
		c.Fault(i, "norm", "norm_kind", "Got", me.Spec.Norm, "Want", "-")
	}
	return &absolute{*sum}
}

// Run executes the step over its inputs and fills its outcome.
func (s *absolute) Run(r *Run, out *Outcome) {
	s.Weighted.Run(r, out)
	if out.Why == "" {
		out.Value, out.Converted = out.Value.Abs(), out.Converted.Abs()
	}
}

// Trace records the weighted sum between bars.
func (s *absolute) Trace(r *Run, out *Outcome, t *Ledger) {
	s.line(r, t.Line(t.node.Signs.Value, domain.TraceSums, "absolute").Text("|"), s.inNorm).Text("|").Gives(out.Value)
	if t.node.Converts {
		s.line(r, t.Line(t.node.Signs.Norms, domain.TraceSums, "convert").Text("|"), true).Text("|").Gives(out.Converted)
	}
}
