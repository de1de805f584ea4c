package store

import (
	"context"
	"fmt"
	"strconv"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/store/names"
)

// settingTraces says that somebody was erased and the files not scrubbed yet.
const settingTraces = "erase.scrub"

// Held tells how much of a person is stored, as numbers of rows.
type Held struct {
	// Codes counts every code that was ever given to the person.
	Codes    int
	Sessions int
	// Answers counts every revision.
	Answers int
	Results int
	// Consents counts the entries of every basis, and those by which a consent was
	// withdrawn.
	Consents int
	// Records counts how the answers came about: visits, events, practice.
	Records int
	// Choices counts norm groups that were chosen, and arrangements recorded
	// after a session.
	Choices int
	// Acts counts the entries of the log that are about the person.
	Acts int
}

// Held counts what is stored of a participant.
func (s *Store) Held(ctx context.Context, participantID string) (h Held, err error) {
	err = s.read(ctx, "count holdings", func(r runner) error {
		h, err = held(r, participantID)
		return err
	})
	return h, err
}

func held(r runner, participantID string) (Held, error) {
	rows := map[string]int{}
	for _, h := range holdings {
		n := 0
		if err := r.row("SELECT count(*) FROM "+h.table+" WHERE "+h.of, []any{participantID}, &n); err != nil {
			return Held{}, err
		}
		rows[h.table] = n
	}
	if rows["participant"] == 0 {
		return Held{}, domain.Fail(domain.CodeNotFound, nil, "What", "participant")
	}
	return Held{
		Codes: rows["participant_code"], Sessions: rows["session"], Answers: rows["response"], Results: rows["result"],
		Consents: rows["consent"] + rows["withdrawal"], Records: rows["visit"] + rows["event"] + rows["practice"],
		Choices: rows["norm_choice"] + rows["arranged_later"], Acts: rows["audit_body"],
	}, nil
}

// Erase removes a participant with everything that is stored of them, in one
// commit, and then scrubs the files: nothing of the person can be found in
// them. The log keeps that something was done, and loses to whom. It gives what
// was removed. When only the scrubbing failed the person is gone, Traces is
// true, and the next Unlock tries again. A session that is running is a
// conflict with the Reason "running".
func (s *Store) Erase(ctx context.Context, participantID string) (h Held, err error) {
	err = s.write(ctx, "erase person", func(r runner) error {
		if h, err = held(r, participantID); err != nil {
			return err
		}
		if err := atRest(r, participantID); err != nil {
			return err
		}
		emptied, err := saysOf(r, participantID)
		if err != nil {
			return err
		}
		if err := released(r, participantID, func() error { return remove(r, participantID) }); err != nil {
			return err
		}
		r.afterwards(func() { s.indexed(func(x *names.Index) { x.Remove(participantID) }) })
		if err := r.note(domain.Entry{Act: domain.ActErase, Detail: map[string]string{
			"sessions": strconv.Itoa(h.Sessions), audit.Emptied: emptied,
		}}); err != nil {
			return err
		}
		return keepSettings(r, map[string]string{settingTraces: "pending"})
	})
	if err == nil {
		_ = s.Scrub(ctx) // what is left is said by Traces
	}
	return h, err
}

// saysOf gives the numbers of the entries of the log that are about a person: an
// erasure names them, so that nothing else can empty an entry unnoticed.
func saysOf(r runner, participantID string) (string, error) {
	numbers := []int64{}
	err := r.each(func(scan func(...any) error) error {
		n := int64(0)
		err := scan(&n)
		numbers = append(numbers, n)
		return err
	}, `SELECT number FROM audit_body WHERE participant_id = ? ORDER BY number`, participantID)
	return audit.Ranges(numbers), err
}

// atRest refuses while a participant answers.
func atRest(r runner, participantID string) error {
	running := false
	err := r.row("SELECT EXISTS (SELECT 1 FROM session WHERE participant_id = ? AND state = 'running')", []any{participantID}, &running)
	if err == nil && running {
		return domain.Fail(domain.CodeConflict, nil, "Reason", "running")
	}
	return err
}

// released works on the rows of one person, which no trigger keeps meanwhile.
// A commit before its end fails.
func released(r runner, participantID string, work func() error) error {
	if err := release(r, participantID); err != nil {
		return err
	}
	if err := work(); err != nil {
		return err
	}
	_, err := r.exec("DELETE FROM released")
	return err
}

// release lets the rows of one more person change, until released ends.
func release(r runner, participantID string) error {
	_, err := r.exec("INSERT INTO released (participant_id) VALUES (?)", participantID)
	return err
}

func remove(r runner, participantID string) error {
	for _, h := range holdings {
		if _, err := r.exec("DELETE FROM "+h.table+" WHERE "+h.of, participantID); err != nil {
			return fmt.Errorf("%s: %w", h.table, err)
		}
	}
	return nil
}

// Traces reports whether files may still hold what was erased.
func (s *Store) Traces(ctx context.Context) (bool, error) {
	all, err := s.Settings(ctx)
	return all[settingTraces] != "", err
}

// Scrub rewrites the files if something was erased since they were written
// last, so that they hold nothing but what the workspace holds now. It needs as
// much room as the database again.
func (s *Store) Scrub(ctx context.Context) error {
	pending, err := s.Traces(ctx)
	if err != nil || !pending {
		return err
	}
	if err := s.scrub(ctx); err != nil {
		return fault("scrub workspace", err)
	}
	return s.SaveSettings(ctx, map[string]string{settingTraces: ""})
}

// foldWhole is like fold, and says when it could not empty the log.
func (s *Store) foldWhole(ctx context.Context) error {
	busy, log, done := 0, 0, 0
	s.trace("PRAGMA wal_checkpoint(TRUNCATE)")
	err := s.relieved(func() error {
		return s.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done)
	})
	if err == nil && busy != 0 {
		err = domain.Fail(domain.CodeInUse, nil)
	}
	return err
}

// vacuum writes the whole database anew, without what was deleted from it.
func (s *Store) vacuum(ctx context.Context) error {
	s.trace("VACUUM")
	return s.relieved(func() error {
		_, err := s.writer.ExecContext(ctx, "VACUUM")
		return err
	})
}
