package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/scoring/flags"
)

// Rules lists the rules by which a manifest may raise a flag.
func Rules() []string { return flags.Rules() }

// Urgent gives the codes of the safety flags that one saved response raises by
// itself, in the manifest's order; none for most. They stand whatever becomes of
// the session, and a later answer to the item does not take them back: the
// result has the flags of the answers that count, this tells at once.
func (p *Program) Urgent(item string, v domain.Value) []string { return p.flags.Urgent(item, v) }

// raise gives the codes that stand, in the manifest's order.
func (r *run) raise(robust []domain.Robustness) []string {
	return r.p.flags.Raise(&flags.Run{
		Run: &r.Run, Responses: r.answers.Responses, Conduct: r.answers.Conduct, Mixed: r.mixed, Robust: robust,
	})
}
