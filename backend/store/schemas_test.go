package store

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// schemas lists the workspaces that earlier versions of the program made, as it
// was when they landed: the folders of testdata/schemas, named by their schema.
func schemas(t *testing.T) map[string]string {
	t.Helper()
	found, err := filepath.Glob("../../testdata/schemas/*")
	if err != nil || len(found) < 3 {
		t.Fatalf("%v, %v", found, err)
	}
	out := map[string]string{}
	for _, dir := range found {
		out[filepath.Base(dir)] = dir
	}
	return out
}

// takenFrom copies the database of an old workspace into a folder.
func takenFrom(t *testing.T, old string) (dir string, raw []byte) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(old, folder.Database))
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, folder.Database), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, raw
}

// tablesOf gives the columns of every table of a database.
func tablesOf(t *testing.T, db *sql.DB) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	rows, err := db.QueryContext(t.Context(), `SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, c.cid`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		table, column := "", ""
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		out[table] = append(out[table], column)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return out
}

// contentOf gives every row of the given columns, as sorted lines.
func contentOf(t *testing.T, db *sql.DB, columns map[string][]string) string {
	t.Helper()
	lines := []string{}
	for table, names := range columns {
		parts := []string{}
		for _, name := range names {
			parts = append(parts, "quote("+name+")")
		}
		rows, err := db.QueryContext(t.Context(), "SELECT "+strings.Join(parts, " || ' ' || ")+" FROM "+table)
		if err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		for rows.Next() {
			line := ""
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, table+" "+line)
		}
		if err := joined(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func joined(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func databaseAt(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", dataSource(filepath.Join(dir, folder.Database), accessRead, ""))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// given are columns that an upgrade gives up on purpose: the name in clear as it
// is searched for.
var given = map[string]bool{"search": true}

// TestEverySchemaThatLandedComesUpWithAllItsRows: each is brought to this
// program's schema; every row stands there with every value, every seal holds,
// and the copy that the upgrade leaves is the old file.
func TestEverySchemaThatLandedComesUpWithAllItsRows(t *testing.T) {
	for name, old := range schemas(t) {
		t.Run(name, func(t *testing.T) {
			dir, _ := takenFrom(t, old)
			before := databaseAt(t, dir)
			columns := tablesOf(t, before)
			for _, table := range []string{"audit", "audit_hash", "audit_body", "audit_checkpoint"} {
				delete(columns, table) // an upgrade is an act, and is noted
			}
			columns["participant"] = slices.DeleteFunc(columns["participant"], func(name string) bool { return given[name] })
			want := contentOf(t, before, columns)
			if !strings.Contains(want, "response ") || !strings.Contains(want, "result ") {
				t.Fatal("there is nothing to keep")
			}
			if err := before.Close(); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			if got := contentOf(t, databaseAt(t, dir), columns); got != want {
				t.Errorf("the rows differ:\n%s\nwere\n%s", got, want)
			}
			sealsHold(t, s)
			copies, err := filepath.Glob(filepath.Join(dir, folder.Database+".before-*"))
			if err != nil || len(copies) > 1 {
				t.Fatalf("%v, %v", copies, err)
			}
			for _, path := range copies {
				aside := t.TempDir()
				if err := os.Rename(path, filepath.Join(aside, folder.Database)); err != nil {
					t.Fatal(err)
				}
				if got := contentOf(t, databaseAt(t, aside), columns); got != want {
					t.Error("the copy is not what was there")
				}
			}
		})
	}
}

// sealsHold reads every result, which is refused when its seal does not hold.
func sealsHold(t *testing.T, s *Store) {
	t.Helper()
	ids, err := s.Finalised(t.Context())
	if err != nil || len(ids) < 3 {
		t.Fatalf("%d results, %v", len(ids), err)
	}
	for _, id := range ids {
		if _, err := s.Finalisation(t.Context(), id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// TestAnOldWorkspaceIsTakenOverWithItsSeals: names are sealed under keys, and
// every result can still be read.
func TestAnOldWorkspaceIsTakenOverWithItsSeals(t *testing.T) {
	for name, old := range schemas(t) {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat(filepath.Join(old, "key.json")); err == nil {
				t.Skip("it has keys of its own")
			}
			dir, raw := takenFrom(t, old)
			if !bytes.Contains(raw, []byte("Dewi Lestari")) {
				t.Fatal("the control: no name to seal")
			}
			s := openTest2(t, dir)
			sealsHold(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			now, err := os.ReadFile(filepath.Join(dir, folder.Database))
			if err != nil || bytes.Contains(now, []byte("Dewi Lestari")) {
				t.Errorf("the name stands in clear (%v)", err)
			}
		})
	}
}

func openTest2(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := joined(s.TakeOver(t.Context(), "W", newTestKeys()), s.Unlock(t.Context(), newTestKeys())); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAnOldSealStillSeesAChange is the control: one rank of an old session is
// changed, or something is added that its seal does not know, and it is refused.
func TestAnOldSealStillSeesAChange(t *testing.T) {
	for what, change := range map[string]string{
		"a rank":          `UPDATE response SET value = replace(value, '1', '9') WHERE session_id = ?1`,
		"a time":          `UPDATE session SET finalised_at = finalised_at + 1 WHERE id = ?1`,
		"an arrangement":  `UPDATE session SET accommodations = '{"readAloud":true}' WHERE id = ?1`,
		"a practice":      `INSERT INTO practice (session_id, type, tries, reversed, at) VALUES (?1, 'ranking', 1, 0, 5)`,
		"the respondent":  `UPDATE result SET respondent = '{"age":"99"}' WHERE session_id = ?1`,
		"nothing, really": `UPDATE session SET step = step WHERE id = ?1`,
	} {
		t.Run(what, func(t *testing.T) {
			dir, _ := takenFrom(t, schemas(t)["0001"])
			s, err := Open(t.Context(), dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			ids, err := s.Finalised(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			err = s.write(t.Context(), "spoil", func(r runner) error {
				return unguarded(r, []string{"response", "session", "result", "practice"}, func() error {
					_, err := r.exec(change, ids[0])
					return err
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			want := domain.CodeDamagedDatabase
			if strings.HasPrefix(what, "nothing") {
				want = ""
			}
			_, err = s.Finalisation(t.Context(), ids[0])
			wantCode(t, err, want)
			if _, err := s.Finalisation(t.Context(), ids[1]); err != nil {
				t.Error(fmt.Errorf("the other: %w", err))
			}
		})
	}
}
