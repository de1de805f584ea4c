//go:build linux

package store

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// deniedDir, if set, makes the test binary open that folder and print the code.
const deniedDir = "KITEWISE_TEST_DENIED"

// nobody is a user without rights, for a test that runs as the superuser, whom
// no permission stops.
const nobody = 65534

func openDenied(dir string) int {
	s, err := Open(mainContext(), dir, Options{})
	if err == nil {
		defer func() { _ = s.Close() }()
		if err := s.Unlock(mainContext(), newTestKeys()); err != nil {
			panic(err)
		}
		if s.Doubt() != nil { // the file came without its witness
			if err := s.Accept(mainContext(), "test"); err != nil {
				panic(err)
			}
		}
		_, err = s.CreateParticipant(mainContext(), domain.Participant{ID: "new"})
	}
	_, _ = io.WriteString(os.Stdout, "code="+string(domain.CodeOf(err))+"\n")
	return 0
}

func TestRefusedFilesAndFolders(t *testing.T) {
	raw := sample(t)
	for name, tc := range map[string]struct {
		folder, file os.FileMode
		want         domain.Code
	}{
		"all open":            {0o700, 0o600, ""},
		"read-only file":      {0o700, 0o400, domain.CodeReadOnly},
		"unreadable file":     {0o700, 0o000, domain.CodeNoPermission},
		"read-only folder":    {0o500, 0o600, domain.CodeReadOnly}, // its lock and log are there and writable
		"inaccessible folder": {0o000, 0o600, domain.CodeNoPermission},
	} {
		t.Run(name, func(t *testing.T) {
			base, self := ownBinary(t)
			dir := filepath.Join(base, "data")
			path := filepath.Join(dir, folder.Database)
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, used := range []string{"kitewise.lock", folder.Database + "-wal", folder.Database + "-shm"} {
				if err := os.WriteFile(filepath.Join(dir, used), nil, 0o600); err != nil {
					t.Fatal(err)
				}
				give(t, filepath.Join(dir, used))
			}
			give(t, path)
			give(t, dir)
			chmod(t, path, tc.file)
			chmod(t, dir, tc.folder)
			if got := runAsNobody(t, self, dir); got != "code="+string(tc.want) {
				t.Errorf("got %s, want %s", got, tc.want)
			}
			chmod(t, dir, 0o700)
			chmod(t, path, 0o600)
			now, err := os.ReadFile(path)
			if err != nil || tc.want != "" && string(now) != string(raw) {
				t.Errorf("the file was touched (%v)", err)
			}
			if tc.want == "" && string(now) == string(raw) {
				t.Error("the control: the comparison sees no writing")
			}
		})
	}
}

// ownBinary copies this test binary to where any user may run it.
func ownBinary(t *testing.T) (base, self string) {
	t.Helper()
	base, err := os.MkdirTemp("", "kitewise-denied") //nolint:usetesting // a folder of the test is shut to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	chmod(t, base, 0o755)
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(me)
	if err != nil {
		t.Fatal(err)
	}
	self = filepath.Join(base, "store.test")
	if err := os.WriteFile(self, program, 0o755); err != nil {
		t.Fatal(err)
	}
	return base, self
}

func give(t *testing.T, path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	if err := os.Chown(path, nobody, nobody); err != nil {
		t.Fatal(err)
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func runAsNobody(t *testing.T, self, dir string) string {
	t.Helper()
	cmd := exec.Command(self)
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), deniedDir+"="+dir)
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
