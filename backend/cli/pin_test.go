package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/vault"
	"kitewise/backend/vault/slow"
)

// TestAForgottenPINIsTakenAway while no window holds the data folder, and
// makes no folder.
func TestAForgottenPINIsTakenAway(t *testing.T) {
	deps := testDeps(t)
	deps.DataDir = filepath.Join(t.TempDir(), "data")
	if status, _, errOut := typed(deps, "pin", "reset"); status != ExitUnusable || !strings.Contains(errOut, deps.DataDir) {
		t.Errorf("%d %q", status, errOut)
	}
	if _, err := os.Stat(deps.DataDir); err == nil {
		t.Fatal("a folder was made")
	}
	finished(t, deps)
	say := deps.Words.Printer("en")
	if status, out, _ := typed(deps, "pin", "reset"); status != ExitDone || strings.TrimSpace(out) != say.T("cli.pin.none") {
		t.Errorf("without a PIN: %d %q", status, out)
	}
	window, err := store.Open(t.Context(), deps.DataDir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pin := vault.NewPIN(window, slow.Cost{Passes: 1, MemoryKiB: 8, Lanes: 1}, time.Now)
	if err := pin.Set(t.Context(), "", "2580"); err != nil {
		t.Fatal(err)
	}
	if status, out, errOut := typed(deps, "pin", "reset"); status != ExitUnusable || out != "" || errOut == "" {
		t.Errorf("beside a window: %d %q %q", status, out, errOut)
	}
	if err := pin.Check(t.Context(), "2580"); err != nil {
		t.Errorf("the PIN is gone under the window: %v", err)
	}
	if err := window.Close(); err != nil {
		t.Fatal(err)
	}
	if status, out, errOut := typed(deps, "pin", "reset"); status != ExitDone || strings.TrimSpace(out) != say.T("cli.pin.reset") {
		t.Errorf("%d %q %q", status, out, errOut)
	}
	if window, err = store.Open(t.Context(), deps.DataDir, store.Options{}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = window.Close() }()
	pin = vault.NewPIN(window, slow.Usual, time.Now)
	if set, err := pin.IsSet(t.Context()); set || err != nil || domain.CodeOf(pin.Check(t.Context(), "2580")) != domain.CodeConflict {
		t.Errorf("still set: %v %v", set, err)
	}
}
