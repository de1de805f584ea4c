package store

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// LogDoubt says that the log of the database does not go on from what the witness
// beside it has seen. Until somebody accepts that, nothing is written.
type LogDoubt struct {
	// Reason is "cut" (entries are missing at the end), "changed" (other entries
	// stand in their place), "answers" (answers since the last entry are missing),
	// "missing" or "unreadable" (the witness itself).
	Reason string
	// Witnessed and Entries count the entries that the witness has seen and those
	// that are there; where answers are missing, the answers of that session.
	Witnessed, Entries int64
}

// Doubt gives what is doubtful about the log, nil if nothing is.
func (s *Store) Doubt() *LogDoubt { return s.doubt.Load() }

// WitnessFile is the name of the witness in a workspace folder.
const WitnessFile = audit.WitnessFile

// Accept lets the workspace go on as it is in spite of a doubt, with why: that
// is written into the log, and the witness made anew. Without a doubt it is a
// conflict.
func (s *Store) Accept(ctx context.Context, why string) error {
	doubt := s.doubt.Load()
	if doubt == nil {
		return fault("accept the log", domain.Fail(domain.CodeConflict, nil, "Reason", "no_doubt"))
	}
	accepted := domain.Entry{Act: domain.ActWitness, Detail: map[string]string{
		"why": why, "doubt": doubt.Reason, "witnessed": strconv.FormatInt(doubt.Witnessed, 10), "entries": strconv.FormatInt(doubt.Entries, 10),
	}}
	return s.writeAnyhow(ctx, "accept the log", func(r runner) error {
		r.afterwards(func() {
			s.doubt.Store(nil)
			s.spare.Keep()
		})
		return r.note(accepted)
	})
}

func (s *Store) witnessPath() string { return filepath.Join(s.dir, audit.WitnessFile) }

// readWitness reads the witness; there is none is fs.ErrNotExist.
func (s *Store) readWitness() (audit.Witness, error) {
	f, err := os.Open(s.witnessPath())
	if err != nil {
		return audit.Witness{}, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, audit.MaxWitness))
	if err = errors.Join(err, f.Close()); err != nil {
		return audit.Witness{}, err
	}
	return audit.ReadWitness(raw)
}

// beginWitness writes a witness of nothing where the log has not begun: from
// then on a missing one is noticed. A witness of entries beside no database says
// that one is missing.
func (s *Store) beginWitness(ctx context.Context, there bool) error {
	w, err := s.readWitness()
	if err == nil && !there && w.Head.Count > 0 {
		return folder.Damaged("database_missing")
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil // it is compared once the log is open
	}
	begun := false
	if there {
		if begun, err = hasLog(ctx, s.path()); err != nil || begun {
			return err
		}
	}
	head, err := audit.Edge{}.Head()
	if err != nil {
		return err
	}
	return s.keepWitness(audit.Witness{Head: head})
}

// compareWitness looks whether the log goes on from what the witness has seen.
func (s *Store) compareWitness(r runner) error {
	w, err := s.readWitness()
	doubt := &LogDoubt{Witnessed: w.Head.Count, Entries: s.book.edge.Count()}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		doubt.Reason = "missing"
	case err != nil:
		doubt.Reason = "unreadable"
	case w.Head.Count > doubt.Entries:
		doubt.Reason = "cut"
	default:
		hash, err := tlog.TreeHash(w.Head.Count, tlog.HashReaderFunc(r.hashes))
		if err != nil {
			return err
		}
		if hash == w.Head.Hash {
			return s.compareAnswers(r, w)
		}
		doubt.Reason = "changed"
	}
	s.doubt.Store(doubt)
	return nil
}

// compareAnswers looks whether the answers that the witness has seen since the
// last entry are there.
func (s *Store) compareAnswers(r runner, w audit.Witness) error {
	there, err := answersOf(r, w.Answers.SessionID)
	if err == nil && w.Misses(there, s.book.edge.Count()) {
		s.doubt.Store(&LogDoubt{Reason: "answers", Witnessed: w.Answers.Count, Entries: there.Count})
	}
	return err
}

// witnessLater has the head written down beside the database without keeping the
// act waiting: the act is acknowledged by its own commit, and the log goes on from
// an older witness too. It may fail; the next act writes it again.
func (s *Store) witnessLater() {
	head, err := s.book.edge.Head()
	if err != nil { // cannot be: the edge has what it needs
		s.watch("keep witness", 0, err)
		return
	}
	s.unwitnessed.Store(&audit.Witness{Head: head, Checkpoint: s.book.signed, Answers: s.book.answered})
	s.witnesses.Go(s.tellWitness)
}

// tellWitness writes down what the witness has not been told yet.
func (s *Store) tellWitness() {
	s.witnessing.Lock()
	defer s.witnessing.Unlock()
	if w := s.unwitnessed.Swap(nil); w != nil { // else another turn wrote it
		s.watch("keep witness", 0, s.keepWitness(*w))
	}
}

// keepWitness puts the file in its place, whole; the folder is not waited for.
func (s *Store) keepWitness(w audit.Witness) error {
	raw, err := w.Bytes()
	if err != nil {
		return err
	}
	if err := folder.WritePart(s.witnessPath(), raw); err != nil {
		return err
	}
	return folder.MovePart(s.witnessPath())
}
