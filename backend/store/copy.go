package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"

	"kitewise/backend/store/folder"
)

const (
	// copyPages is how many pages a copy takes at a time, copyRest how long it
	// then leaves machine and disk to the others.
	copyPages = 128
	copyRest  = time.Millisecond
)

// copier is the connection of the driver, as far as a copy needs it.
type copier interface {
	NewBackup(to string) (*sqlite.Backup, error)
}

// Copy writes the database as it stands at one moment to a path where nothing
// is, as one file without a log. Writers go on meanwhile: the copy reads a
// snapshot of its own, a few pages at a time. A cancelled one leaves a file
// that is not whole.
func (s *Store) Copy(ctx context.Context, path string) (err error) {
	defer s.timed("copy database", time.Now(), &err)
	s.copying.Lock()
	defer s.copying.Unlock()
	err = errors.Join(s.file.Check(), s.copySnapshot(ctx, path))
	if err == nil {
		err = settleCopy(ctx, path)
	}
	return fault("copy database", errors.Join(err, s.file.Check()))
}

func (s *Store) copySnapshot(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", dataSource(s.path(), accessRead, ""))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	// A transaction that has read something stays at that moment.
	for _, statement := range []string{"BEGIN", "SELECT count(*) FROM sqlite_schema"} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	defer func() {
		_, end := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = errors.Join(err, end)
	}()
	return conn.Raw(func(driver any) error { return copyAll(ctx, driver, path) })
}

func copyAll(ctx context.Context, driver any, path string) (err error) {
	from, ok := driver.(copier)
	if !ok {
		return fmt.Errorf("the driver's %T copies nothing", driver)
	}
	run, err := from.NewBackup(dataSource(path, accessCreate, "DELETE"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.Finish()) }()
	rest := time.NewTicker(copyRest)
	defer rest.Stop()
	for more := true; more; {
		if more, err = run.Step(copyPages); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-rest.C:
		}
	}
	return nil
}

// settleCopy makes the copy a file of its own: its header says that there is a
// log beside it, as the original's did.
func settleCopy(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", dataSource(path, accessWrite, "DELETE"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	mode := ""
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return err
	}
	if mode != "delete" {
		return folder.Damaged("copy_keeps_log")
	}
	return nil
}

// Changes counts what was committed since the store was opened.
func (s *Store) Changes() int64 { return s.changes.Load() }
