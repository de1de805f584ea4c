package scoring

import (
	"fmt"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// classify gives the class by ordered upper bounds, or the undetermined class
// when all flags that it depends on are raised.
func classify(b *domain.Bands, out *outcome, flags []string) string {
	if b.Undetermined != "" && !slices.ContainsFunc(b.When, func(f string) bool { return !slices.Contains(flags, f) }) {
		return b.Undetermined
	}
	x := out.value
	if b.On == "percentile" {
		x = out.lookup.Percentile
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

// checkBands checks a step's ordered bounds: on what, ascending, the last and
// only the last open, no class twice, known flags.
func (c *compiler) checkBands(i int) {
	me := &c.p.steps[i]
	b := me.spec.Bands
	if b == nil {
		return
	}
	t, isTransform := me.step.(*transform)
	if b.On == "percentile" && me.profile < 0 && (!isTransform || t.norm == nil) {
		c.fault(i, "bands.on", "no_percentile", "Got", me.spec.ID)
	}
	if me.extent.den == nil {
		c.fault(i, "bands", "not_a_number", "Got", me.spec.ID)
	}
	c.checkBounds(i, b)
	for n, code := range b.When {
		if !slices.ContainsFunc(c.Manifest.Flags, func(f domain.Flag) bool { return f.Code == code }) {
			c.fault(i, fmt.Sprintf("bands.when[%d]", n), "unknown_flag", "Got", code)
		}
	}
}

func (c *compiler) checkBounds(i int, b *domain.Bands) {
	seen := []string{b.Undetermined}
	last := norm.Fraction{}
	for n, bound := range b.Bands {
		path := fmt.Sprintf("bands.bounds[%d]", n)
		if slices.Contains(seen, bound.Class) {
			c.fault(i, path+".class", "duplicate_id", "Got", bound.Class)
		}
		seen = append(seen, bound.Class)
		if open := bound.Below == ""; open != (n == len(b.Bands)-1) {
			c.fault(i, path+".below", "open_bound")
		}
		if bound.Below == "" {
			continue
		}
		limit := c.decimal(i, path+".below", bound.Below, "")
		if last.Den != 0 && limit.Cmp(last) <= 0 {
			c.fault(i, path+".below", "overlapping_bounds", "Got", bound.Below)
		}
		last = limit
	}
}
