package bridge

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/cli"
	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
)

// TestTheWorksheetOfTheDeskIsThatOfTheCommandLine: the same bytes for a really
// finished session of a person with a name, which stands nowhere in them.
func TestTheWorksheetOfTheDeskIsThatOfTheCommandLine(t *testing.T) {
	cfg := config(t.TempDir())
	dialog := &chosenPath{path: filepath.Join(t.TempDir(), "desk.pdf")}
	cfg.Dialog = dialog
	b := opened(t, cfg)
	s := finalised(t, b, "Dewi Lestari")
	command := func(out string, more ...string) []byte {
		t.Helper()
		var said, errs bytes.Buffer
		args := append([]string{"worksheet", "--data", cfg.DataDir, "--session", s.ID, "--out", out}, more...)
		status := cli.Run(args, strings.NewReader(passphrase), &said, &errs, cli.Deps{
			Version: cfg.Version, Words: cfg.Words, Instruments: repo("instruments"), DataDir: t.TempDir(),
			May: May, Ring: func(dir string) *keyring.Ring { return keyring.New(dir, slow.Quick) },
		})
		if status != cli.ExitDone {
			t.Fatalf("exit %d: %s", status, errs.String())
		}
		return must[[]byte](t)(os.ReadFile(out))
	}
	type saving struct {
		args []string
		here []byte
	}
	all, seen := []saving{}, map[string]bool{}
	for _, tc := range []struct {
		request desk.WorksheetRequest
		args    []string
	}{
		{desk.WorksheetRequest{SessionID: s.ID, Paper: "A4"}, nil},
		{desk.WorksheetRequest{SessionID: s.ID, Paper: "A4", Language: "id"}, []string{"--lang", "id"}},
		{desk.WorksheetRequest{SessionID: s.ID, Paper: "Letter", Language: "en"}, []string{"--paper", "Letter"}},
	} {
		saved := must[desk.SavedReport](t)(b.Desk.SaveWorksheet(tc.request))
		here := must[[]byte](t)(os.ReadFile(dialog.path))
		if saved.Path != dialog.path || saved.Pages < 2 || !bytes.HasPrefix(here, []byte("%PDF-")) {
			t.Errorf("%+v, %d bytes", saved, len(here))
		}
		all, seen[string(here)] = append(all, saving{tc.args, here}), true
	}
	if len(seen) != 3 {
		t.Errorf("%d different worksheets for two languages and two papers", len(seen))
	}
	if !strings.HasPrefix(dialog.suggested, "kitewise-worksheet-R-0001-") || !strings.HasSuffix(dialog.suggested, ".pdf") {
		t.Errorf("suggested %q", dialog.suggested)
	}
	if err := b.Close(); err != nil { // the window holds the workspace
		t.Fatal(err)
	}
	for _, s := range all {
		if there := command(filepath.Join(t.TempDir(), "line.pdf"), s.args...); !bytes.Equal(s.here, there) {
			t.Errorf("%v: %d bytes at the desk, %d from the command line", s.args, len(s.here), len(there))
		}
	}
	text := string(command(filepath.Join(t.TempDir(), "sheet.txt")))
	if strings.Contains(text, "Dewi") || !strings.Contains(text, "R-0001") || !strings.Contains(text, "PR(CE) = ") {
		t.Errorf("the text:\n%.600s", text)
	}
}

// TestAWorksheetIsRefusedLikeAReport: nothing is written, and the gate is asked
// again after the dialog.
func TestAWorksheetIsRefusedLikeAReport(t *testing.T) {
	cfg := config(t.TempDir())
	dialog := &chosenPath{}
	cfg.Dialog = dialog
	b := opened(t, cfg)
	open := handedOver(t, b, "", "en")
	wantCode(t, second(b.Desk.SaveWorksheet(desk.WorksheetRequest{SessionID: open.ID, Paper: "A4"})), domain.CodeLocked)
	comeBack(t, b, "pause")
	wantCode(t, second(b.Desk.SaveWorksheet(desk.WorksheetRequest{SessionID: open.ID, Paper: "A4"})), domain.CodeConflict)
	done := finalised(t, b, "Dewi")
	request := desk.WorksheetRequest{SessionID: done.ID, Paper: "A4"}
	if got := must[desk.SavedReport](t)(b.Desk.SaveWorksheet(request)); got.Path != "" {
		t.Errorf("cancelled, and %+v", got)
	}
	wantCode(t, second(b.Desk.SaveWorksheet(desk.WorksheetRequest{SessionID: done.ID, Paper: "A5"})), domain.CodeInvalid)
	wantCode(t, second(b.Desk.SaveWorksheet(desk.WorksheetRequest{SessionID: done.ID, Paper: "A4", Language: "xx"})), domain.CodeTextMissing)
	dialog.path = filepath.Join(t.TempDir(), "w.pdf")
	dialog.act = func() { handOver(t, b, open.ID) }
	wantCode(t, second(b.Desk.SaveWorksheet(request)), domain.CodeLocked)
	if _, err := os.Stat(dialog.path); err == nil {
		t.Error("a worksheet was written while a participant sat there")
	}
}
