package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Program is the compiled scoring of one instrument version. It is immutable
// and safe for use by several goroutines.
type Program struct {
	items []domain.Item
	// index gives an item's place by its id.
	index map[string]int
	steps []compiled
	// order is the order of execution; steps stand in the manifest's order.
	order    []int
	profiles []profile
	flags    []flagRule
	robust   []*robustness
}

// compiled is one step with what follows from its place in the graph.
type compiled struct {
	spec *domain.Step
	op   string
	// source is the kind's own and the manifest's for this step.
	source string
	step   step
	extent extent
	// linear is the step as a sum over rank sums in the norm's metric, nil if
	// it is something else.
	linear *linear
	// converts is true when the norm counts another number of endings.
	converts bool
	profile  int // index into profiles, -1 without a frequency norm
	scale    int // place of the step in its profile
	sem      *standardError
}

// profile is the scales of one norm: they take their group together.
type profile struct {
	norm   *norm.Norm
	scales []string
}

// step is an executable step; it fills its outcome.
type step interface {
	run(r *run, out *outcome)
}

// outcome is what one step gave in one run.
type outcome struct {
	// why is set when there is no value.
	why domain.Reason
	// value is on the form's own metric, in the norm's.
	value, converted norm.Fraction
	lookup           *norm.Lookup
	group            string
	chance           *domain.ChanceTest
	grid             *gridOutcome
	class            string
	swaps            *domain.SwapRange
	list             *domain.List
}

// run is one execution.
type run struct {
	p *Program
	// ranks holds the answer to each item, nil when there is none.
	ranks [][]int
	out   []outcome
	mixed bool
	trace *tracer
}

// Options choose what a run keeps.
type Options struct {
	// Trace keeps every step with its inputs.
	Trace bool
}

// Run scores one set of responses, by item id. Every response must have been
// checked; items that are not in the map are missing. Scores, lists, tests,
// robustness, flags and trace are filled; the pinned versions are the caller's.
func (p *Program) Run(responses map[string]domain.Value, who domain.Respondent, opts Options) domain.Result {
	r := &run{p: p, ranks: make([][]int, len(p.items)), out: make([]outcome, len(p.steps))}
	if opts.Trace {
		r.trace = &tracer{}
	}
	for id, v := range responses {
		if i, ok := p.index[id]; ok {
			r.ranks[i] = v.Ranks
		}
	}
	groups := r.groups(who)
	for _, i := range p.order {
		out := &r.out[i]
		p.steps[i].step.run(r, out)
		r.norm(i, groups)
	}
	return r.result()
}

// groups chooses the norm group of every scale, per profile.
func (r *run) groups(who domain.Respondent) [][]string {
	all := make([][]string, len(r.p.profiles))
	for i, pr := range r.p.profiles {
		groups, mixed := pr.norm.Profile(who, pr.scales)
		all[i] = groups
		r.mixed = r.mixed || mixed
	}
	return all
}

// norm looks a step's converted score up in its norm, if it has one.
func (r *run) norm(i int, groups [][]string) {
	c, out := &r.p.steps[i], &r.out[i]
	r.trace.step(r, i)
	if c.profile < 0 || out.why != "" {
		return
	}
	out.group = groups[c.profile][c.scale]
	l := r.p.profiles[c.profile].norm.Table(out.group, c.spec.ID).Percentile(out.converted)
	out.lookup = &l
	r.trace.lookup(c, out)
}

// missing gives the reason why a list of items cannot be used, "" if it can.
func (r *run) missing(items []int) domain.Reason {
	for _, i := range items {
		if r.ranks[i] == nil {
			return domain.ReasonMissingItem
		}
	}
	return ""
}
