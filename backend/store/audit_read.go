package store

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
)

// EntryFilter asks for entries of the log, the newest first.
type EntryFilter struct {
	// Group is that of the acts, Code a code that was ever given to the
	// participant, SessionID a session; "" is any.
	Group, Code, SessionID string
	// From is the first moment, To the first moment after; 0 is any.
	From, To domain.Instant
	// Before is a number: only older entries; 0 begins with the newest.
	Before int64
	// Limit is the largest number of entries, 0 for all.
	Limit int
}

// ListedEntry is an entry with the present code of its participant and the
// present state of its session, "" for none.
type ListedEntry struct {
	domain.Entry
	Code  string
	State domain.SessionState
}

// Entries calls visit for every entry that matches, the newest first, without
// holding them all in memory. It stops at visit's error and gives it back.
func (s *Store) Entries(ctx context.Context, f EntryFilter, visit func(ListedEntry) error) error {
	where, args := f.conditions()
	query := `SELECT a.number, a.at, a.act, a.actor, b.number IS NULL, coalesce(b.session_id, ''), coalesce(b.participant_id, ''),
		coalesce(b.body, '{}'), coalesce(p.code, ''), coalesce(s.state, '')
		FROM audit a LEFT JOIN audit_body b ON b.number = a.number LEFT JOIN participant p ON p.id = b.participant_id
		LEFT JOIN session s ON s.id = b.session_id
		WHERE ` + where + ` ORDER BY a.number DESC`
	if f.Limit > 0 {
		query, args = query+` LIMIT ?`, append(args, f.Limit)
	}
	return s.read(ctx, "list log", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			e, detail := ListedEntry{}, ""
			if err := scan(&e.Number, &e.At, &e.Act, &e.Actor, &e.Erased, &e.SessionID, &e.ParticipantID, &detail, &e.Code, &e.State); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(detail), &e.Detail); err != nil {
				return domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "log")
			}
			return visit(e)
		}, query, args...)
	})
}

// conditions words the filter for the query. The texts are fixed, so that every
// combination is prepared once.
func (f EntryFilter) conditions() (where string, args []any) {
	parts := []string{"1"}
	add := func(condition string, values ...any) { parts, args = append(parts, condition), append(args, values...) }
	if f.Group != "" {
		add("a.act >= ? AND a.act < ?", f.Group+".", f.Group+"/") // "/" comes after "."
	}
	if f.Code != "" {
		add("b.participant_id = (SELECT participant_id FROM participant_code WHERE code = ?)", f.Code)
	}
	if f.SessionID != "" {
		add("b.participant_id = (SELECT participant_id FROM session WHERE id = ?) AND b.session_id = ?", f.SessionID, f.SessionID)
	}
	if f.From != 0 {
		add("a.at >= ?", f.From)
	}
	if f.To != 0 {
		add("a.at < ?", f.To)
	}
	if f.Before != 0 {
		add("a.number < ?", f.Before)
	}
	return strings.Join(parts, " AND "), args
}

// LogHead gives the head of the log as it stands, and the last checkpoint, ""
// before the first.
func (s *Store) LogHead() (audit.Head, string, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	head, err := s.book.edge.Head()
	return head, s.book.signed, err
}

// ScoredHead gives the head of the log right after the session was scored; of a
// session from before the log it has the Count 0.
func (s *Store) ScoredHead(ctx context.Context, sessionID string) (head audit.Head, err error) {
	err = s.read(ctx, "read log head", func(r runner) error {
		if err := r.row(`SELECT coalesce(max(b.number), 0) FROM session s
			JOIN audit_body b ON b.participant_id = s.participant_id AND b.session_id = s.id
			JOIN audit a ON a.number = b.number AND a.act = ? WHERE s.id = ?`,
			[]any{domain.ActScore, sessionID}, &head.Count); err != nil || head.Count == 0 {
			return err
		}
		head.Hash, err = tlog.TreeHash(head.Count, tlog.HashReaderFunc(r.hashes))
		return err
	})
	return head, err
}

// LogKey gives the stored public key of the log, "" before the first unlocking.
func (s *Store) LogKey(ctx context.Context) (string, error) {
	all, err := s.Settings(ctx)
	return all[settingAuditKey], err
}

// LogCheck is what checking the log found.
type LogCheck struct {
	// Head is that of the log as it stands; Signed how many entries the last
	// checkpoint covers, Witnessed how many the witness has seen.
	Head              audit.Head
	Signed, Witnessed int64
	// Key is the public key by which checkpoints were checked, "" for none yet.
	Key      string
	Findings []audit.Finding
}

