package cli

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
)

// rootVariable tells a journey's command where the product's files are.
const rootVariable = "KITEWISE_ROOT"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kitewise": func() { os.Exit(kitewise()) }})
}

// kitewise is the command line of the product, without its window.
func kitewise() int {
	root := os.DirFS(os.Getenv(rootVariable))
	locales, err1 := fs.Sub(root, "locales")
	instruments, err2 := fs.Sub(root, "instruments")
	words, err3 := i18n.Load(locales)
	if err := errors.Join(err1, err2, err3); err != nil {
		panic(err)
	}
	deps := Deps{Version: "1.2.3", Words: words, Instruments: instruments, DataDir: os.Getenv("WORK") + "/data"}
	code := Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, deps)
	tellMemory(os.Getenv(memoryVariable))
	return code
}

// TestJourneys runs the scripts under testdata/journeys.
func TestJourneys(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := instrument.Load(os.DirFS(filepath.Join(root, "instruments")), nil)
	if err != nil {
		t.Fatal(err)
	}
	in, err := catalogue.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join(root, "testdata", "journeys"),
		Setup: func(e *testscript.Env) error {
			e.Setenv(rootVariable, root)
			e.Setenv("HASH", in.Domain.Ref.Hash)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits},
	})
}

// exits STATUS COMMAND… wants exactly that exit status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND ARGUMENTS")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}
