package flags

import (
	"fmt"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// compileScore: the value of a score (on the form's own metric) lies at or
// below Low, at or above High, under Below or over Above, or its class is one of
// Values. A score that is missing raises nothing.
func compileScore(c *compiler, f *domain.Flag) judge {
	i, ok := c.score(f)
	if !ok {
		return nil
	}
	limits := c.limits(f)
	bounded := f.Low != "" || f.High != "" || f.Below != nil || f.Above != nil
	if bounded {
		c.within(i, f, limits)
	}
	if len(f.Values) > 0 {
		c.classes(i, f)
	}
	if !bounded && len(f.Values) == 0 {
		c.fault("values", "field_missing")
	}
	return func(r *Run) bool {
		if len(f.Values) > 0 && slices.Contains(f.Values, r.class(i)) {
			return true
		}
		x := r.Out[i].Value
		return r.Out[i].Why == "" && x.IsNumber() && (limits.beyond(x) || outside(f, x))
	}
}

// outside reports whether a value lies under Below or over Above.
func outside(f *domain.Flag, x norm.Fraction) bool {
	return f.Below != nil && x.Cmp(norm.Whole(int64(*f.Below))) < 0 || f.Above != nil && x.Cmp(norm.Whole(int64(*f.Above))) > 0
}

// within wants bounds that the value can reach.
func (c *compiler) within(i int, f *domain.Flag, bounds limits) {
	e := c.Nodes[i].Extent
	if !e.Numeric() {
		c.fault("step", "not_a_number", "Got", f.Step)
		return
	}
	if c.Nodes[i].Converts {
		return // the extent is in the norm's metric, the bounds are not
	}
	l, h := e.Ends()
	low, high := norm.FromRat(l), norm.FromRat(h)
	if bounds.low.IsNumber() && bounds.low.Cmp(low) < 0 {
		c.fault("low", "unreachable", "Got", f.Low)
	}
	if bounds.high.IsNumber() && bounds.high.Cmp(high) > 0 {
		c.fault("high", "unreachable", "Got", f.High)
	}
	if f.Below != nil && norm.Whole(int64(*f.Below)).Cmp(low) <= 0 {
		c.fault("below", "unreachable", "Got", strconv.Itoa(*f.Below))
	}
	if f.Above != nil && norm.Whole(int64(*f.Above)).Cmp(high) >= 0 {
		c.fault("above", "unreachable", "Got", strconv.Itoa(*f.Above))
	}
}

// classes wants classes that the score can have; they are judged after the
// flags on which a class may depend.
func (c *compiler) classes(i int, f *domain.Flag) {
	c.now.byClass = true
	known := []string{}
	if b := c.Nodes[i].Bands; b != nil {
		for _, bound := range b.Spec.Bands {
			known = append(known, bound.Class)
		}
		known = append(known, b.Spec.Undetermined)
		if slices.Contains(b.Spec.When, f.Code) {
			c.fault("code", "cycle", "Got", f.Step)
		}
	}
	if g, ok := c.Nodes[i].Step.(*step.Grid); ok {
		known = g.Spec.Order
	}
	if len(known) == 0 {
		c.fault("step", "no_class", "Got", f.Step)
		return
	}
	for n, class := range f.Values {
		if class == "" || !slices.Contains(known, class) {
			c.fault(fmt.Sprintf("values[%d]", n), "unreachable", "Got", class)
		}
	}
}

// class gives the class of a score by its cuts, "" if it has none.
func (r *Run) class(i int) string {
	if g := r.Out[i].Grid; g != nil {
		return g.Class
	}
	b := r.Nodes[i].Bands
	if b == nil || r.Out[i].Why != "" {
		return ""
	}
	x, ok := b.Reading(r.Run)
	switch {
	case !ok:
		return ""
	case b.Undetermined(r.raised):
		return b.Spec.Undetermined
	}
	return b.Class(x)
}

// compileLead: the first score of an order leads the second by at most High;
// with fewer than two scores there is nothing to say.
func compileLead(c *compiler, f *domain.Flag) judge {
	i, ok := c.score(f)
	if !ok {
		return nil
	}
	if _, ok := c.Nodes[i].Step.(*step.Order); !ok {
		c.fault("step", "not_an_order", "Got", f.Step)
	}
	high, ok := c.decimal("high", f.High)
	if ok && high.Sign() < 0 {
		c.fault("high", "unreachable", "Got", f.High)
	}
	return func(r *Run) bool {
		lead := r.Out[i].Lead
		return lead.IsNumber() && lead.Cmp(high) <= 0
	}
}

// compileAlways: the flag stands with every result of the instrument.
func compileAlways(*compiler, *domain.Flag) judge { return constant(true) }
