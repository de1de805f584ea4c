package store

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
)

// columnsOf gives the columns of a table.
func columnsOf(t *testing.T, s *Store, table string) (columns []string) {
	t.Helper()
	err := s.read(t.Context(), "columns", func(r runner) error {
		found, err := column(r, `SELECT name, type FROM pragma_table_info(?)`, table)
		for name := range found {
			columns = append(columns, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(columns)
	return columns
}

// TestEverythingIsEverything: every row of every table with every column, what
// is sealed and packed readable, and nothing of anybody else.
func TestEverythingIsEverything(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	p := everything(t, s, "a", 1)
	everything(t, s, "b", 2)
	all, err := s.Everything(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range holdings {
		rows := 0
		err := s.read(t.Context(), "count", func(r runner) error {
			return r.row("SELECT count(*) FROM "+h.table+" WHERE "+h.of, []any{p.ID}, &rows)
		})
		if err != nil || rows == 0 || len(all[h.table]) != rows {
			t.Errorf("%s: %d rows of %d, %v", h.table, len(all[h.table]), rows, err)
		}
		for _, row := range all[h.table] {
			for _, name := range columnsOf(t, s, h.table) {
				if _, ok := row[name]; !ok {
					t.Errorf("%s lacks %s", h.table, name)
				}
			}
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, want := range []string{
		`"Ni Luh Marker a"`, `"Code-a"`, `"Code-a-b"`, `Marker-land a`, `"note":"Marker of s-a-one-Marker"`, `"note":"later Marker a"`,
		`Marker words 3 of s-a-two-Marker`, `"CE-Marker-a"`, `"EDU:Marker-a"`, `"why en"`, `"session.basis"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not there", want)
		}
	}
	for _, other := range []string{"s-b-", "id-b-", "Marker b", "kw1:"} {
		if strings.Contains(text, other) {
			t.Errorf("%s is there", other)
		}
	}
	s.Lock()
	_, err = s.Everything(t.Context(), p.ID)
	wantCode(t, err, domain.CodeLocked)
}

// TestTheArchiveIsDescribed: the page that tells its shape names every table and
// every column in it.
func TestTheArchiveIsDescribed(t *testing.T) {
	raw, err := os.ReadFile("../../docs/person-archive.md")
	if err != nil {
		t.Fatal(err)
	}
	s, rows := openTest(t, t.TempDir(), Options{}), map[string]string{}
	for line := range strings.Lines(string(raw)) {
		if cells := strings.Split(line, "|"); len(cells) == 4 {
			rows[strings.Trim(cells[1], " `")] = cells[2]
		}
	}
	for _, table := range append(declared(), "notice") {
		told, ok := rows[table]
		if !ok {
			t.Errorf("there is no row for %s", table)
		}
		for _, column := range columnsOf(t, s, table) {
			if !strings.Contains(told, "`"+column+"`") && column != "session_id" {
				t.Errorf("%s: %s is not told", table, column)
			}
		}
	}
}
