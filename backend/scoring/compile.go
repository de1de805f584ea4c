package scoring

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Source is what an instrument's scoring is compiled from.
type Source struct {
	Manifest *domain.Manifest
	// Norms by id, every one free of faults.
	Norms map[string]*norm.Norm
	// Tables are the lookup tables by file name.
	Tables map[string]*ClassTable
}

// ManifestFile is the file that the paths of the faults speak of.
const ManifestFile = "manifest.json"

// compiler compiles the steps of one manifest and collects what is wrong.
type compiler struct {
	Source
	p      *Program
	places map[string]int
	faults []domain.Fault
}

// extent bounds the values of a step: exact ends and common denominator.
type extent struct {
	low, high *big.Rat
	den       *big.Int
}

// linear is a sum over rank sums in the norm's metric, and a constant.
type linear struct {
	weights  map[int]*big.Rat
	constant *big.Rat
}

// Compile makes the program of a manifest, or says with JSON paths why not:
// unknown score, cycle, wrong type, missing cell, numbers that could overflow.
func Compile(src Source) (*Program, []domain.Fault) {
	m := src.Manifest
	c := &compiler{Source: src, p: &Program{items: m.Items, index: map[string]int{}}, places: map[string]int{}}
	for i, it := range m.Items {
		c.p.index[it.ID] = i
	}
	for i := range m.Scoring {
		c.declare(i)
	}
	if c.sort(); len(c.faults) > 0 {
		return nil, c.faults
	}
	for _, i := range c.p.order {
		c.compileStep(i)
	}
	if len(c.faults) == 0 {
		c.finish()
	}
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	return c.p, nil
}

// declare enters a step under its id.
func (c *compiler) declare(i int) {
	s := &c.Manifest.Scoring[i]
	k, ok := kindOf(s.Op)
	if !ok {
		c.fault(i, "op", "step_kind", "Got", s.Op)
	}
	if _, twice := c.places[s.ID]; twice {
		c.fault(i, "id", "duplicate_id", "Got", s.ID)
	}
	c.places[s.ID] = i
	source := k.source
	if s.Source != "" {
		source = s.Source
	}
	c.p.steps = append(c.p.steps, compiled{spec: s, op: s.Op, source: source, profile: -1})
}

// fault enters a fault at a path inside step i.
func (c *compiler) fault(i int, path, code string, params ...string) {
	at := "scoring[" + strconv.Itoa(i) + "]"
	if path != "" {
		at += "." + path
	}
	c.faults = append(c.faults, domain.NewFault(ManifestFile, at, code, params...))
}

// sort puts the steps into an order in which every step stands after those
// that it reads; unknown names and cycles are faults.
func (c *compiler) sort() {
	const unseen, open, done = 0, 1, 2
	state := make([]int, len(c.p.steps))
	var visit func(i int)
	visit = func(i int) {
		state[i] = open
		k, _ := kindOf(c.p.steps[i].op)
		if k.reads != nil {
			for _, ref := range k.reads(c.p.steps[i].spec) {
				j, ok := c.places[ref.id]
				switch {
				case !ok:
					c.fault(i, ref.path, "unknown_score", "Got", ref.id)
				case state[j] == open:
					c.fault(i, ref.path, "cycle", "Got", ref.id)
				case state[j] == unseen:
					visit(j)
				}
			}
		}
		state[i] = done
		c.p.order = append(c.p.order, i)
	}
	for i := range c.p.steps {
		if state[i] == unseen {
			visit(i)
		}
	}
}

// compileStep compiles one step whose inputs are compiled.
func (c *compiler) compileStep(i int) {
	k, _ := kindOf(c.p.steps[i].op)
	before := len(c.faults)
	st := k.compile(c, i)
	if len(c.faults) > before || st == nil {
		return
	}
	c.p.steps[i].step = st
	c.checkExtent(i)
}

// The largest denominators and numerators that exact arithmetic on 64 bits bears.
const (
	maxDenominator     = 1_000_000
	maxNormDenominator = 10_000
	maxNumerator       = 1_000_000_000_000
)

// checkExtent refuses a step whose values could outgrow exact arithmetic.
func (c *compiler) checkExtent(i int) {
	e := c.p.steps[i].extent
	if e.den == nil {
		return
	}
	limit := int64(maxDenominator)
	if c.p.steps[i].profile >= 0 {
		limit = maxNormDenominator
	}
	for _, end := range []*big.Rat{e.low, e.high} {
		scaled := new(big.Rat).Mul(new(big.Rat).Abs(end), new(big.Rat).SetInt(e.den))
		if e.den.Cmp(big.NewInt(limit)) > 0 || scaled.Cmp(new(big.Rat).SetInt64(maxNumerator)) > 0 {
			c.fault(i, "", "numbers_too_large")
			return
		}
	}
}

// items resolves item ids to places; every one must be a ranking.
func (c *compiler) items(i int) []int {
	s := c.p.steps[i].spec
	out := []int{}
	for n, id := range s.Items {
		j, ok := c.p.index[id]
		path := fmt.Sprintf("items[%d]", n)
		switch {
		case !ok:
			c.fault(i, path, "unknown_item", "Got", id)
		case slices.Contains(out, j):
			c.fault(i, path, "duplicate_id", "Got", id)
		case c.p.items[j].Type != "ranking":
			c.fault(i, path, "wrong_type", "Got", c.p.items[j].Type, "Want", "ranking")
		default:
			out = append(out, j)
		}
	}
	if len(s.Items) == 0 {
		c.fault(i, "items", "no_items")
	}
	return out
}

// decimal reads decimal text at a path inside step i; "" is absent.
func (c *compiler) decimal(i int, path, text, absent string) norm.Fraction {
	if text == "" {
		text = absent
	}
	f, err := norm.ParseDecimal(text)
	if err != nil {
		c.fault(i, path, "decimal", "Got", text)
		return norm.Whole(0)
	}
	return f
}

// finish does what needs every step: errors, robustness, flags.
func (c *compiler) finish() {
	for i := range c.p.steps {
		c.standardErrors(i)
	}
	for i := range c.p.steps {
		if g, ok := c.p.steps[i].step.(*grid); ok {
			c.finishGrid(i, g)
		}
	}
	c.compileFlags()
	for i := range c.p.steps {
		c.checkBands(i)
	}
}
