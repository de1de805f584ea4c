package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
)

// book is the log of acts as the open store knows it. edge and last are guarded
// by Store.writing.
type book struct {
	now     func() domain.Instant
	via     string
	program string
	// actor is whom the store serves now.
	actor atomic.Value
	// there is false in a schema from before the log, which only tests open.
	there bool
	edge  audit.Edge
	last  domain.Instant
	// signed is the last checkpoint, "" before the first.
	signed string
	// answered is what no entry tells yet: answers since the last one.
	answered audit.Answers
	// signer is nil unless the workspace is unlocked.
	signer atomic.Pointer[audit.Signer]
}

// settingAuditKey keeps the public key of the log, so that it can be checked
// without a passphrase.
const settingAuditKey = "audit.key"

// SignWith lets the log be signed, and keeps the public key with the acts that
// begin it. It ends with Lock.
func (s *Store) SignWith(ctx context.Context, signer *audit.Signer, acts ...domain.Entry) error {
	s.book.signer.Store(signer)
	err := s.SaveSettings(ctx, map[string]string{settingAuditKey: signer.Key()}, acts...)
	if err != nil {
		s.book.signer.Store(nil)
	}
	return err
}

// As says who does what is done from now on.
func (s *Store) As(a domain.Actor) { s.book.actor.Store(a) }

func (b *book) who() domain.Actor {
	a, _ := b.actor.Load().(domain.Actor)
	if a == "" {
		return domain.ActorProgram
	}
	return a
}

// Note writes entries into the log that belong to no other change of the
// workspace, in one commit.
func (s *Store) Note(ctx context.Context, entries ...domain.Entry) error {
	return s.write(ctx, "note act", func(r runner) error { return r.noteAll(entries) })
}

func (r runner) noteAll(entries []domain.Entry) error {
	for _, e := range entries {
		if err := r.note(e); err != nil {
			return err
		}
	}
	return nil
}

// entering is what one transaction adds to the log; it counts once that is
// committed.
type entering struct {
	*book
	edge   audit.Edge
	last   domain.Instant
	signs  bool
	signed string
}

func (b *book) begin() *entering {
	return &entering{book: b, edge: b.edge, last: b.last, signed: b.signed}
}

// keep takes what was committed.
func (e *entering) keep() { e.book.edge, e.book.last, e.book.signed = e.edge, e.last, e.signed }

// sign adds a checkpoint to a transaction with an act that asks for one, if the
// keys are there.
func (r runner) sign() error {
	signer := r.log.signer.Load()
	if !r.log.signs || signer == nil {
		return nil
	}
	head, err := r.log.edge.Head()
	if err != nil {
		return err
	}
	if r.log.signed, err = signer.Checkpoint(head, r.log.now()); err != nil {
		return err
	}
	_, err = r.exec(`INSERT INTO audit_checkpoint (number, note) VALUES (?, ?)`, head.Count, r.log.signed)
	return err
}

// leastBack is how far a clock must stand before the last entry to be told of.
const leastBack = 2 * time.Second

// note writes an entry into the log, in the transaction of the act. What is done
// to a session is also done to its participant. Before an entry whose clock stands
// before the last one, or further behind it than people leave the desk alone, that
// is told.
func (r runner) note(e domain.Entry) error {
	if !r.log.there {
		return nil
	}
	if e.At == 0 {
		e.At = r.log.now()
	}
	if e.Actor == "" {
		e.Actor = r.log.who()
	}
	if e.SessionID != "" && e.ParticipantID == "" {
		err := r.row(`SELECT participant_id FROM session WHERE id = ?`, []any{e.SessionID}, &e.ParticipantID)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.Fail(domain.CodeNotFound, nil, "What", "session")
		}
		if err != nil {
			return err
		}
	}
	if jump := jumped(r.log.last, e.At); jump != nil {
		if err := r.enter(domain.Entry{At: e.At, Act: domain.ActClock, Actor: domain.ActorProgram, Detail: jump}); err != nil {
			return err
		}
	}
	return r.enter(e)
}

// jumped tells how far the clock went from one entry to the next, nil if no
// further than it should.
func jumped(last, next domain.Instant) map[string]string {
	gap := time.Duration(next-last) * time.Millisecond
	switch {
	case gap <= -leastBack:
		return map[string]string{"back_ms": strconv.FormatInt(-gap.Milliseconds(), 10)}
	case last > 0 && gap > longestGap:
		return map[string]string{"forward_days": strconv.FormatInt(int64(gap/(24*time.Hour)), 10)}
	}
	return nil
}

// enter appends one entry with the hashes that belong to it.
func (r runner) enter(e domain.Entry) error {
	if r.log.via != "" {
		detail := map[string]string{"via": r.log.via}
		for key, value := range e.Detail {
			detail[key] = value
		}
		e.Detail = detail
	}
	body, err := audit.NewBody(e)
	if err != nil {
		return err
	}
	leaf := audit.Leaf{Number: r.log.edge.Count() + 1, At: e.At, Act: e.Act, Actor: e.Actor, Digest: body.Digest()}
	next, hashes, err := r.log.edge.Append(leaf)
	if err != nil {
		return err
	}
	if _, err := r.exec(`INSERT INTO audit (number, at, act, actor, digest, hashes) VALUES (?, ?, ?, ?, ?, ?)`,
		leaf.Number, leaf.At, leaf.Act, leaf.Actor, leaf.Digest, hashes); err != nil {
		return err
	}
	if _, err := r.exec(`INSERT INTO audit_body (number, salt, session_id, participant_id, body)
		VALUES (?, ?, nullif(?, ''), nullif(?, ''), ?)`,
		leaf.Number, body.Salt, body.SessionID, body.ParticipantID, body.Detail); err != nil {
		return err
	}
	r.log.edge, r.log.last, r.log.signs = next, e.At, r.log.signs || e.Act.Signs()
	return nil
}

// openLog finds the edge of the log.
func (b *book) openLog(r runner) error {
	if err := r.row(`SELECT count(*) FROM sqlite_schema WHERE name = 'audit'`, nil, &b.there); err != nil || !b.there {
		return err
	}
	var count int64
	err := r.row(`SELECT number, at FROM audit ORDER BY number DESC LIMIT 1`, nil, &count, &b.last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if b.edge, err = audit.EdgeAt(count, r.hashes); err != nil {
		return err
	}
	err = r.row(`SELECT note FROM audit_checkpoint ORDER BY number DESC LIMIT 1`, nil, &b.signed)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return err
}

// hashes reads stored hashes of the tree; see tlog.HashReader.
func (r runner) hashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		number, offset := audit.Place(index)
		var raw []byte
		err := r.row(`SELECT substr(hashes, ?, ?) FROM audit WHERE number = ?`, []any{offset + 1, tlog.HashSize, number}, &raw)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if copy(out[i][:], raw) != tlog.HashSize {
			return nil, domain.Fail(domain.CodeDamagedDatabase, nil, "Reason", "log")
		}
	}
	return out, nil
}

// said makes a text sayable in the log: "0.1.0 (4f2a91c3)" becomes
// "0.1.0+4f2a91c3", and what may not stand there "_".
func said(text string) string {
	text = strings.NewReplacer(" (", "+", ")", "").Replace(text)
	return strings.Map(func(r rune) rune {
		if domain.Sayable(map[string]string{"x": string(r)}) {
			return r
		}
		return '_'
	}, text)
}
