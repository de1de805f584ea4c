// Command notices writes THIRD-PARTY.md: every component that is part of the
// program, with its version and the full text of its licence. The Go modules
// come from the build's own list for three systems, the npm packages from what
// the page's bundle holds, the report's fonts from the folder they lie in.
//
//	notices [-check] PROJECT
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// component is one thing that others wrote and the program carries.
type component struct {
	name, version, part string
	licence             string
	// texts are the licence files, in the order of their names.
	texts []string
}

func main() {
	check := flag.Bool("check", false, "fail when THIRD-PARTY.md is stale")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: notices [-check] PROJECT")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	var all []component
	for _, collect := range []func(string) ([]component, error){goModules, npmPackages, reportFonts} {
		found, err := collect(root)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	text := write(all)
	target := filepath.Join(root, "THIRD-PARTY.md")
	if !check {
		return os.WriteFile(target, text, 0o644)
	}
	committed, err := os.ReadFile(target)
	if err != nil {
		return err
	}
	if !bytes.Equal(committed, text) {
		return fmt.Errorf("THIRD-PARTY.md is stale; run \"make gen\" and commit it")
	}
	return nil
}
