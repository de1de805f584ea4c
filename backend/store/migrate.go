package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

//go:embed migrations/*.sql
var ownMigrations embed.FS

// migration is one step of the schema, forward only. Version n leads from
// n-1 to n and is kept in PRAGMA user_version.
type migration struct {
	version int
	name    string
	text    string
}

// loadMigrations reads NNNN_name.sql, numbered without a gap from 1.
func loadMigrations(fsys fs.FS) ([]migration, error) {
	if fsys == nil {
		fsys = ownMigrations
	}
	names, err := fs.Glob(fsys, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	steps := []migration{}
	for i, name := range names { // Glob sorts
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		number, _, _ := strings.Cut(filepath.Base(name), "_")
		if version, err := strconv.Atoi(number); err != nil || version != i+1 {
			return nil, fmt.Errorf("migration %s is not number %d", name, i+1)
		}
		steps = append(steps, migration{version: i + 1, name: name, text: string(text)})
	}
	return steps, nil
}

// create makes a database beside the path and moves it there whole: a crash in
// between leaves nothing at the path.
func create(ctx context.Context, path string, steps []migration, log *book) error {
	fresh := path + ".new"
	for _, old := range []string{fresh, fresh + "-journal"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := build(ctx, fresh, steps, log); err != nil {
		return err
	}
	if err := os.Chmod(fresh, 0o600); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return folder.Sync(filepath.Dir(path))
}

func build(ctx context.Context, path string, steps []migration, log *book) (err error) {
	db, err := sql.Open("sqlite", dataSource(path, accessCreate, "DELETE"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "PRAGMA application_id = "+strconv.Itoa(folder.ApplicationID)); err != nil {
		return err
	}
	last := len(steps) - 1
	if err := apply(ctx, db, steps[:last], nil, ""); err != nil {
		return err
	}
	return apply(ctx, db, steps[last:], log, domain.ActCreate)
}

// apply runs every step in a transaction of its own, and notes it as that act
// in the log, which may be nil.
func apply(ctx context.Context, db *sql.DB, steps []migration, log *book, as domain.Act) error {
	for _, step := range steps {
		if err := applyOne(ctx, db, step, log, as); err != nil {
			return fmt.Errorf("migration %s: %w", step.name, err)
		}
	}
	return nil
}

func applyOne(ctx context.Context, db *sql.DB, step migration, log *book, as domain.Act) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	if _, err := tx.ExecContext(ctx, step.text); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(step.version)); err != nil {
		return err
	}
	if log != nil {
		if err := noteStep(ctx, tx, step, log, as); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// noteStep notes a step in the log, once there is one.
func noteStep(ctx context.Context, tx *sql.Tx, step migration, log *book, as domain.Act) error {
	r := runner{ctx: ctx, prepare: tx.PrepareContext, trace: func(string) {}}
	if err := log.openLog(r); err != nil {
		return err
	}
	r.log = log.begin()
	return r.note(domain.Entry{Act: as, Actor: domain.ActorProgram, Detail: map[string]string{
		"schema": strconv.Itoa(step.version), "program": said(log.program),
	}})
}

// upgrade brings an existing database to the last step. Before the first
// pending one it checks the whole file and puts a copy beside it.
func upgrade(ctx context.Context, path string, steps []migration, log *book) error {
	version, err := readVersion(ctx, path)
	if err != nil {
		return err
	}
	if version > len(steps) {
		return domain.Fail(domain.CodeNewerDatabase, nil)
	}
	if version == len(steps) {
		return nil
	}
	return migrateFile(ctx, path, version, steps[version:], log)
}

func migrateFile(ctx context.Context, path string, version int, pending []migration, log *book) (err error) {
	db, err := sql.Open("sqlite", dataSource(path, accessWrite, "WAL"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if err := quickCheck(ctx, db); err != nil {
		return err
	}
	if err := copyBefore(ctx, db, path, version); err != nil {
		return fmt.Errorf("copy before migration: %w", err)
	}
	return misfit(apply(ctx, db, pending, log, domain.ActUpgrade))
}

// misfit is damage where a statement does not fit the tables that it meets: the
// file is not what the version in it says. Other errors stay as they are.
func misfit(err error) error {
	var driver *sqlite.Error
	if errors.As(err, &driver) && driver.Code() == lib.SQLITE_ERROR {
		return domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "schema")
	}
	return err
}

// copyBefore writes kitewise.db.before-NNNN, NNNN the step that comes next. A
// copy of an earlier try is replaced, whole.
func copyBefore(ctx context.Context, db *sql.DB, path string, version int) error {
	target := fmt.Sprintf("%s.before-%04d", path, version+1)
	part := target + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return err
	}
	if err := os.Chmod(part, 0o600); err != nil {
		return err
	}
	if err := os.Rename(part, target); err != nil {
		return err
	}
	return folder.Sync(filepath.Dir(path))
}

// takeBack undoes what a rollback journal says was not finished when the power
// went: turning on the write-ahead log in a file that is new, or was put back
// from a backup. Nobody who may not write can read such a file.
func takeBack(ctx context.Context, path string) (err error) {
	if !folder.HasJournal(path) {
		return nil
	}
	db, err := sql.Open("sqlite", dataSource(path, accessWrite, "DELETE"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	var tables int
	return db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables)
}

// wholeCheckBelow is the size up to which every opening checks the whole file
// (about 8 ms a megabyte); a larger one is checked before a migration, and
// wherever it is read.
const wholeCheckBelow = 16 << 20

// readVersion opens the file without the right to change it, looks whether it
// can be trusted, and gives its schema version.
func readVersion(ctx context.Context, path string) (version int, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	db, err := sql.Open("sqlite", dataSource(path, accessRead, ""))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	application := 0
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&application); err != nil {
		return 0, misfit(err)
	}
	if application != folder.ApplicationID {
		return 0, folder.Damaged("not_ours")
	}
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, misfit(err)
	}
	if version < 1 {
		return 0, folder.Damaged("no_schema")
	}
	if info.Size() < wholeCheckBelow {
		return version, quickCheck(ctx, db)
	}
	var tables int
	return version, db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables)
}

func quickCheck(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	return judge(verdict)
}

// hasLog looks, without the right to change the file, whether its log of acts
// has begun.
func hasLog(ctx context.Context, path string) (begun bool, err error) {
	db, err := sql.Open("sqlite", dataSource(path, accessRead, ""))
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'audit'").Scan(&begun); err != nil || !begun {
		return begun, err
	}
	return begun, db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM audit").Scan(&begun)
}
