package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/store/ballast"
	"kitewise/backend/store/folder"
)

// Options say how a workspace is opened.
type Options struct {
	// ReadOnly opens beside a program that writes: without the folder's lock,
	// and only a workspace that exists and needs no migration.
	ReadOnly bool
	// Existing is set where a database must be, because its keys are there: a
	// missing one is damage and none is made.
	Existing bool
	// Ballast is how many bytes of room are kept in a file that is given up on a full
	// disk, 0 for none; see the room ballast. Free tells what is free in a folder, in
	// bytes, -1 for not known; nil asks the system.
	Ballast int64
	Free    func(dir string) int64
	// Trace, if set, is told every statement, for counting them.
	Trace func(statement string)
	// Watch, if set, is told how long every kind of reading or writing took,
	// and how it ended.
	Watch func(op string, took time.Duration, err error)
	// Now is the clock of the log of acts; nil is the system's.
	Now func() domain.Instant
	// Via says in every entry of the log how the program was used, "" for its
	// window; Program is its version.
	Via, Program string

	// migrations replaces the program's own in tests.
	migrations fs.FS
	// idle is how long after the last write the log is folded into the file.
	idle time.Duration
}

// Store is an open workspace. It is safe for use by several goroutines.
type Store struct {
	dir   string
	trace func(string)
	watch func(string, time.Duration, error)
	lock  *os.File // nil when read-only
	file  folder.Identity
	spare *ballast.Keeper

	writing sync.Mutex // one writer at a time
	writers *sql.DB    // nil when read-only
	writer  *sql.Conn
	writes  map[string]*sql.Stmt
	idle    time.Duration
	folding *time.Timer
	// copying is held by whoever copies the file, and by whoever must not work
	// on its log meanwhile; it is taken before writing.
	copying sync.Mutex
	changes atomic.Int64

	readers *sql.DB
	reading sync.Mutex // guards reads
	reads   map[string]*sql.Stmt

	personal unlocked
	book     book
	written  written
	doubt    atomic.Pointer[LogDoubt]

	// unwitnessed is what the witness is still to be told, nil for nothing.
	unwitnessed atomic.Pointer[audit.Witness]
	witnessing  sync.Mutex     // one writer of the witness at a time
	witnesses   sync.WaitGroup // those that write it or wait to
}

// idleBeforeFold is the rest after which the write-ahead log is folded into
// the database: damage to the end of a log is silent, so it is kept short.
const idleBeforeFold = 2 * time.Second

// maxReaders bounds the reading connections.
const maxReaders = 4

// Open opens the workspace in the folder, makes it if there is none, and
// brings it to this program's schema. Errors carry the domain codes in_use,
// disk_full, disk_failed, read_only, no_permission, newer_database, damaged_database; a
// read-only opening also gives not_found, and conflict for an older schema.
// On any error the database file is as it was.
func Open(ctx context.Context, dir string, opts Options) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fault("open workspace", err)
	}
	steps, err := loadMigrations(opts.migrations)
	if err != nil {
		return nil, fault("open workspace", err)
	}
	s, err := open(ctx, dir, steps, opts)
	if isFull(err) && !opts.ReadOnly && ballast.New(dir, 0, nil).GiveUp() {
		s, err = open(ctx, dir, steps, opts)
	}
	if err != nil {
		return nil, fault("open workspace", err)
	}
	if !opts.ReadOnly && s.Doubt() == nil {
		s.spare.Keep()
	}
	return s, nil
}

func open(ctx context.Context, dir string, steps []migration, opts Options) (*Store, error) {
	s := &Store{
		dir: dir, spare: ballast.New(dir, opts.Ballast, opts.Free),
		trace: opts.Trace, idle: opts.idle, writes: map[string]*sql.Stmt{}, reads: map[string]*sql.Stmt{},
	}
	if s.trace == nil {
		s.trace = func(string) {}
	}
	if s.watch = opts.Watch; s.watch == nil {
		s.watch = func(string, time.Duration, error) {}
	}
	if s.idle == 0 {
		s.idle = idleBeforeFold
	}
	s.book.now, s.book.via, s.book.program = opts.Now, opts.Via, opts.Program
	if s.book.now == nil {
		s.book.now = func() domain.Instant { return domain.InstantOf(time.Now()) }
	}
	enter := s.openToRead
	if !opts.ReadOnly {
		enter = func(ctx context.Context, steps []migration) error { return s.openToWrite(ctx, steps, opts.Existing) }
	}
	if err := enter(ctx, steps); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) path() string { return filepath.Join(s.dir, folder.Database) }

