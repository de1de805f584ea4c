//go:build unix

package cli

import (
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kitewise/backend/backup/swap"
	"kitewise/backend/store/folder"
)

// TestAnInterruptedCommandLeavesNoDecryptedCopy: wherever one lies for a while, also
// with the system's temporary files, where no opening would ever wipe it.
func TestAnInterruptedCommandLeavesNoDecryptedCopy(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	_, path, complaint := asked(deps, passphrase+"\n", "backup", "--out", t.TempDir())
	if complaint != "" {
		t.Fatal(complaint)
	}
	ignored := make(chan os.Signal, 100) // else the test would end
	signal.Notify(ignored, os.Interrupt)
	defer signal.Stop(ignored)
	defer func() { swap.Step = func() {} }()
	for _, tc := range []struct{ command, name string }{
		{"verify", "with temporary files"}, {"backup", "of a backup"}, {"restore", "of a restore"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			temporary, dir := t.TempDir(), deps.DataDir
			t.Setenv("TMPDIR", temporary)
			args := []string{tc.command}
			if tc.command != "backup" {
				dir = filepath.Join(t.TempDir(), "none")
				args = append(args, path)
			}
			swap.Step = func() {
				_ = syscall.Kill(os.Getpid(), syscall.SIGINT)
				time.Sleep(20 * time.Millisecond)
			}
			status, out, errOut := asked(deps, passphrase+"\n", append(args, "--data", dir)...)
			swap.Step = func() {}
			if status != ExitUnusable || out != "" {
				t.Errorf("%d %q %q", status, out, errOut)
			}
			if left := copies(t, temporary, dir); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// copies gives every file in folders that is a database, but that of the workspace.
func copies(t *testing.T, dirs ...string) (found []string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasPrefix(d.Name(), folder.Database) && filepath.Dir(p) != dir {
				found = append(found, p)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}
