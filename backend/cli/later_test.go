package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/vault/code"
	"kitewise/backend/workspace"
)

// waits counts the notes that wait for the log.
func waits(t *testing.T, deps Deps) int {
	t.Helper()
	files, err := os.ReadDir(filepath.Join(deps.DataDir, "later"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return len(files)
}

// TestAWrongSecretIsNotedWhereverItWasGiven: commands that open no workspace keep
// it for the log, beside a window too, and the next unlocking writes it there.
func TestAWrongSecretIsNotedWhereverItWasGiven(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	_, path, _ := asked(deps, passphrase+"\n", "backup")
	window, err := workspace.Open(t.Context(), deps.DataDir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const wrong = "quite a wrong one\n"
	_, foreign := code.New()
	for _, tc := range []struct {
		input string
		args  []string
	}{
		{wrong, []string{"norms", "import", ownNorm(t)}},
		{wrong, []string{"instruments", "import", t.TempDir()}},
		{wrong, []string{"restore", path}},
		{foreign + "\n" + afresh + "\n", []string{"restore", path, "--recovery"}},
	} {
		_ = os.Remove(filepath.Join(deps.DataDir, "key.tries"))
		before := waits(t, deps)
		if status, _, complaint := asked(deps, tc.input, tc.args...); status == ExitDone || waits(t, deps) != before+1 {
			t.Errorf("%v: %d %q, %d notes", tc.args, status, complaint, waits(t, deps))
		}
	}
	// A try before the wait is over is none.
	for range 2 {
		if asked(deps, wrong, "restore", path); waits(t, deps) != 5 {
			t.Errorf("%d notes", waits(t, deps))
		}
	}
	if err := window.Close(); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(filepath.Join(deps.DataDir, "key.tries"))
	nameIn(t, deps, deps.DataDir, passphrase)
	all := entriesOf(t, deps)
	if count(all, domain.ActUnlockFailed) != 2 || count(all, domain.ActUnlockFailed, "how", "passphrase", "via", "command", "times", "4") != 1 ||
		count(all, domain.ActUnlockFailed, "how", "recovery", "via", "command", "times", "1") != 1 {
		t.Errorf("%+v", all)
	}
	if left := waits(t, deps); left != 0 {
		t.Errorf("%d notes are left", left)
	}
}

// TestAnImportByCommandSaysWhoDidIt, also one beside an open window; one that was
// put into the folder by hand says that it was found.
func TestAnImportByCommandSaysWhoDidIt(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	window, err := workspace.Open(t.Context(), deps.DataDir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if status, _, complaint := asked(deps, passphrase+"\n", "norms", "import", ownNorm(t)); status != ExitDone {
		t.Fatal(complaint)
	}
	if status, _, complaint := asked(deps, passphrase+"\n", "instruments", "import", "--licensed", "../../testdata/licensed/nonsense.csv"); status != ExitDone {
		t.Fatal(complaint)
	}
	keys, err := deps.Ring(deps.DataDir).Unlock("", passphrase)
	if err != nil {
		t.Fatal(err)
	}
	// The window does not know of the file before it is opened again.
	if err := errors.Join(window.Unlock(t.Context(), keys, "passphrase"), window.Close()); err != nil || waits(t, deps) != 2 {
		t.Fatal(waits(t, deps), err)
	}
	nameIn(t, deps, deps.DataDir, passphrase)
	all := entriesOf(t, deps)
	if count(all, domain.ActImport) != 2 || count(all, domain.ActImport, "what", "norms", "who", keys.Holder.ID, "via", "command", "how", "") != 1 ||
		count(all, domain.ActImport, "what", "instrument", "who", keys.Holder.ID, "via", "command", "how", "") != 1 || waits(t, deps) != 0 {
		t.Errorf("%+v, %d", all, waits(t, deps))
	}
	for _, e := range all {
		if e.Act == domain.ActImport && e.Actor != "owner" {
			t.Errorf("%+v", e)
		}
	}
	other := testDeps(t)
	keyedWorkspace(t, other, other.DataDir)
	if err := os.CopyFS(filepath.Join(other.DataDir, "norms"), os.DirFS(filepath.Join(deps.DataDir, "norms"))); err != nil {
		t.Fatal(err)
	}
	nameIn(t, other, other.DataDir, passphrase)
	if all := entriesOf(t, other); count(all, domain.ActImport, "how", "found", "who", "") != 1 {
		t.Errorf("the control: %+v", all)
	}
}
