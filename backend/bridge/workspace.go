package bridge

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io/fs"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/instrument/own"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// Workspace is an opened data folder with the rooms that work on it. The
// clock and the source of ids are fields, so that a test can hold them.
type Workspace struct {
	Store       *store.Store
	Engine      *session.Engine
	Instruments *instrument.Catalogue
	// Own keeps what the workspace adds to the shipped instruments.
	Own   *own.Keeper
	Now   func() domain.Instant
	NewID func() string
}

// OpenWorkspace loads the shipped instruments (<id>/<version>/ at the root of
// the file system) and the workspace's own with its norms, and opens the data folder. Errors are those of store.Open.
func OpenWorkspace(ctx context.Context, dir string, instruments fs.FS, opts store.Options) (*Workspace, error) {
	catalogue, err := instrument.Load(instruments, own.Files(dir))
	if err != nil {
		return nil, err
	}
	if err := catalogue.TakeNorms(own.Norms(dir)); err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, dir, opts)
	if err != nil {
		return nil, err
	}
	ws := &Workspace{Store: s, Instruments: catalogue, Own: own.New(instruments, dir), Now: now, NewID: rand.Text}
	ws.Engine = session.New(session.Config{
		Sessions: s, Answers: s, Participants: s, Choices: s, Catalogue: session.From(catalogue),
		Now: func() domain.Instant { return ws.Now() }, NewID: func() string { return ws.NewID() }, NewSeed: newSeed,
	})
	return ws, nil
}

// OpenToRead is OpenWorkspace for a command that only reads: beside a window
// that is open, and alone when the schema must be upgraded first.
func OpenToRead(ctx context.Context, dir string, instruments fs.FS) (*Workspace, error) {
	ws, err := OpenWorkspace(ctx, dir, instruments, store.Options{ReadOnly: true})
	if domain.CodeOf(err) != domain.CodeConflict {
		return ws, err
	}
	ws, err = OpenWorkspace(ctx, dir, instruments, store.Options{})
	if err != nil {
		return nil, fmt.Errorf("upgrade before reading: %w", err)
	}
	return ws, nil
}

// Close closes the data folder.
func (w *Workspace) Close() error { return w.Store.Close() }

func now() domain.Instant { return domain.InstantOf(time.Now()) }

// newSeed gives 64 random bits as 16 hex digits.
func newSeed() string {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}
