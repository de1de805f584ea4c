package cli

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"

	"kitewise/backend/bridge"
	"kitewise/backend/i18n"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
)

func testDeps(t *testing.T) Deps {
	t.Helper()
	root := os.DirFS("../..")
	locales, err := fs.Sub(root, "locales")
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(locales)
	if err != nil {
		t.Fatal(err)
	}
	instruments, err := fs.Sub(root, "instruments")
	if err != nil {
		t.Fatal(err)
	}
	return Deps{Version: "1.2.3", Words: words, Instruments: instruments, DataDir: t.TempDir(), May: bridge.May, Ring: func(dir string) *keyring.Ring { return keyring.New(dir, slow.Quick) }}
}

func TestRunDispatches(t *testing.T) {
	deps := testDeps(t)
	for _, tc := range []struct {
		args        string
		status      int
		out, errOut string
	}{
		{"--version", ExitDone, "kitewise 1.2.3\n", ""},
		{"--help", ExitDone, "kitewise [--data DIR]", ""},
		{"", ExitDone, "--version", ""},
		{"no-such thing", ExitUnusable, "", "no-such thing"},
	} {
		var out, errOut bytes.Buffer
		status := Run(strings.Fields(tc.args), strings.NewReader(""), &out, &errOut, deps)
		if status != tc.status || !strings.Contains(out.String(), tc.out) || !strings.Contains(errOut.String(), tc.errOut) {
			t.Errorf("%q: status %d, out %q, err %q", tc.args, status, out.String(), errOut.String())
		}
	}
}

// TestEveryCommandIsReachable holds the table to itself: no line hides
// another, every line is known, and every line has its help in every language.
func TestEveryCommandIsReachable(t *testing.T) {
	deps := testDeps(t)
	for i, c := range commands() {
		found, rest, ok := find(append(append([]string{}, c.words...), "rest"))
		if !ok || strings.Join(found.words, " ") != strings.Join(c.words, " ") || len(rest) != 1 {
			t.Errorf("line %d: %v is not found by its own words", i, c.words)
		}
		if !Known(c.words) {
			t.Errorf("%v would open the window", c.words)
		}
		for _, lang := range deps.Words.Languages() {
			if key := "cli.help." + strings.Join(c.words, "_"); !deps.Words.Printer(lang).Has(key) {
				t.Errorf("%s has no %s", lang, key)
			}
		}
	}
}

func TestKnownTellsTheCommandLineFromTheWindow(t *testing.T) {
	for args, want := range map[string]bool{
		"": false, "--data x": false, "-psn_0_1": false, "file.json": false,
		"--help": true, "--version": true,
	} {
		if got := Known(strings.Fields(args)); got != want {
			t.Errorf("%q: known %v, want %v", args, got, want)
		}
	}
}
