package step

import (
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// anyRule are the rules of the steps that read several inputs.
var anyRule = []string{domain.MissingRequireAll, domain.MissingProrate, domain.MissingIgnore}

// orderRules are those of an order: there is nothing to scale.
var orderRules = []string{domain.MissingRequireAll, domain.MissingIgnore}

// rule says when a step over several inputs has an outcome although some are
// missing, and whether it is scaled to all of them.
type rule struct {
	kind string
	// all and least count inputs: how many there are, and how many it takes.
	all, least int
}

// rule reads the step's rule for so many inputs.
func (c *Compiler) rule(i, inputs int) rule {
	s := c.Nodes[i].Spec
	m := rule{kind: s.Missing, all: inputs, least: inputs}
	switch s.Missing {
	case domain.MissingProrate:
		m.least = s.MinAnswered
		if m.least < 1 || m.least > inputs {
			c.Fault(i, "min_answered", "min_answered", "Got", strconv.Itoa(m.least), "Want", strconv.Itoa(inputs))
		}
	case domain.MissingIgnore:
		m.least = 1
	}
	if s.MinAnswered != 0 && s.Missing != domain.MissingProrate {
		c.Fault(i, "min_answered", "field_unused", "Got", s.Missing)
	}
	return m
}

// checkRule refuses a rule that the kind does not know.
func (c *Compiler) checkRule(i int, k Kind) {
	known := k.Missing
	if known == nil {
		known = anyRule[:1]
	}
	if got := c.Nodes[i].Spec.Missing; !slices.Contains(known, got) {
		c.Fault(i, "missing", "missing_rule", "Got", got, "Want", strings.Join(known, ", "))
	}
}

// prorated reports whether an outcome over so many inputs is scaled to all.
func (m rule) prorated(there int) bool { return m.kind == domain.MissingProrate && there < m.all }

// why gives the reason for which so many inputs are too few, "" if they are
// enough. absent is the reason of those that are missing.
func (m rule) why(there int, absent domain.Reason) domain.Reason {
	switch {
	case there >= m.least:
		return ""
	case m.kind == domain.MissingProrate && (there > 0 || absent != domain.ReasonNotAsked):
		return domain.ReasonTooFew
	}
	return absent
}

// absence gathers the reasons of what is missing: an item that was not answered
// tells more than one that was not asked, whatever their order.
type absence domain.Reason

func (a *absence) add(answer *Answer) {
	if *a == "" || !answer.NotAsked {
		*a = absence(answer.Reason())
	}
}

// extent gives the extent of a sum of parts under the rule: of all parts, of
// any of them, or of any of them scaled to all; weight is that of all.
func (m rule) extent(parts []part, weight norm.Fraction) Extent {
	sum := extentOf(norm.Whole(0), norm.Whole(0))
	var some, each Extent
	var lowest, highest Extent
	for _, p := range parts {
		weighted := p.extent.scaled(p.weight, norm.Whole(0))
		sum = sum.plus(weighted, 1)
		some, each = some.hull(weighted), each.hull(p.extent)
		lowest, highest = lowest.negative(weighted), highest.positive(weighted)
	}
	switch m.kind {
	case domain.MissingProrate:
		e := each.scaled(weight, norm.Whole(0))
		e.den, e.loose = sum.den, sum.loose+bitsOf(parts, weight)
		return e.hull(sum)
	case domain.MissingIgnore:
		return sum.hull(some).hull(lowest).hull(highest)
	}
	return sum
}

// part is one input of a sum: the extent of its value, and its weight.
type part struct {
	extent Extent
	weight norm.Fraction
}

// negative and positive add only what lowers, or raises, a sum.
func (e Extent) negative(f Extent) Extent {
	if f.low.Sign() >= 0 {
		return e
	}
	return e.one(Extent{f.low, f.low, f.den, f.loose})
}

func (e Extent) positive(f Extent) Extent {
	if f.high.Sign() <= 0 {
		return e
	}
	return e.one(Extent{f.high, f.high, f.den, f.loose})
}

func (e Extent) one(f Extent) Extent {
	if e.den == nil {
		return f
	}
	return e.plus(f, 1)
}

// bitsOf gives how many bits the weight of some of the parts can take.
func bitsOf(parts []part, weight norm.Fraction) int {
	unit := norm.Whole(1).Rat().Num()
	for _, p := range parts {
		unit = multiple(unit, p.weight.Rat().Denom())
	}
	all := weight.Rat()
	return unit.Mul(unit, all.Num()).BitLen()
}
