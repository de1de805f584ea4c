package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// These read the rows that a seal covers, as stored.
const (
	sealSession = `SELECT id, participant_id, instrument_id, instrument_version, instrument_hash, norm_version, norm_hash,
		language, state, seed, total, accommodations, created_at, started_at, finalised_at FROM session WHERE id = ?`
	sealResponses = `SELECT item_id, revision, value, language, process, answered_at FROM response
		WHERE session_id = ? ORDER BY item_id, revision`
	sealConsent = `SELECT revision, basis, notice, hash, language, purposes, date, at FROM consent
		WHERE session_id = ? ORDER BY revision`
	sealEvents = `SELECT number, kind, at, duration, step, answered FROM event
		WHERE session_id = ? AND NOT late ORDER BY number`
	sealVisits = `SELECT item_id, shown_at, first_action_ms, total_ms, changes, means, focus_losses FROM visit
		WHERE session_id = ? ORDER BY item_id, shown_at`
	sealPractice = `SELECT type, tries, reversed, at FROM practice WHERE session_id = ? ORDER BY type`
)

// seal is the content hash over a finalised session: its pinned versions, the
// basis on which it was answered, its practice, all its responses with how they
// came about, and the packed result with the respondent. It goes over the stored bytes, so that a later version of the program finds the same.
func seal(r runner, sessionID string, packed []byte, respondent string) (string, error) {
	h := sha256.New()
	feed(h, "kitewise seal 1")
	for _, part := range []struct {
		columns int
		query   string
	}{{15, sealSession}, {8, sealConsent}, {4, sealPractice}, {6, sealResponses}, {6, sealEvents}, {7, sealVisits}} {
		if err := feedRows(r, h, part.columns, part.query, sessionID); err != nil {
			return "", err
		}
	}
	feed(h, respondent)
	feed(h, string(packed))
	return hex.EncodeToString(h.Sum(nil)), nil
}

// The seal of schemas 1 and 2, which knew neither a basis nor how answers came
// about: it covers a session that has none of that.
const (
	firstSession = `SELECT id, participant_id, instrument_id, instrument_version, instrument_hash, norm_version, norm_hash,
		language, state, seed, total, created_at, started_at, finalised_at FROM session WHERE id = ? AND accommodations = '{}'`
	beyondFirst = `SELECT (SELECT count(*) FROM consent WHERE session_id = ?1) + (SELECT count(*) FROM practice WHERE session_id = ?1)
		+ (SELECT count(*) FROM event WHERE session_id = ?1 AND NOT late) + (SELECT count(*) FROM visit WHERE session_id = ?1)`
)

// firstSeal is the content hash as schemas 1 and 2 made it, "" for a session that
// cannot come from there.
func firstSeal(r runner, sessionID string, packed []byte, respondent string) (string, error) {
	beyond := 0
	if err := r.row(beyondFirst, []any{sessionID}, &beyond); err != nil || beyond > 0 {
		return "", err
	}
	h := sha256.New()
	feed(h, "kitewise seal 1")
	if err := feedRows(r, h, 14, firstSession, sessionID); err != nil {
		return "", err
	}
	if err := feedRows(r, h, 6, sealResponses, sessionID); err != nil {
		return "", err
	}
	feed(h, respondent)
	feed(h, string(packed))
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sealHolds says whether a stored seal is that of the rows as they are.
func sealHolds(r runner, sessionID string, packed []byte, respondent, stored string) (bool, error) {
	now, err := seal(r, sessionID, packed, respondent)
	if err != nil || now == stored {
		return err == nil, err
	}
	first, err := firstSeal(r, sessionID, packed, respondent)
	return stored != "" && first == stored, err
}

// feedRows feeds every column of every row, and the number of rows.
func feedRows(r runner, h hash.Hash, columns int, query, sessionID string) error {
	rows := 0
	err := r.each(func(scan func(...any) error) error {
		rows++
		texts, into := make([]string, columns), make([]any, columns)
		for i := range texts {
			into[i] = &texts[i]
		}
		if err := scan(into...); err != nil {
			return err
		}
		for _, text := range texts {
			feed(h, text)
		}
		return nil
	}, query, sessionID)
	feed(h, fmt.Sprint(rows))
	return err
}

// feed adds one text with its length, so that no two lists of texts look alike.
func feed(h hash.Hash, text string) {
	_, _ = fmt.Fprintf(h, "%d:%s", len(text), text) // a hash never fails
}

// Finalisation gives what finalising stored; not_found before it. It is read
// only if its seal holds: a result whose rows were changed is damaged_database.
func (s *Store) Finalisation(ctx context.Context, sessionID string) (f domain.Finalisation, err error) {
	var packed []byte
	facts, sound := "", false
	f.SessionID = sessionID
	err = s.read(ctx, "read result", func(r runner) error {
		err := r.row(`SELECT r.result, r.respondent, s.finalised_at, r.seal FROM result r
			JOIN session s ON s.id = r.session_id WHERE r.session_id = ?`, []any{sessionID},
			&packed, &facts, &f.FinalisedAt, &f.Seal)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.Fail(domain.CodeNotFound, nil, "What", "result")
		}
		if err != nil {
			return err
		}
		sound, err = sealHolds(r, sessionID, packed, facts, f.Seal)
		return err
	})
	if err != nil {
		return f, err
	}
	if !sound {
		return f, fault("read result", folder.Damaged("seal"))
	}
	return f, fault("read result", errors.Join(unpack(packed, &f.Result), json.Unmarshal([]byte(facts), &f.Respondent)))
}
