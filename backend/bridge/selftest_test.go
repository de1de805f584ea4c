package bridge

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/report"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// passed is the line of the self-test in each language, with the number.
var passed = map[string]string{"en": "passed: %d forms with known results came out right", "id": "lulus: %d formulir yang hasilnya diketahui keluar dengan benar"}

// selfTested gives what a view tells of the self-test, "" for nothing.
func selfTested(v *report.View, language string) string {
	label := map[string]string{"en": "Self-test", "id": "Uji mandiri"}[language]
	for _, p := range v.Parts {
		if p.About == nil {
			continue
		}
		for _, f := range p.About.Facts {
			if f.Label == label {
				return f.Value
			}
		}
	}
	return ""
}

// TestAResultSaysThatItsInstrumentWasTested: at the desk and on paper, in both
// languages, with the number of forms that were run.
func TestAResultSaysThatItsInstrumentWasTested(t *testing.T) {
	cfg := config(t.TempDir())
	path := filepath.Join(t.TempDir(), "report.pdf")
	cfg.Dialog = &chosenPath{path: path}
	b := opened(t, cfg)
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Ratna"}))
	s := sat(t, b, p.ID, "en", worked)
	forms := b.door.Workspace.Instruments.Tested(s.Instrument).Vectors
	if forms < 400 {
		t.Fatalf("%d forms", forms)
	}
	for language, words := range passed {
		want := fmt.Sprintf(words, forms)
		v := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID, Language: language}))
		if got := selfTested(&v, language); got != want {
			t.Errorf("%s: the desk says %q, not %q", language, got, want)
		}
		must[desk.SavedReport](t)(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Language: language, Paper: "A4"}))
		if got := onPaper(t, path); !strings.Contains(got, want) {
			t.Errorf("%s: the report does not say %q", language, want)
		}
	}
}

var spaces = regexp.MustCompile(`[\s\x{00a0}\x{202f}]+`)

// onPaper gives the words of a PDF, in reading order.
func onPaper(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return spaces.ReplaceAllString(string(out), " ")
}

// TestAResultOfAFailingInstrumentNeverSaysThatItPassed: one known result differs in
// its last digit, and the result is asked for before anything was tested. The input
// of a list, which waits for no test, claims none.
func TestAResultOfAFailingInstrumentNeverSaysThatItPassed(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Ratna"}))
	s := sat(t, b, p.ID, "en", worked)
	must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID}))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	cfg := config(dir)
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, dir, spoilt(t), store.Options{})
	}
	b = opened(t, cfg)
	outcome, err := b.door.Workspace.Engine.Result(t.Context(), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	if in := b.door.Workspace.ReportInput(outcome, locales().Printer("en"), ""); in.SelfTest != 0 {
		t.Errorf("passed: %d", in.SelfTest)
	}
	wantCode(t, second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})), domain.CodeInstrumentInvalid)
}

// spoilt gives the instruments with one figure of one vector changed.
func spoilt(t *testing.T) fs.FS {
	t.Helper()
	out, from := fstest.MapFS{}, repo("instruments")
	err := fs.WalkDir(from, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, p)
		if p == "learning-cycle/1.0.0/vectors.json" {
			data = bytes.Replace(data, []byte("96.52931017941091"), []byte("96.52931017941095"), 1)
		}
		out[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
