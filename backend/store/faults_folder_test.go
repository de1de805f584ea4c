//go:build linux && !race

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/store/faultfs"
)

// watch puts a hook before a folder until the test ends.
func watch(t *testing.T, dir string, hook faultfs.Hook) {
	t.Helper()
	end, err := faultfs.Watch(dir, hook)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
}

// put writes files into a folder, and takes away what else is there.
func put(dir string, files map[string][]byte) error {
	old, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range old {
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// folderOf reads every file of a folder but the shared memory of open connections,
// which is made anew.
func folderOf(dir string) (map[string][]byte, error) {
	entries, err := os.ReadDir(dir)
	out := map[string][]byte{}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), "-shm") {
			continue
		}
		if out[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			return nil, err
		}
	}
	return out, err
}

func filesIn(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files, err := folderOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// blank is the folder of a new workspace.
func blank(t *testing.T) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	s, err := openStill(t.Context(), dir, Options{})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return filesIn(t, dir)
}

// aged is the folder of a workspace with an older schema, and that.
func aged(t *testing.T) (files map[string][]byte, version int) {
	t.Helper()
	return filesIn(t, plainWorkspace(t, 12)), beforeKeys(t)
}
