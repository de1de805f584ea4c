package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store"
)

// settled pauses a running session, so that its person can be erased.
func settled(t *testing.T, deps Deps, session string) {
	t.Helper()
	window, err := store.Open(t.Context(), deps.DataDir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = window.Close() }()
	s, err := window.Session(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	from := s.State
	s.State = "paused"
	if err := window.SaveSession(t.Context(), s, from, domain.Trail{}); err != nil {
		t.Fatal(err)
	}
}

func TestAPersonIsExportedFromTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	finished(t, deps)
	path := filepath.Join(t.TempDir(), "p.zip.age")
	given := func(lines string, args ...string) (int, string, string) {
		var out, errOut bytes.Buffer
		status := Run(append([]string{"person", "export"}, args...), strings.NewReader(lines), &out, &errOut, deps)
		return status, out.String(), errOut.String()
	}
	say := deps.Words.Printer("en")
	for name, tc := range map[string]struct {
		lines string
		args  []string
		err   string
	}{
		"no file":       {passphrase + "\nanother for the file\n", []string{"R-0001"}, "--out"},
		"no passphrase": {passphrase + "\n", []string{"R-0001", "--out", path}, say.T("cli.person.passphrase")},
		"a short one":   {passphrase + "\nshort\n", []string{"R-0001", "--out", path}, say.T("cli.person.passphrase")},
		"nobody":        {passphrase + "\nanother for the file\n", []string{"X-1", "--out", path}, say.T("cli.person.unknown")},
		"no folder":     {passphrase + "\nanother for the file\n", []string{"R-0001", "--out", filepath.Join(path, "in", "p.age")}, say.T("cli.reason.missing")},
		"no such paper": {passphrase + "\nanother for the file\n", []string{"R-0001", "--out", path, "--paper", "A5"}, "A5"},
	} {
		if status, out, errOut := given(tc.lines, tc.args...); status != ExitUnusable || out != "" || !strings.Contains(errOut, tc.err) {
			t.Errorf("%s: %d %q %q", name, status, out, errOut)
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Fatal("a file was left")
	}
	status, out, errOut := given(passphrase+"\nanother for the file\n", "r-0001", "--out", path)
	if status != ExitDone || errOut != "" || strings.TrimSpace(out) != say.N("desk.export.done", 3) {
		t.Fatalf("%d %q %q", status, out, errOut)
	}
	raw, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(raw, []byte("age-encryption.org/v1\n-> scrypt ")) || bytes.Contains(raw, []byte("Dewi")) {
		t.Errorf("%.40q %v", raw, err)
	}
}

func TestAPersonIsErasedFromTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	done, running := finished(t, deps)
	file := filepath.Join(deps.DataDir, "kitewise.db")
	holds := func() bool {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(raw), done.ID)
	}
	say := deps.Words.Printer("en")
	for name, tc := range map[string]struct {
		args   []string
		status int
		out    string
		err    string
	}{
		"no code":       {[]string{"person", "erase"}, ExitUnusable, "", "CODE"},
		"another code":  {[]string{"person", "erase", "R-0009", "--yes", "R-0009"}, ExitUnusable, "", say.T("cli.person.unknown")},
		"not confirmed": {[]string{"person", "erase", "R-0001"}, ExitFault, say.N("desk.held.answers", 20), "--yes R-0001"},
		"confirmed otherwise": {[]string{"person", "erase", "R-0001", "--yes", "yes"}, ExitFault, say.N("desk.held.sessions", 2),
			"--yes R-0001"},
		"running": {[]string{"person", "erase", "r-0001", "--yes", "R-0001"}, ExitUnusable, "", say.T("cli.person.running")},
	} {
		status, out, errOut := typed(deps, tc.args...)
		if status != tc.status || !strings.Contains(out, tc.out) || !strings.Contains(errOut, tc.err) {
			t.Errorf("%s: %d %q %q", name, status, out, errOut)
		}
	}
	if !holds() {
		t.Fatal("it is gone without a confirmation")
	}
	settled(t, deps, running.ID)
	status, out, errOut := typed(deps, "person", "erase", "r-0001", "--yes", "R-0001")
	if status != ExitDone || errOut != "" || !strings.Contains(out, "R-0001") {
		t.Fatalf("%d %q %q", status, out, errOut)
	}
	if holds() {
		t.Error("the file still holds the session")
	}
	if status, out, _ := typed(deps, "sessions", "list"); status != ExitDone || out != "" {
		t.Errorf("%d %q", status, out)
	}
	if status, _, _ := typed(deps, "verify"); status != ExitDone {
		t.Errorf("verify: %d", status)
	}
}

// TestWhoIsDueFromTheCommandLine: the sample's person is from 1970, and so is
// nothing of the log, which is from today.
func TestWhoIsDueFromTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	finished(t, deps)
	if status, out, errOut := typed(deps, "retention", "due"); status != ExitDone || out != "" || errOut != "" {
		t.Errorf("%d %q %q", status, out, errOut)
	}
	window, err := store.Open(t.Context(), deps.DataDir, store.Options{Now: func() domain.Instant { return domain.InstantOf(time.Now().AddDate(1, 0, 0)) }})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(window.Note(t.Context(), domain.Entry{Act: domain.ActLock}), window.Close()); err != nil {
		t.Fatal(err)
	}
	if status, out, errOut := typed(deps, "retention", "due"); status != ExitFault || out != "" || !strings.Contains(errOut, "--date-is-right") {
		t.Errorf("a doubtful clock: %d %q %q", status, out, errOut)
	}
	if status, out, errOut := typed(deps, "retention", "due", "--date-is-right"); status != ExitDone || out != "" || errOut != "" {
		t.Errorf("said to be right: %d %q %q", status, out, errOut)
	}
	window, err = store.Open(t.Context(), deps.DataDir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = window.SaveSettings(t.Context(), map[string]string{"retention_months": "-1"}) // not a number of months: the usual 24
	if err = errors.Join(err, window.Close()); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := typed(deps, "retention", "due"); status != ExitDone || out != "" {
		t.Errorf("%d %q", status, out)
	}
}
