package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument/own"
	"kitewise/backend/norm/imported"
	"kitewise/backend/vault/keyring"
)

// normsList prints one line for every group of every norm: instrument, its
// version, norm, group, persons, version of the norm, parted by tabs; 0 persons
// is not known. What is wrong with a file of the workspace goes to standard error.
func (e *Env) normsList(args []string) int {
	set, data := e.flags("norms list")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	catalogue, ok := e.catalogue(*data)
	if !ok {
		return ExitUnusable
	}
	for _, entry := range catalogue.List() {
		for _, g := range entry.NormGroups() {
			_, _ = fmt.Fprintf(e.Stdout, "%s\t%s\t%s\t%s\t%d\t%s\n", entry.ID, entry.Version, g.Norm, g.Label, g.N, g.Version)
		}
	}
	status := ExitDone
	for _, file := range catalogue.NormImports() {
		if len(file.Faults) > 0 {
			e.tellFaults(e.Stderr, file.Faults)
			status = ExitFault
		}
	}
	return status
}

// normsCheck prints every fault of a norm file, or that it has none.
func (e *Env) normsCheck(args []string) int {
	set, data := e.flags("norms check")
	preview, status := e.normFile(set, args, data, func() (bool, bool) { return true, true })
	if status == ExitDone {
		say := i18n.Params{"Instrument": preview.Instrument, "Norm": preview.Norm, "Version": preview.Version}
		key := "cli.norms.sound"
		if preview.Already {
			key = "cli.norms.already"
		}
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T(key, say))
	}
	return status
}

// normsImport shows what a norm file changes and, unless it is only asked for,
// imports it.
func (e *Env) normsImport(args []string) int {
	set, who := e.opening("norms import", "Desk.ImportNorm")
	dry := set.Bool("dry-run", false, "")
	by := keyring.Holder{}
	preview, status := e.normFile(set, args, who.dir, func() (_, goOn bool) {
		if goOn = *dry; !goOn {
			by, goOn = e.permitted(who)
		}
		return *dry, goOn
	})
	switch {
	case status == ExitFault:
		e.complain("cli.norms.not_imported", nil)
		return status
	case status != ExitDone:
		return status
	}
	say := i18n.Params{"Instrument": preview.Instrument, "Norm": preview.Norm, "Version": preview.Version, "After": preview.After.Version}
	if preview.Already {
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T("cli.norms.already", say))
		return ExitDone
	}
	e.tellPreview(preview)
	key := "cli.norms.dry"
	if !*dry {
		key = "cli.norms.imported"
		e.imported(*who.dir, by, "what", "norms", "instrument", preview.Instrument, "norm", preview.Norm, "version", preview.Version)
	}
	_, _ = fmt.Fprintln(e.Stdout, e.Say.T(key, say))
	return ExitDone
}

// normFile reads the one file that the arguments name and imports it, or only
// looks: mode says which, and whether it may go on. Faults are printed.
func (e *Env) normFile(set *flag.FlagSet, args []string, data *string, mode func() (dry, goOn bool)) (domain.NormPreview, int) {
	none := domain.NormPreview{}
	name, ok := e.oneArgument(set, args)
	if !ok {
		return none, ExitUnusable
	}
	if name == "" {
		e.complain("cli.argument.missing", i18n.Params{"Command": set.Name(), "Argument": "FILE"})
		return none, ExitUnusable
	}
	text, err := readNorm(name)
	if err != nil {
		e.complain("cli.file.unreadable", i18n.Params{"File": name, "Reason": e.reason(err)})
		return none, ExitUnusable
	}
	dry, goOn := mode()
	if !goOn {
		return none, ExitUnusable
	}
	preview, faults, err := own.New(e.Instruments, *data).Norm(filepath.Base(name), text, dry)
	switch {
	case err != nil:
		e.complain("cli.file.unwritable", i18n.Params{"Reason": e.reason(err)})
		return none, ExitUnusable
	case len(faults) > 0:
		e.tellFaults(e.Stdout, faults)
		return none, ExitFault
	}
	return preview, ExitDone
}

// readNorm reads a norm file, a little more than it may hold, so that one that
// is too large is told.
func readNorm(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, imported.MaxFile+1))
}

// tellPreview prints what an import changes, a line for every group and scale.
func (e *Env) tellPreview(p domain.NormPreview) {
	for _, g := range p.Groups {
		key, say := "cli.norms.added", i18n.Params{"Group": g.Group.Label, "N": strconv.Itoa(g.Group.N)}
		if g.Was != nil {
			key, say["Was"], say["WasN"] = "cli.norms.replaced", g.Was.Version, strconv.Itoa(g.Was.N)
		}
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T(key, say))
		for _, t := range g.Tables {
			say := i18n.Params{"Scale": t.Scale, "Added": t.Added, "Removed": t.Removed, "Changed": t.Changed, "Same": t.Same}
			line := e.Say.T("cli.norms.table", say)
			if t.Largest != 0 {
				say = i18n.Params{"Points": e.Say.Number(t.Largest, 1), "At": e.Say.Number(t.LargestAt, 1)}
				line += e.Say.T("cli.norms.largest", say)
			}
			_, _ = fmt.Fprintln(e.Stdout, "  "+line)
		}
	}
	_, _ = fmt.Fprintln(e.Stdout, e.Say.N("cli.norms.kept", p.Kept))
}

// complainGroup words why a norm group cannot be used.
func (e *Env) complainGroup(err error, label string) {
	key := "cli.score.group_unknown"
	var known *domain.Error
	if errors.As(err, &known) && known.Params["Reason"] == "group_incomplete" {
		key = "cli.score.group_incomplete"
	}
	e.complain(key, i18n.Params{"Group": label})
}
