package told

import (
	"bytes"
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// TestNoCellIsRunBySpreadsheets: what begins as a formula gets an apostrophe,
// numbers stay numbers, and an entry that was erased says so.
func TestNoCellIsRunBySpreadsheets(t *testing.T) {
	words, err := i18n.Load(os.DirFS("../../../locales"))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := NewWriter(&out, words.Printer("en"))
	if err != nil {
		t.Fatal(err)
	}
	codes := []string{"=1+1", "+1", "-1", "@x", "\tx", "\rx", "R-0007", ""}
	for i, code := range codes {
		e := domain.Entry{Number: int64(i + 1), At: 1, Act: domain.ActView, Actor: "owner", Detail: map[string]string{"part": "result"}}
		if code == "" {
			e.Detail, e.Erased = nil, true
		}
		if err := w.Write(e, code); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != len(codes)+1 {
		t.Fatal(rows, err)
	}
	for i, code := range codes {
		row := rows[i+1]
		want := code
		if code != "" && code[0] != 'R' {
			want = "'" + code
		}
		if row[5] != want || row[0] != string(rune('1'+i)) || row[1] != "1970-01-01T00:00:00Z" || row[3] == "" {
			t.Errorf("%q: %q", code, row)
		}
	}
	if last := rows[len(rows)-1]; !strings.Contains(last[3], "erased") || last[8] != "" || last[9] != "true" {
		t.Errorf("%q", last)
	}
}
