package step

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Bands classify a score by ordered upper bounds.
type Bands struct {
	Spec *domain.Bands
	// Of is the step whose value or percentile is classified.
	Of int
	// limits are the bounds but for the last, which is open.
	limits []norm.Fraction
	// Percentile says that the percentile is classified, not the value.
	Percentile bool
	// sign is the line of the number, of its score; spans and chances are those of
	// the classes' probabilities.
	sign, of string
	spans    spans
	chances  []string
}

// Reading gives the number that is classified, and whether there is one.
func (b *Bands) Reading(r *Run) (norm.Fraction, bool) {
	out := &r.Out[b.Of]
	if !b.Percentile {
		return out.Value, out.Why == ""
	}
	if out.Lookup == nil {
		return norm.Fraction{}, false
	}
	return out.Lookup.Percentile, true
}

// Class gives the class of a number by the bounds alone.
func (b *Bands) Class(x norm.Fraction) string { return b.Spec.Bands[b.place(x)].Class }

func (b *Bands) place(x norm.Fraction) int {
	for n, limit := range b.limits {
		if d := x.Cmp(limit); d < 0 || d == 0 && b.Spec.Bands[n].Inclusive {
			return n
		}
	}
	return len(b.limits)
}

// Undetermined reports whether all flags on which no class can be told are raised.
func (b *Bands) Undetermined(flags []string) bool {
	return b.Spec.Undetermined != "" && !slices.ContainsFunc(b.Spec.When, func(f string) bool { return !slices.Contains(flags, f) })
}

// Chances gives every class its probability, after into: Φ between its bounds. Source: as
// for classes by grid, Lord and Novick, Statistical Theories of Mental Test
// Scores, 1968, p. 159.
func (b *Bands) Chances(x norm.Fraction, sem float64, into []domain.ClassProbability) Likelihood {
	var room [8]float64
	out := Likelihood{Probabilities: into}
	for n, p := range between(b.limits, x, sem, room[:0]) {
		out.add(b.Spec.Bands[n].Class, p)
	}
	return out
}

// name names the lines of the classes of step i.
func (b *Bands) name(c *Compiler, i int) {
	of := &c.Nodes[b.Of]
	b.sign, b.of = of.Signs.Value, of.Spec.ID
	if b.Percentile {
		b.sign = of.Signs.Percentile
	}
	if of.SEM == nil || len(b.limits) == 0 {
		return
	}
	id := c.Nodes[i].Spec.ID
	b.spans = spansOf(id, of.Signs.Value, b.of, b.limits, of.SEM.SEM)
	for _, bound := range b.Spec.Bands {
		b.chances = append(b.chances, chance(id, bound.Class))
	}
}

// Trace records the class of a number by the bounds, or why none can be told:
// all flags of the rule stand.
func (b *Bands) Trace(t *Ledger, x norm.Fraction, class string) {
	l, n := t.Line(t.node.Signs.class, domain.TraceClass, "bounds"), b.place(x)
	if n > 0 {
		l.Cut(b.of, b.limits[n-1]).Text(pick(b.Spec.Bands[n-1].Inclusive, " < ", " ≤ "))
	}
	l.Line(b.sign, x)
	if n < len(b.limits) {
		l.Text(pick(b.Spec.Bands[n].Inclusive, " ≤ ", " < ")).Cut(b.of, b.limits[n])
	}
	if class != b.Class(x) {
		for _, flag := range b.Spec.When {
			l.Text("; ").Line(flag, norm.Whole(1)).Text(" = 1")
		}
	}
	l.Class(class)
}

// TraceChances records the probabilities of the classes by bounds.
func (b *Bands) TraceChances(t *Ledger, x norm.Fraction, l *Likelihood) {
	var room [8]float64
	parts := between(b.limits, x, b.spans.sem, room[:0])
	t.intervals(&b.spans, x, parts)
	for n := range parts {
		t.Line(b.chances[n], domain.TraceClass, "chance_class").LineAbout(b.spans.names[n], parts[n]).About(l.Probabilities[n].Probability)
	}
	t.likeliest(l, b.chances)
}

// CompileBands checks a step's ordered bounds: on what, ascending, the last and
// only the last open, no class twice, every class within reach, known flags.
func (c *Compiler) CompileBands(i int) {
	me := &c.Nodes[i]
	spec := me.Spec.Bands
	if spec == nil {
		return
	}
	b := &Bands{Spec: spec, Of: i, Percentile: spec.On == "percentile"}
	if class, ok := me.Step.(*Class); ok {
		b.Of, class.Bands = class.Of, b
	}
	of := &c.Nodes[b.Of]
	if b.Percentile && !of.HasPercentile() {
		c.Fault(i, "bands.on", "no_percentile", "Got", of.Spec.ID)
	}
	if !of.Extent.Numeric() {
		c.Fault(i, "bands", "not_a_number", "Got", of.Spec.ID)
	}
	before := len(c.Faults)
	c.bounds(i, b)
	if len(c.Faults) == before && of.Extent.Numeric() {
		c.reachable(i, b)
	}
	for n, code := range spec.When {
		if !slices.Contains(c.FlagCodes, code) {
			c.Fault(i, at("bands.when", n), "unknown_flag", "Got", code)
		}
	}
	me.Bands = b
}

func (c *Compiler) bounds(i int, b *Bands) {
	seen := []string{b.Spec.Undetermined}
	last := len(b.Spec.Bands) - 1
	for n, bound := range b.Spec.Bands {
		path := at("bands.bounds", n)
		if slices.Contains(seen, bound.Class) {
			c.Fault(i, path+".class", "duplicate_id", "Got", bound.Class)
		}
		seen = append(seen, bound.Class)
		if open := bound.Below == ""; open != (n == last) {
			c.Fault(i, path+".below", "open_bound")
		}
		if bound.Below == "" {
			continue
		}
		limit := c.decimal(i, path+".below", bound.Below, "")
		if n > 0 && len(b.limits) == n && limit.Cmp(b.limits[n-1]) <= 0 {
			c.Fault(i, path+".below", "overlapping_bounds", "Got", bound.Below)
		}
		b.limits = append(b.limits, limit)
	}
}

// reachable wants every class within what the score can be: 0 to 100 on the
// percentile, the extent of the step on its value. The extent of a converted
// score is in the norm's metric, so it says nothing about its own.
func (c *Compiler) reachable(i int, b *Bands) {
	low, high := norm.Whole(0).Rat(), norm.Whole(100).Rat()
	if of := &c.Nodes[b.Of]; !b.Percentile {
		if of.Converts {
			return
		}
		low, high = of.Extent.Ends()
	}
	first, last := b.place(norm.FromRat(low)), b.place(norm.FromRat(high))
	for n, bound := range b.Spec.Bands {
		if n < first || n > last {
			c.Fault(i, at("bands.bounds", n)+".class", "unreachable", "Got", bound.Class)
		}
	}
}
