package store

import (
	"crypto/sha256"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

var renew = flag.Bool("update", false, "renew the golden schema")

// schemaOf gives every object of the schema as text, and the version.
func schemaOf(t *testing.T, dir string) string {
	t.Helper()
	db, err := sql.Open("sqlite", dataSource(filepath.Join(dir, folder.Database), accessRead, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var out strings.Builder
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out.WriteString(text + ";\n\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var version string
	if err := db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	return out.String() + "-- user_version " + version + "\n"
}

// firstSteps gives the own migrations up to a number, with more after them.
func firstSteps(t *testing.T, n int, more ...string) fstest.MapFS {
	t.Helper()
	all, err := loadMigrations(nil)
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, m := range all[:n] {
		out[m.name] = &fstest.MapFile{Data: []byte(m.text)}
	}
	for i, text := range more {
		out[fmt.Sprintf("migrations/%04d_more.sql", n+i+1)] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func openClose(t *testing.T, dir string, opts Options) {
	t.Helper()
	s, err := Open(t.Context(), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFreshEqualsMigratedEqualsGolden(t *testing.T) {
	const golden = "testdata/schema.golden.sql"
	fresh := t.TempDir()
	openClose(t, fresh, Options{})
	got := schemaOf(t, fresh)
	if *renew {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("the schema is not that of %s (%v); renew it with -update:\n%s", golden, err, got)
	}
	all, err := loadMigrations(nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= len(all); n++ {
		dir := t.TempDir()
		openClose(t, dir, Options{migrations: firstSteps(t, n)})
		openClose(t, dir, Options{})
		if migrated := schemaOf(t, dir); migrated != got {
			t.Errorf("from version %d: the migrated schema differs:\n%s", n, migrated)
		}
	}
}

func TestOpeningTwiceIsHarmless(t *testing.T) {
	dir := t.TempDir()
	openClose(t, dir, Options{})
	path := filepath.Join(dir, folder.Database)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	openClose(t, dir, Options{}) // the first opening turned the log on
	openClose(t, dir, Options{ReadOnly: true})
	after, err := os.ReadFile(path)
	if err != nil || sha256.Sum256(before) != sha256.Sum256(after) {
		t.Errorf("opening changed the file (%v)", err)
	}
	copies, _ := filepath.Glob(path + ".before-*")
	if len(copies) != 0 {
		t.Errorf("copies without a migration: %v", copies)
	}
}

func TestAMigrationKeepsDataAndACopy(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	person(t, s, "p1", "Dewi", 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	all, _ := loadMigrations(nil)
	more := firstSteps(t, len(all), "ALTER TABLE participant ADD COLUMN note TEXT NOT NULL DEFAULT '';")
	_, err := Open(t.Context(), dir, Options{ReadOnly: true, migrations: more})
	wantCode(t, err, domain.CodeConflict)
	openClose(t, dir, Options{migrations: more})
	if !strings.Contains(schemaOf(t, dir), "note TEXT") {
		t.Error("the migration did not run")
	}
	copies, err := filepath.Glob(filepath.Join(dir, folder.Database+".before-*"))
	if err != nil || len(copies) != 1 {
		t.Fatalf("copies: %v, %v", copies, err)
	}
	old := t.TempDir()
	if err := os.Rename(copies[0], filepath.Join(old, folder.Database)); err != nil {
		t.Fatal(err)
	}
	if p, err := openTest(t, old, Options{}).Participant(t.Context(), "p1"); err != nil || p.Name != "Dewi" {
		t.Errorf("the copy: %v, %v", p, err)
	}
	_, err = Open(t.Context(), dir, Options{})
	wantCode(t, err, domain.CodeNewerDatabase)
}

func TestAFailingMigrationChangesNothing(t *testing.T) {
	dir := t.TempDir()
	openClose(t, dir, Options{})
	before := schemaOf(t, dir)
	all, _ := loadMigrations(nil)
	more := firstSteps(t, len(all), "CREATE TABLE half (a TEXT) STRICT; INSERT INTO no_such_table VALUES (1);")
	if _, err := Open(t.Context(), dir, Options{migrations: more}); err == nil {
		t.Fatal("a failing migration was accepted")
	}
	if after := schemaOf(t, dir); after != before {
		t.Errorf("half a migration stayed:\n%s", after)
	}
	openClose(t, dir, Options{})
}

func TestMigrationsAreNumberedWithoutAGap(t *testing.T) {
	_, err := loadMigrations(fstest.MapFS{"migrations/0002_a.sql": {Data: []byte("SELECT 1;")}})
	if err == nil {
		t.Error("a gap was accepted")
	}
}
