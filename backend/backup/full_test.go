//go:build linux && !race

package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/store/ballast"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
)

// onASmallDisk gives what the test binary says when it does that with a copy of
// the workspace on a disk of 16 MB, in a namespace of mounts that ends with it.
func onASmallDisk(t *testing.T, what, from string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(me)
	cmd.Env = append(os.Environ(), killWhat+"="+what, killDir+"="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 { // a user namespace lets anybody mount
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || strings.Contains(string(out), "mount: operation not permitted") {
		t.Skip("the system lets nobody mount a disk; what is free is made small in another test")
	}
	if err != nil && !strings.HasPrefix(what, "careless") {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// moved puts a disk under the folder, with what lies in it.
func moved(dir string) error {
	if err := syscall.Mount("", "/", "", syscall.MS_PRIVATE|syscall.MS_REC, ""); err != nil {
		return fmt.Errorf("mount: %w", err)
	}
	above := filepath.Dir(dir)
	return errors.Join(
		os.Mkdir(filepath.Join(above, "disk"), 0o700),
		syscall.Mount("tmpfs", filepath.Join(above, "disk"), "tmpfs", 0, "size=16m"),
		os.CopyFS(filepath.Join(above, "disk", "data"), os.DirFS(dir)),
	)
}

// leave fills the disk of a folder but for so many bytes, and gives what empties it.
func leave(dir string, bytes int64) (empty func() error, err error) {
	path := filepath.Join(filepath.Dir(dir), "filler")
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	size := folder.Free(dir) - bytes
	return func() error { return os.Remove(path) }, errors.Join(syscall.Fallocate(int(f.Fd()), 0, 0, size), f.Close())
}

// pieces are how much room a try has: from none to more than it needs.
const piece, pieces = 128 << 10, 60

// makeOnAFullDisk makes backups with more and more room, until one is whole. Each
// that is not says that the disk is full and leaves nothing; the ballast stays.
func makeOnAFullDisk(dir string) error {
	return makingOnAFullDisk(dir, func(a *at) (Entry, error) { return a.k.Make(context.Background(), a.ws.Store, a.by, true) })
}

// makeCarelessly is the control: it leaves what it could not bring to an end.
func makeCarelessly(dir string) error {
	return makingOnAFullDisk(dir, func(a *at) (Entry, error) {
		e, err := a.k.Make(context.Background(), a.ws.Store, a.by, true)
		if err != nil {
			err = errors.Join(err, os.WriteFile(a.k.path("half.part"), nil, 0o600))
		}
		return e, err
	})
}

func makingOnAFullDisk(dir string, act func(*at) (Entry, error)) error {
	if err := moved(dir); err != nil {
		return err
	}
	dir = filepath.Join(filepath.Dir(dir), "disk", "data")
	a, err := enter(dir, store.Options{Ballast: 1 << 20, Free: func(string) int64 { return 1 << 40 }})
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, ballast.Name)); err != nil {
		return err
	}
	failed := map[string]bool{}
	for n := range int64(pieces) {
		empty, err := leave(dir, n*piece)
		if err != nil {
			return err
		}
		e, made := act(a)
		if err := empty(); err != nil {
			return err
		}
		if _, err := os.Stat(filepath.Join(dir, ballast.Name)); err != nil {
			return err
		}
		if made == nil {
			if err := a.k.open(context.Background(), a.k.path(e.Name), e, a.by.Identity); err != nil {
				return err
			}
			fmt.Printf("refused in %d ways, then made\n", min(len(failed), 2))
			return a.ws.Close()
		}
		if left := leftovers(dir); domain.CodeOf(made) != domain.CodeDiskFull || len(a.k.now().Entries) != 2 || len(inside(left)) > 0 {
			return fmt.Errorf("with %d bytes: %w, left %v", n*piece, made, left)
		}
		failed[strings.Split(made.Error(), ":")[2]] = true
	}
	return errors.New("it never had room")
}

// inside lists the files in what was left over: an empty folder to work in is none.
func inside(left []string) (files []string) {
	for _, path := range left {
		_ = filepath.WalkDir(path, func(p string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, p)
			}
			return nil
		})
	}
	return files
}

// restoreOnAFullDisk restores with more and more room, until it works. Each try
// that does not leaves every file as it was, to the bit.
func restoreOnAFullDisk(dir string) error { return restoringOnAFullDisk(dir, putBack) }

// restoreCarelessly is the control: it writes over the file that is there.
func restoreCarelessly(dir string) error {
	return restoringOnAFullDisk(dir, func(dir, path string) error {
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return errors.Join(os.WriteFile(filepath.Join(dir, folder.Database), append(raw, make([]byte, 4<<20)...), 0o600), putBack(dir, path))
	})
}

func restoringOnAFullDisk(dir string, act func(dir, path string) error) error {
	if err := moved(dir); err != nil {
		return err
	}
	dir = filepath.Join(filepath.Dir(dir), "disk", "data")
	if err := os.WriteFile(filepath.Join(dir, ballast.Name), make([]byte, 1<<20), 0o600); err != nil {
		return err
	}
	backups, err := filepath.Glob(filepath.Join(dir, Folder, "*"+Ending))
	if err != nil {
		return err
	}
	slices.Sort(backups)
	before, err := bits(dir)
	if err != nil {
		return err
	}
	for n := range int64(pieces) {
		empty, err := leave(dir, n*piece)
		if err != nil {
			return err
		}
		restored := store.FileFault("restore", act(dir, backups[0])) // as the door does
		if err := empty(); err != nil {
			return err
		}
		if restored == nil {
			fmt.Printf("refused %d times at least, then restored\n", min(n, 5))
			return nil
		}
		if domain.CodeOf(restored) != domain.CodeDiskFull {
			return fmt.Errorf("with %d bytes: %w", n*piece, restored)
		}
		if now, err := bits(dir); err != nil || now != before {
			return fmt.Errorf("with %d bytes something was touched: %w\n%s\nwas\n%s", n*piece, err, now, before)
		}
	}
	return errors.New("it never had room")
}

