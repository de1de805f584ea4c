package cli

import (
	"os"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store"
)

// TestWhatRunsBesideAnOpenWindow holds the guide to what the commands do: the log
// can be checked meanwhile, the results cannot; and checking them is an unlocking,
// which stands in the log.
func TestWhatRunsBesideAnOpenWindow(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	window, err := store.Open(t.Context(), deps.DataDir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	inUse := deps.Words.Printer("en").T("error.in_use")
	if status, _, complaint := asked(deps, passphrase, "verify"); status != ExitUnusable || !strings.Contains(complaint, inUse) {
		t.Errorf("verify: %d %q", status, complaint)
	}
	if status, _, complaint := asked(deps, "", "audit", "verify"); status != ExitDone {
		t.Errorf("audit verify: %d %q", status, complaint)
	}
	unlocked := func() (n int) {
		t.Helper()
		err := window.Entries(t.Context(), store.EntryFilter{}, func(e store.ListedEntry) error {
			if e.Act == domain.ActUnlock {
				n++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := unlocked()
	if err := window.Close(); err != nil {
		t.Fatal(err)
	}
	if status, _, complaint := asked(deps, passphrase, "verify"); status != ExitDone {
		t.Errorf("verify: %d %q", status, complaint)
	}
	if window, err = store.Open(t.Context(), deps.DataDir, store.Options{}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = window.Close() }()
	if after := unlocked(); after != before+1 {
		t.Errorf("%d unlockings, then %d", before, after)
	}
	guide, err := os.ReadFile("../../docs/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(guide)) {
		if strings.HasPrefix(line, "`kitewise verify`") && !strings.Contains(line, "needs the window closed") {
			t.Errorf("the guide says %q", line)
		}
	}
}
