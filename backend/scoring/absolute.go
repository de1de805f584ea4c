package scoring

import "math/big"

// absolute is the absolute value of a weighted sum: a distance from balance.
type absolute struct{ weighted }

func compileAbsolute(c *compiler, i int) step {
	sum := c.weightedSum(i)
	if sum == nil {
		return nil
	}
	me := &c.p.steps[i]
	me.linear = nil
	low, high := new(big.Rat).Abs(me.extent.low), new(big.Rat).Abs(me.extent.high)
	if low.Cmp(high) > 0 {
		high = low
	}
	me.extent = extent{new(big.Rat), high, me.extent.den}
	if me.spec.Norm != "" {
		c.fault(i, "norm", "norm_kind", "Got", me.spec.Norm, "Want", "-")
	}
	return &absolute{*sum}
}

func (s *absolute) run(r *run, out *outcome) {
	s.weighted.run(r, out)
	if out.why == "" {
		out.value, out.converted = out.value.Abs(), out.converted.Abs()
	}
}
