package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/store/names"
)

// sessionColumns ends with the number of items that have an answer.
const sessionColumns = `s.id, s.participant_id, s.instrument_id, s.instrument_version, s.instrument_hash,
	s.norm_version, s.norm_hash, s.language, s.state, s.reason, s.seed, s.step, s.created_at, s.started_at, s.finalised_at, s.total,
	coalesce((SELECT a.accommodations FROM arranged_later a WHERE a.session_id = s.id ORDER BY a.revision DESC LIMIT 1), s.accommodations),
	coalesce((SELECT max(a.at) FROM arranged_later a WHERE a.session_id = s.id), 0), ` + withdrawnAt + `,
	coalesce((SELECT c.basis FROM consent c WHERE c.session_id = s.id ORDER BY c.revision DESC LIMIT 1), ''),
	(SELECT count(*) FROM response r WHERE r.session_id = s.id AND r.value <> '` + withdrawn + `' AND r.revision =
		(SELECT max(l.revision) FROM response l WHERE l.session_id = r.session_id AND l.item_id = r.item_id))`

// withdrawn is the stored value of a revision that takes an answer back.
const withdrawn = `{"ranks":null}`

func scanSession(keys Sealer, scan func(...any) error) (domain.Session, error) {
	s, arranged := domain.Session{}, ""
	err := scan(&s.ID, &s.ParticipantID, &s.Instrument.ID, &s.Instrument.Version, &s.Instrument.Hash,
		&s.Norm.Version, &s.Norm.Hash, &s.Language, &s.State, &s.Reason, &s.Seed, &s.Step,
		&s.CreatedAt, &s.StartedAt, &s.FinalisedAt, &s.Total, &arranged, &s.ArrangedLater, &s.Withdrawn, &s.Basis, &s.Answered)
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal([]byte(arranged), &s.Accommodations); err != nil {
		return s, domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "session")
	}
	s.Accommodations, err = openNote(keys, tableSession, s.ID, s.Accommodations)
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
		if err := r.note(domain.Entry{Act: domain.ActPrepare, SessionID: n.ID, ParticipantID: n.ParticipantID, Detail: map[string]string{
			"instrument": said(n.Instrument.ID + "@" + n.Instrument.Version),
		}}); err != nil {
			return err
		}
		return s.touch(r, n.ID, n.CreatedAt)
	})
}

// touch moves the participant of a session to the top of the list. A clock that
// went back moves nobody down. Whoever stands there already is left alone: the
// order is the same, and an answer writes two pages less.
func (s *Store) touch(r runner, sessionID string, at domain.Instant) error {
	key := names.Key{}
	err := r.row(`UPDATE participant SET active_at = max(active_at, ?)
		WHERE id = (SELECT participant_id FROM session WHERE id = ?)
			AND id <> (SELECT id FROM participant ORDER BY active_at DESC, id DESC LIMIT 1)
		RETURNING id, active_at`,
		[]any{at, sessionID}, &key.ID, &key.At)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	r.afterwards(func() { s.indexed(func(x *names.Index) { x.Move(key) }) })
	return err
}

// Session gives one session. While locked the note of its accommodations stays sealed.
func (s *Store) Session(ctx context.Context, id string) (out domain.Session, err error) {
	keys := s.sealer()
	err = s.read(ctx, "read session", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			out, err = scanSession(keys, scan)
			return err
		}, `SELECT `+sessionColumns+` FROM session s WHERE s.id = ?`, id)
	})
	if err == nil && out.ID == "" {
		err = fault("read session", domain.Fail(domain.CodeNotFound, nil, "What", "session"))
	}
	return out, err
}

// SaveSession stores what may change in a session (state, step, language,
// accommodations, time of start) if its state is still from; otherwise it is a
// conflict. The trail is stored in the same commit. Finalising goes by Finalise,
// declining by SaveConsent, withdrawing by SaveWithdrawal.
func (s *Store) SaveSession(ctx context.Context, n domain.Session, from domain.SessionState, t domain.Trail) error {
	sealed, err := sealNote(s.sealer(), tableSession, n.ID, n.Accommodations)
	if err != nil {
		return fault("save session", err)
	}
	arranged, err := json.Marshal(sealed)
	if err != nil {
		return fault("save session", err)
	}
	return s.write(ctx, "save session", func(r runner) error {
		if err := addTrail(r, n.ID, t); err != nil {
			return err
		}
		changed, err := r.exec(`UPDATE session SET state = ?, step = ?, language = ?, accommodations = ?, started_at = ?, seen_at = ?
			WHERE id = ? AND state = ?`,
			n.State, n.Step, n.Language, string(arranged), n.StartedAt, t.At, n.ID, from)
		if err == nil && changed == 0 {
			return domain.Fail(domain.CodeConflict, nil, "Reason", "state_changed")
		}
		if err != nil {
			return err
		}
		if err := r.noteAll(passage(n, from, t)); err != nil {
			return err
		}
		return r.noteAll(t.Entries)
	})
}

// passage gives the act by which a session got from one state to another, none
// if it stayed as it was. One that ran when the program stopped is resumed.
func passage(n domain.Session, from domain.SessionState, t domain.Trail) []domain.Entry {
	stopped := slices.ContainsFunc(t.Events, func(e domain.Event) bool { return e.Kind == domain.EventStop })
	e := domain.Entry{SessionID: n.ID, ParticipantID: n.ParticipantID}
	if stopped {
		e.Detail = map[string]string{"after": string(domain.EventStop)}
	}
	switch {
	case n.State == domain.StateRunning && from == domain.StatePrepared:
		e.Act = domain.ActStart
	case n.State == domain.StateRunning && (from == domain.StatePaused || stopped):
		e.Act = domain.ActResume
	case n.State == domain.StatePaused && from != domain.StatePaused:
		e.Act = domain.ActPause
	case n.State == domain.StateAbandoned:
		e.Act = domain.ActDiscard
	default:
		return nil
	}
	return []domain.Entry{e}
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
	out, keys := []domain.Session{}, s.sealer()
	err := s.read(ctx, "list sessions", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			n, err := scanSession(keys, scan)
			out = append(out, n)
			return err
		}, query, args...)
	})
	return out, err
}

// ListedSession is a session with its participant's code, and whether that is
// somebody who does not exist.
type ListedSession struct {
	domain.Session
	Code          string
	Demonstration bool
}

// EachSession calls visit for every session, newest first, without holding
// them all in memory. It stops at visit's error and gives it back.
func (s *Store) EachSession(ctx context.Context, visit func(ListedSession) error) error {
	keys := s.sealer()
	return s.read(ctx, "list sessions", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			l := ListedSession{}
			n, err := scanSession(keys, func(into ...any) error { return scan(append(into, &l.Code, &l.Demonstration)...) })
			if err != nil {
				return err
			}
			l.Session = n
			return visit(l)
		}, `SELECT `+sessionColumns+`, p.code, p.demonstration FROM session s JOIN participant p ON p.id = s.participant_id
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
		if err != nil {
			return err
		}
		by := "choice"
		if c.Group == "" {
			by = "rule"
		}
		return r.note(domain.Entry{Act: domain.ActGroup, SessionID: c.SessionID, Detail: map[string]string{"by": by}})
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
