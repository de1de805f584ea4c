package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// Census says what a database file holds.
type Census struct {
	// Schema is the version of its schema, Workspace the id of the keys that
	// seal it, "" for none.
	Schema    int
	Workspace string
	// Rows counts every table's rows by its name.
	Rows map[string]int64
}

// Examine reads a database file that lies by itself, without a program that
// writes it: its header, the whole of its pages and references, and what it
// holds. It changes nothing. newer_database and damaged_database as in Open.
func Examine(ctx context.Context, path string) (c Census, err error) {
	defer func() { err = fault("examine database", err) }()
	steps, err := loadMigrations(nil)
	if err != nil {
		return c, err
	}
	there, err := folder.Inspect(path, false)
	if err != nil {
		return c, err
	}
	if !there {
		return c, os.ErrNotExist
	}
	db, err := sql.Open("sqlite", dataSource(path, accessRead, ""))
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&c.Schema); err != nil {
		return c, err
	}
	switch {
	case c.Schema > len(steps):
		return c, domain.Fail(domain.CodeNewerDatabase, nil)
	case c.Schema < 1:
		return c, folder.Damaged("no_schema")
	}
	return c, c.count(ctx, db)
}

func (c *Census) count(ctx context.Context, db *sql.DB) error {
	verdict := ""
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	loose, err := list(ctx, db, `SELECT "table" FROM pragma_foreign_key_check`)
	if err != nil {
		return err
	}
	if err := judge(verdict); err != nil {
		return err
	}
	if len(loose) > 0 {
		return folder.Damaged("inconsistent")
	}
	tables, err := list(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	if err != nil {
		return err
	}
	c.Rows = map[string]int64{}
	for _, table := range tables {
		quoted := `"` + strings.ReplaceAll(table, `"`, `""`) + `"`
		n := int64(0)
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM "+quoted).Scan(&n); err != nil {
			return err
		}
		c.Rows[table] = n
	}
	err = db.QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, settingKeys).Scan(&c.Workspace)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// list reads a query of one column.
func list(ctx context.Context, db *sql.DB, query string) (out []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		text := ""
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}

// Seals gives the content hash of every finalised session, as stored.
func (s *Store) Seals(ctx context.Context) (bySession map[string]string, err error) {
	bySession = map[string]string{}
	err = s.read(ctx, "list seals", func(r runner) error {
		found, err := column(r, `SELECT session_id, seal FROM result`)
		bySession = found
		return err
	})
	return bySession, err
}
