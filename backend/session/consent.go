package session

import (
	"context"
	"fmt"

	"kitewise/backend/domain"
)

// Consents keeps on what basis sessions take answers, and how their practice
// went. A write returns after its commit.
type Consents interface {
	// Consent gives the newest entry; Revision 0 is none.
	Consent(ctx context.Context, sessionID string) (domain.Consent, error)
	// SaveConsent stores an entry and the notice that it speaks of; a refusal
	// closes the session in the same commit. It refuses a revision that is there.
	SaveConsent(ctx context.Context, c domain.Consent, n domain.Notice) (domain.Consent, error)
	// ArrangeLater records what was arranged for a finalised session.
	ArrangeLater(ctx context.Context, sessionID string, a domain.Accommodations, at domain.Instant) error
	// Practices gives the practice of every type that was practised.
	Practices(ctx context.Context, sessionID string) ([]domain.Practice, error)
	// SavePractice keeps the larger number of tries and a reversed direction.
	SavePractice(ctx context.Context, p domain.Practice) error
}

// Consent stores the participant's answer to the notice: yes lets the session
// take answers, no abandons it and stores nothing but that. It is asked once: a
// session that has a basis is a conflict with the Reason has_basis, and the same
// answer again changes nothing.
func (e *Engine) Consent(ctx context.Context, id string, yes bool, n domain.Notice) (domain.Session, error) {
	basis := domain.BasisDeclined
	if yes {
		basis = domain.BasisConsent
	}
	return e.base(ctx, "answer consent", actConsent, domain.Consent{SessionID: id, Basis: basis}, n)
}

// Base records another basis than the participant's answer on the screen, or
// takes it back (BasisNone). date is the day on a paper. It stands once the
// participant has agreed or an answer was given on it: conflict with the Reason
// basis_fixed.
func (e *Engine) Base(ctx context.Context, id string, basis domain.Basis, date string, n domain.Notice) (domain.Session, error) {
	if basis != domain.BasisNone && !basis.Recorded() {
		return domain.Session{}, domain.Fail(domain.CodeInvalid, nil, "Field", "basis", "Reason", "unknown_option")
	}
	if !basis.Dated() {
		date = ""
	} else if _, err := domain.CleanPaperDate(date, e.cfg.Now().Time().Local()); err != nil {
		return domain.Session{}, fmt.Errorf("record basis: %w", err)
	}
	return e.base(ctx, "record basis", actBase, domain.Consent{SessionID: id, Basis: basis, Date: date}, n)
}

func (e *Engine) base(ctx context.Context, op string, what act, c domain.Consent, n domain.Notice) (domain.Session, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s, err := e.baseSession(ctx, what, c, n)
	if err != nil {
		return s, fmt.Errorf("%s: %w", op, err)
	}
	return s, nil
}

func (e *Engine) baseSession(ctx context.Context, what act, c domain.Consent, n domain.Notice) (domain.Session, error) {
	s, err := e.cfg.Sessions.Session(ctx, c.SessionID)
	if err != nil {
		return s, err
	}
	last, err := e.cfg.Consents.Consent(ctx, s.ID)
	if err != nil || last.Basis == c.Basis && last.Date == c.Date {
		return s, err
	}
	if _, err := after(s.State, what); err != nil {
		return s, err
	}
	if err := mayChange(what, s); err != nil {
		return s, err
	}
	c.Revision, c.Language, c.At = last.Revision+1, s.Language, e.cfg.Now()
	if _, err := e.cfg.Consents.SaveConsent(ctx, c, n); err != nil {
		return s, err
	}
	return e.cfg.Sessions.Session(ctx, s.ID)
}

// mayChange says whether the basis of a session can become another one.
func mayChange(what act, s domain.Session) error {
	switch {
	case what == actConsent && s.Basis.Permits():
		return domain.Fail(domain.CodeConflict, nil, "Reason", "has_basis")
	case s.Basis == domain.BasisConsent, s.Basis.Permits() && s.Answered > 0:
		return domain.Fail(domain.CodeConflict, nil, "Reason", "basis_fixed")
	}
	return nil
}

// based refuses a session that has no basis to take answers.
func based(s domain.Session) error {
	if s.Basis.Permits() {
		return nil
	}
	return domain.Fail(domain.CodeConflict, nil, "Reason", "no_basis")
}

// Arrange records what was arranged for the participant. Until the session is
// finalised it may change; after that it is stored beside what was sealed, with
// the time, because some of it is known only when the answers are in. The same
// again stores nothing; an abandoned session is closed.
func (e *Engine) Arrange(ctx context.Context, id string, a domain.Accommodations) (domain.Session, error) {
	a, err := a.Clean()
	if err != nil {
		return domain.Session{}, fmt.Errorf("arrange session: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	s, err := e.arrange(ctx, id, a)
	if err != nil {
		return s, fmt.Errorf("arrange session: %w", err)
	}
	return s, nil
}

func (e *Engine) arrange(ctx context.Context, id string, a domain.Accommodations) (domain.Session, error) {
	s, err := e.cfg.Sessions.Session(ctx, id)
	if err != nil || s.Accommodations == a {
		return s, err
	}
	if s.State == domain.StateFinalised {
		if err := e.cfg.Consents.ArrangeLater(ctx, id, a, e.cfg.Now()); err != nil {
			return s, err
		}
		return e.cfg.Sessions.Session(ctx, id)
	}
	if _, err := after(s.State, actArrange); err != nil {
		return s, err
	}
	s.Accommodations = a
	t := e.trail(s)
	t.Entries = []domain.Entry{{Act: domain.ActArrange, SessionID: s.ID, ParticipantID: s.ParticipantID}}
	err = e.cfg.Sessions.SaveSession(ctx, s, s.State, t)
	if err == nil {
		e.kept(s)
	}
	return s, err
}

// Practise stores how the practice of one type of response went: how many tries
// were looked at so far, and whether the direction was the opposite of what was
// meant. A type that the instrument does not practise is invalid.
func (e *Engine) Practise(ctx context.Context, p domain.Practice) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.practise(ctx, p); err != nil {
		return fmt.Errorf("store practice: %w", err)
	}
	return nil
}

func (e *Engine) practise(ctx context.Context, p domain.Practice) error {
	s, err := e.cfg.Sessions.Session(ctx, p.SessionID)
	if err != nil {
		return err
	}
	if _, err := after(s.State, actAnswer); err != nil {
		return err
	}
	if err := based(s); err != nil {
		return err
	}
	in, err := e.pinned(s)
	if err != nil {
		return err
	}
	if d, ok := in.Definition().Manifest.Drill(p.Type); !ok || d.Item == nil || p.Tries < 1 {
		return domain.Fail(domain.CodeInvalid, nil, "Field", "practice", "Reason", "unknown_item")
	}
	p.At = e.cfg.Now()
	return e.cfg.Consents.SavePractice(ctx, p)
}
