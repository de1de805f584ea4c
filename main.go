// Kitewise: learning-style sessions with a counsellor. This package embeds the
// page, the locales and the instruments, and decides between the command line
// and the window. It must never hold a rule: that is what the rooms are for.
package main

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"kitewise/backend/bridge"
	"kitewise/backend/cli"
	"kitewise/backend/i18n"
	"kitewise/backend/window"
)

//go:embed all:frontend/dist
var page embed.FS

//go:embed locales instruments
var data embed.FS

//go:embed THIRD-PARTY.md
var notices string

//go:embed VERSION
var release string

// commit is the revision that a build was made from, set by the linker.
var commit string

func main() {
	if err := window.NoDumps(); err != nil {
		window.Tell("warning", err.Error())
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run starts what the arguments mean: a known subcommand means the command
// line, anything else the window. It gives the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	words, err := i18n.Load(folder(data, "locales"))
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return cli.ExitUnusable
	}
	say := words.Printer(i18n.Source)
	dir, key := cli.Workspace(args)
	if key != "" {
		_, _ = fmt.Fprintln(stderr, say.T(key))
		return cli.ExitUnusable
	}
	if cli.Known(args) {
		return cli.Run(args, stdin, stdout, stderr, cli.Deps{
			Version: version(), Words: words, Instruments: folder(data, "instruments"), DataDir: dir, May: bridge.May,
		})
	}
	if key := window.Run(newApp(words, dir).options(), profile(dir)); key != "" {
		_, _ = fmt.Fprintln(stderr, say.T(key))
		return cli.ExitUnusable
	}
	return cli.ExitDone
}

// folder gives one embedded folder as a file system of its own.
func folder(files embed.FS, name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // the name is a constant of this program
	}
	return sub
}

// version is the release, with the revision behind it where the build knows it.
func version() string {
	v := strings.TrimSpace(release)
	if commit == "" {
		return v
	}
	return v + " (" + commit + ")"
}
