package store

import (
	"context"
	"strconv"

	"kitewise/backend/domain"
)

// SaveEvent stores an event of a session after those that are there.
func (s *Store) SaveEvent(ctx context.Context, e domain.Event) error {
	return s.write(ctx, "save event", func(r runner) error { return addEvent(r, e) })
}

// addEvent stores an event; of a session that was declined only the act in the
// log is kept.
func addEvent(r runner, e domain.Event) error {
	_, err := r.exec(`INSERT INTO event (session_id, number, kind, at, duration, step, answered, late)
		SELECT ?1, 1 + (SELECT count(*) FROM event WHERE session_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7
		WHERE NOT EXISTS (SELECT 1 FROM session WHERE id = ?1 AND reason = ?8)`,
		e.SessionID, e.Kind, e.At, e.DurationMs, e.Step, e.Answered, e.Late, domain.ReasonDeclined)
	if err != nil {
		return err
	}
	return r.noteAll(actOf(e))
}

// forgetEvents deletes the events of a session.
func forgetEvents(r runner, sessionID string) error {
	participantID := ""
	if err := r.row("SELECT participant_id FROM session WHERE id = ?", []any{sessionID}, &participantID); err != nil {
		return err
	}
	return released(r, participantID, func() error {
		_, err := r.exec("DELETE FROM event WHERE session_id = ?", sessionID)
		return err
	})
}

// actOf gives the act that an event stands for in the log, none for most.
func actOf(e domain.Event) []domain.Entry {
	entry := domain.Entry{SessionID: e.SessionID}
	switch e.Kind {
	case domain.EventWrongPIN:
		entry.Act, entry.Actor = domain.ActPINWrong, domain.ActorUnknown
	case domain.EventUnlock:
		entry.Act, entry.Actor = domain.ActPINRight, domain.ActorPIN
	case domain.EventHandIn:
		entry.Act = domain.ActHandIn
	case domain.EventClock:
		entry.Act, entry.Actor = domain.ActClock, domain.ActorProgram
		entry.Detail = map[string]string{"set_ms": strconv.FormatInt(e.DurationMs, 10)}
	default:
		return nil
	}
	return []domain.Entry{entry}
}

// addTrail stores what comes with a change of a session, in its transaction.
// Of a visit that is there already, the later is the longer one.
func addTrail(r runner, sessionID string, t domain.Trail) error {
	for _, e := range t.Events {
		if err := addEvent(r, e); err != nil {
			return err
		}
	}
	for _, v := range t.Visits {
		_, err := r.exec(`INSERT INTO visit (session_id, item_id, shown_at, first_action_ms, total_ms, changes, means, focus_losses)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_id, item_id, shown_at) DO UPDATE SET
			first_action_ms = excluded.first_action_ms, total_ms = excluded.total_ms, changes = excluded.changes,
			means = excluded.means, focus_losses = excluded.focus_losses WHERE excluded.total_ms >= total_ms`,
			sessionID, v.ItemID, v.ShownAt, v.FirstActionMs, v.TotalMs, v.Changes, v.Means, v.FocusLosses)
		if err != nil {
			return err
		}
	}
	return nil
}

// Seen gives when a session was last heard of: its last change, answer or event.
func (s *Store) Seen(ctx context.Context, sessionID string) (at domain.Instant, err error) {
	err = s.read(ctx, "read session", func(r runner) error {
		return r.row(`SELECT max(seen_at, started_at,
			coalesce((SELECT max(answered_at) FROM response WHERE session_id = s.id), 0),
			coalesce((SELECT max(at + max(duration, 0)) FROM event WHERE session_id = s.id), 0))
			FROM session s WHERE id = ?`, []any{sessionID}, &at)
	})
	return at, err
}

// Record gives how a session was answered.
func (s *Store) Record(ctx context.Context, sessionID string) (out domain.Record, err error) {
	if out.Events, err = s.Events(ctx, sessionID); err != nil {
		return out, err
	}
	if out.Practices, err = s.Practices(ctx, sessionID); err != nil {
		return out, err
	}
	out.Visits = []domain.Visit{}
	err = s.read(ctx, "read visits", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			v := domain.Visit{}
			err := scan(&v.ItemID, &v.ShownAt, &v.FirstActionMs, &v.TotalMs, &v.Changes, &v.Means, &v.FocusLosses)
			out.Visits = append(out.Visits, v)
			return err
		}, `SELECT item_id, shown_at, first_action_ms, total_ms, changes, means, focus_losses FROM visit
			WHERE session_id = ? ORDER BY item_id, shown_at`, sessionID)
	})
	return out, err
}

// Events gives the events of a session in the order in which they were stored.
func (s *Store) Events(ctx context.Context, sessionID string) ([]domain.Event, error) {
	out := []domain.Event{}
	err := s.read(ctx, "read events", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			e := domain.Event{SessionID: sessionID}
			err := scan(&e.Kind, &e.At, &e.DurationMs, &e.Step, &e.Answered, &e.Late)
			out = append(out, e)
			return err
		}, `SELECT kind, at, duration, step, answered, late FROM event WHERE session_id = ? ORDER BY number`, sessionID)
	})
	return out, err
}
