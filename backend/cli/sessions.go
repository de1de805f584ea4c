package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"kitewise/backend/bridge"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
	"kitewise/backend/report/pdf"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// sessionsList prints one line for every session, newest first: id, state,
// instrument, date of making, code, parted by tabs. Names are not printed.
func (e *Env) sessionsList(args []string) int {
	set, dir := e.flags("sessions list")
	if !e.parse(set, args) {
		return ExitUnusable
	}
	return e.reading(*dir, func(ctx context.Context, ws *bridge.Workspace) error {
		return ws.Store.EachSession(ctx, func(s store.ListedSession) error {
			_, err := fmt.Fprintf(e.Stdout, "%s\t%s\t%s@%s\t%s\t%s\n", s.ID, s.State,
				s.Instrument.ID, s.Instrument.Version, s.CreatedAt.Time().Local().Format(time.DateOnly), s.Code)
			return err
		})
	})
}

// report writes the PDF of one finalised session. Without --lang it is in the
// session's language.
func (e *Env) report(args []string) int {
	set, dir := e.flags("report")
	id, kind := set.String("session", "", ""), set.String("kind", "participant", "")
	out, paper := set.String("out", "", ""), set.String("paper", string(pdf.A4), "")
	if !e.parse(set, args) {
		return ExitUnusable
	}
	for _, need := range []struct{ name, value string }{{"--session", *id}, {"--out", *out}} {
		if need.value == "" {
			e.complain("cli.argument.missing", i18n.Params{"Command": set.Name(), "Argument": need.name})
			return ExitUnusable
		}
	}
	if *kind != "participant" {
		e.complain("cli.report.kind", i18n.Params{"Kind": *kind})
		return ExitUnusable
	}
	if *paper != string(pdf.A4) && *paper != string(pdf.Letter) {
		e.complain("cli.report.paper", i18n.Params{"Paper": *paper})
		return ExitUnusable
	}
	language := ""
	if given(set, "lang") {
		language = e.Say.Language()
	}
	return e.reading(*dir, func(ctx context.Context, ws *bridge.Workspace) error {
		outcome, err := ws.Engine.Result(ctx, *id)
		if err != nil {
			return err
		}
		return e.printReport(outcome, language, *out, pdf.Options{Paper: pdf.Paper(*paper)})
	})
}

func (e *Env) printReport(o session.Outcome, language, path string, opts pdf.Options) error {
	if language == "" {
		language = o.Session.Language
	}
	if o.Instrument.Texts[language] == nil {
		return domain.Fail(domain.CodeTextMissing, nil, "Language", language)
	}
	view := report.Build(bridge.ReportInput(o, e.Words.Printer(language), e.Version))
	_, err := bridge.WritePDF(path, view, opts)
	return err
}

// reading opens the workspace for reading, beside a window if there is one,
// and words what went wrong.
func (e *Env) reading(dir string, work func(context.Context, *bridge.Workspace) error) int {
	ctx := context.Background()
	ws, err := bridge.OpenToRead(ctx, dir, e.Instruments)
	if err == nil {
		err = work(ctx, ws)
		if closing := ws.Close(); err == nil {
			err = closing
		}
	}
	if err != nil {
		e.complainOf(err, dir)
		return ExitUnusable
	}
	return ExitDone
}

// complainOf words a failure by its code; some are told better here than in
// the window. A defect shows its cause in the place of the reference, for
// there is no log.
func (e *Env) complainOf(err error, dir string) {
	params := i18n.Params{"Dir": dir}
	var known *domain.Error
	if errors.As(err, &known) {
		for name, value := range known.Params {
			params[name] = value
		}
	}
	switch {
	case params["Reason"] == "no_workspace":
		e.complain("cli.no_workspace", params)
		return
	case params["What"] == "session":
		e.complain("cli.no_session", params)
		return
	case params["Reason"] == "not_finalised":
		e.complain("cli.report.unfinished", params)
		return
	}
	if domain.CodeOf(err) == domain.CodeInternal {
		params["Ref"] = err.Error()
	}
	e.complain("error."+string(domain.CodeOf(err)), params)
}

// given reports whether the flag stood in the arguments.
func given(set *flag.FlagSet, name string) bool {
	found := false
	set.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
}
