package store

import (
	"context"

	"kitewise/backend/domain"
)

// withdrawnAt gives when the consent to the session s was withdrawn, 0 while it stands.
const withdrawnAt = `coalesce((SELECT CASE w.withdrawn WHEN 1 THEN w.at ELSE 0 END FROM withdrawal w
	WHERE w.session_id = s.id ORDER BY w.revision DESC LIMIT 1), 0)`

// SaveWithdrawal stores the next revision; with it an open session is abandoned,
// in the same commit. Withdrawing twice, or taking back what was not withdrawn,
// is a conflict.
func (s *Store) SaveWithdrawal(ctx context.Context, w domain.Withdrawal) error {
	return s.write(ctx, "save withdrawal", func(r runner) error {
		if _, err := r.exec(`INSERT INTO withdrawal (session_id, revision, withdrawn, date, at)
			SELECT ?, 1 + count(*), ?, ?, ? FROM withdrawal WHERE session_id = ?`,
			w.SessionID, w.Withdrawn, w.Date, w.At, w.SessionID); err != nil {
			return err
		}
		entry := "taken_back"
		if w.Withdrawn {
			entry = "withdrawn"
		}
		err := r.note(domain.Entry{Act: domain.ActWithdraw, SessionID: w.SessionID, Detail: map[string]string{"what": entry}})
		if err != nil || !w.Withdrawn {
			return err
		}
		ended, err := r.exec(`UPDATE session SET state = 'abandoned', reason = ? WHERE id = ? AND state IN ('prepared', 'running', 'paused')`,
			domain.ReasonWithdrawn, w.SessionID)
		if err != nil || ended == 0 {
			return err
		}
		return r.note(domain.Entry{Act: domain.ActDiscard, SessionID: w.SessionID, Detail: map[string]string{"after": domain.ReasonWithdrawn}})
	})
}

// WithdrawalsOf gives every entry of all sessions of a participant, the newest first.
func (s *Store) WithdrawalsOf(ctx context.Context, participantID string) ([]domain.Withdrawal, error) {
	out := []domain.Withdrawal{}
	err := s.read(ctx, "list withdrawals", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			w := domain.Withdrawal{}
			err := scan(&w.SessionID, &w.Revision, &w.Withdrawn, &w.Date, &w.At)
			out = append(out, w)
			return err
		}, `SELECT w.session_id, w.revision, w.withdrawn, w.date, w.at
			FROM withdrawal w JOIN session s ON s.id = w.session_id WHERE s.participant_id = ?
			ORDER BY w.at DESC, w.session_id, w.revision DESC`, participantID)
	})
	return out, err
}
