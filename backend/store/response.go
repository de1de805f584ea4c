package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
)

// SaveResponse stores one revision. It never replaces one: a revision that is
// there already, or a session that is closed, is a conflict. The participant
// moves to the top of the list. The trail is stored in the same commit. A text
// is sealed to the inbox, and readable until Forget or the end of the program;
// without an inbox it is locked.
func (s *Store) SaveResponse(ctx context.Context, n domain.Response, t domain.Trail) error {
	stored, err := sealAnswer(s.inbox(), n)
	if err != nil {
		return fault("save response", err)
	}
	value, err := json.Marshal(stored)
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
		if err == nil {
			err = addTrail(r, n.SessionID, t)
		}
		if err != nil {
			return err
		}
		answers := audit.Answers{SessionID: n.SessionID, Count: s.book.answered.Count + 1}
		if s.book.answered.SessionID != n.SessionID { // the first one since an act
			if answers, err = answersOf(r, n.SessionID); err != nil {
				return err
			}
		}
		r.afterwards(func() {
			s.written.keep(n)
			s.book.answered = answers
		})
		return s.touch(r, n.SessionID, n.AnsweredAt)
	})
}

// answersOf counts the stored answers of a session.
func answersOf(r runner, sessionID string) (audit.Answers, error) {
	out := audit.Answers{SessionID: sessionID}
	err := r.row(`SELECT count(*) FROM response WHERE session_id = ?`, []any{sessionID}, &out.Count)
	return out, err
}

// Responses gives every revision of a session, by item id and revision. While
// locked a text is there if it was written or remembered since, otherwise sealed.
func (s *Store) Responses(ctx context.Context, sessionID string) ([]domain.Response, error) {
	out, keys := []domain.Response{}, s.sealer()
	err := s.read(ctx, "read responses", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			n, err := scanResponse(scan)
			if err == nil {
				n.Value, err = s.openAnswer(keys, n)
			}
			out = append(out, n)
			return err
		}, `SELECT `+responseColumns+` FROM response
			WHERE session_id = ? ORDER BY item_id, revision`, sessionID)
	})
	return out, err
}

// AnswerLanguages gives, by session of a participant, the languages of the
// answers that stand: of the highest revisions that hold one. Whether their items
// were shown it does not know.
func (s *Store) AnswerLanguages(ctx context.Context, participantID string) (map[string][]string, error) {
	out := map[string][]string{}
	err := s.read(ctx, "read languages", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			id, language := "", ""
			err := scan(&id, &language)
			out[id] = append(out[id], language)
			return err
		}, `SELECT DISTINCT r.session_id, r.language FROM session s JOIN response r ON r.session_id = s.id
			WHERE s.participant_id = ? AND r.value <> '`+withdrawn+`' AND r.revision =
				(SELECT max(l.revision) FROM response l WHERE l.session_id = r.session_id AND l.item_id = r.item_id)
			ORDER BY r.session_id, r.language`, participantID)
	})
	return out, err
}

const responseColumns = "session_id, item_id, revision, value, language, process, answered_at"

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
// nothing. It gives what it stored, with the seal. A session that is not running
// is a conflict.
func (s *Store) Finalise(ctx context.Context, f domain.Finalisation) (domain.Finalisation, error) {
	packed, err := pack(f.Result)
	if err != nil {
		return f, fault("finalise session", err)
	}
	facts, err := json.Marshal(f.Respondent)
	if err != nil {
		return f, fault("finalise session", err)
	}
	sealed := ""
	err = s.write(ctx, "finalise session", func(r runner) error {
		n := domain.Session{ID: f.SessionID}
		err := r.row(`UPDATE session SET state = 'finalised', finalised_at = ? WHERE id = ? AND state = 'running'
			RETURNING participant_id, instrument_id, instrument_version, instrument_hash, norm_version, norm_hash`,
			[]any{f.FinalisedAt, f.SessionID},
			&n.ParticipantID, &n.Instrument.ID, &n.Instrument.Version, &n.Instrument.Hash, &n.Norm.Version, &n.Norm.Hash)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.Fail(domain.CodeConflict, nil, "Reason", "state_changed")
		}
		if err != nil {
			return err
		}
		if sealed, err = seal(r, f.SessionID, packed, string(facts)); err != nil {
			return err
		}
		if _, err := r.exec(`INSERT INTO result (session_id, result, respondent, seal) VALUES (?, ?, ?, ?)`,
			f.SessionID, packed, string(facts), sealed); err != nil {
			return err
		}
		if err := r.note(scored(n, s.book.program)); err != nil {
			return err
		}
		return s.touch(r, f.SessionID, f.FinalisedAt)
	})
	if err == nil {
		f.Seal = sealed
	}
	return f, err
}

// scored is the act of scoring, with everything that made the result what it is.
func scored(n domain.Session, program string) domain.Entry {
	return domain.Entry{Act: domain.ActScore, SessionID: n.ID, ParticipantID: n.ParticipantID, Detail: map[string]string{
		"instrument": said(n.Instrument.ID + "@" + n.Instrument.Version), "instrument_hash": said(n.Instrument.Hash),
		"norm": said(n.Norm.Version), "norm_hash": said(n.Norm.Hash), "program": said(program),
	}}
}

// pack writes a result as deflated JSON: with its trace it is long and repeats itself.
func pack(result domain.Result) ([]byte, error) {
	plain, err := json.Marshal(result)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, _ := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	err = w.Close() // writes the rest
	return out.Bytes(), err
}

// packers are kept, for a new one takes longer to make than a commit.
var packers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is a constant of the package
	}
	return w
}}

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
