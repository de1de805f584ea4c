package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/cli"
	"kitewise/backend/domain"
)

// start runs a command line of the program as built without tags.
func start(args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = run(args, strings.NewReader(""), &o, &e)
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

func TestWorkspace(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_DATA_HOME", home)
	t.Chdir(home)
	for _, tc := range []struct {
		args []string
		want string
	}{
		{nil, filepath.Join(home, "Kitewise")},
		{[]string{"--data", "w"}, filepath.Join(home, "w")},
		{[]string{"--data=w"}, filepath.Join(home, "w")},
		{[]string{"-x", "--data", filepath.Join(home, "v")}, filepath.Join(home, "v")},
		{[]string{"--version", "--data"}, filepath.Join(home, "Kitewise")},
	} {
		if got, key := workspace(tc.args); got != tc.want || key != "" {
			t.Errorf("%q: %q %q, want %q", tc.args, got, key, tc.want)
		}
	}
	for _, args := range [][]string{{"--data"}, {"--data="}} {
		if got, key := workspace(args); got != "" || key != "start.data_needs_folder" {
			t.Errorf("%q: %q %q", args, got, key)
		}
	}
}

func TestWorkspacesHaveTheirOwnInstance(t *testing.T) {
	if instanceID("/a") == instanceID("/b") {
		t.Error("an instance belongs to one workspace")
	}
}

func TestFormatErrorCarriesCodeAndParamsOnly(t *testing.T) {
	secret := errors.New("Dewi Lestari")
	for want, err := range map[string]error{
		`{"code":"internal","params":{}}`:              secret,
		`{"code":"invalid","params":{"Field":"name"}}`: fmt.Errorf("save: %w", domain.Fail(domain.CodeInvalid, secret, "Field", "name")),
	} {
		if got := formatError(err); got != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

func TestTheWindowsLogDropsPayloads(t *testing.T) {
	var out bytes.Buffer
	status := -1
	l := quietLogger{out: &out, exit: func(s int) { status = s }}
	for _, say := range []func(string){l.Print, l.Trace, l.Debug, l.Info, l.Warning, l.Error, l.Fatal} {
		say(`call Desk.SaveParticipant: [{"name":"Dewi Lestari"}]`)
	}
	if out.String() != "window: warning\nwindow: error\nwindow: fatal\n" || status != 1 {
		t.Errorf("wrote %q, exit %d", out.String(), status)
	}
}
