package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/session"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/workspace"
)

// passphrase opens every workspace of these tests.
const passphrase = "a kite over the rice fields"

// keyed makes the keys of a workspace.
func keyed(t *testing.T, deps Deps) *keyring.Keys {
	t.Helper()
	draft, err := deps.Ring(deps.DataDir).Draft(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := draft.Keep(strings.Split(draft.Code, "-")[draft.Asked-1])
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// finished makes a workspace with one finished and one running session.
func finished(t *testing.T, deps Deps) (done, running domain.Session) {
	t.Helper()
	ctx := context.Background()
	ws, err := workspace.Open(ctx, deps.DataDir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	if err := ws.Unlock(ctx, keyed(t, deps), "passphrase"); err != nil {
		t.Fatal(err)
	}
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
		notice := domain.Notice{Texts: []domain.NoticeText{{Language: "id"}}}
		if *s, err = ws.Engine.Consent(ctx, s.ID, true, notice); err != nil {
			t.Fatal(err)
		}
	}
	in, err := ws.Instruments.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range in.Domain.Manifest.Order() {
		if _, err := ws.Engine.Answer(ctx, session.Answer{SessionID: done.ID, ItemID: item, Given: session.Given{Ranks: []int{4, 3, 2, 1}}}); err != nil {
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
	status = Run(args, strings.NewReader(passphrase+"\n"), &o, &e, deps)
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
	pdfs := map[string][]byte{}
	var err error
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

// TestReadingTakesThePassphraseFromStandardInput and nothing else: not beside a
// window, not without one, not a wrong one, not before there is one.
func TestReadingTakesThePassphraseFromStandardInput(t *testing.T) {
	deps := testDeps(t)
	finished(t, deps)
	say := deps.Words.Printer("en")
	run := func(stdin string, args ...string) (int, string, string) {
		var out, errOut bytes.Buffer
		status := Run(args, strings.NewReader(stdin), &out, &errOut, deps)
		return status, out.String(), strings.TrimSpace(errOut.String())
	}
	refused := func(when, stdin, want string) {
		t.Helper()
		for _, args := range [][]string{{"sessions", "list"}, {"pin", "reset"}, {"report", "--session", "s", "--out", "x.pdf"}} {
			if status, out, errOut := run(stdin, args...); status != ExitUnusable || out != "" || errOut != want {
				t.Errorf("%s, %v: %d %q %q", when, args, status, out, errOut)
			}
		}
	}
	refused("no passphrase", "", say.T("cli.passphrase_missing"))
	window, err := store.Open(t.Context(), deps.DataDir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	refused("a window is open", passphrase+"\n", say.T("error.in_use"))
	if err := window.Close(); err != nil {
		t.Fatal(err)
	}
	for _, stdin := range []string{passphrase, passphrase + "\n", passphrase + "\r\nmore\n"} {
		if status, out, errOut := run(stdin, "sessions", "list"); status != ExitDone || strings.Count(out, "\n") != 2 {
			t.Errorf("%q: %d %q", stdin, status, errOut)
		}
	}
	if status, out, errOut := run("not the passphrase\n", "sessions", "list"); status != ExitUnusable || out != "" || !strings.Contains(errOut, "1 s") {
		t.Errorf("wrong: %d %q %q", status, out, errOut)
	}
	if status, _, errOut := run(passphrase+"\n", "sessions", "list"); status != ExitUnusable || errOut != say.T("error.too_soon", i18n.Params{"Wait": "1"}) {
		t.Errorf("too soon: %d %q", status, errOut)
	}
	for _, name := range []string{"key.json", "key.tries"} {
		if err := os.Remove(filepath.Join(deps.DataDir, name)); err != nil {
			t.Fatal(err)
		}
	}
	refused("no keys", passphrase+"\n", say.T("cli.no_passphrase", i18n.Params{"Dir": deps.DataDir}))
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

func TestVerifyFromTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	done, _ := finished(t, deps)
	if status, out, errOut := typed(deps, "verify"); status != ExitDone || !strings.HasPrefix(out, "1 finalised session checked") || errOut != "" {
		t.Fatalf("%d %q %q", status, out, errOut)
	}
	file := filepath.Join(deps.DataDir, "kitewise.db")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	witness, err := os.ReadFile(filepath.Join(deps.DataDir, store.WitnessFile))
	if err != nil {
		t.Fatal(err)
	}
	row := bytes.Index(data, []byte(done.ID+"c3"))
	rank := row + bytes.Index(data[row:], []byte(`"ranks":[`)) + len(`"ranks":[`)
	changed := bytes.Clone(data)
	changed[rank] = '1' + (changed[rank]-'1'+1)%4
	for name, tc := range map[string]struct {
		data   []byte
		status int
		out    string
	}{
		"one rank changed":  {changed, ExitFault, done.ID + "\tchanged since it was sealed\n"},
		"cut in the middle": {data[:len(data)/2], ExitFault, ""},
		"no database":       {[]byte("this is a letter to my aunt"), ExitFault, ""},
		"as it was":         {data, ExitDone, "1 finalised session checked: the seal holds, and scoring again gives the same result.\n"},
	} {
		for path, raw := range map[string][]byte{file: tc.data, filepath.Join(deps.DataDir, store.WitnessFile): witness} {
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if status, out, errOut := typed(deps, "verify"); status != tc.status || out != tc.out || (status == ExitFault) == (errOut == "") {
			t.Errorf("%s: %d %q %q", name, status, out, errOut)
		}
	}
	// An older file is looked through too, and is no sound one: every opening with
	// a passphrase is an entry, which the witness has seen.
	for path, raw := range map[string][]byte{file: data, filepath.Join(deps.DataDir, store.WitnessFile): witness} {
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if status, _, errOut := typed(deps, "verify"); status != ExitDone {
		t.Fatalf("%d %q", status, errOut)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errOut := typed(deps, "verify"); status != ExitFault || errOut == "" {
		t.Errorf("an older file: %d %q", status, errOut)
	}
	deps.DataDir = t.TempDir()
	if status, _, errOut := typed(deps, "verify"); status != ExitUnusable || errOut == "" {
		t.Errorf("no workspace: %d %q", status, errOut)
	}
	if status, _, _ := typed(deps, "verify", "a.kwb", "b.kwb"); status != ExitUnusable {
		t.Error("two arguments are taken")
	}
}
