package store

import (
	"context"

	"kitewise/backend/domain"
)

// sessionColumns ends with the number of items that have a response.
const sessionColumns = `s.id, s.participant_id, s.instrument_id, s.instrument_version, s.instrument_hash,
	s.norm_version, s.norm_hash, s.language, s.state, s.seed, s.step, s.created_at, s.started_at, s.finalised_at, s.total,
	(SELECT count(*) FROM response r WHERE r.session_id = s.id AND r.revision = 1)`

func scanSession(scan func(...any) error) (domain.Session, error) {
	var s domain.Session
	err := scan(&s.ID, &s.ParticipantID, &s.Instrument.ID, &s.Instrument.Version, &s.Instrument.Hash,
		&s.Norm.Version, &s.Norm.Hash, &s.Language, &s.State, &s.Seed, &s.Step,
		&s.CreatedAt, &s.StartedAt, &s.FinalisedAt, &s.Total, &s.Answered)
	return s, err
}

// CreateSession stores a prepared session.
func (s *Store) CreateSession(ctx context.Context, n domain.Session) error {
	return s.write(ctx, "create session", func(r runner) error {
		if _, err := r.exec(`INSERT INTO session (id, participant_id, instrument_id, instrument_version, instrument_hash,
			norm_version, norm_hash, language, state, seed, step, total, created_at, started_at, finalised_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
			n.ID, n.ParticipantID, n.Instrument.ID, n.Instrument.Version, n.Instrument.Hash,
			n.Norm.Version, n.Norm.Hash, n.Language, n.State, n.Seed, n.Step, n.Total, n.CreatedAt, n.StartedAt); err != nil {
			return err
		}
		return touch(r, n.ParticipantID, n.CreatedAt)
	})
}

// touch moves a participant to the top of the list. A clock that went back
// moves nobody down.
func touch(r runner, participantID string, at domain.Instant) error {
	_, err := r.exec(`UPDATE participant SET active_at = max(active_at, ?) WHERE id = ?`, at, participantID)
	return err
}

// Session gives one session.
func (s *Store) Session(ctx context.Context, id string) (out domain.Session, err error) {
	err = s.read(ctx, "read session", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			out, err = scanSession(scan)
			return err
		}, `SELECT `+sessionColumns+` FROM session s WHERE s.id = ?`, id)
	})
	if err == nil && out.ID == "" {
		err = fault("read session", domain.Fail(domain.CodeNotFound, nil, "What", "session"))
	}
	return out, err
}

// SaveSession stores what may change in a session (state, step, language,
// time of start) if its state is still from; otherwise it is a conflict.
// Finalising goes by Finalise.
func (s *Store) SaveSession(ctx context.Context, n domain.Session, from domain.SessionState) error {
	return s.write(ctx, "save session", func(r runner) error {
		changed, err := r.exec(`UPDATE session SET state = ?, step = ?, language = ?, started_at = ? WHERE id = ? AND state = ?`,
			n.State, n.Step, n.Language, n.StartedAt, n.ID, from)
		if err == nil && changed == 0 {
			return domain.Fail(domain.CodeConflict, nil, "Reason", "state_changed")
		}
		return err
	})
}

// SessionsOf gives all sessions of a participant, newest first.
func (s *Store) SessionsOf(ctx context.Context, participantID string) ([]domain.Session, error) {
	return s.sessions(ctx, `SELECT `+sessionColumns+` FROM session s WHERE s.participant_id = ?
		ORDER BY s.created_at DESC, s.id DESC`, participantID)
}

// RunningSessions gives the sessions in the state running.
func (s *Store) RunningSessions(ctx context.Context) ([]domain.Session, error) {
	return s.sessions(ctx, `SELECT `+sessionColumns+` FROM session s WHERE s.state = 'running' ORDER BY s.id`)
}

func (s *Store) sessions(ctx context.Context, query string, args ...any) ([]domain.Session, error) {
	out := []domain.Session{}
	err := s.read(ctx, "list sessions", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			n, err := scanSession(scan)
			out = append(out, n)
			return err
		}, query, args...)
	})
	return out, err
}

// ListedSession is a session with its participant's code.
type ListedSession struct {
	domain.Session
	Code string
}

// EachSession calls visit for every session, newest first, without holding
// them all in memory. It stops at visit's error and gives it back.
func (s *Store) EachSession(ctx context.Context, visit func(ListedSession) error) error {
	return s.read(ctx, "list sessions", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			var code string
			n, err := scanSession(func(into ...any) error { return scan(append(into, &code)...) })
			if err != nil {
				return err
			}
			return visit(ListedSession{Session: n, Code: code})
		}, `SELECT `+sessionColumns+`, p.code FROM session s JOIN participant p ON p.id = s.participant_id
			ORDER BY s.created_at DESC, s.id DESC`)
	})
}

// SaveGroupChoice stores one revision of the choice of a norm group. It never
// replaces one: a revision that is there already or out of turn, or a session
// that is not finalised, is a conflict.
func (s *Store) SaveGroupChoice(ctx context.Context, c domain.GroupChoice) error {
	return s.write(ctx, "save norm choice", func(r runner) error {
		_, err := r.exec(`INSERT INTO norm_choice (session_id, revision, norm_group, chosen_at) VALUES (?, ?, ?, ?)`,
			c.SessionID, c.Revision, c.Group, c.ChosenAt)
		return err
	})
}

// GroupChoices gives every revision of a session's choice, the newest last.
func (s *Store) GroupChoices(ctx context.Context, sessionID string) ([]domain.GroupChoice, error) {
	out := []domain.GroupChoice{}
	err := s.read(ctx, "read norm choices", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			var c domain.GroupChoice
			err := scan(&c.SessionID, &c.Revision, &c.Group, &c.ChosenAt)
			out = append(out, c)
			return err
		}, `SELECT session_id, revision, norm_group, chosen_at FROM norm_choice WHERE session_id = ? ORDER BY revision`, sessionID)
	})
	return out, err
}
