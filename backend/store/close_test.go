//go:build linux

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stillOpen gives the files of a folder that this process has open.
func stillOpen(t *testing.T, dir string) (open []string) {
	t.Helper()
	const all = "/proc/self/fd"
	entries, err := os.ReadDir(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if to, err := os.Readlink(filepath.Join(all, e.Name())); err == nil && strings.HasPrefix(to, dir) {
			open = append(open, filepath.Base(to))
		}
	}
	return open
}

// TestAClosedStoreHoldsNoFile: where a file that is open cannot be replaced, a
// backup could not be put back over it.
func TestAClosedStoreHoldsNoFile(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	running(t, s, "s1", person(t, s, "p1", "Dewi", 1).ID)
	if len(stillOpen(t, dir)) == 0 {
		t.Fatal("the control: an open store holds no file")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if open := stillOpen(t, dir); len(open) > 0 {
		t.Errorf("still open: %v", open)
	}
}
