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
	if c.Reason = domain.Comparable(c.Earlier.Session, c.Later.Session); c.Reason == "" {
		c.Changes = in.Change(&c.Earlier.Finalisation.Result, &c.Later.Finalisation.Result)
	}
	return c, nil
}
