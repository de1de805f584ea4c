// Package workspace opens a data folder with the rooms that work on it, for
// the window and for the command line. It decides nothing about people: it
// joins store, engine and instruments, and writes files whole or not at all.
package workspace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"sync"
	"time"

	"kitewise/backend/audit"
	"kitewise/backend/backup/swap"
	"kitewise/backend/clock"
	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/instrument/own"
	"kitewise/backend/session"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
)

// Workspace is an opened data folder with the rooms that work on it. The
// clock and the source of ids are fields, so that a test can hold them.
type Workspace struct {
	Store       *store.Store
	Engine      *session.Engine
	Instruments *instrument.Catalogue
	// Shipped are the instruments that came with the program.
	Shipped fs.FS
	// Own keeps what the workspace adds to the shipped instruments.
	Own   *own.Keeper
	Now   func() domain.Instant
	NewID func() string

	dir string
	// renewing is held while the key file is changed.
	renewing sync.Mutex
}

// Open loads the shipped instruments (<id>/<version>/ at the root of
// the file system) and the workspace's own with its norms, and opens the data folder. Errors are those of store.Open.
func Open(ctx context.Context, dir string, instruments fs.FS, opts store.Options) (*Workspace, error) {
	if !opts.ReadOnly {
		if err := FinishRestore(dir); err != nil {
			return nil, err
		}
	}
	catalogue, err := instrument.Load(instruments, own.Files(dir))
	if err != nil {
		return nil, err
	}
	if err := catalogue.TakeNorms(own.Norms(dir)); err != nil {
		return nil, err
	}
	// A database that is missing beside its keys is damage: none is made there.
	if opts.Existing, err = keyring.Exists(dir); err != nil {
		return nil, err
	}
	ws := &Workspace{Instruments: catalogue, Shipped: instruments, Own: own.New(instruments, dir), Now: now, NewID: rand.Text, dir: dir}
	opts.Now = func() domain.Instant { return ws.Now() }
	s, err := store.Open(ctx, dir, opts)
	if err != nil {
		return nil, err
	}
	ws.Store = s
	cfg := ws.rooms()
	cfg.Room = s.Room
	cfg.Now, cfg.Moment = func() domain.Instant { return ws.Now() }, ws.moment
	cfg.NewID, cfg.NewSeed = func() string { return ws.NewID() }, newSeed
	ws.Engine = session.New(cfg)
	return ws, nil
}

// Rehearsal gives another engine over the same rooms, by a clock and with ids
// and seeds (16 hex digits) of its own.
func (w *Workspace) Rehearsal(now func() domain.Instant, newID, newSeed func() string) *session.Engine {
	cfg := w.rooms()
	cfg.Now, cfg.NewID, cfg.NewSeed = now, newID, newSeed
	return session.New(cfg)
}

// rooms are those that an engine works with.
func (w *Workspace) rooms() session.Config {
	s := w.Store
	return session.Config{
		Sessions: s, Answers: s, Participants: s, Consents: s, Withdrawals: s, Choices: s, Happenings: s, Catalogue: session.From(w.Instruments),
	}
}

// FinishRestore brings a restore to its end that a kill interrupted; it must come
// before anything of the folder is read. Another program that holds it is in_use.
func FinishRestore(dir string) (err error) {
	defer func() { err = store.FileFault("finish restore", err) }()
	half, err := swap.Pending(dir)
	if err != nil || !half {
		return err
	}
	lock, err := folder.Lock(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	_, err = swap.Finish(dir)
	return err
}

// Unlock opens personal data with the keys, for their role, and says in the log
// how: "passphrase", "recovery" or "first". What stands in clear is sealed
// first: a workspace of an earlier version, or one whose making was interrupted.
func (w *Workspace) Unlock(ctx context.Context, keys *keyring.Keys, how string) error {
	w.Store.As(domain.Actor(keys.Holder.Role))
	err := w.Store.TakeOver(ctx, keys.Workspace, keys)
	if err == nil {
		err = w.Store.Unlock(ctx, keys)
	}
	if err == nil {
		err = sign(ctx, w.Store, keys, Unlocked(keys, how))
	}
	if err == nil {
		err = w.NoteSlots(ctx, keys.Slots)
	}
	if err != nil {
		w.Store.Lock()
		w.Store.As(domain.ActorUnknown)
		return err
	}
	// What cannot be noted now is noted at the next unlocking.
	_ = w.NoteImports(ctx, true)
	_ = w.NoteLater(ctx)
	// An erasure that a kill or a full disk stopped before its end; what cannot
	// be done now is said at the desk and tried again.
	_ = w.Store.Scrub(ctx)
	return nil
}

// Unlocked is the act of opening a workspace with the keys; how is as in Unlock.
func Unlocked(keys *keyring.Keys, how string) domain.Entry {
	return domain.Entry{Act: domain.ActUnlock, Detail: map[string]string{"how": how, "who": keys.Holder.ID}}
}

// sign begins to sign the log of a store with the keys, with the acts that begin it.
func sign(ctx context.Context, s *store.Store, keys *keyring.Keys, acts ...domain.Entry) error {
	signer, err := audit.NewSigner(keys.Workspace, keys.AuditKey(), keys.SignAudit)
	if err != nil {
		return err
	}
	return s.SignWith(ctx, signer, acts...)
}

// Refused notes in the log that a passphrase or recovery code opened nothing,
// if that is what the error says, and gives the error. Where the log cannot be
// written, it is kept for it.
func (w *Workspace) Refused(ctx context.Context, how string, err error) error {
	if domain.CodeOf(err) != domain.CodeWrongPassphrase {
		return err
	}
	if w.Store.Note(ctx, refused(how, "")) == nil {
		return err
	}
	return RefusedLater(w.dir, how, "", err)
}

// Close closes the data folder.
func (w *Workspace) Close() error { return w.Store.Close() }

// moment reads the machine's clocks; the time of day is the workspace's.
func (w *Workspace) moment() domain.Moment {
	m := clock.Read()
	m.At = w.Now()
	return m
}

func now() domain.Instant { return domain.InstantOf(time.Now()) }

// newSeed gives 64 random bits as 16 hex digits.
func newSeed() string {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}
