package main

import (
	"bytes"
	"strings"
	"testing"

	"kitewise/backend/cli"
)

// start runs a command line of the program as built without tags.
func start(args ...string) (status int, out, errOut string) { return startWith("", args...) }

// startWith gives it something on standard input.
func startWith(stdin string, args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = run(args, strings.NewReader(stdin), &o, &e)
	return status, o.String(), e.String()
}

func TestAKnownWordMeansTheCommandLine(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	status, out, errOut := start("--version")
	if status != cli.ExitDone || !strings.HasPrefix(out, "kitewise "+strings.TrimSpace(release)) || errOut != "" {
		t.Errorf("--version: %d %q %q", status, out, errOut)
	}
	for _, args := range [][]string{{}, {"--data", t.TempDir()}, {"something"}} {
		status, out, errOut := start(args...)
		if status != cli.ExitUnusable || out != "" || !strings.Contains(errOut, "make run") || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%q without a window: %d %q %q", args, status, out, errOut)
		}
	}
	if status, _, errOut := start("--data"); status != cli.ExitUnusable || !strings.Contains(errOut, "--data") {
		t.Errorf("--data alone: %d %q", status, errOut)
	}
}

func TestWorkspacesHaveTheirOwnInstance(t *testing.T) {
	if instanceID("/a") == instanceID("/b") {
		t.Error("an instance belongs to one workspace")
	}
}