// bits is every file of a folder by its hash, but the lock and the count of wrong
// passphrases, which is kept on purpose.
func bits(dir string) (string, error) {
	lines := []string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "kitewise.lock" || d.Name() == "key.tries" {
			return err
		}
		raw, err := os.ReadFile(path)
		lines = append(lines, strings.TrimPrefix(path, dir)+" "+sumOf(raw))
		return err
	})
	return strings.Join(lines, "\n"), err
}

// TestAFullDiskDuringABackup: real, with room for ever more of it.
func TestAFullDiskDuringABackup(t *testing.T) {
	if out := onASmallDisk(t, "full make", laid(t)); out != "refused in 2 ways, then made\n" {
		t.Error(out)
	}
}

// TestAFullDiskDuringARestore: the same for putting one back.
func TestAFullDiskDuringARestore(t *testing.T) {
	if out := onASmallDisk(t, "full restore", laid(t)); out != "refused 5 times at least, then restored\n" {
		t.Error(out)
	}
}

// TestCarelessActsOnAFullDiskAreNoticed is the control of both.
func TestCarelessActsOnAFullDiskAreNoticed(t *testing.T) {
	dir := laid(t)
	for what, want := range map[string]string{"careless make": "left [", "careless restore": "something was touched"} {
		if out := onASmallDisk(t, what, dir); !strings.HasPrefix(out, "failed:") || !strings.Contains(out, want) {
			t.Errorf("%s: %q", what, out)
		}
	}
}

// TestNoBackupIsBegunWithoutRoom is the same by what the disk is said to have: it
// is refused before anything is written. With room it is made: the control.
func TestNoBackupIsBegunWithoutRoom(t *testing.T) {
	free := int64(spare)
	a, err := enter(laid(t), store.Options{Free: func(string) int64 { return free }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.ws.Close() }()
	_, err = a.k.Make(t.Context(), a.ws.Store, a.by, true)
	if domain.CodeOf(err) != domain.CodeDiskFull || len(a.k.now().Entries) != 2 {
		t.Errorf("%v", err)
	}
	free = 1 << 40
	if _, err := a.k.Make(t.Context(), a.ws.Store, a.by, true); err != nil || len(a.k.now().Entries) != 3 {
		t.Errorf("the control: %v", err)
	}
}

// TestABackupLeavesTheBallastOut and everything else that is no part of a workspace.
func TestABackupLeavesTheBallastOut(t *testing.T) {
	dir := laid(t)
	a, err := enter(dir, store.Options{Ballast: 4 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.ws.Close() }()
	if info, err := os.Stat(filepath.Join(dir, ballast.Name)); err != nil || info.Size() != 4<<20 {
		t.Fatalf("the control: %v", err)
	}
	e, err := a.k.Make(t.Context(), a.ws.Store, a.by, true)
	if err != nil || e.Size > 3<<20 {
		t.Fatalf("%+v, %v", e, err)
	}
	x, err := extract(t.Context(), a.k.path(e.Name), t.TempDir(), a.by.Identity)
	if err != nil || len(x.Files) != 1 || x.Files[0].Name != folder.Database {
		t.Errorf("%+v, %v", x.Files, err)
	}
}

// TestAWrongPassphraseTouchesNothing: as often as R6 asks for.
func TestAWrongPassphraseTouchesNothing(t *testing.T) {
	dir := laid(t)
	other := t.TempDir() // a new machine, where the backup's own keys are tried
	backups, err := filepath.Glob(filepath.Join(dir, Folder, "*"+Ending))
	if err != nil || len(backups) != 2 {
		t.Fatal(backups, err)
	}
	slices.Sort(backups)
	for _, into := range []string{dir, other} {
		before, err := bits(into)
		if err != nil {
			t.Fatal(err)
		}
		for n := range rounds() {
			r, err := Begin(into, backups[n%2], func(dir string) *keyring.Ring { return keyring.New(dir, slow.Quick) })
			if err != nil {
				t.Fatal(err)
			}
			who, err := r.Ring.Owner()
			if err == nil {
				_, err = r.Ring.Unlock(who.ID, "not the passphrase")
			}
			if code := domain.CodeOf(err); code != domain.CodeWrongPassphrase && code != domain.CodeTooSoon {
				t.Errorf("%v", err)
			}
			if err := r.Drop(); err != nil {
				t.Error(err)
			}
			if now, err := bits(into); err != nil || now != before {
				t.Fatalf("something was touched: %v\n%s\nwas\n%s", err, now, before)
			}
		}
	}
	if err := os.Remove(filepath.Join(dir, "key.tries")); err != nil {
		t.Fatal(err)
	}
	before, _ := bits(dir)
	if err := putBack(dir, backups[0]); err != nil { // the control: the right one restores
		t.Fatal(err)
	}
	if now, _ := bits(dir); now == before {
		t.Error("the comparison sees nothing")
	}
}
