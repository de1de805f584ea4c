package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// keyedWorkspace makes a workspace with a passphrase and one person, and gives
// its recovery code.
func keyedWorkspace(t *testing.T, deps Deps, dir string) (recovery string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ring := deps.Ring(dir)
	ws, err := workspace.Open(t.Context(), dir, deps.Instruments, store.Options{})
	must(err)
	draft, err := ring.Draft(passphrase)
	must(err)
	keys, err := draft.Keep(strings.Split(draft.Code, "-")[draft.Asked-1])
	must(err)
	defer keys.Wipe()
	must(ws.Unlock(t.Context(), keys, "first"))
	_, err = ws.Store.CreateParticipant(t.Context(), domain.Participant{ID: "p1", Name: "Dewi Anggraini", CreatedAt: 1})
	must(err)
	must(ws.Close())
	return draft.Code
}

// asked runs one command line with text on its standard input.
func asked(deps Deps, input string, args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = Run(args, strings.NewReader(input), &o, &e, deps)
	return status, strings.TrimSpace(o.String()), e.String()
}

// nameIn opens a workspace with the passphrase and reads the one person.
func nameIn(t *testing.T, deps Deps, dir, passphrase string) string {
	t.Helper()
	ws, err := workspace.Open(t.Context(), dir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	keys, err := deps.Ring(dir).Unlock("", i18n.NFC(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	defer keys.Wipe()
	if err := ws.Unlock(t.Context(), keys, "passphrase"); err != nil {
		t.Fatal(err)
	}
	p, err := ws.Store.Participant(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	return p.Name
}

// TestABackupComesBackOnAnotherMachine with the passphrase, and with the
// recovery code and a new passphrase.
func TestABackupComesBackOnAnotherMachine(t *testing.T) {
	deps := testDeps(t)
	code := keyedWorkspace(t, deps, deps.DataDir)
	stick := t.TempDir()
	status, path, complaint := asked(deps, passphrase+"\n", "backup", "--out", stick)
	if status != ExitDone || filepath.Dir(path) != stick {
		t.Fatalf("backup: %d %q %q", status, path, complaint)
	}
	if status, out, complaint := asked(deps, passphrase+"\n", "verify", path); status != ExitDone || !strings.Contains(out, "People: 1") {
		t.Errorf("verify: %d %q %q", status, out, complaint)
	}
	for _, tc := range []struct {
		name, input, opens string
		flags              []string
	}{
		{"passphrase", passphrase + "\n", passphrase, nil},
		{"recovery code", code + "\nanother kite, another field\n", "another kite, another field", []string{"--recovery"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			fresh := filepath.Join(t.TempDir(), "new", "folder")
			args := append([]string{"restore", path, "--data", fresh}, tc.flags...)
			if status, _, complaint := asked(deps, tc.input, args...); status != ExitDone {
				t.Fatalf("restore: %d %q", status, complaint)
			}
			if name := nameIn(t, deps, fresh, tc.opens); name != "Dewi Anggraini" {
				t.Errorf("the name is %q", name)
			}
			if left, _ := filepath.Glob(filepath.Join(fresh, "restore*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestARestoreKeepsWhatStoodThere and keeps a passphrase that was changed since
// the backup.
func TestARestoreKeepsWhatStoodThere(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	_, path, _ := asked(deps, passphrase+"\n", "backup")
	n, err := deps.Ring(deps.DataDir).Change("", passphrase, "quite another passphrase")
	if err == nil {
		err = n.Keep()
	}
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(deps.DataDir, "kitewise.db"))
	if err != nil {
		t.Fatal(err)
	}
	status, out, complaint := asked(deps, "quite another passphrase\n", "restore", path)
	if status != ExitDone {
		t.Fatalf("restore: %d %q", status, complaint)
	}
	replaced := out[strings.LastIndex(out, "replaced-"):]
	kept, err := os.ReadFile(filepath.Join(deps.DataDir, strings.TrimSuffix(replaced, "."), "kitewise.db"))
	if err != nil || !bytes.Equal(kept, before) {
		t.Errorf("the old file is not as it was: %v", err)
	}
	if name := nameIn(t, deps, deps.DataDir, "quite another passphrase"); name != "Dewi Anggraini" {
		t.Errorf("the name is %q", name)
	}
}

// TestCommandsOfBackupsOnBadInput say what is wrong and touch nothing.
func TestCommandsOfBackupsOnBadInput(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	_, path, _ := asked(deps, passphrase+"\n", "backup")
	other := t.TempDir()
	keyedWorkspace(t, deps, other)
	text := filepath.Join(t.TempDir(), "text.kwb")
	if err := os.WriteFile(text, []byte("no backup\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, input, says string
		args              []string
	}{
		{"no file", passphrase, "FILE.kwb", []string{"restore"}},
		{"missing file", passphrase, "", []string{"restore", text + "x"}},
		{"text", passphrase, "no Kitewise backup", []string{"restore", text}},
		{"wrong passphrase", "not the passphrase at all\n", "not right", []string{"restore", path}},
		{"no passphrase", "", "passphrase", []string{"restore", path}},
		{"other workspace", passphrase, "another workspace", []string{"restore", path, "--data", other}},
		{"target missing", passphrase, "", []string{"backup", "--out", filepath.Join(other, "none")}},
		{"too much", passphrase, "more", []string{"backup", "more"}},
		{"verify text", passphrase, "no Kitewise backup", []string{"verify", text}},
		{"verify wrong", "not the passphrase at all\n", "not right", []string{"verify", path}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := snapshotOf(t, deps.DataDir, other)
			status, out, complaint := asked(deps, tc.input, tc.args...)
			if status == ExitDone || out != "" || complaint == "" || !strings.Contains(complaint, tc.says) {
				t.Errorf("%d %q %q", status, out, complaint)
			}
			if after := snapshotOf(t, deps.DataDir, other); tc.args[0] != "backup" && after != before {
				t.Errorf("touched:\n%s\nwas\n%s", after, before)
			}
			// The next case must not wait for this one's wrong try.
			_ = os.Remove(filepath.Join(deps.DataDir, "key.tries"))
		})
	}
}

// snapshotOf lists every file with its content, but the wrong tries, the lock and the sides of an open database.
func snapshotOf(t *testing.T, dirs ...string) string {
	t.Helper()
	var b strings.Builder
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == "key.tries" || filepath.Base(filepath.Dir(path)) == "later" {
				return err
			}
			raw, err := os.ReadFile(path)
			b.WriteString(path + " " + string(raw) + "\n")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
