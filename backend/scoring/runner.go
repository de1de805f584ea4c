package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/flags"
	"kitewise/backend/scoring/step"
)

// Runner runs one program again and again in memory that it keeps, that of the
// recorded trace included. It allocates nothing once it has met the scores that
// occur. It is not for use by several goroutines.
type Runner struct {
	step.Run
	p       *Program
	answers *domain.Answers
	// mixed is true when the scales of one profile use different groups.
	mixed bool
	// choices choose the groups of each profile.
	choices []*norm.Choice
	flags   *flags.Run
	traced  bool
	ledger  step.Ledger
	room    room
}

// Runner makes a runner of the program.
func (p *Program) Runner() *Runner {
	r := &Runner{p: p, Run: step.Run{
		Items: p.items, Options: p.options, Index: p.index, Nodes: p.nodes,
		Answers: make([]step.Answer, len(p.items)), Out: step.NewOutcomes(len(p.nodes)),
		Groups: make([][]string, len(p.profiles)), Cells: p.cells,
	}}
	for i, pr := range p.profiles {
		c := pr.Norm.Choice(pr.Scales)
		r.choices, r.Groups[i] = append(r.choices, c), c.Groups
	}
	r.flags = flags.NewRun(&r.Run, len(p.flags))
	r.room = newRoom(p)
	return r
}

// Score scores one set of answers; see Program.Run, but for the trace: it is
// recorded, and Trace puts it into lines. The result lasts until the next call.
func (r *Runner) Score(answers *domain.Answers, opts Options) *domain.Result {
	r.answers, r.traced = answers, opts.Trace
	r.ledger.Begin()
	if opts.Given != nil {
		r.give(opts.Given)
	} else {
		r.Given = nil
		r.read(answers.Responses)
	}
	r.choose()
	for i := range r.Out {
		r.Out[i].Begin()
		r.room.now[i] = nil
	}
	for _, i := range r.p.order {
		if !r.taken(i) {
			r.Nodes[i].Step.Run(&r.Run, &r.Out[i])
		}
		r.norm(i)
	}
	return r.result()
}

// read takes the answers to what is shown; the others count for nothing.
func (r *Runner) read(responses map[string]domain.Value) {
	var shown map[string]bool
	conditional := r.p.Conditional()
	if conditional {
		shown = r.p.Shown(responses)
	}
	for i := range r.Answers {
		into, id := &r.Answers[i], r.Items[i].ID
		*into = step.Answer{Chosen: into.Chosen[:0]}
		if into.NotAsked = conditional && !shown[id]; into.NotAsked {
			continue
		}
		if v, given := responses[id]; given {
			r.p.readers[i].Read(v, into)
		}
	}
}

// choose takes the norm group of every scale, per profile: the one that is
// asked for where it covers the profile, otherwise by the norm's precedence.
func (r *Runner) choose() {
	r.mixed = false
	for _, c := range r.choices {
		r.mixed = c.Choose(r.answers.Group, r.answers.Respondent) || r.mixed
	}
}

// norm looks a step's converted score up in its norm, if it has one and does
// not do so itself.
func (r *Runner) norm(i int) {
	c, out := &r.Nodes[i], &r.Out[i]
	if _, own := c.Step.(*step.Norm); own || c.Profile < 0 || out.Why != "" {
		return
	}
	out.Group = r.Groups[c.Profile][c.Scale]
	if out.Group == "" {
		return // no group covers the scale
	}
	r.room.now[i] = r.reading(i)
	out.Lookup = &r.room.now[i].lookup
}

// table gives the norm table of a step in its group, nil if it has none.
func (r *Runner) table(c *step.Node) *norm.Table {
	if c.Profile < 0 {
		return nil
	}
	return r.choices[c.Profile].Tables[c.Scale]
}

// normOf gives the norm of a step's profile, nil if it has none.
func (r *Runner) normOf(c *step.Node) *norm.Norm {
	if c.Profile < 0 {
		return nil
	}
	return r.p.profiles[c.Profile].Norm
}

// raise gives the codes that stand, in the manifest's order.
func (r *Runner) raise(robust []domain.Robustness) []string {
	r.flags.Responses, r.flags.Conduct, r.flags.Mixed, r.flags.Robust = r.answers.Responses, r.answers.Conduct, r.mixed, robust
	return r.p.flags.Raise(r.flags)
}
