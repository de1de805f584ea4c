package cli

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/vault/keyring"
)

// The exit statuses.
const (
	// ExitDone: everything asked for was done.
	ExitDone = 0
	// ExitFault: the command ran and found a fault in what it was given.
	ExitFault = 1
	// ExitUnusable: the command, its input or the instrument could not be read.
	ExitUnusable = 2
)

// Deps is what the commands work with, given by the composition root.
type Deps struct {
	// Version is the program's version, as --version prints it.
	Version string
	// Words are the locales.
	Words *i18n.Catalogue
	// Instruments holds the shipped instruments, <id>/<version>/ at its root.
	Instruments fs.FS
	// DataDir is the workspace used when --data is not given.
	DataDir string
	// Ring gives the key file of a folder; nil is the one with the limits that
	// hold for people.
	Ring func(dir string) *keyring.Ring
	// May says whether a role may do at the desk what a method of the page does;
	// nil opens no workspace.
	May func(role domain.Role, method string) bool
}

// Env is what a running command sees: the streams, the dependencies and the
// printer of the language in which it speaks.
type Env struct {
	Deps
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	// Say words the messages of the command.
	Say *i18n.Printer

	// lines reads Stdin line by line, once it was begun.
	lines *bufio.Reader
}

// Run carries out one command line, without the program's name, and gives the
// exit status.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer, deps Deps) int {
	env := &Env{Deps: deps, Stdin: stdin, Stdout: stdout, Stderr: stderr}
	env.Say = deps.Words.Printer(i18n.Source)
	if len(args) == 0 || isHelp(args[0]) {
		_, _ = io.WriteString(stdout, usage(env.Say))
		return ExitDone
	}
	if isVersion(args[0]) {
		_, _ = fmt.Fprintln(stdout, "kitewise", deps.Version)
		return ExitDone
	}
	cmd, rest, ok := find(args)
	if !ok {
		env.complain("cli.unknown_command", i18n.Params{"Command": strings.Join(args[:min(2, len(args))], " ")})
		_, _ = io.WriteString(stderr, usage(env.Say))
		return ExitUnusable
	}
	out := &noting{to: stdout}
	env.Stdout = out
	status := cmd.run(env, rest)
	if out.failed != nil && status != ExitUnusable { // a part of an answer is none
		env.complain("cli.file.unwritable", i18n.Params{"Reason": env.reason(out.failed)})
		return ExitUnusable
	}
	return status
}

// noting keeps the error of a writing that nobody looks at.
type noting struct {
	to     io.Writer
	failed error
}

func (n *noting) Write(p []byte) (int, error) {
	done, err := n.to.Write(p)
	if n.failed == nil {
		n.failed = err
	}
	return done, err
}

// Known reports whether these arguments mean the command line; any others open
// the window.
func Known(args []string) bool {
	if len(args) == 0 {
		return false
	}
	if isHelp(args[0]) || isVersion(args[0]) {
		return true
	}
	return slices.ContainsFunc(commands(), func(c command) bool { return c.words[0] == args[0] })
}

// complain writes one message to standard error.
func (e *Env) complain(key string, params i18n.Params) {
	_, _ = fmt.Fprintln(e.Stderr, e.Say.T(key, params))
}

// complainN is the same for a message that counts.
func (e *Env) complainN(key string, n int) {
	_, _ = fmt.Fprintln(e.Stderr, e.Say.N(key, n))
}

func isHelp(arg string) bool { return arg == "--help" || arg == "-h" || arg == "help" }

func isVersion(arg string) bool { return arg == "--version" }

// errUnknownLanguage is told by the flag package's own sentence around it.
var errUnknownLanguage = errors.New("no such language")

// flags makes the flag set of a command with the two flags that all share:
// --lang (the language of messages; en) and, through the result, --data.
func (e *Env) flags(name string) (set *flag.FlagSet, dataDir *string) {
	set = flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Func("lang", "", func(lang string) error {
		if !e.Words.Offers(lang) {
			return errUnknownLanguage
		}
		e.Say = e.Words.Printer(lang)
		return nil
	})
	return set, set.String("data", e.DataDir, "")
}

// parse reads the arguments; on a fault it says what is wrong and reports false.
func (e *Env) parse(set *flag.FlagSet, args []string) bool {
	if err := set.Parse(args); err != nil {
		e.complain("cli.bad_arguments", i18n.Params{"Command": set.Name(), "Reason": err.Error()})
		return false
	}
	return true
}
