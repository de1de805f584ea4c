package session

import (
	"context"
	"strings"

	"kitewise/backend/domain"
)

// HandIn is the participant's word that these are the answers: the session
// waits for the counsellor on its last step. Open items make it invalid as in
// Finish. Repeated, it changes nothing.
func (e *Engine) HandIn(ctx context.Context, id string) (domain.Session, error) {
	again := false
	s, err := e.change(ctx, id, actVisit, func(_ domain.Session, s *domain.Session, _ *domain.Trail) error {
		if again = s.Step == domain.StepEnd; again {
			return nil
		}
		s.Step = domain.StepEnd
		return e.wantComplete(ctx, *s)
	})
	if err != nil || again {
		return s, err
	}
	return s, e.Note(ctx, id, domain.EventHandIn, 0)
}

// wantComplete refuses a session that has no basis or open items.
func (e *Engine) wantComplete(ctx context.Context, s domain.Session) error {
	if err := based(s); err != nil {
		return err
	}
	in, err := e.pinned(s)
	if err != nil {
		return err
	}
	stored, err := e.cfg.Answers.Responses(ctx, s.ID)
	if err != nil {
		return err
	}
	answers := latest(stored)
	return complete(openOf(&in.Definition().Manifest, wayOf(in, s, answers), answers))
}

// TakeBack lets the participant go on after handing in, from the review.
func (e *Engine) TakeBack(ctx context.Context, id string) (domain.Session, error) {
	return e.change(ctx, id, actVisit, func(_ domain.Session, s *domain.Session, _ *domain.Trail) error {
		if s.Step == domain.StepEnd {
			s.Step = domain.StepReview
		}
		return nil
	})
}

// notHandedIn refuses what would change answers that were handed in.
func notHandedIn(s domain.Session) error {
	if s.Step != domain.StepEnd {
		return nil
	}
	return domain.Fail(domain.CodeSessionClosed, nil, "State", "handed_in")
}

// complete refuses answers with open items and names them.
func complete(open []string) error {
	if len(open) == 0 {
		return nil
	}
	return domain.Fail(domain.CodeInvalid, nil, "Reason", "incomplete", "Items", strings.Join(open, " "))
}
