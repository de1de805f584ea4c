package cli

import (
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/exchange"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
	"kitewise/backend/instrument/own"
	"kitewise/backend/response"
	"kitewise/backend/workspace"
)

// scoreArgs are the arguments of score.
type scoreArgs struct {
	instrument, manifest, input, format, out, group string
	trace                                           bool
}

// score scores many people without a database.
func (e *Env) score(args []string) int {
	a := scoreArgs{}
	set, data := e.flags("score")
	set.StringVar(&a.instrument, "instrument", "", "")
	set.StringVar(&a.manifest, "manifest", "", "")
	set.StringVar(&a.input, "input", "", "")
	set.StringVar(&a.format, "format", "json", "")
	set.StringVar(&a.out, "out", "", "")
	set.StringVar(&a.group, "norm-group", "", "")
	set.BoolVar(&a.trace, "trace", false, "")
	if !e.parse(set, args) || !e.scoreArguments(set, &a) {
		return ExitUnusable
	}
	return e.onRecords(a, *data, func(form *instrument.Instrument, in io.Reader, out io.Writer) int {
		return e.batch(a, form, in, out)
	})
}

// onRecords finds the form, opens input and output, works on all three, and
// gives the exit status.
func (e *Env) onRecords(a scoreArgs, data string, work func(form *instrument.Instrument, in io.Reader, out io.Writer) int) int {
	form, ok := e.form(a.instrument, a.manifest, data)
	if !ok {
		return ExitUnusable
	}
	form, err := form.InGroup(a.group)
	if err != nil {
		e.complainGroup(err, a.group)
		return ExitUnusable
	}
	file, err := os.Open(a.input)
	if err != nil {
		e.complain("cli.file.unreadable", i18n.Params{"File": a.input, "Reason": e.reason(err)})
		return ExitUnusable
	}
	defer func() { _ = file.Close() }()
	return e.output(a.out, func(w io.Writer) int { return work(form, file, w) })
}

// output gives the file of a name to write, or standard output for none.
func (e *Env) output(name string, write func(io.Writer) int) int {
	if name == "" {
		return write(e.Stdout)
	}
	return e.toFile(name, write)
}

// scoreArguments checks the arguments.
func (e *Env) scoreArguments(set *flag.FlagSet, a *scoreArgs) bool {
	switch {
	case set.NArg() > 0:
		e.complain("cli.bad_arguments", i18n.Params{"Command": set.Name(), "Reason": set.Arg(0)})
	case a.instrument == "" && a.manifest == "":
		e.complain("cli.argument.missing", i18n.Params{"Command": set.Name(), "Argument": "--instrument"})
	case a.input == "":
		e.complain("cli.argument.missing", i18n.Params{"Command": set.Name(), "Argument": "--input"})
	case a.format != "json" && a.format != "csv":
		e.complain("cli.bad_arguments", i18n.Params{"Command": set.Name(), "Reason": "--format " + a.format})
	case a.out != "" && sameFile(a.out, a.input):
		e.complain("cli.file.same", i18n.Params{"File": a.out})
	default:
		return true
	}
	return false
}

func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// batch scores a whole input and gives the exit status.
func (e *Env) batch(a scoreArgs, form *instrument.Instrument, in io.Reader, out io.Writer) int {
	from, err := source(a.input, in, form)
	if err != nil {
		return e.unreadable(a.input, err)
	}
	to := exchange.JSONSink(out, a.trace)
	if a.format == "csv" {
		to = exchange.CSVSink(out, exchange.ScoreIDs(&form.Domain.Manifest))
	}
	tally, err := exchange.Batch(from, to, form, a.trace, e.wordFaults(&form.Domain.Manifest))
	if err != nil {
		return e.unreadable(a.input, err)
	}
	return e.tallied(tally)
}

// tallied says how many records were not scored, and gives the exit status.
func (e *Env) tallied(tally exchange.Tally) int {
	if tally.Invalid > 0 {
		e.complain("cli.score.invalid", i18n.Params{"Invalid": tally.Invalid, "Total": tally.Invalid + tally.Scored})
		return ExitFault
	}
	return ExitDone
}

// source chooses the reader by the ending of the input's name.
func source(name string, in io.Reader, form *instrument.Instrument) (exchange.Source, error) {
	if strings.EqualFold(filepath.Ext(name), ".csv") {
		return exchange.CSVRecords(in, form)
	}
	return exchange.JSONRecords(in, form), nil
}

// unreadable tells why the input ended early, or that the output could not be written.
func (e *Env) unreadable(name string, err error) int {
	var bad *domain.Error
	if errors.As(err, &bad) && bad.Params["reason"] != "" {
		say := i18n.Params{"File": name, "Reason": e.Say.T("input."+bad.Params["reason"], i18n.Params{"At": bad.Params["at"]})}
		e.complain("cli.file.unreadable", say)
		return ExitUnusable
	}
	e.complain("cli.file.unwritable", i18n.Params{"Reason": e.reason(err)})
	return ExitUnusable
}

