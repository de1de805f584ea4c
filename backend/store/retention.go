package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"kitewise/backend/domain"
)

// settingClock is the number of the log's entry up to which somebody has said
// that the clock was right.
const settingClock = "retention.clock"

// The clock is doubted when it stands more than that after the entry before, or before it.
const (
	longestGap  = 31 * 24 * time.Hour
	longestBack = time.Hour
)

// DuePerson is somebody whose data have been kept for as long as they are to be.
type DuePerson struct {
	Participant domain.Participant
	// Last is when something happened last: a session, an answer, or the entry
	// of the person.
	Last domain.Instant
	// Withdrawn is when a consent was withdrawn last, 0 for none: what is to become
	// of the data waits for nothing.
	Withdrawn domain.Instant
}

// Due gives the participants of whom a consent is withdrawn, and those for whom
// nothing happened after a moment, the longest ago first. Results without a
// person are nobody's. While locked there are no names.
func (s *Store) Due(ctx context.Context, before domain.Instant) ([]DuePerson, error) {
	out, keys := []DuePerson{}, s.sealer()
	err := s.read(ctx, "list due", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			d := DuePerson{}
			p, err := scanParticipant(keys, func(into ...any) error { return scan(append(into, &d.Last, &d.Withdrawn)...) })
			d.Participant = p
			out = append(out, d)
			return err
		}, `SELECT `+participantColumns+`, max(created_at, coalesce((
				SELECT max(max(s.created_at, s.started_at, s.finalised_at, s.seen_at,
					coalesce((SELECT max(answered_at) FROM response WHERE session_id = s.id), 0)))
				FROM session s WHERE s.participant_id = participant.id), 0)) AS last,
				coalesce((SELECT max(`+withdrawnAt+`) FROM session s WHERE s.participant_id = participant.id), 0) AS withdrawn
			FROM participant WHERE (anonymous = 0 AND last < ?) OR withdrawn > 0 ORDER BY withdrawn = 0, last, id`, before)
	})
	return out, err
}

// Doubt is why the clock is not believed: it stood at Before, and at the next
// entry of the log, or now, at After.
type Doubt struct{ Before, After domain.Instant }

// Back reports whether the clock went back, not forward.
func (d *Doubt) Back() bool { return d.After < d.Before }

// ClockDoubt tells whether the clock went forward by more than a month without
// an act, or back by more than an hour, since somebody last said that it was
// right; nil if it did not.
func (s *Store) ClockDoubt(ctx context.Context, now domain.Instant) (doubt *Doubt, err error) {
	err = s.read(ctx, "look at clock", func(r runner) error {
		trusted, _, err := clockTrusted(r)
		if err != nil {
			return err
		}
		last := domain.Instant(0)
		err = r.each(func(scan func(...any) error) error {
			at := domain.Instant(0)
			if err := scan(&at); err != nil {
				return err
			}
			if doubtful(last, at) {
				doubt = &Doubt{last, at}
			}
			last = at
			return nil
		}, `SELECT at FROM audit WHERE number >= ? ORDER BY number`, trusted)
		if doubtful(last, now) {
			doubt = &Doubt{last, now}
		}
		return err
	})
	return doubt, err
}

func doubtful(last, next domain.Instant) bool {
	gap := time.Duration(next-last) * time.Millisecond
	return last > 0 && (gap > longestGap || gap < -longestBack)
}

// clockTrusted gives the number of the entry up to which the clock was said to
// be right, and that of the last one.
func clockTrusted(r runner) (trusted, last int64, err error) {
	stored := ""
	if err := r.row(`SELECT value FROM setting WHERE key = ?`, []any{settingClock}, &stored); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, 0, err
	}
	trusted, _ = strconv.ParseInt(stored, 10, 64) // what is no number trusts nothing
	err = r.row(`SELECT coalesce(max(number), 0) FROM audit`, nil, &last)
	return trusted, last, err
}

// TrustClock keeps that somebody said that the clock is right.
func (s *Store) TrustClock(ctx context.Context) error {
	return s.write(ctx, "trust clock", func(r runner) error {
		if err := r.note(domain.Entry{Act: domain.ActSettings, Detail: map[string]string{"fields": "clock"}}); err != nil {
			return err
		}
		_, last, err := clockTrusted(r)
		if err != nil {
			return err
		}
		return keepSettings(r, map[string]string{settingClock: strconv.FormatInt(last, 10)})
	})
}
