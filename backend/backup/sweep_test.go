package backup

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
)

// TestWhatAKillLeftIsSweptInAFolderWithBrackets: a name that would mean something
// in a pattern hides no decrypted copy, and no list of backups.
func TestWhatAKillLeftIsSweptInAFolderWithBrackets(t *testing.T) {
	m := make1(t)
	e := m.back(t, 0)
	for _, name := range []string{"plain", "Kite [old]", "Kite [2026", "Kite ?*", `Kite \ back`} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.CopyFS(dir, os.DirFS(m.dir)); err != nil {
			t.Fatal(err)
		}
		left := []string{filepath.Join(dir, "restore-1.part", folder.Database), filepath.Join(dir, workFolder, "1.part", folder.Database), filepath.Join(dir, Folder, e.Name+".part"), filepath.Join(dir, ".backups-1.part")}
		for _, path := range left {
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte("a decrypted copy"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		k := New(dir, keyring.New(dir, slow.Quick), "1.2.3")
		if err := k.Open(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, path := range left {
			if _, err := os.Lstat(path); !os.IsNotExist(err) {
				t.Errorf("%s: %s is still there: %v", name, filepath.Base(path), err)
			}
		}
		if s := k.State(); len(s.Backups) != 1 || s.Verified != e.At {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// TestASweepTakesNothingOfAnybodyElse: the data folder may be one that holds other
// things, under names that begin or end like ours.
func TestASweepTakesNothingOfAnybodyElse(t *testing.T) {
	m := make1(t)
	theirs := []string{
		"restore-notes.txt", "restore-2024/letter.txt", "restore-/a", "restore-1.part.txt", "restore-2.part", Folder + "/film.part", Folder + "/film.kwb.part",
		workFolder + "/plan.txt", workFolder + "/2024/plan.txt", ".backups-old.part", "restore.json.partner",
	}
	for _, name := range theirs {
		path := filepath.Join(m.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.k.Open(); err != nil {
		t.Fatal(err)
	}
	for _, name := range theirs {
		if raw, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(name))); err != nil || string(raw) != name {
			t.Errorf("%s: %q, %v", name, raw, err)
		}
	}
}

// TestWhatCannotBeSweptLosesNoListOfBackups: a leftover that the system does not
// let go of, here a program that runs, is told, and the second folder stays chosen.
func TestWhatCannotBeSweptLosesNoListOfBackups(t *testing.T) {
	m, second := make1(t), t.TempDir()
	if err := m.k.SetSecond(second, unnoted); err != nil {
		t.Fatal(err)
	}
	e := m.back(t, 0)
	busy := busyFile(t, filepath.Join(m.dir, "restore-1.part"))
	if f, err := os.OpenFile(busy, os.O_WRONLY, 0); err == nil { // the control
		_ = f.Close()
		t.Skip("the system lets a running program be written over")
	}
	k := New(m.dir, keyring.New(m.dir, slow.Quick), "1.2.3")
	if k.Open() == nil {
		t.Error("nothing is told of what is left")
	}
	if s := k.State(); len(s.Backups) != 1 || s.Backups[0].Name != e.Name || s.Second != second {
		t.Errorf("it knows %+v", s)
	}
	if _, err := k.Make(t.Context(), m.ws.Store, m.by, true); err != nil {
		t.Fatal(err)
	}
	again := New(m.dir, keyring.New(m.dir, slow.Quick), "1.2.3")
	_ = again.Open()
	if s := again.State(); len(s.Backups) != 2 || s.Second != second {
		t.Errorf("after another backup it knows %+v", s)
	}
}

// busyFile makes a folder with a program that runs until the test ends.
func busyFile(t *testing.T, dir string) string {
	t.Helper()
	from, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip("no program to run")
	}
	raw, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "sleep")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, raw, 0o700); err != nil { //nolint:gosec // it is to be run
		t.Fatal(err)
	}
	running := exec.Command(path, "600")
	if err := running.Start(); err != nil {
		t.Skip("a copy of a program does not run here")
	}
	t.Cleanup(func() {
		_ = running.Process.Kill()
		_ = running.Wait()
	})
	return path
}
