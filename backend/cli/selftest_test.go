package cli

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// TestAnInstrumentThatFailsItsSelfTestScoresNothing: one known result that comes
// out otherwise, and neither a record is scored nor a report or worksheet
// written; as it is shipped it is the control.
func TestAnInstrumentThatFailsItsSelfTestScoresNothing(t *testing.T) {
	deps := testDeps(t)
	done, _ := finished(t, deps)
	shipped := deps.Instruments
	input := filepath.Join(t.TempDir(), "none.json")
	if err := os.WriteFile(input, []byte("[]"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, spoilt := range []bool{false, true} {
		deps.Instruments = shipped
		if spoilt {
			deps.Instruments = spoiltVectors(t, shipped)
		}
		out := filepath.Join(t.TempDir(), "out.pdf")
		for name, args := range map[string][]string{
			"score":     {"score", "--instrument", "learning-cycle", "--input", input},
			"report":    {"report", "--session", done.ID, "--out", out},
			"worksheet": {"worksheet", "--session", done.ID, "--out", out},
		} {
			status, _, complaint := typed(deps, args...)
			if refused := status != ExitDone && strings.Contains(complaint, "vectors.json"); refused != spoilt {
				t.Errorf("%s, spoilt %t: %d %q", name, spoilt, status, complaint)
			}
			if _, err := os.Stat(out); spoilt && err == nil {
				t.Errorf("%s wrote a file", name)
			}
		}
	}
}

// TestAReportSaysThatItsInstrumentWasTested: the report of the command line,
// in both languages.
func TestAReportSaysThatItsInstrumentWasTested(t *testing.T) {
	deps := testDeps(t)
	done, _ := finished(t, deps)
	for lang, words := range map[string]string{"en": "passed: 4[0-9]{2} forms with known results came out right", "id": "lulus: 4[0-9]{2} formulir yang hasilnya diketahui keluar dengan benar"} {
		out := filepath.Join(t.TempDir(), "report.pdf")
		if status, _, complaint := typed(deps, "report", "--session", done.ID, "--lang", lang, "--out", out); status != ExitDone {
			t.Fatalf("%s: %d %q", lang, status, complaint)
		}
		text, err := exec.Command("pdftotext", out, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.Join(strings.Fields(string(text)), " "))
		if !regexp.MustCompile(words).MatchString(plain) {
			t.Errorf("%s: the report does not say %q", lang, words)
		}
	}
}

// spoiltVectors gives the instruments with one figure changed in its last digit.
func spoiltVectors(t *testing.T, from fs.FS) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
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
