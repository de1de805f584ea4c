package cli

import (
	"context"
	"flag"
	"io"
	"path/filepath"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/exchange"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
	"kitewise/backend/report"
	"kitewise/backend/report/pdf"
	"kitewise/backend/report/worksheet"
	"kitewise/backend/workspace"
)

// worksheetArgs are the arguments of worksheet.
type worksheetArgs struct {
	scoreArgs
	session, paper string
	// language is "" unless it was asked for.
	language string
}

// worksheet prints the arithmetic of every record of a file, or of one stored
// session: as text, or as a PDF if the output is named so.
func (e *Env) worksheet(args []string) int {
	a := worksheetArgs{}
	set, who := e.opening("worksheet", "Desk.SaveWorksheet")
	set.StringVar(&a.instrument, "instrument", "", "")
	set.StringVar(&a.manifest, "manifest", "", "")
	set.StringVar(&a.input, "input", "", "")
	set.StringVar(&a.out, "out", "", "")
	set.StringVar(&a.group, "norm-group", "", "")
	set.StringVar(&a.session, "session", "", "")
	set.StringVar(&a.paper, "paper", string(pdf.A4), "")
	a.format = "json"
	if !e.parse(set, args) || !e.worksheetArguments(set, &a) {
		return ExitUnusable
	}
	if given(set, "lang") {
		a.language = e.Say.Language()
	}
	if a.session != "" {
		return e.sessionSheet(a, who)
	}
	return e.onRecords(a.scoreArgs, *who.dir, func(form *instrument.Instrument, in io.Reader, out io.Writer) int {
		return e.recordSheets(a, form, in, out)
	})
}

func (e *Env) worksheetArguments(set *flag.FlagSet, a *worksheetArgs) bool {
	switch {
	case a.paper != string(pdf.A4) && a.paper != string(pdf.Letter):
		e.complain("cli.report.paper", i18n.Params{"Paper": a.paper})
	case a.session == "":
		return e.scoreArguments(set, &a.scoreArgs)
	case set.NArg() > 0:
		e.complain("cli.bad_arguments", i18n.Params{"Command": set.Name(), "Reason": set.Arg(0)})
	case a.input != "" || a.instrument != "" || a.manifest != "" || a.group != "":
		e.complain("cli.worksheet.either", nil)
	default:
		return true
	}
	return false
}

// recordSheets prints a sheet for every record and gives the exit status.
func (e *Env) recordSheets(a worksheetArgs, form *instrument.Instrument, in io.Reader, out io.Writer) int {
	from, err := source(a.input, in, form)
	if err != nil {
		return e.unreadable(a.input, err)
	}
	pages := e.pages(a, out)
	to := &sheetSink{pages: pages, form: form, say: e.sheetPrinter(form.Domain.Texts, a.language), software: e.Version}
	tally, err := exchange.Batch(from, to, form, true, e.wordFaults(&form.Domain.Manifest))
	if err != nil {
		return e.unreadable(a.input, err)
	}
	return e.tallied(tally)
}

// sheetPrinter words in the language asked for, otherwise in that of the messages.
func (e *Env) sheetPrinter(texts map[string]map[string]string, language string) *i18n.Printer {
	if language == "" || texts[language] == nil {
		return e.Say
	}
	return e.Words.Printer(language)
}

// sessionSheet prints the sheet of a finalised session, without --lang in the
// session's language.
func (e *Env) sessionSheet(a worksheetArgs, who access) int {
	return e.reading(who, func(ctx context.Context, ws *workspace.Workspace) error {
		outcome, _, err := ws.Engine.Arithmetic(ctx, a.session)
		if err != nil {
			return err
		}
		language := a.language
		if language == "" {
			language = outcome.Session.Language
		}
		if outcome.Instrument.Texts[language] == nil {
			return domain.Fail(domain.CodeTextMissing, nil, "Language", language)
		}
		input, err := ws.PaperInput(ctx, outcome, e.Words.Printer(language), e.Version)
		if err != nil {
			return err
		}
		page := worksheet.Build(input)
		write := func(w io.Writer) error {
			pages := e.pages(a, w)
			if err := pages.add(&page); err != nil {
				return err
			}
			return pages.close()
		}
		if err := exported(ws, "worksheet", a.session, language); err != nil {
			return err
		}
		if a.out == "" {
			return write(e.Stdout)
		}
		return workspace.ReplaceFile(a.out, write)
	})
}

// pages takes sheets: text as they come, or one PDF at the end.
type pages struct {
	w     io.Writer
	pdf   bool
	paper pdf.Paper
	all   []worksheet.Sheet
}

func (e *Env) pages(a worksheetArgs, w io.Writer) *pages {
	return &pages{w: w, pdf: strings.EqualFold(filepath.Ext(a.out), ".pdf"), paper: pdf.Paper(a.paper)}
}

func (p *pages) add(s *worksheet.Sheet) error {
	if p.pdf {
		p.all = append(p.all, *s)
		return nil
	}
	return worksheet.WriteText(p.w, s)
}

func (p *pages) close() error {
	if !p.pdf {
		return nil
	}
	_, err := pdf.WriteWorksheets(p.w, p.all, pdf.Options{Paper: p.paper})
	return err
}

// sheetSink makes a sheet of every record.
type sheetSink struct {
	pages    *pages
	form     *instrument.Instrument
	say      *i18n.Printer
	software string
}

// Write prints one record.
func (s *sheetSink) Write(r exchange.Scored) error {
	def := &s.form.Domain
	in := report.Input{
		Instrument: def, Result: r.Result, Printer: s.say, Software: s.software, Audience: domain.AudienceCounsellor,
		Session:     domain.Session{Instrument: def.Ref, Norm: def.Norm, Language: def.Manifest.Languages[0]},
		Participant: domain.Participant{Code: r.ID},
	}
	for id, v := range r.Responses {
		in.Responses = append(in.Responses, domain.Response{ItemID: id, Revision: 1, Value: v})
	}
	page := worksheet.Build(in)
	if len(r.Result.Trace) == 0 {
		page = worksheet.Refused(in, r.Messages)
	}
	return s.pages.add(&page)
}

// Close ends the pages.
func (s *sheetSink) Close() error { return s.pages.close() }
