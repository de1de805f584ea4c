package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheDemonstrationFromTheCommandLine: added, marked in the list and on the
// report, refused a second time, removed whole.
func TestTheDemonstrationFromTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	mine, _ := finished(t, deps)
	say := deps.Words.Printer("en")
	list := func() (lines, marked []string) {
		status, out, errOut := typed(deps, "sessions", "list")
		if status != ExitDone {
			t.Fatal(status, errOut)
		}
		for line := range strings.Lines(out) {
			lines = append(lines, line)
			if strings.HasSuffix(line, "\tdemonstration\n") {
				marked = append(marked, line)
			}
		}
		return lines, marked
	}
	before, _ := list()
	if status, out, errOut := typed(deps, "demo", "add"); status != ExitDone || out != say.N("cli.demo.added", 5)+"\n" {
		t.Fatalf("%d %q %q", status, out, errOut)
	}
	if status, _, errOut := typed(deps, "demo", "add"); status != ExitUnusable || !strings.Contains(errOut, say.T("cli.demo.there")) {
		t.Errorf("twice: %d %q", status, errOut)
	}
	all, marked := list()
	if len(marked) != 8 || len(all) != len(before)+8 {
		t.Errorf("%d of %d lines are marked", len(marked), len(all))
	}
	sheet := filepath.Join(t.TempDir(), "sheet.txt")
	for id, want := range map[string]bool{mine.ID: false, finishedOf(marked): true} {
		if status, _, errOut := typed(deps, "worksheet", "--session", id, "--out", sheet); status != ExitDone {
			t.Fatal(status, errOut)
		}
		raw, err := os.ReadFile(sheet)
		if err != nil || bytes.Contains(raw, []byte("DEMO-")) != want {
			t.Errorf("%s: %v\n%s", id, err, raw[:min(400, len(raw))])
		}
	}
	if status, out, errOut := typed(deps, "demo", "remove"); status != ExitDone || out != say.N("cli.demo.removed", 5)+"\n" {
		t.Fatalf("%d %q %q", status, out, errOut)
	}
	if after, marked := list(); len(marked) != 0 || strings.Join(after, "") != strings.Join(before, "") {
		t.Errorf("left: %q", after)
	}
}

// finishedOf gives the id of a finished session of the learning cycle.
func finishedOf(lines []string) string {
	for _, line := range lines {
		if strings.Contains(line, "\tfinalised\tlearning-cycle") {
			return strings.SplitN(line, "\t", 2)[0]
		}
	}
	return ""
}
