package step

import (
	"fmt"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Classify gives the class by ordered upper bounds, or the undetermined class
// when all flags that it depends on are raised.
func Classify(b *domain.Bands, out *Outcome, flags []string) string {
	if b.Undetermined != "" && !slices.ContainsFunc(b.When, func(f string) bool { return !slices.Contains(flags, f) }) {
		return b.Undetermined
	}
	x := out.Value
	if b.On == "percentile" {
		if out.Lookup == nil {
			return ""
		}
		x = out.Lookup.Percentile
	}
	for _, bound := range b.Bands {
		if bound.Below == "" {
			return bound.Class
		}
		limit, err := norm.ParseDecimal(bound.Below)
		if err != nil {
			continue // checked when compiled
		}
		if d := x.Cmp(limit); d < 0 || d == 0 && bound.Inclusive {
			return bound.Class
		}
	}
	return ""
}

// CheckBands checks a step's ordered bounds: on what, ascending, the last and
// only the last open, no class twice, known flags.
func (c *Compiler) CheckBands(i int) {
	me := &c.Nodes[i]
	b := me.Spec.Bands
	if b == nil {
		return
	}
	t, isTransform := me.Step.(*Transform)
	if b.On == "percentile" && me.Profile < 0 && (!isTransform || t.Norm == nil) {
		c.Fault(i, "bands.on", "no_percentile", "Got", me.Spec.ID)
	}
	if me.Extent.den == nil {
		c.Fault(i, "bands", "not_a_number", "Got", me.Spec.ID)
	}
	c.checkBounds(i, b)
	for n, code := range b.When {
		if !slices.Contains(c.FlagCodes, code) {
			c.Fault(i, fmt.Sprintf("bands.when[%d]", n), "unknown_flag", "Got", code)
		}
	}
}

func (c *Compiler) checkBounds(i int, b *domain.Bands) {
	seen := []string{b.Undetermined}
	last := norm.Fraction{}
	for n, bound := range b.Bands {
		path := fmt.Sprintf("bands.bounds[%d]", n)
		if slices.Contains(seen, bound.Class) {
			c.Fault(i, path+".class", "duplicate_id", "Got", bound.Class)
		}
		seen = append(seen, bound.Class)
		if open := bound.Below == ""; open != (n == len(b.Bands)-1) {
			c.Fault(i, path+".below", "open_bound")
		}
		if bound.Below == "" {
			continue
		}
		limit := c.decimal(i, path+".below", bound.Below, "")
		if last.IsNumber() && limit.Cmp(last) <= 0 {
			c.Fault(i, path+".below", "overlapping_bounds", "Got", bound.Below)
		}
		last = limit
	}
}
