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

// run is one execution.
type run struct {
	step.Run
	p       *Program
	answers *domain.Answers
	// mixed is true when the scales of one profile use different groups.
	mixed bool
	trace *tracer
}

// Options choose what a run keeps.
type Options struct {
	// Trace keeps every step with its inputs.
	Trace bool
}

// Run scores one set of answers. Every response must have been checked; items
// without one are missing. Scores, lists, tests, robustness, flags and trace
// are filled; the pinned versions are the caller's.
func (p *Program) Run(answers *domain.Answers, opts Options) domain.Result {
	r := &run{p: p, answers: answers, Run: step.Run{
		Items: p.items, Options: p.options, Index: p.index, Nodes: p.nodes,
		Answers: make([]step.Answer, len(p.items)), Out: make([]step.Outcome, len(p.nodes)),
	}}
	if opts.Trace {
		r.trace = &tracer{}
	}
	r.read(answers.Responses)
	r.Groups = r.groups(answers)
	for _, i := range p.order {
		p.nodes[i].Step.Run(&r.Run, &r.Out[i])
		r.norm(i)
	}
	return r.result()
}

// read takes the answers to what is shown; the others count for nothing.
func (r *run) read(responses map[string]domain.Value) {
	var shown map[string]bool
	if r.p.Conditional() {
		shown = r.p.Shown(responses)
		for i := range r.Answers {
			r.Answers[i].NotAsked = !shown[r.p.items[i].ID]
		}
	}
	for id, v := range responses {
		if i, ok := r.p.index[id]; ok && !r.Answers[i].NotAsked {
			r.p.readers[i].Read(v, &r.Answers[i])
		}
	}
}

// groups chooses the norm group of every scale, per profile: the one that is
// asked for where it covers the profile, otherwise by the norm's precedence.
func (r *run) groups(answers *domain.Answers) [][]string {
	all := make([][]string, len(r.p.profiles))
	for i, pr := range r.p.profiles {
		groups, mixed := pr.Norm.Choose(answers.Group, answers.Respondent, pr.Scales)
		all[i] = groups
		r.mixed = r.mixed || mixed
	}
	return all
}

// norm looks a step's converted score up in its norm, if it has one and does
// not do so itself.
func (r *run) norm(i int) {
	c, out := &r.Nodes[i], &r.Out[i]
	r.trace.step(r, i)
	if _, own := c.Step.(*step.Norm); own || c.Profile < 0 || out.Why != "" {
		return
	}
	out.Group = r.Groups[c.Profile][c.Scale]
	if out.Group == "" {
		return // no group covers the scale
	}
	l := r.table(c, out).Percentile(out.Converted)
	out.Lookup = &l
	r.trace.lookup(c, out)
}

// table gives the norm table of an outcome, nil if it has none.
func (r *run) table(c *step.Node, out *step.Outcome) *norm.Table {
	n := r.normOf(c)
	if n == nil {
		return nil
	}
	return n.Table(out.Group, c.Spec.ID)
}

// normOf gives the norm of a step's profile, nil if it has none.
func (r *run) normOf(c *step.Node) *norm.Norm {
	if c.Profile < 0 {
		return nil
	}
	return r.p.profiles[c.Profile].Norm
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
