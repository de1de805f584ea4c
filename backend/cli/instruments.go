package cli

import (
	"fmt"
	"io"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
	"kitewise/backend/instrument/own"
)

// instrumentsList prints one line for every instrument: id, version,
// languages, state, parted by tabs.
func (e *Env) instrumentsList(args []string) int {
	set, data := e.flags("instruments list")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	catalogue, ok := e.catalogue(*data)
	if !ok {
		return ExitUnusable
	}
	for _, entry := range catalogue.List() {
		languages := strings.Join(entry.Languages, ",")
		_, _ = fmt.Fprintf(e.Stdout, "%s\t%s\t%s\t%s\n", entry.ID, entry.Version, languages, e.stateOf(entry))
	}
	return ExitDone
}

// catalogue loads the shipped instruments and those of a workspace, with its norms.
func (e *Env) catalogue(data string) (*instrument.Catalogue, bool) {
	c, err := instrument.Load(e.Instruments, own.Files(data))
	if err == nil {
		err = c.TakeNorms(own.Norms(data))
	}
	if err != nil {
		e.complain("cli.instruments.unreadable", i18n.Params{"Reason": err.Error()})
		return nil, false
	}
	return c, true
}

func (e *Env) stateOf(entry instrument.Entry) string {
	if entry.State == instrument.Faulty {
		return e.Say.N("cli.instruments.faulty", len(entry.Faults))
	}
	return e.Say.T(map[instrument.State]string{
		instrument.Ready:        "cli.instruments.ready",
		instrument.CommandLine:  "cli.instruments.command_line",
		instrument.NeedsWording: "cli.instruments.needs_wording",
	}[entry.State])
}

// instrumentsCheck checks one instrument's folder: schema, texts, norms,
// tables, self-test and vectors.
func (e *Env) instrumentsCheck(args []string) int {
	set, _ := e.flags("instruments check")
	folder, ok := e.oneArgument(set, args)
	if !ok {
		return ExitUnusable
	}
	if folder == "" {
		e.complain("cli.argument.missing", i18n.Params{"Command": "instruments check", "Argument": "DIR"})
		return ExitUnusable
	}
	entry, ok := e.openFolder(folder)
	if !ok {
		return ExitUnusable
	}
	faults, vectors := entry.RunVectors()
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
