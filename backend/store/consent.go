package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"kitewise/backend/domain"
)

// SaveConsent stores one entry with the notice that it speaks of, in one
// commit; with a refusal the session is abandoned in the same, and nothing of how
// it went before is kept. The entry gets the notice's version and hash and comes
// back with them. It never replaces one: a revision that is there already, a closed
// session, or a basis on which answers stand is a conflict.
func (s *Store) SaveConsent(ctx context.Context, c domain.Consent, n domain.Notice) (domain.Consent, error) {
	err := s.write(ctx, "save consent", func(r runner) error {
		stored, err := keepNotice(r, n)
		if err != nil {
			return err
		}
		text, ok := stored.In(c.Language)
		if !ok {
			return domain.Fail(domain.CodeTextMissing, nil, "Language", c.Language)
		}
		c.Notice, c.Hash, c.Purposes = stored.Version, text.Hash(), text.Words[domain.NoticePurpose]
		if _, err := r.exec(`INSERT INTO consent (session_id, revision, basis, notice, hash, language, purposes, date, at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			c.SessionID, c.Revision, c.Basis, c.Notice, c.Hash, c.Language, c.Purposes, c.Date, c.At); err != nil {
			return err
		}
		basis := domain.Entry{Act: domain.ActBasis, SessionID: c.SessionID, Detail: map[string]string{
			"basis": string(c.Basis), "notice": strconv.Itoa(c.Notice),
		}}
		if err := r.note(basis); err != nil || c.Basis != domain.BasisDeclined {
			return err
		}
		if err := forgetEvents(r, c.SessionID); err != nil {
			return err
		}
		if _, err := r.exec(`UPDATE session SET state = 'abandoned', reason = ? WHERE id = ?`, domain.ReasonDeclined, c.SessionID); err != nil {
			return err
		}
		return r.note(domain.Entry{Act: domain.ActDiscard, SessionID: c.SessionID, Detail: map[string]string{"after": domain.ReasonDeclined}})
	})
	return c, err
}

// Consent gives the newest entry of a session; Revision 0 is none.
func (s *Store) Consent(ctx context.Context, sessionID string) (c domain.Consent, err error) {
	c.SessionID = sessionID
	err = s.read(ctx, "read consent", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			return scan(&c.Revision, &c.Basis, &c.Notice, &c.Hash, &c.Language, &c.Purposes, &c.Date, &c.At)
		}, `SELECT revision, basis, notice, hash, language, purposes, date, at FROM consent
			WHERE session_id = ? ORDER BY revision DESC LIMIT 1`, sessionID)
	})
	return c, err
}

// ConsentsOf gives every entry of all sessions of a participant, the newest first.
func (s *Store) ConsentsOf(ctx context.Context, participantID string) ([]domain.Consent, error) {
	out := []domain.Consent{}
	err := s.read(ctx, "list consents", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			c := domain.Consent{}
			err := scan(&c.SessionID, &c.Revision, &c.Basis, &c.Notice, &c.Hash, &c.Language, &c.Purposes, &c.Date, &c.At)
			out = append(out, c)
			return err
		}, `SELECT c.session_id, c.revision, c.basis, c.notice, c.hash, c.language, c.purposes, c.date, c.at
			FROM consent c JOIN session s ON s.id = c.session_id WHERE s.participant_id = ?
			ORDER BY c.at DESC, c.session_id, c.revision DESC`, participantID)
	})
	return out, err
}

// ArrangeLater stores what was arranged for a participant whose session is
// finalised, beside what was sealed with it. An open session is a conflict;
// without keys a note is locked.
func (s *Store) ArrangeLater(ctx context.Context, sessionID string, a domain.Accommodations, at domain.Instant) error {
	sealed, err := sealNote(s.sealer(), tableSession, sessionID, a)
	if err != nil {
		return fault("arrange later", err)
	}
	arranged, err := json.Marshal(sealed)
	if err != nil {
		return fault("arrange later", err)
	}
	return s.write(ctx, "arrange later", func(r runner) error {
		_, err := r.exec(`INSERT INTO arranged_later (session_id, revision, accommodations, at)
			SELECT ?, 1 + count(*), ?, ? FROM arranged_later WHERE session_id = ?`, sessionID, string(arranged), at, sessionID)
		if err != nil {
			return err
		}
		return r.note(domain.Entry{Act: domain.ActArrange, SessionID: sessionID, Detail: map[string]string{"after": "finalised"}})
	})
}

// SaveNotice stores settings together with the notice that follows from them,
// as a new version if its words are new, and gives it with its version.
func (s *Store) SaveNotice(ctx context.Context, settings map[string]string, n domain.Notice) (out domain.Notice, err error) {
	err = s.write(ctx, "save notice", func(r runner) error {
		if err := keepSettings(r, settings); err != nil {
			return err
		}
		if out, err = keepNotice(r, n); err != nil {
			return err
		}
		return r.note(domain.Entry{Act: domain.ActNotice, Detail: map[string]string{"version": strconv.Itoa(out.Version)}})
	})
	return out, err
}

// Notices gives every stored version, the newest first.
func (s *Store) Notices(ctx context.Context) (out []domain.Notice, err error) {
	err = s.read(ctx, "read notices", func(r runner) error {
		out, err = notices(r, `SELECT version, language, words, hash, made_at FROM notice ORDER BY version DESC, language`)
		return err
	})
	return out, err
}

// Notice gives one stored version; one that is not there is not_found.
func (s *Store) Notice(ctx context.Context, version int) (domain.Notice, error) {
	found := []domain.Notice{}
	err := s.read(ctx, "read notice", func(r runner) (err error) {
		found, err = notices(r, `SELECT version, language, words, hash, made_at FROM notice WHERE version = ? ORDER BY language`, version)
		return err
	})
	if err == nil && len(found) == 0 {
		err = fault("read notice", domain.Fail(domain.CodeNotFound, nil, "What", "notice"))
	}
	if err != nil {
		return domain.Notice{}, err
	}
	return found[0], nil
}

// keepNotice gives the newest notice if its words are the same, otherwise it
// stores these as the next version.
func keepNotice(r runner, n domain.Notice) (domain.Notice, error) {
	last, err := notices(r, `SELECT version, language, words, hash, made_at FROM notice
		WHERE version = (SELECT max(version) FROM notice) ORDER BY language`)
	if err != nil {
		return n, err
	}
	n.Version = 1
	if len(last) > 0 {
		if sameWords(last[0], n) {
			return last[0], nil
		}
		n.Version = last[0].Version + 1
	}
	for _, text := range n.Texts {
		words, err := json.Marshal(text.Words)
		if err != nil {
			return n, err
		}
		if _, err := r.exec(`INSERT INTO notice (version, language, words, hash, made_at) VALUES (?, ?, ?, ?, ?)`,
			n.Version, text.Language, string(words), text.Hash(), n.MadeAt); err != nil {
			return n, err
		}
	}
	return n, nil
}

func sameWords(a, b domain.Notice) bool {
	return len(a.Texts) == len(b.Texts) && !slices.ContainsFunc(a.Texts, func(t domain.NoticeText) bool {
		other, ok := b.In(t.Language)
		return !ok || other.Hash() != t.Hash()
	})
}

// notices reads rows that stand version by version. Words that do not fit their
// hash are damage.
func notices(r runner, query string, args ...any) ([]domain.Notice, error) {
	out := []domain.Notice{}
	err := r.each(func(scan func(...any) error) error {
		n, t, words, hash := domain.Notice{}, domain.NoticeText{}, "", ""
		if err := scan(&n.Version, &t.Language, &words, &hash, &n.MadeAt); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(words), &t.Words)
		if err == nil && t.Hash() != hash {
			err = errors.New("the words do not fit the hash")
		}
		if err != nil {
			return domain.Fail(domain.CodeDamagedDatabase, fmt.Errorf("notice %d: %w", n.Version, err), "Reason", "notice")
		}
		if len(out) == 0 || out[len(out)-1].Version != n.Version {
			out = append(out, n)
		}
		last := &out[len(out)-1]
		last.Texts = append(last.Texts, t)
		return nil
	}, query, args...)
	return out, err
}

// SavePractice stores how the practice of one type went. Said again, the larger
// number of tries counts, and a reversed direction stays.
func (s *Store) SavePractice(ctx context.Context, p domain.Practice) error {
	return s.write(ctx, "save practice", func(r runner) error {
		_, err := r.exec(`INSERT INTO practice (session_id, type, tries, reversed, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (session_id, type) DO UPDATE SET tries = max(tries, excluded.tries),
			reversed = max(reversed, excluded.reversed), at = excluded.at`,
			p.SessionID, p.Type, p.Tries, p.Reversed, p.At)
		return err
	})
}

// Practices gives how the practice of every type went that was practised.
func (s *Store) Practices(ctx context.Context, sessionID string) ([]domain.Practice, error) {
	out := []domain.Practice{}
	err := s.read(ctx, "read practice", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			p := domain.Practice{SessionID: sessionID}
			err := scan(&p.Type, &p.Tries, &p.Reversed, &p.At)
			out = append(out, p)
			return err
		}, `SELECT type, tries, reversed, at FROM practice WHERE session_id = ? ORDER BY type`, sessionID)
	})
	return out, err
}
