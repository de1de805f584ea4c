package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument/licensed"
	"kitewise/backend/instrument/own"
)

// instrumentsImport adds an instrument to the workspace: a checked folder, or
// the wording and key that a licence holder brings for a shipped structure.
func (e *Env) instrumentsImport(args []string) int {
	set, who := e.opening("instruments import", "Desk.ImportNorm")
	file, name := set.String("licensed", "", ""), set.String("instrument", "", "")
	folder, ok := e.oneArgument(set, args)
	if !ok {
		return ExitUnusable
	}
	switch {
	case folder == "" && *file == "":
		e.complain("cli.argument.missing", i18n.Params{"Command": set.Name(), "Argument": "DIR"})
		return ExitUnusable
	case folder != "" && (*file != "" || *name != ""):
		e.complain("cli.bad_arguments", i18n.Params{"Command": set.Name(), "Reason": folder})
		return ExitUnusable
	}
	by, ok := e.permitted(who)
	if !ok {
		return ExitUnusable
	}
	tell := func(kept own.Kept, faults []domain.Fault, err error) int {
		if err == nil && len(faults) == 0 && !kept.Already {
			e.imported(*who.dir, by, "what", "instrument", "instrument", kept.ID, "version", kept.Version)
		}
		return e.tellKept(kept, faults, err)
	}
	keeper := own.New(e.Instruments, *who.dir)
	if folder != "" {
		if !e.readable(folder) {
			return ExitUnusable
		}
		return tell(keeper.Folder(own.Folder(folder)))
	}
	text, err := readLicensed(*file)
	if err != nil {
		e.complain("cli.file.unreadable", i18n.Params{"File": *file, "Reason": e.reason(err)})
		return ExitUnusable
	}
	return tell(keeper.Licensed(filepath.Base(*file), text, *name))
}

// oneArgument parses flags around at most one argument.
func (e *Env) oneArgument(set *flag.FlagSet, args []string) (string, bool) {
	if !e.parse(set, args) {
		return "", false
	}
	first := set.Arg(0)
	if set.NArg() > 1 && !e.parse(set, set.Args()[1:]) { // flags may follow it
		return "", false
	}
	if first != "" && set.NArg() > 0 && set.Arg(0) != first {
		e.complain("cli.bad_arguments", i18n.Params{"Command": set.Name(), "Reason": set.Arg(0)})
		return "", false
	}
	return first, true
}

// readLicensed reads a licence holder's file, a little more than it may hold,
// so that one that is too large is told.
func readLicensed(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, licensed.MaxFile+1))
}

// tellKept prints what an import did, or every fault that kept it from being done.
func (e *Env) tellKept(kept own.Kept, faults []domain.Fault, err error) int {
	switch {
	case err != nil:
		e.complainImport(err)
		return ExitUnusable
	case len(faults) > 0:
		e.tellFaults(e.Stdout, faults)
		e.complain("cli.instruments.not_imported", nil)
		return ExitFault
	}
	for _, l := range kept.Left {
		line := e.Say.T("cli.instruments.left.foreign", i18n.Params{"Language": l.Language})
		if l.Missing > 0 {
			line = e.Say.N("cli.instruments.left.missing", l.Missing, i18n.Params{"Language": l.Language})
		}
		_, _ = fmt.Fprintln(e.Stdout, line)
	}
	say := i18n.Params{"ID": kept.ID, "Version": kept.Version, "Languages": strings.Join(kept.Languages, ", ")}
	if kept.Already {
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T("cli.instruments.already", say))
		return ExitDone
	}
	_, _ = fmt.Fprintln(e.Stdout, e.Say.N("cli.instruments.imported", kept.Vectors, say))
	return ExitDone
}

// complainImport words why nothing was imported.
func (e *Env) complainImport(err error) {
	var known *domain.Error
	if !errors.As(err, &known) {
		e.complain("cli.file.unwritable", i18n.Params{"Reason": e.reason(err)})
		return
	}
	params := i18n.Params{}
	for name, value := range known.Params {
		params[name] = value
	}
	switch {
	case known.Code == domain.CodeNotFound:
		e.complain("cli.instruments.none_needs", params)
	case params["Reason"] == "several":
		e.complain("cli.instruments.several", params)
	case params["Reason"] == "other_content":
		e.complain("cli.instruments.other_content", params)
	default:
		e.complain("error."+string(known.Code), params)
	}
}
