package folder

import (
	"os"
	"path/filepath"
	"testing"
)

// TestAFileIsReplacedWhole: the new one stands there for its user alone, and
// nothing beside it.
func TestAFileIsReplacedWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	for _, content := range []string{"the first, which is longer", "the second"} {
		if err := Replace(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		wantFile(t, path, content)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

// TestUntilItIsMovedTheOldFileStands: a part, whole or half, changes nothing, and
// one that cannot be written is told.
func TestUntilItIsMovedTheOldFileStands(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	if err := Replace(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := WritePart(path, []byte("a part that a kill left, and longer")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "old")
	if err := Replace(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "new")
	if err := os.Mkdir(part(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, []byte("newer")); err == nil {
		t.Error("it is called written")
	}
	wantFile(t, path, "new")
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}
