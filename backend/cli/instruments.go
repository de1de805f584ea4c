package cli

import (
	"fmt"
	"io"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
)

// instrumentsList prints one line for every instrument: id, version,
// languages, state, parted by tabs.
func (e *Env) instrumentsList(args []string) int {
	set, _ := e.flags("instruments list")
	if !e.parse(set, args) {
		return ExitUnusable
	}
	catalogue, err := instrument.Load(e.Instruments)
	if err != nil {
		e.complain("cli.instruments.unreadable", i18n.Params{"Reason": err.Error()})
		return ExitUnusable
	}
	for _, entry := range catalogue.List() {
		state := e.Say.T("cli.instruments.ready")
		if !entry.Usable() {
			state = e.Say.N("cli.instruments.faulty", len(entry.Faults))
		}
		languages := strings.Join(entry.Languages, ",")
		_, _ = fmt.Fprintf(e.Stdout, "%s\t%s\t%s\t%s\n", entry.ID, entry.Version, languages, state)
	}
	return ExitDone
}

// instrumentsCheck checks one instrument's folder: schema, texts, norms,
// tables, self-test and vectors.
func (e *Env) instrumentsCheck(args []string) int {
	set, _ := e.flags("instruments check")
	if !e.parse(set, args) {
		return ExitUnusable
	}
	folder := set.Arg(0)
	if set.NArg() > 1 && !e.parse(set, set.Args()[1:]) { // flags may follow the folder
		return ExitUnusable
	}
	if folder == "" || set.NArg() > 1 {
		e.complain("cli.argument.missing", i18n.Params{"Command": "instruments check", "Argument": "DIR"})
		return ExitUnusable
	}
	entry, ok := e.openFolder(folder)
	if !ok {
		return ExitUnusable
	}
	faults, vectors := entry.Faults, 0
	if entry.Usable() {
		faults, vectors = entry.Instrument.RunVectors()
	}
	if len(faults) > 0 {
		e.tellFaults(e.Stdout, faults)
		return ExitFault
	}
	_, _ = fmt.Fprintln(e.Stdout, e.Say.N("cli.instruments.sound", vectors, i18n.Params{"ID": entry.ID, "Version": entry.Version}))
	return ExitDone
}

// tellFaults prints "FILE: JSON path: reason", one a line; "$" is the whole file.
func (e *Env) tellFaults(w io.Writer, faults []domain.Fault) {
	for _, f := range faults {
		params := i18n.Params{}
		for name, value := range f.Params {
			params[name] = value
		}
		path := f.Path
		if path == "" {
			path = "$"
		}
		_, _ = fmt.Fprintf(w, "%s: %s: %s\n", f.File, path, e.Say.T("fault."+f.Code, params))
	}
}
