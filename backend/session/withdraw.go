package session

import (
	"context"
	"fmt"

	"kitewise/backend/domain"
)

// Withdrawals keeps that participants take their consent back. A write returns
// after its commit.
type Withdrawals interface {
	// SaveWithdrawal stores the next entry; withdrawing ends an open session in the
	// same commit.
	SaveWithdrawal(ctx context.Context, w domain.Withdrawal) error
}

// Withdraw stores that the participant takes the consent to a session back, in
// any state, or that this was a mistake. date is the day on which it was said,
// "" for today. An unfinished session is ended, and stays so; a finalised one
// keeps what was sealed, and nothing of it is shown any more (consent_withdrawn).
// Without a consent it is a conflict with the Reason no_consent, or legal_duty.
// The same again stores nothing.
func (e *Engine) Withdraw(ctx context.Context, id string, withdrawn bool, date string) (domain.Session, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s, err := e.withdraw(ctx, domain.Withdrawal{SessionID: id, Withdrawn: withdrawn, Date: date})
	if err != nil {
		return s, fmt.Errorf("withdraw consent: %w", err)
	}
	return s, nil
}

func (e *Engine) withdraw(ctx context.Context, w domain.Withdrawal) (domain.Session, error) {
	s, err := e.cfg.Sessions.Session(ctx, w.SessionID)
	if err != nil || (s.Withdrawn != 0) == w.Withdrawn {
		return s, err
	}
	if w.At = e.cfg.Now(); !w.Withdrawn {
		w.Date = ""
	} else if err := s.Withdrawable(); err != nil {
		return s, err
	}
	if w.Date, err = domain.CleanWithdrawalDate(w.Date, w.At.Time().Local()); err != nil {
		return s, err
	}
	if err := e.cfg.Withdrawals.SaveWithdrawal(ctx, w); err != nil {
		return s, err
	}
	return e.cfg.Sessions.Session(ctx, w.SessionID)
}

// stands refuses what is made of a session whose consent was withdrawn. All that
// shows, compares or prints a result goes by outcome, which asks here.
func stands(s domain.Session) error {
	if s.Withdrawn != 0 {
		return domain.Fail(domain.CodeWithdrawn, nil)
	}
	return nil
}
