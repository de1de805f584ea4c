package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
	"kitewise/backend/report/pdf"
	"kitewise/backend/session"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// sessionsList prints one line for every session, newest first: id, state,
// instrument, date of making, code, parted by tabs; then "withdrawn" if the
// consent was, and "demonstration" for somebody who does not exist. Names are
// not printed.
func (e *Env) sessionsList(args []string) int {
	set, who := e.opening("sessions list", "Desk.People")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	return e.reading(who, func(ctx context.Context, ws *workspace.Workspace) error {
		return ws.Store.EachSession(ctx, func(s store.ListedSession) error {
			mark := ""
			if s.Withdrawn != 0 {
				mark = "\twithdrawn"
			}
			if s.Demonstration {
				mark += "\tdemonstration"
			}
			_, err := fmt.Fprintf(e.Stdout, "%s\t%s\t%s@%s\t%s\t%s%s\n", s.ID, s.State,
				s.Instrument.ID, s.Instrument.Version, s.CreatedAt.Time().Local().Format(time.DateOnly), s.Code, mark)
			return err
		})
	})
}

// report writes the PDF of one finalised session. Without --lang it is in the
// session's language.
func (e *Env) report(args []string) int {
	set, who := e.opening("report", "Desk.SaveReport")
	id, kind := set.String("session", "", ""), set.String("kind", "participant", "")
	out, paper := set.String("out", "", ""), set.String("paper", string(pdf.A4), "")
	if !e.parse(set, args) || !e.noMore(set) {
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
	return e.reading(who, func(ctx context.Context, ws *workspace.Workspace) error {
		outcome, _, err := ws.Engine.Arithmetic(ctx, *id)
		if err != nil {
			return err
		}
		return e.printReport(ctx, ws, outcome, language, *out, pdf.Options{Paper: pdf.Paper(*paper)})
	})
}

func (e *Env) printReport(ctx context.Context, ws *workspace.Workspace, o session.Outcome, language, path string, opts pdf.Options) error {
	if language == "" {
		language = o.Session.Language
	}
	if o.Instrument.Texts[language] == nil {
		return domain.Fail(domain.CodeTextMissing, nil, "Language", language)
	}
	input, err := ws.PaperInput(ctx, o, e.Words.Printer(language), e.Version)
	if err != nil {
		return err
	}
	view := report.Build(input)
	return workspace.ReplaceFile(path, func(w io.Writer) error {
		if _, err := pdf.Write(w, view, opts); err != nil {
			return err
		}
		return exported(ws, "report", o.Session.ID, language)
	})
}

// exported says in the log that something about a session leaves the workspace,
// before it does.
func exported(ws *workspace.Workspace, what, sessionID, language string) error {
	return ws.Store.Note(context.Background(), domain.Entry{
		Act: domain.ActExport, SessionID: sessionID, Detail: map[string]string{"what": what, "language": language},
	})
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
	case errors.Is(err, context.Canceled): // by whoever interrupted it
		return
	case params["Field"] == "who": // told where the names are known
		return
	case params["Reason"] == "passphrase_missing", params["Reason"] == "no_passphrase":
		e.complain("cli."+fmt.Sprint(params["Reason"]), params)
		return
	case domain.CodeOf(err) == domain.CodeBadBackup, params["Reason"] == "owner_only":
		e.complain("backup.bad."+fmt.Sprint(params["Reason"]), params)
		return
	case params["What"] == "folder":
		e.complain("backup.folder_missing", params)
		return
	case params["Reason"] == "no_workspace":
		e.complain("cli.no_workspace", params)
		return
	case aboutPerson(params) != "":
		e.complain(aboutPerson(params), params)
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