func (s *Store) openToWrite(ctx context.Context, steps []migration, existing bool) error {
	if err := folder.Prepare(s.dir); err != nil {
		return err
	}
	var err error
	if s.lock, err = folder.Lock(s.dir); err != nil {
		return fmt.Errorf("lock folder: %w", err)
	}
	there, err := folder.Inspect(s.path(), true)
	if err != nil {
		return err
	}
	if !there && existing {
		return folder.Damaged("database_missing")
	}
	if err := takeBack(ctx, s.path()); err != nil {
		return err
	}
	if err := s.beginWitness(ctx, there); err != nil {
		return err
	}
	if !there {
		if err := create(ctx, s.path(), steps, &s.book); err != nil {
			return fmt.Errorf("create database: %w", err)
		}
	}
	if err := upgrade(ctx, s.path(), steps, &s.book); err != nil {
		return err
	}
	if err := s.connectWriter(ctx); err != nil {
		return err
	}
	r := runner{ctx: ctx, prepare: s.prepareWrite, trace: s.trace}
	if err := s.book.openLog(r); err != nil {
		return err
	}
	if s.book.there {
		if err := s.compareWitness(r); err != nil {
			return err
		}
	}
	return s.connectReaders(ctx)
}

func (s *Store) openToRead(ctx context.Context, steps []migration) error {
	there, err := folder.Inspect(s.path(), false)
	if err != nil {
		return err
	}
	if !there {
		return domain.Fail(domain.CodeNotFound, nil, "Reason", "no_workspace")
	}
	version, err := readVersion(ctx, s.path())
	if err != nil {
		return err
	}
	if version > len(steps) {
		return domain.Fail(domain.CodeNewerDatabase, nil)
	}
	if version < len(steps) {
		return domain.Fail(domain.CodeConflict, nil, "Reason", "needs_upgrade")
	}
	return s.connectReaders(ctx)
}

func (s *Store) connectWriter(ctx context.Context) (err error) {
	if s.writers, err = sql.Open("sqlite", dataSource(s.path(), accessWrite, "WAL")); err != nil {
		return err
	}
	s.writers.SetMaxOpenConns(1)
	if s.writer, err = s.writers.Conn(ctx); err != nil {
		return fmt.Errorf("connect writer: %w", err)
	}
	if err = s.writer.PingContext(ctx); err != nil {
		return fmt.Errorf("connect writer: %w", err)
	}
	return nil
}

func (s *Store) connectReaders(ctx context.Context) (err error) {
	if s.readers, err = sql.Open("sqlite", dataSource(s.path(), accessRead, "")); err != nil {
		return err
	}
	s.readers.SetMaxOpenConns(maxReaders)
	s.readers.SetMaxIdleConns(maxReaders)
	if err = s.readers.PingContext(ctx); err != nil {
		return fmt.Errorf("connect readers: %w", err)
	}
	s.file, err = folder.Identify(s.path())
	return err
}

// Close folds the log into the database, closes it and lets go of the folder.
func (s *Store) Close() error {
	s.Lock()
	s.Forget()
	s.writing.Lock()
	defer s.writing.Unlock()
	s.witnesses.Wait()
	s.spare.Close()
	if s.folding != nil {
		s.folding.Stop()
	}
	errs := []error{}
	if s.readers != nil {
		errs = append(errs, s.readers.Close())
	}
	if s.writer != nil {
		s.fold()
		errs = append(errs, s.closeStatements(), s.writer.Close())
		s.writer = nil
	}
	if s.writers != nil {
		errs = append(errs, s.writers.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return fault("close workspace", errors.Join(errs...))
}

// closeStatements ends what was prepared on the one writing connection. The
// driver does not close a connection, nor let go of its files, while a statement
// of it is left.
func (s *Store) closeStatements() error {
	errs := []error{}
	for text, stmt := range s.writes {
		errs = append(errs, stmt.Close())
		delete(s.writes, text)
	}
	return errors.Join(errs...)
}
