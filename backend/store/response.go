package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"

	"kitewise/backend/domain"
)

// SaveResponse stores one revision. It never replaces one: a revision that is
// there already, or a session that is closed, is a conflict. The participant
// moves to the top of the list.
func (s *Store) SaveResponse(ctx context.Context, n domain.Response) error {
	value, err := json.Marshal(n.Value)
	if err != nil {
		return fault("save response", err)
	}
	process, err := json.Marshal(n.Process)
	if err != nil {
		return fault("save response", err)
	}
	return s.write(ctx, "save response", func(r runner) error {
		_, err := r.exec(`INSERT INTO response (session_id, item_id, revision, value, language, process, answered_at)
			VALUES (?, ?, ?, ?, ?, ?, ?)`,
			n.SessionID, n.ItemID, n.Revision, string(value), n.Language, string(process), n.AnsweredAt)
		if err != nil {
			return err
		}
		_, err = r.exec(`UPDATE participant SET active_at = max(active_at, ?)
			WHERE id = (SELECT participant_id FROM session WHERE id = ?)`, n.AnsweredAt, n.SessionID)
		return err
	})
}

// Responses gives every revision of a session, by item id and revision.
func (s *Store) Responses(ctx context.Context, sessionID string) ([]domain.Response, error) {
	out := []domain.Response{}
	err := s.read(ctx, "read responses", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			n, err := scanResponse(scan)
			out = append(out, n)
			return err
		}, `SELECT session_id, item_id, revision, value, language, process, answered_at FROM response
			WHERE session_id = ? ORDER BY item_id, revision`, sessionID)
	})
	return out, err
}

func scanResponse(scan func(...any) error) (domain.Response, error) {
	n, value, process := domain.Response{}, "", ""
	if err := scan(&n.SessionID, &n.ItemID, &n.Revision, &value, &n.Language, &process, &n.AnsweredAt); err != nil {
		return n, err
	}
	if err := errors.Join(json.Unmarshal([]byte(value), &n.Value), json.Unmarshal([]byte(process), &n.Process)); err != nil {
		return n, domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "response")
	}
	return n, nil
}

// Finalise stores the result, seals it and closes the session: all or
// nothing. A session that is not running is a conflict.
func (s *Store) Finalise(ctx context.Context, f domain.Finalisation) error {
	packed, err := pack(f.Result)
	if err != nil {
		return fault("finalise session", err)
	}
	facts, err := json.Marshal(f.Respondent)
	if err != nil {
		return fault("finalise session", err)
	}
	return s.write(ctx, "finalise session", func(r runner) error {
		var participant string
		err := r.row(`UPDATE session SET state = 'finalised', finalised_at = ? WHERE id = ? AND state = 'running'
			RETURNING participant_id`, []any{f.FinalisedAt, f.SessionID}, &participant)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.Fail(domain.CodeConflict, nil, "Reason", "state_changed")
		}
		if err != nil {
			return err
		}
		sealed, err := seal(r, f.SessionID, packed, string(facts))
		if err != nil {
			return err
		}
		if _, err := r.exec(`INSERT INTO result (session_id, result, respondent, seal) VALUES (?, ?, ?, ?)`,
			f.SessionID, packed, string(facts), sealed); err != nil {
			return err
		}
		return touch(r, participant, f.FinalisedAt)
	})
}

// pack writes a result as deflated JSON: with its trace it is long and repeats itself.
func pack(result domain.Result) ([]byte, error) {
	plain, err := json.Marshal(result)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	err = w.Close() // writes the rest
	return out.Bytes(), err
}

// largestResult bounds what a packed result may grow to; a result is about
// 20 KB, so more is damage.
const largestResult = 16 << 20

func unpack(packed []byte, into *domain.Result) error {
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), largestResult))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}
