package step

import (
	"maps"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
)

// keyed is one answer as a step reads it: its number, recoded, reversed and
// weighted.
type keyed struct {
	item int
	// ending is the place of the ending or card, -1 without.
	ending int
	// options holds what each option of a single choice counts for.
	options []norm.Fraction
	// from and to recode a number, in the same order.
	from, to []norm.Fraction
	// each lists the numbers of all answers, nil for a range without a step.
	each []norm.Fraction
	// span is low + high of what is to be reversed, no number without.
	span   norm.Fraction
	weight norm.Fraction
	extent Extent
}

// keyed resolves the answers that a sum or mean reads.
func (c *Compiler) keyed(i int) []keyed {
	out := []keyed{}
	for n := range c.Nodes[i].Spec.Keyed {
		if k, ok := c.key(i, n); ok && c.numbers(i, n, &k) {
			out = append(out, k)
		}
	}
	return out
}

// key finds the item and ending of one keyed answer, and its weight.
func (c *Compiler) key(i, n int) (keyed, bool) {
	spec, path := c.Nodes[i].Spec.Keyed[n], at("keyed", n)
	item, ok := c.Index[spec.Item]
	if !ok {
		c.Fault(i, path+".item", "unknown_item", "Got", spec.Item)
		return keyed{}, false
	}
	before := len(c.Faults)
	k := keyed{item: item, ending: -1, weight: c.decimal(i, path+".weight", spec.Weight, "1")}
	if k.weight.Sign() == 0 && len(c.Faults) == before {
		c.Fault(i, path+".weight", "weight_zero")
	}
	it := c.Items[item]
	switch byEnding := len(it.Endings) > 0; {
	case byEnding && spec.Ending == "":
		c.Fault(i, path+".ending", "field_missing")
	case byEnding:
		if k.ending, ok = endingOf(it, spec.Ending); !ok {
			c.Fault(i, path+".ending", "unknown_ending", "Got", spec.Ending)
		} else if it.Endings[k.ending].Unscored {
			c.Fault(i, path+".ending", "nothing_scored", "Got", spec.Ending)
		}
	case spec.Ending != "":
		c.Fault(i, path+".ending", "unknown_ending", "Got", spec.Ending)
	}
	for _, other := range c.Nodes[i].Spec.Keyed[:n] {
		if other.Item == spec.Item && other.Ending == spec.Ending {
			c.Fault(i, path, "duplicate_id", "Got", spec.Item)
			break
		}
	}
	return k, len(c.Faults) == before
}

// numbers works out what the answers of a keyed item count for.
func (c *Compiler) numbers(i, n int, k *keyed) bool {
	before := len(c.Faults)
	p := c.possible(c.Items[k.item])
	if !p.numeric {
		c.Fault(i, at("keyed", n)+".item", "wrong_type", "Got", c.Items[k.item].Type, "Want", "number")
		return false
	}
	values := c.recode(i, n, k, p)
	if len(c.Faults) > before {
		return false
	}
	if p.finite {
		k.each = values
	}
	low, high := slices.MinFunc(values, norm.Fraction.Cmp), slices.MaxFunc(values, norm.Fraction.Cmp)
	k.extent = extentOf(low, high)
	for _, v := range values {
		k.extent = k.extent.hull(extentOf(v, v))
	}
	if p.decimals > 0 {
		k.extent.den = multiple(k.extent.den, p.unit())
	}
	if c.Nodes[i].Spec.Keyed[n].Reverse {
		k.span = low.Add(high)
	}
	return true
}

// recode fills what every possible answer counts for and lists these numbers;
// of a range without a step, its ends.
func (c *Compiler) recode(i, n int, k *keyed, p possible) []norm.Fraction {
	spec, path := c.Nodes[i].Spec.Keyed[n], at("keyed", n)+".recode"
	values := slices.Clone(p.values)
	if len(spec.Recode) > 0 && !p.finite {
		c.Fault(i, path, "recode_incomplete", "Got", c.Items[k.item].Min)
		return values
	}
	known := c.replace(i, path, spec.Recode, p, values)
	for j := range values {
		switch {
		case len(spec.Recode) > 0 && !known[j] && p.values[j].IsNumber():
			c.Fault(i, path, "recode_incomplete", "Got", p.name(j))
		case !values[j].IsNumber() && c.Nodes[i].Spec.Missing == domain.MissingRequireAll:
			c.Fault(i, at("keyed", n)+".item", "option_without_value", "Got", p.name(j))
		}
	}
	if len(p.ids) > 0 {
		k.options = values
	}
	if len(spec.Recode) > 0 && !p.byOption {
		k.from, k.to = p.values, values
	}
	numbers := slices.DeleteFunc(slices.Clone(values), func(v norm.Fraction) bool { return !v.IsNumber() })
	if len(numbers) == 0 {
		c.Fault(i, at("keyed", n)+".item", "option_without_value", "Got", c.Items[k.item].Options)
	}
	return numbers
}

// replace puts into values what a recode makes of the answers, and tells which
// it replaced.
func (c *Compiler) replace(i int, path string, recode map[string]string, p possible, values []norm.Fraction) []bool {
	known := make([]bool, len(values))
	for _, key := range slices.Sorted(maps.Keys(recode)) {
		at := p.find(key)
		to := c.decimal(i, path+"."+key, recode[key], "")
		if len(at) == 0 {
			c.Fault(i, path+"."+key, "unknown_answer", "Got", key)
		}
		for _, j := range at {
			if known[j] {
				c.Fault(i, path+"."+key, "duplicate_id", "Got", key)
			}
			values[j], known[j] = to, true
		}
	}
	return known
}

// read gives the number of the answer before its weight, and whether there is one.
func (k *keyed) read(a *Answer) (norm.Fraction, bool) {
	x := k.raw(a)
	if k.from != nil && a.Number.IsNumber() {
		x = k.recoded(x)
	}
	if k.span.IsNumber() && x.IsNumber() {
		x = k.span.Sub(x)
	}
	return x, x.IsNumber()
}

// raw gives the number of the answer as it was given; a chosen option counts
// for what it is recoded to.
func (k *keyed) raw(a *Answer) norm.Fraction {
	switch {
	case !a.Given:
		return norm.Fraction{}
	case k.ending >= 0:
		return norm.Whole(int64(a.Ranks[k.ending]))
	case k.options != nil && len(a.Chosen) == 1:
		return k.options[a.Chosen[0]]
	}
	return a.Number
}

func (k *keyed) recoded(x norm.Fraction) norm.Fraction {
	for j := range k.from {
		if k.from[j].IsNumber() && k.from[j].Cmp(x) == 0 {
			return k.to[j]
		}
	}
	return norm.Fraction{}
}

// trace records the answer as it counts: "q1", "(6 - q2)", "3/2 × q3".
func (k *keyed) trace(r *Run, l *Line) {
	a := &r.Answers[k.item]
	raw := k.raw(a)
	x, given := raw, tape.Given{}
	if k.options != nil && len(a.Chosen) == 1 {
		given = tape.GivenText(r.Options[k.item][a.Chosen[0]].ID)
	}
	if k.from != nil && a.Number.IsNumber() {
		x, given = k.recoded(raw), tape.GivenNumber(raw)
	}
	if k.weight.Cmp(norm.Whole(1)) != 0 {
		l.Constant("weight", k.weight).Text(" × ")
	}
	if k.span.IsNumber() {
		l.Text("(").Constant("reverse", k.span).Text(" - ").Recoded(r.Cell(k.item, k.ending), given, x).Text(")")
		return
	}
	l.Recoded(r.Cell(k.item, k.ending), given, x)
}