// form finds the instrument: in a folder of its own, or in the catalogue as ID
// or ID@VERSION.
func (e *Env) form(name, folder, data string) (*instrument.Instrument, bool) {
	id, version, _ := strings.Cut(name, "@")
	if folder != "" {
		return e.formIn(folder, id, version)
	}
	catalogue, ok := e.catalogue(data)
	if !ok {
		return nil, false
	}
	find := func() (*instrument.Instrument, error) { return catalogue.Latest(id) }
	if version != "" {
		find = func() (*instrument.Instrument, error) { return catalogue.Version(id, version) }
	}
	in, err := find()
	if err == nil {
		return e.tested(in)
	}
	switch domain.CodeOf(err) {
	case domain.CodeNotFound:
		e.complain("cli.instrument.unknown", i18n.Params{"Instrument": name})
		return nil, false
	case domain.CodeNeedsWording:
		e.complainOf(err, data)
		return nil, false
	}
	for _, entry := range catalogue.List() {
		if entry.ID == id && (version == "" || entry.Version == version) {
			e.tellFaults(e.Stderr, entry.Faults)
		}
	}
	return nil, false
}

// tested refuses an instrument whose forms with known results come out otherwise.
func (e *Env) tested(in *instrument.Instrument) (*instrument.Instrument, bool) {
	if faults := in.SelfTest().Faults; len(faults) > 0 {
		e.tellFaults(e.Stderr, faults)
		return nil, false
	}
	return in, true
}

// formIn opens an instrument's own folder.
func (e *Env) formIn(folder, id, version string) (*instrument.Instrument, bool) {
	entry, ok := e.openFolder(folder)
	if !ok {
		return nil, false
	}
	switch entry.State {
	case instrument.Faulty:
		e.tellFaults(e.Stderr, entry.Faults)
		return nil, false
	case instrument.NeedsWording:
		e.complain("error."+string(domain.CodeNeedsWording), i18n.Params{"Instrument": entry.ID})
		return nil, false
	}
	if id != "" && id != entry.ID || version != "" && version != entry.Version {
		e.complain("cli.instrument.other", i18n.Params{"Want": id + "@" + version, "Got": entry.ID + "@" + entry.Version})
		return nil, false
	}
	return entry.Instrument, true
}

// openFolder reads an instrument's folder; nothing outside it is followed.
func (e *Env) openFolder(folder string) (instrument.Entry, bool) {
	if !e.readable(folder) {
		return instrument.Entry{}, false
	}
	entry, err := instrument.Open(e.Instruments, own.Folder(folder))
	if err != nil {
		e.complain("cli.instruments.unreadable", i18n.Params{"Reason": err.Error()})
		return instrument.Entry{}, false
	}
	return entry, true
}

// readable tells why a folder cannot be read.
func (e *Env) readable(folder string) bool {
	_, err := os.ReadDir(folder)
	if err != nil {
		e.complain("cli.file.unreadable", i18n.Params{"File": folder, "Reason": e.reason(err)})
	}
	return err == nil
}

// reason words why a file cannot be opened or written.
func (e *Env) reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return e.Say.T("cli.reason.missing")
	case errors.Is(err, fs.ErrPermission):
		return e.Say.T("cli.reason.permission")
	}
	var bad *fs.PathError
	if errors.As(err, &bad) {
		return bad.Err.Error()
	}
	return err.Error()
}

// wordFaults gives the sentence of a record's fault: "record.<code>.<type of
// the item>" where the locales have it, "record.<code>" otherwise.
func (e *Env) wordFaults(m *domain.Manifest) func(exchange.Fault) string {
	types, own := map[string]string{}, map[string]bool{}
	for _, it := range m.Items {
		types[it.ID] = it.Type
	}
	return func(f exchange.Fault) string {
		if f.Code == response.WrongType && f.Item == "" {
			return e.Say.T("record.malformed")
		}
		key := "record." + f.Code
		special := key + "." + types[f.Item]
		has, known := own[special]
		if !known {
			has = e.Say.Has(special)
			own[special] = has
		}
		if has {
			key = special
		}
		return e.Say.T(key, i18n.Params{"Item": f.Item})
	}
}

// toFile lets write fill a file that appears only when it is whole: it is
// written beside its place, flushed to the disk and renamed. A write that ends
// unusable leaves what was there before.
func (e *Env) toFile(name string, write func(w io.Writer) int) int {
	file, err := os.CreateTemp(filepath.Dir(name), "."+workspace.Beginning(filepath.Base(name))+".*")
	if err != nil {
		e.complain("cli.file.unwritable", i18n.Params{"Reason": e.reason(err)})
		return ExitUnusable
	}
	status := write(file)
	if status == ExitUnusable {
		_ = file.Close()
		_ = os.Remove(file.Name())
		return status
	}
	if err := settle(file, name); err != nil {
		_ = os.Remove(file.Name())
		e.complain("cli.file.unwritable", i18n.Params{"Reason": e.reason(err)})
		return ExitUnusable
	}
	return status
}

func settle(file *os.File, name string) error {
	if err := file.Sync(); err != nil {
		_ = file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
