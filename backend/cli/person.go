package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/person"
	"kitewise/backend/report/pdf"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// personExport writes everything about the participant of a code into one file,
// sealed with the passphrase on the second line of standard input.
func (e *Env) personExport(args []string) int {
	set, who := e.opening("person export", "Desk.SaveArchive")
	out, paper := set.String("out", "", ""), set.String("paper", string(pdf.A4), "")
	return e.onPerson(set, who, args, func(ctx context.Context, ws *workspace.Workspace, p domain.Participant) (int, error) {
		if *out == "" {
			e.complain("cli.argument.missing", i18n.Params{"Command": set.Name(), "Argument": "--out"})
			return ExitUnusable, nil
		}
		if *paper != string(pdf.A4) && *paper != string(pdf.Letter) {
			e.complain("cli.report.paper", i18n.Params{"Paper": *paper})
			return ExitUnusable, nil
		}
		passphrase, err := e.passphrase()
		if err != nil {
			return ExitUnusable, errors.Join(domain.Fail(domain.CodeInvalid, nil, "Field", "passphrase", "Limit", ""), err)
		}
		archive, err := person.Gather(ctx, ws, person.Request{
			ParticipantID: p.ID, Passphrase: passphrase, Paper: pdf.Paper(*paper), Words: e.Words, Language: e.Say.Language(), Program: e.Version,
		})
		if err != nil {
			return ExitUnusable, err
		}
		err = archive.Write(*out, func() error { return ws.Store.Note(ctx, person.Exported(p.ID)) })
		if errors.Is(err, fs.ErrNotExist) {
			e.complain("cli.file.unwritable", i18n.Params{"Reason": e.reason(err)})
			return ExitUnusable, nil
		}
		if err != nil {
			return ExitUnusable, err
		}
		_, _ = fmt.Fprintln(e.Stdout, e.Say.N("desk.export.done", len(archive.Files)))
		if n := len(archive.Withheld); n > 0 {
			_, _ = fmt.Fprintln(e.Stdout, e.Say.N("desk.export.withheld", n))
		}
		if n := len(archive.Missing); n > 0 {
			e.complainN("desk.export.missing", n)
			return ExitFault, nil
		}
		return ExitDone, nil
	})
}

// personErase erases the participant of a code. Without --yes and the code
// again it only says what would be erased.
func (e *Env) personErase(args []string) int {
	set, who := e.opening("person erase", "Desk.Erase")
	yes := set.String("yes", "", "")
	return e.onPerson(set, who, args, func(ctx context.Context, ws *workspace.Workspace, p domain.Participant) (int, error) {
		h, err := ws.Store.Held(ctx, p.ID)
		if err != nil {
			return ExitUnusable, err
		}
		e.tellHeld(h)
		if err := e.tellRemains(*who.dir, p); err != nil {
			return ExitUnusable, err
		}
		if !strings.EqualFold(*yes, p.Code) {
			e.complain("cli.person.unconfirmed", i18n.Params{"Code": p.Code})
			return ExitFault, nil
		}
		if _, err := ws.Store.Erase(ctx, p.ID); err != nil {
			return ExitUnusable, err
		}
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T("cli.person.erased", i18n.Params{"Code": p.Code}))
		return e.tellTraces(ctx, ws)
	})
}

// personAnonymise keeps the finished sessions of the participant of a code under
// a random one. Without --yes and the code again nothing happens.
func (e *Env) personAnonymise(args []string) int {
	set, who := e.opening("person anonymise", "Desk.Anonymise")
	yes := set.String("yes", "", "")
	return e.onPerson(set, who, args, func(ctx context.Context, ws *workspace.Workspace, p domain.Participant) (int, error) {
		if err := e.tellRemains(*who.dir, p); err != nil {
			return ExitUnusable, err
		}
		if !strings.EqualFold(*yes, p.Code) {
			e.complain("cli.person.unconfirmed.anonymise", i18n.Params{"Code": p.Code})
			return ExitFault, nil
		}
		code := person.AnonymousCode()
		if _, err := ws.Store.Anonymise(ctx, p.ID, code, ws.NewID); err != nil {
			return ExitUnusable, err
		}
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T("desk.anonymise.done", i18n.Params{"Code": p.Code, "New": code}))
		return e.tellTraces(ctx, ws)
	})
}

// tellTraces says when files could not be written anew.
func (e *Env) tellTraces(ctx context.Context, ws *workspace.Workspace) (int, error) {
	traces, err := ws.Store.Traces(ctx)
	if err == nil && traces {
		e.complain("cli.person.traces", nil)
		return ExitFault, nil
	}
	return ExitDone, err
}

// tellHeld prints what is stored of somebody, a line a kind.
func (e *Env) tellHeld(h store.Held) {
	for _, line := range []string{
		e.Say.N("desk.held.sessions", h.Sessions), e.Say.N("desk.held.answers", h.Answers), e.Say.N("desk.held.results", h.Results),
		e.Say.N("desk.held.consents", h.Consents), e.Say.N("desk.held.records", h.Records), e.Say.N("desk.held.choices", h.Choices), e.Say.N("desk.held.acts", h.Acts),
	} {
		_, _ = fmt.Fprintln(e.Stdout, line)
	}
}

// onPerson works on the participant of the one code that the arguments name.
func (e *Env) onPerson(set *flag.FlagSet, who access, args []string, work func(context.Context, *workspace.Workspace, domain.Participant) (int, error)) int {
	code, ok := e.oneArgument(set, args)
	if !ok {
		return ExitUnusable
	}
	if code == "" {
		e.complain("cli.argument.missing", i18n.Params{"Command": set.Name(), "Argument": "CODE"})
		return ExitUnusable
	}
	status := ExitUnusable
	failed := e.reading(who, func(ctx context.Context, ws *workspace.Workspace) error {
		p, err := ws.Store.ByCode(ctx, code)
		if err == nil {
			status, err = work(ctx, ws, p)
		}
		return err
	})
	return max(failed, status)
}

// aboutPerson gives the key of the words for a fault in what is done with a
// person, "" for any other.
func aboutPerson(params i18n.Params) string {
	switch {
	case params["Field"] == "passphrase" && params["Limit"] != nil:
		return "cli.person.passphrase"
	case params["What"] == "participant":
		return "cli.person.unknown"
	case params["Reason"] == "has_demonstration":
		return "cli.demo.there"
	case params["Reason"] == "no_results":
		return "desk.anonymise.nothing"
	case params["Reason"] == "running":
		return "cli.person.running"
	case params["Reason"] == "no_consent", params["Reason"] == "legal_duty":
		return fmt.Sprintf("desk.withdraw.%v", params["Reason"])
	case params["Field"] == "date":
		return "desk.basis.date.error"
	}
	return ""
}
