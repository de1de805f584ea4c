package flags

import (
	"math"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// agreementOf resolves the flag's step, which must be an agreement.
func (c *compiler) agreementOf(f *domain.Flag) (int, *step.Kendall) {
	i, ok := c.score(f)
	if !ok {
		return 0, nil
	}
	k, ok := c.Nodes[i].Step.(*step.Kendall)
	if !ok {
		c.fault("step", "no_chance_test", "Got", f.Step)
	}
	return i, k
}

// compileAgreement: D lies below or above a limit.
func compileAgreement(c *compiler, f *domain.Flag) judge {
	i, _ := c.agreementOf(f)
	if f.Below == nil && f.Above == nil {
		c.fault("below", "field_missing", "Got", "")
	}
	return func(r *Run) bool {
		t := r.Out[i].Chance
		return t != nil && (f.Below != nil && t.D < *f.Below || f.Above != nil && t.D > *f.Above)
	}
}

// compileRepeatedRanking: the most frequent ranking occurs so many times.
func compileRepeatedRanking(c *compiler, f *domain.Flag) judge {
	i, k := c.agreementOf(f)
	if len(f.Count) == 0 {
		c.fault("count", "field_missing", "Got", "")
	}
	return func(r *Run) bool {
		return r.Out[i].Why == "" && slices.Contains(f.Count, k.Repeated(r.Run))
	}
}

// compileNearBoundary: the likeliest class is not likely enough, or a
// coordinate lies near a cut, or few swaps change the class.
func compileNearBoundary(c *compiler, f *domain.Flag) judge {
	i, ok := c.score(f)
	if !ok {
		return nil
	}
	g, ok := c.Nodes[i].Step.(*step.Grid)
	if !ok {
		c.fault("step", "no_class", "Got", f.Step)
		return nil
	}
	probability, ok1 := c.decimal("probability", f.Probability)
	margin, ok2 := c.decimal("margin", f.Margin)
	if !ok1 || !ok2 {
		return nil
	}
	least, zones := probability.Float64(), zonesOf(g, margin)
	return func(r *Run) bool {
		out := r.Out[i].Grid
		if out == nil {
			return false
		}
		return out.Best < least || near(r, zones) || swaps(r.Robust, f.Step) <= f.Swaps
	}
}

// zone is what lies within the margin of one cut.
type zone struct {
	step      int
	low, high norm.Fraction
}

func zonesOf(g *step.Grid, margin norm.Fraction) []zone {
	out := []zone{}
	for _, a := range []*step.GridAxis{&g.X, &g.Y} {
		for _, cut := range a.Cuts {
			out = append(out, zone{a.Step, cut.Sub(margin), cut.Add(margin)})
		}
	}
	return out
}

// near reports whether a coordinate lies within the margin of a cut.
func near(r *Run, zones []zone) bool {
	for i := range zones {
		z := &zones[i]
		if x := r.Out[z.step].Converted; x.Cmp(z.low) >= 0 && x.Cmp(z.high) <= 0 {
			return true
		}
	}
	return false
}

// swaps gives the robustness of a score, out of reach if there is none.
func swaps(robust []domain.Robustness, score string) int {
	for _, rob := range robust {
		if rob.Score == score && rob.Swaps > 0 {
			return rob.Swaps
		}
	}
	return math.MaxInt
}
