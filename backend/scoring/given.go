package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
	"kitewise/backend/scoring/totals"
)

// give takes totals instead of answers.
func (r *Runner) give(given map[string]norm.Fraction) {
	r.Given = make([]norm.Fraction, len(r.Nodes))
	for i := range r.Nodes {
		if r.Nodes[i].Typed() != nil {
			r.Given[i] = given[r.Nodes[i].Spec.ID]
		}
	}
	for i := range r.Answers {
		r.Answers[i] = step.Answer{Totals: true}
	}
}

// Totals says which scores can be typed instead of answers.
func (p *Program) Totals() totals.Form { return totals.Of(p.nodes, p.items) }

// given reports whether the value of a step was given.
func (r *Runner) given(i int) bool { return r.Given != nil && r.Given[i].IsNumber() }

// taken fills the outcome of a step from what was given, and reports whether
// there is nothing left to run. What cannot be had from totals says so, and so
// does all that builds on it.
func (r *Runner) taken(i int) bool {
	if r.Given == nil {
		return false
	}
	out := &r.Out[i]
	if st := r.Nodes[i].Typed(); st != nil {
		if !r.given(i) {
			out.Why = domain.ReasonMissingItem
			return true
		}
		st.Take(r.Given[i], out)
		return true
	}
	r.Nodes[i].Step.Run(&r.Run, out)
	if out.Why == domain.ReasonMissingScore && r.untold(i) {
		out.Why = domain.ReasonNotFromTotals
		if out.List != nil {
			out.List.Reason = out.Why
		}
	}
	return true
}

// untold reports whether a step reads one that cannot be had from totals.
func (r *Runner) untold(i int) bool {
	spec := r.Nodes[i].Spec
	k, _ := step.KindOf(spec.Op)
	for _, ref := range k.Reads(spec) {
		for j := range r.Nodes {
			if r.Nodes[j].Spec.ID == ref.ID && r.Out[j].Why == domain.ReasonNotFromTotals {
				return true
			}
		}
	}
	return false
}
