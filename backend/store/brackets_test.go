package store

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestNothingOfAnErasedPersonIsLeftInAFolderWithBrackets: a name that would mean
// something in a pattern hides no copy of a migration.
func TestNothingOfAnErasedPersonIsLeftInAFolderWithBrackets(t *testing.T) {
	for _, name := range []string{"plain", "Kite [old]", "Kite [2026", "Kite ?*", `Kite \ back`} {
		dir := filepath.Join(t.TempDir(), name)
		s := openTest(t, dir, Options{})
		for i := range 4 { // else every word of the schema is the person's own
			everything(t, s, "other "+strconv.Itoa(i), i+2)
		}
		doomed := everything(t, s, "a", 1)
		s.fold()
		copyBeside(t, s)
		marks := traces(t, s, doomed.ID)
		inCopy := 0
		for _, where := range found(t, dir, marks) {
			if strings.HasSuffix(where, ".before-0007") {
				inCopy++
			}
		}
		if inCopy < len(marks)/2 {
			t.Fatalf("%s: the copy holds %d of %d traces", name, inCopy, len(marks))
		}
		if _, err := s.Erase(t.Context(), doomed.ID); err != nil {
			t.Fatal(err)
		}
		if where := found(t, dir, marks); len(where) > 0 {
			t.Errorf("%s: %d traces, as %s", name, len(where), where[0])
		}
		if pending, err := s.Traces(t.Context()); err != nil || pending {
			t.Errorf("%s: scrubbing is pending: %v, %v", name, pending, err)
		}
	}
}
