// Package scoring compiles the declared steps of an instrument into a program
// and runs it: sums of ranks, combinations, agreement, classes with their
// probabilities, error bands, flags, robustness, and the trace of each step.
//
// Sums, conversions, cuts and percentiles are exact fractions; only errors and
// probabilities are floating-point, rounded to nine decimals. Same responses,
// same program: the same bytes. It must never know one particular instrument,
// read a clock, or give a class without its probabilities or its norm.
package scoring

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/flags"
	"kitewise/backend/scoring/step"
)

// Program is the compiled scoring of one instrument version. It is immutable
// and safe for use by several goroutines.
type Program struct {
	items []domain.Item
	// options are those of each item that has some.
	options [][]domain.Option
	// readers turn an item's value into what the steps read, item by item.
	readers []step.Reader
	// cells name the answers in a trace.
	cells [][]string
	// index gives an item's place by its id.
	index map[string]int
	// nodes stand in the manifest's order, order is that of execution.
	nodes    []step.Node
	order    []int
	profiles []step.Profile
	flags    flags.Set
	robust   []robustOf
	// sections hold the conditions, nil when there are none.
	sections []sectionRule
	changes  []changeRule
}

// Options choose what a run keeps.
type Options struct {
	// Trace records every step with its inputs.
	Trace bool
	// Given are totals by score, instead of answers (see Totals); nil scores the
	// answers.
	Given map[string]norm.Fraction
}

// Run scores one set of answers. Every response must have been checked; items
// without one are missing. Scores, lists, tests, robustness, flags and trace
// are filled; the pinned versions are the caller's.
func (p *Program) Run(answers *domain.Answers, opts Options) domain.Result {
	r := p.Runner()
	res := *r.Score(answers, opts)
	if opts.Trace {
		res.Trace = r.Trace()
	}
	return res
}

// Agreement gives, for a score that transforms an agreement, the distribution
// of D under random ranking and the score's value for a D.
func (p *Program) Agreement(id string) (*norm.Chance, func(d int) float64, bool) {
	for i := range p.nodes {
		t, ok := p.nodes[i].Step.(*step.Transform)
		if ok && p.nodes[i].Spec.ID == id && t.Kendall != nil {
			return t.Kendall.Chance, t.OfD, true
		}
	}
	return nil, nil, false
}

// Scale is one scale that takes a norm, with the ends of what it can be in the
// norm's metric.
type Scale struct {
	ID        string
	Low, High norm.Fraction
}

// Scales gives the scales that take the norm with that id, each once.
func (p *Program) Scales(id string) []Scale {
	out, seen := []Scale{}, map[string]bool{}
	for _, pr := range p.profiles {
		if pr.Norm.Declared.ID != id {
			continue
		}
		for _, name := range pr.Scales {
			if seen[name] {
				continue
			}
			seen[name] = true
			i := slices.IndexFunc(p.nodes, func(n step.Node) bool { return n.Spec.ID == name })
			low, high := p.nodes[i].Extent.Ends()
			out = append(out, Scale{name, norm.FromRat(low), norm.FromRat(high)})
		}
	}
	return out
}

// Ops lists the operations that a manifest may declare.
func Ops() []string {
	ops := []string{}
	for _, k := range step.Kinds() {
		ops = append(ops, k.Op)
	}
	return ops
}

// Rules lists the rules by which a manifest may raise a flag.
func Rules() []string { return flags.Rules() }

// Urgent gives the codes of the safety flags that one saved response raises by
// itself, in the manifest's order; none for most. They stand whatever becomes of
// the session, and a later answer to the item does not take them back: the
// result has the flags of the answers that count, this tells at once.
func (p *Program) Urgent(item string, v domain.Value) []string { return p.flags.Urgent(item, v) }
