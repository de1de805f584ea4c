package cli

import (
	"os"
	"strings"
	"testing"
)

// TestEveryCommandRefusesAStrayWord: the flags behind it would not be read, and
// what they were to be done to another folder would be done to the usual one.
func TestEveryCommandRefusesAStrayWord(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	before, err := os.ReadFile(deps.DataDir + "/kitewise.db")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commands() {
		args := append(append([]string{}, c.words...), "stray", "another", "--data", t.TempDir())
		status, out, errOut := typed(deps, args...)
		if status != ExitUnusable || out != "" || !strings.Contains(errOut, "stray") && !strings.Contains(errOut, "another") {
			t.Errorf("%v: %d %q %q", c.words, status, out, errOut)
		}
	}
	after, err := os.ReadFile(deps.DataDir + "/kitewise.db")
	if err != nil || string(after) != string(before) {
		t.Errorf("the usual folder was worked on (%v)", err)
	}
}
