package desk

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// EarlierSession is an earlier finished session of the same person on the same
// instrument, with which a result can be compared.
type EarlierSession struct {
	SessionID string         `json:"sessionId"`
	At        domain.Instant `json:"at"`
	// Languages are those of its answers.
	Languages []string `json:"languages"`
	Version   string   `json:"version"`
	// Reason is a domain.Incomparable: why it cannot be compared, "" if it can.
	Reason string `json:"reason"`
}

// earlierSessions lists what a result can be compared with, the newest first.
func (d *Desk) earlierSessions(sessionID string) ([]EarlierSession, error) {
	outcome, err := d.door.Workspace.Engine.Result(d.door.Ctx, sessionID)
	if err != nil {
		return nil, err
	}
	sessions, err := d.door.Workspace.Store.SessionsOf(d.door.Ctx, outcome.Session.ParticipantID)
	if err != nil {
		return nil, err
	}
	languages, err := d.door.Workspace.Store.AnswerLanguages(d.door.Ctx, outcome.Session.ParticipantID)
	if err != nil {
		return nil, err
	}
	out, later := []EarlierSession{}, outcome.Spoken()
	for _, s := range sessions {
		if !outcome.Session.Follows(s) {
			continue
		}
		spoken := domain.Spoken{Session: s, Languages: languages[s.ID]}
		if len(spoken.Languages) > 1 {
			// Perhaps not all of them count: only the answers themselves tell.
			if spoken, err = d.door.Workspace.Engine.Spoken(d.door.Ctx, s); err != nil {
				return nil, err
			}
		}
		out = append(out, EarlierSession{SessionID: s.ID, At: s.FinalisedAt, Languages: slices.Concat([]string{}, spoken.Languages), Version: s.Instrument.Version,
			Reason: string(domain.Comparable(spoken, later))})
	}
	return out, nil
}

// compared gives what a report says about a change since an earlier session,
// nil if none is asked for.
func (d *Desk) compared(sessionID, earlierID string) (*report.Earlier, error) {
	if earlierID == "" {
		return nil, nil
	}
	c, err := d.door.Workspace.Engine.Compare(d.door.Ctx, sessionID, earlierID)
	if err != nil {
		return nil, err
	}
	return &report.Earlier{Session: c.Earlier.Session, Result: c.Earlier.Reading, Reason: c.Reason, Changes: c.Changes}, nil
}
