package session

import (
	"context"
	"fmt"

	"kitewise/backend/domain"
)

// Arithmetic gives the outcome of a finalised session whose Reading has its
// trace, with the answers that count. The trace is not stored: it follows from
// the answers and the pinned versions alone.
func (e *Engine) Arithmetic(ctx context.Context, id string) (Outcome, domain.Answers, error) {
	o, in, err := e.outcome(ctx, id)
	if err != nil {
		return Outcome{}, domain.Answers{}, fmt.Errorf("trace result: %w", err)
	}
	answers := o.answers()
	answers.Group = o.Chosen()
	traced, err := in.ScoreWith(answers, true)
	if err != nil {
		return Outcome{}, domain.Answers{}, fmt.Errorf("trace result: %w", err)
	}
	o.Reading.Trace = traced.Trace
	return o, answers, nil
}