// CheckLog checks every entry of the log, its tree, its checkpoints, and that it
// goes on from what the witness has seen and from what the caller expects. Unlocked,
// checkpoints are checked by the key of the workspace, otherwise by the stored one.
func (s *Store) CheckLog(ctx context.Context, expect func(*audit.Checker)) (out LogCheck, err error) {
	s.tellWitness()
	w, witnessErr := s.readWitness() // before the entries: they go on from it
	err = s.readAtOnce(ctx, "check log", func(r runner) error {
		out, err = s.checkLog(r, w, witnessErr, expect)
		return err
	})
	return out, err
}

func (s *Store) checkLog(r runner, w audit.Witness, witnessErr error, expect func(*audit.Checker)) (LogCheck, error) {
	out, c := LogCheck{Findings: []audit.Finding{}}, &audit.Checker{}
	if witnessErr == nil {
		c.ExpectHead(w.Head)
		out.Witnessed = w.Head.Count
	}
	if expect != nil {
		expect(c)
	}
	stored, err := column(r, `SELECT key, value FROM setting WHERE key = ?`, settingAuditKey)
	if err != nil {
		return out, err
	}
	keyFault := false
	out.Key = stored[settingAuditKey]
	if signer := s.book.signer.Load(); signer != nil {
		keyFault = out.Key != signer.Key()
		out.Key = signer.Key()
	}
	if err := signedHeads(r, c, w, &out); err != nil {
		return out, err
	}
	answers, err := answersOf(r, w.Answers.SessionID) // before the entries, as the witness
	if err != nil {
		return out, err
	}
	if err := eachRow(r, c.Row); err != nil {
		return out, err
	}
	head, found := c.End()
	out.Head, out.Findings = head, append(out.Findings, found...)
	switch {
	case errors.Is(witnessErr, fs.ErrNotExist) && head.Count > 0, witnessErr != nil && !errors.Is(witnessErr, fs.ErrNotExist):
		out.Findings = append(out.Findings, audit.Finding{Kind: audit.FaultWitness})
	case w.Misses(answers, head.Count):
		out.Findings = append(out.Findings, audit.Finding{Kind: audit.FaultAnswers})
	}
	if keyFault {
		out.Findings = append(out.Findings, audit.Finding{Kind: audit.FaultKey})
	}
	return out, nil
}

// signedHeads tells the checker of every checkpoint, also that of the witness.
func signedHeads(r runner, c *audit.Checker, w audit.Witness, out *LogCheck) error {
	held := w.Checkpoint == ""
	err := r.each(func(scan func(...any) error) error {
		number, text := int64(0), ""
		if err := scan(&number, &text); err != nil {
			return err
		}
		held = held || text == w.Checkpoint
		c.Signed(out.Key, number, text)
		out.Signed = number
		return nil
	}, `SELECT number, note FROM audit_checkpoint ORDER BY number`)
	if err != nil || held {
		return err
	}
	// The witness knows a checkpoint that is not stored, or one that is none.
	if head, err := audit.ReadCheckpoint(out.Key, w.Checkpoint); err != nil {
		out.Findings = append(out.Findings, audit.Finding{Kind: audit.FaultWitness})
	} else {
		out.Findings = append(out.Findings, audit.Finding{Number: head.Count, Kind: audit.FaultSignature})
		c.ExpectHead(head)
	}
	return nil
}

// eachRow reads the whole log as it is stored, in the order of its numbers.
func eachRow(r runner, visit func(audit.Row)) error {
	return r.each(func(scan func(...any) error) error {
		row, body, there := audit.Row{}, audit.Body{}, false
		if err := scan(&row.Leaf.Number, &row.Leaf.At, &row.Leaf.Act, &row.Leaf.Actor, &row.Leaf.Digest, &row.Hashes,
			&there, &body.Salt, &body.SessionID, &body.ParticipantID, &body.Detail); err != nil {
			return err
		}
		if there {
			row.Body = &body
		}
		visit(row)
		return nil
	}, `SELECT a.number, a.at, a.act, a.actor, a.digest, a.hashes, b.number IS NOT NULL, b.salt,
		coalesce(b.session_id, ''), coalesce(b.participant_id, ''), coalesce(b.body, '')
		FROM audit a LEFT JOIN audit_body b ON b.number = a.number ORDER BY a.number`)
}
