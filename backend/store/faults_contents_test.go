//go:build linux && !race

package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// contents are all rows of a workspace but those of the log, table by table and
// in order, and how many entries and checkpoints the log has. The log's own bytes
// are salted and differ from run to run; CheckLog goes over them.
type contents struct {
	rows []string
	log  string
}

func (c contents) equal(o contents) bool { return c.log == o.log && slices.Equal(c.rows, o.rows) }

// contentsOf reads everything.
func contentsOf(ctx context.Context, s *Store) (out contents, err error) {
	tables := []string{}
	err = s.read(ctx, "read contents", func(r runner) error {
		err := r.each(func(scan func(...any) error) error {
			name := ""
			err := scan(&name)
			tables = append(tables, name)
			return err
		}, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'audit%' ORDER BY name`)
		if err != nil {
			return err
		}
		for _, table := range tables {
			if err := rowsIn(r, table, &out.rows); err != nil {
				return err
			}
		}
		if err := r.row(`SELECT count(*) FROM sqlite_schema WHERE name = 'audit'`, nil, &out.log); err != nil || out.log == "0" {
			return err
		}
		return r.row(`SELECT (SELECT count(*) FROM audit) || ' entries, ' || (SELECT count(*) FROM audit_body) || ' bodies, ' ||
			(SELECT count(*) FROM audit_checkpoint) || ' checkpoints'`, nil, &out.log)
	})
	slices.Sort(out.rows)
	return out, err
}

func rowsIn(r runner, table string, into *[]string) error {
	stmt, err := r.statement(`SELECT * FROM ` + table)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(r.ctx)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, pointers := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		pointers[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return err
		}
		*into = append(*into, fmt.Sprintf("%s %v", table, values))
	}
	return rows.Err()
}

// sound opens a workspace as the next start does and gives what is in it. What
// does not hold together is an error: the file, the log with its witness, the
// result of a finished session.
func sound(ctx context.Context, dir string) (out contents, err error) {
	s, err := openStill(ctx, dir, Options{})
	if err != nil {
		return out, err
	}
	defer func() { err = cmp.Or(err, s.Close()) }()
	return examined(ctx, s)
}

func examined(ctx context.Context, s *Store) (out contents, err error) {
	if doubt := s.Doubt(); doubt != nil {
		return out, fmt.Errorf("the log is doubted: %+v", *doubt)
	}
	if out, err = contentsOf(ctx, s); err != nil {
		return out, err
	}
	if err := s.CheckFile(ctx); err != nil {
		return out, err
	}
	if s.book.there {
		check, err := s.CheckLog(ctx, nil)
		if err != nil {
			return out, err
		}
		if len(check.Findings) > 0 {
			return out, fmt.Errorf("the log is not sound: %v", check.Findings)
		}
	}
	ids, err := s.Finalised(ctx)
	for _, id := range ids {
		if _, err := s.Finalisation(ctx, id); err != nil {
			return out, err
		}
	}
	return out, err
}
