package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/bridge"
	"kitewise/backend/domain"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// finished makes a workspace with one finished and one running session.
func finished(t *testing.T, deps Deps) (done, running domain.Session) {
	t.Helper()
	ctx := context.Background()
	ws, err := bridge.OpenWorkspace(ctx, deps.DataDir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	p, err := ws.Store.CreateParticipant(ctx, domain.Participant{ID: "p", Name: "Dewi Lestari", CreatedAt: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*domain.Session{&done, &running} {
		if *s, err = ws.Engine.Prepare(ctx, p.ID, "learning-cycle", "id"); err != nil {
			t.Fatal(err)
		}
		if *s, err = ws.Engine.Start(ctx, s.ID); err != nil {
			t.Fatal(err)
		}
	}
	in, err := ws.Instruments.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range in.Domain.Manifest.Order() {
		if _, err := ws.Engine.Answer(ctx, session.Answer{SessionID: done.ID, ItemID: item, Ranks: []int{4, 3, 2, 1}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ws.Engine.Finish(ctx, done.ID); err != nil {
		t.Fatal(err)
	}
	return done, running
}

func typed(deps Deps, args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = Run(args, strings.NewReader(""), &o, &e, deps)
	return status, o.String(), e.String()
}

func TestSessionsAreListedWithoutNames(t *testing.T) {
	deps := testDeps(t)
	done, running := finished(t, deps)
	status, out, errOut := typed(deps, "sessions", "list")
	if status != ExitDone || errOut != "" || strings.Count(out, "\n") != 2 || strings.Contains(out, "Dewi") {
		t.Fatalf("%d %q %q", status, out, errOut)
	}
	for _, want := range []string{
		done.ID + "\tfinalised\tlearning-cycle@1.0.0\t", running.ID + "\trunning\tlearning-cycle@1.0.0\t",
	} {
		if !strings.Contains(out, want) || !strings.Contains(out, "\tR-0001\n") {
			t.Errorf("%q is not in %q", want, out)
		}
	}
}

func TestAReportIsWrittenFromTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	done, running := finished(t, deps)
	// A window holds the workspace meanwhile.
	window, err := store.Open(t.Context(), deps.DataDir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = window.Close() }()
	pdfs := map[string][]byte{}
	for _, lang := range []string{"", "en", "id"} {
		path := filepath.Join(t.TempDir(), "r.pdf")
		args := []string{"report", "--session", done.ID, "--kind", "participant", "--out", path}
		if lang != "" {
			args = append(args, "--lang", lang)
		}
		if status, out, errOut := typed(deps, args...); status != ExitDone || out != "" || errOut != "" {
			t.Fatalf("%s: %d %q %q", lang, status, out, errOut)
		}
		if pdfs[lang], err = os.ReadFile(path); err != nil || !bytes.HasPrefix(pdfs[lang], []byte("%PDF-")) {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(pdfs[""], pdfs["id"]) || bytes.Equal(pdfs["en"], pdfs["id"]) {
		t.Error("without --lang the report is not in the session's language")
	}
	out := filepath.Join(t.TempDir(), "none.pdf")
	for name, tc := range map[string]struct {
		args []string
		key  string
	}{
		"unfinished":  {[]string{"--session", running.ID, "--out", out}, "cli.report.unfinished"},
		"no such":     {[]string{"--session", "none", "--out", out}, "cli.no_session"},
		"no session":  {[]string{"--out", out}, ""},
		"no file":     {[]string{"--session", done.ID}, ""},
		"other kind":  {[]string{"--session", done.ID, "--out", out, "--kind", "x"}, ""},
		"other paper": {[]string{"--session", done.ID, "--out", out, "--paper", "A5"}, ""},
		"no folder":   {[]string{"--session", done.ID, "--out", filepath.Join(out, "deep", "r.pdf")}, ""},
	} {
		status, stdout, errOut := typed(deps, append([]string{"report"}, tc.args...)...)
		if status != ExitUnusable || stdout != "" || errOut == "" || strings.Contains(errOut, "<no value>") {
			t.Errorf("%s: %d %q %q", name, status, stdout, errOut)
		}
		if tc.key != "" && strings.TrimSpace(errOut) != deps.Words.Printer("en").T(tc.key) {
			t.Errorf("%s: said %q", name, errOut)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a report was written all the same")
	}
}

func TestAReadingCommandMakesNoWorkspace(t *testing.T) {
	deps := testDeps(t)
	deps.DataDir = filepath.Join(t.TempDir(), "nothing")
	status, _, errOut := typed(deps, "sessions", "list")
	if status != ExitUnusable || !strings.Contains(errOut, deps.DataDir) {
		t.Errorf("%d %q", status, errOut)
	}
	if _, err := os.Stat(deps.DataDir); err == nil {
		t.Error("a folder was made")
	}
}
