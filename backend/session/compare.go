package session

import (
	"context"
	"fmt"

	"kitewise/backend/domain"
)

// Comparison is a finalised session beside an earlier one of the same person
// and instrument.
type Comparison struct {
	Later, Earlier Outcome
	// Reason says why the two cannot be compared, "" if they can.
	Reason domain.Incomparable
	// Changes is what every change rule of the instrument says; empty when they
	// cannot be compared or the instrument declares none.
	Changes []domain.Changed
}

// Compare reads two finalised sessions. One that is not earlier, or of somebody
// else, is invalid with the Field "earlier".
func (e *Engine) Compare(ctx context.Context, id, earlierID string) (Comparison, error) {
	c, err := e.compare(ctx, id, earlierID)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare sessions: %w", err)
	}
	return c, nil
}

func (e *Engine) compare(ctx context.Context, id, earlierID string) (c Comparison, err error) {
	var in Instrument
	if c.Later, in, err = e.outcome(ctx, id); err != nil {
		return c, err
	}
	if c.Earlier, _, err = e.outcome(ctx, earlierID); err != nil {
		return c, err
	}
	if !c.Later.Session.Follows(c.Earlier.Session) {
		return c, domain.Fail(domain.CodeInvalid, nil, "Field", "earlier", "Reason", "not_earlier")
	}
	c.Changes = []domain.Changed{}
	if c.Reason = domain.Comparable(c.Earlier.Spoken(), c.Later.Spoken()); c.Reason == "" {
		c.Changes = in.Change(&c.Earlier.Finalisation.Result, &c.Later.Finalisation.Result)
	}
	return c, nil
}

// Spoken gives the session with the languages of the answers that count.
func (o *Outcome) Spoken() domain.Spoken {
	return domain.Spoken{Session: o.Session, Languages: domain.LanguagesOf(o.Counted())}
}

// Spoken gives a session with the languages of the answers that count: those to
// the items that were shown.
func (e *Engine) Spoken(ctx context.Context, s domain.Session) (domain.Spoken, error) {
	in, err := e.pinned(s)
	if err != nil {
		return domain.Spoken{}, fmt.Errorf("read languages: %w", err)
	}
	stored, err := e.cfg.Answers.Responses(ctx, s.ID)
	if err != nil {
		return domain.Spoken{}, fmt.Errorf("read languages: %w", err)
	}
	o := Outcome{Session: s, Responses: stored, Way: wayOf(in, s, latest(stored))}
	return o.Spoken(), nil
}
