package desk

import (
	"kitewise/backend/consent"
	"kitewise/backend/domain"
)

// Conditions are on what basis a session is answered, and what was arranged.
type Conditions struct {
	SessionID string       `json:"sessionId"`
	Basis     domain.Basis `json:"basis"`
	// Date is the day on a paper ("2026-11-20"), "" for none.
	Date string `json:"date"`
	// At is when the basis was stored, 0 for never; Notice the version of the
	// notice that stood then.
	At     domain.Instant `json:"at"`
	Notice int            `json:"notice"`
	// Fixed: the participant has agreed, or answers stand on the basis.
	Fixed          bool                  `json:"fixed"`
	Accommodations domain.Accommodations `json:"accommodations"`
	// Arrangeable says whether the accommodations can be recorded: not for a session
	// that was abandoned.
	Arrangeable bool `json:"arrangeable"`
	// ArrangedLater is when they were recorded after the end, 0 for never.
	ArrangedLater domain.Instant `json:"arrangedLater"`
}

// ConsentEntry is one entry of on what basis a session was answered. Revision
// counts those of its session; Last is the one that stands.
type ConsentEntry struct {
	SessionID       string         `json:"sessionId"`
	InstrumentTitle string         `json:"instrumentTitle"`
	Revision        int            `json:"revision"`
	Last            bool           `json:"last"`
	Basis           domain.Basis   `json:"basis"`
	Date            string         `json:"date"`
	At              domain.Instant `json:"at"`
	// Notice is the version that was shown or stood then, in Language.
	Notice   int    `json:"notice"`
	Language string `json:"language"`
}

// ConditionsRequest records them: Basis is "" (the participant is asked on the
// screen), "paper", "guardian" or "legal_duty". A fixed basis stays as it is.
type ConditionsRequest struct {
	SessionID      string                `json:"sessionId"`
	Basis          domain.Basis          `json:"basis"`
	Date           string                `json:"date"`
	Accommodations domain.Accommodations `json:"accommodations"`
}

func (d *Desk) conditions(id string) (Conditions, error) {
	s, err := d.door.Workspace.Store.Session(d.door.Ctx, id)
	if err != nil {
		return Conditions{}, err
	}
	c, err := d.door.Workspace.Store.Consent(d.door.Ctx, id)
	return Conditions{
		Arrangeable: s.State != domain.StateAbandoned, ArrangedLater: s.ArrangedLater,
		SessionID: id, Basis: s.Basis, Date: c.Date, At: c.At, Notice: c.Notice, Accommodations: s.Accommodations,
		Fixed: s.Basis == domain.BasisConsent || s.Basis == domain.BasisDeclined || s.Basis.Permits() && s.Answered > 0 || !s.State.Open(),
	}, err
}

func (d *Desk) saveConditions(r ConditionsRequest) (Conditions, error) {
	before, err := d.conditions(r.SessionID)
	if err != nil {
		return before, err
	}
	if _, err := r.Accommodations.Clean(); err != nil {
		return before, err
	}
	if !before.Fixed {
		if err := d.base(r); err != nil {
			return before, err
		}
	}
	if _, err := d.door.Workspace.Engine.Arrange(d.door.Ctx, r.SessionID, r.Accommodations); err != nil {
		return before, err
	}
	return d.conditions(r.SessionID)
}

func (d *Desk) base(r ConditionsRequest) error {
	choices, err := d.choices()
	if err != nil {
		return err
	}
	n := choices.Notice(d.door.Config.Words, d.door.Workspace.Now())
	_, err = d.door.Workspace.Engine.Base(d.door.Ctx, r.SessionID, r.Basis, r.Date, n)
	return err
}

// choices gives what the desk says of itself.
func (d *Desk) choices() (consent.Choices, error) {
	stored, err := d.door.Workspace.Store.Settings(d.door.Ctx)
	return consent.From(stored, d.door.Config.Words), err
}

func (d *Desk) consents(participantID string) ([]ConsentEntry, error) {
	out := []ConsentEntry{}
	stored, err := d.door.Workspace.Store.ConsentsOf(d.door.Ctx, participantID)
	if err != nil || len(stored) == 0 {
		return out, err
	}
	sessions, err := d.door.Workspace.Store.SessionsOf(d.door.Ctx, participantID)
	if err != nil {
		return out, err
	}
	titles, last := map[string]string{}, map[string]int{}
	for _, s := range sessions {
		titles[s.ID] = d.title(s)
	}
	for _, c := range stored {
		last[c.SessionID] = max(last[c.SessionID], c.Revision)
	}
	for _, c := range stored {
		out = append(out, ConsentEntry{
			SessionID: c.SessionID, InstrumentTitle: titles[c.SessionID], Revision: c.Revision, Last: c.Revision == last[c.SessionID],
			Basis: c.Basis, Date: c.Date, At: c.At, Notice: c.Notice, Language: c.Language,
		})
	}
	return out, nil
}
