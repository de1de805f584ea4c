package step

import (
	"kitewise/backend/domain"
)

// Class classifies another score by ordered upper bounds: a class of its own
// name. Whether it can be told depends on the flags, which are judged later.
type Class struct {
	Of int
	// Bands are the compiled bounds.
	Bands *Bands
}

func compileClassify(c *Compiler, i int) Step {
	me := &c.Nodes[i]
	st := &Class{Of: c.Places[me.Spec.Of]}
	if me.Spec.Bands == nil {
		c.Fault(i, "bands", "field_missing")
	}
	if me.Spec.Norm != "" {
		c.Fault(i, "norm", "field_unused", "Got", me.Spec.Op)
	}
	return st
}

// Run executes the step over its inputs and fills its outcome.
func (s *Class) Run(r *Run, out *Outcome) {
	if r.Out[s.Of].Why != "" {
		out.Why = domain.ReasonMissingScore
	} else if _, ok := s.Bands.Reading(r); !ok {
		out.Why = domain.ReasonNoNorm
	}
}

// Trace records nothing: a class that may depend on flags is told after them.
func (s *Class) Trace(*Run, *Outcome, *Ledger) {}
