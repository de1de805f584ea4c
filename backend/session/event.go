package session

import (
	"context"
	"fmt"
	"time"

	"kitewise/backend/domain"
)

// Happenings keeps what happens to sessions beside their answers. A write
// returns after its commit.
type Happenings interface {
	// Record gives how a session was answered, as far as it is stored.
	Record(ctx context.Context, sessionID string) (domain.Record, error)
	SaveEvent(ctx context.Context, e domain.Event) error
	// Seen gives when a session was last heard of.
	Seen(ctx context.Context, sessionID string) (domain.Instant, error)
}

// What the clocks must differ by before it is an event: below it they are read
// a little apart, or the time of day is being adjusted to a server's.
const (
	leastSleep = 5 * time.Second
	leastSet   = 2 * time.Second
)

// Note stores that something happened to a session and has lasted so long, 0
// for a moment. It may be noted in any state: what comes after the closing is
// marked as late and changes nothing.
func (e *Engine) Note(ctx context.Context, id string, kind domain.EventKind, lasted time.Duration) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	s, err := e.cfg.Sessions.Session(ctx, id)
	if err == nil {
		err = e.cfg.Happenings.SaveEvent(ctx, event(s, kind, e.cfg.Now(), lasted))
	}
	if err != nil {
		return fmt.Errorf("note event: %w", err)
	}
	return nil
}

// event makes an event of a session that has ended at this moment.
func event(s domain.Session, kind domain.EventKind, now domain.Instant, lasted time.Duration) domain.Event {
	ms := lasted.Milliseconds()
	return domain.Event{
		SessionID: s.ID, Kind: kind, At: now - domain.Instant(max(ms, 0)), DurationMs: ms,
		Step: s.Step, Answered: s.Answered, Late: !s.State.Open(),
	}
}

// trail begins what is stored with an act on a session: the machine slept or its
// clock was set since the act before, if that was on the same session.
func (e *Engine) trail(s domain.Session) domain.Trail {
	now := e.cfg.Moment()
	t := domain.Trail{At: now.At}
	if e.next = now; e.lastOf != s.ID {
		return t
	}
	slept, set := now.Since(e.last)
	if slept >= leastSleep.Milliseconds() {
		t.Events = append(t.Events, event(s, domain.EventSleep, now.At, time.Duration(slept)*time.Millisecond))
	}
	if max(set, -set) >= leastSet.Milliseconds() {
		t.Events = append(t.Events, event(s, domain.EventClock, now.At, time.Duration(set)*time.Millisecond))
	}
	return t
}

// kept is called when the trail of an act on a session is stored.
func (e *Engine) kept(s domain.Session) { e.last, e.lastOf = e.next, s.ID }

// back adds to the trail of a session that goes on how long it was away: by hand
// when it was paused, otherwise because the program stopped. A clock that stands
// before the last that was heard of the session was set back.
func (e *Engine) back(ctx context.Context, s domain.Session, t *domain.Trail) error {
	seen, err := e.cfg.Happenings.Seen(ctx, s.ID)
	if err != nil {
		return err
	}
	kind := domain.EventPause
	if s.State == domain.StateRunning {
		kind = domain.EventStop
	}
	away := time.Duration(t.At-seen) * time.Millisecond
	t.Events = append(t.Events, event(s, kind, t.At, max(away, 0)))
	if away <= -leastSet {
		t.Events = append(t.Events, event(s, domain.EventClock, t.At, away))
	}
	return nil
}

// Away gives how long a session was paused or stopped before it went on last,
// 0 if it never was.
func (e *Engine) Away(ctx context.Context, id string) (time.Duration, error) {
	r, err := e.cfg.Happenings.Record(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("read events: %w", err)
	}
	away := time.Duration(0)
	for _, v := range r.Events {
		if v.Kind == domain.EventPause || v.Kind == domain.EventStop {
			away = time.Duration(v.DurationMs) * time.Millisecond
		}
	}
	return away, nil
}
