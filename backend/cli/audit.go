package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"kitewise/backend/audit"
	"kitewise/backend/audit/told"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// auditList prints one line for every entry, the newest first: number, time,
// act, who, code of the participant, and what it says, parted by tabs.
func (e *Env) auditList(args []string) int {
	set, a := e.opening("audit list", "Desk.Log")
	a.looks = true
	f := store.EntryFilter{}
	set.StringVar(&f.Code, "code", "", "")
	set.StringVar(&f.SessionID, "session", "", "")
	set.StringVar(&f.Group, "group", "", "")
	set.IntVar(&f.Limit, "limit", 0, "")
	if !e.parse(set, args) || !e.noMore(set) || !e.knownGroup(f.Group) {
		return ExitUnusable
	}
	return e.reading(a, func(ctx context.Context, ws *workspace.Workspace) error {
		return ws.Store.Entries(ctx, f, func(n store.ListedEntry) error {
			_, err := fmt.Fprintf(e.Stdout, "%d\t%s\t%s\t%s\t%s\t%s\n", n.Number, n.At.Time().Local().Format(time.DateTime),
				told.Act(e.Say, n.Act), told.Actor(e.Say, n.Actor), n.Code, told.Detail(e.Say, n.Entry))
			return err
		})
	})
}

func (e *Env) knownGroup(group string) bool {
	if group == "" || slices.Contains(domain.ActGroups(), group) {
		return true
	}
	e.complain("cli.audit.group", i18n.Params{"Group": group, "Groups": strings.Join(domain.ActGroups(), ", ")})
	return false
}

// auditVerify checks the log as it lies on the disk, also beside an open window.
// One line for every fault.
func (e *Env) auditVerify(args []string) int {
	set, dir := e.flags("audit verify")
	checkpoint, head := set.String("checkpoint", "", ""), set.String("head", "", "")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	check, err := e.checkLog(*dir, *checkpoint, *head)
	if err != nil {
		e.complainOf(err, *dir)
		if domain.CodeOf(err) == domain.CodeDamagedDatabase {
			return ExitFault
		}
		return ExitUnusable
	}
	for _, f := range check.Findings {
		key, params := "cli.audit.finding", i18n.Params{"Number": strconv.FormatInt(f.Number, 10), "Fault": e.Say.T("audit.fault." + string(f.Kind))}
		if f.Number == 0 {
			key = "cli.audit.finding_whole"
		}
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T(key, params))
	}
	if len(check.Findings) > 0 {
		return ExitFault
	}
	_, _ = fmt.Fprintln(e.Stdout, e.Say.T("audit.check.sound", i18n.Params{"Entries": e.Say.Number(float64(check.Head.Count), 0)}))
	signed := e.Say.T("audit.check.unsigned")
	if check.Signed > 0 {
		signed = e.Say.T("audit.check.signed", i18n.Params{"Signed": e.Say.Number(float64(check.Signed), 0)})
	}
	_, _ = fmt.Fprintln(e.Stdout, signed)
	_, _ = fmt.Fprintln(e.Stdout, e.Say.T("audit.check.head", i18n.Params{"Head": check.Head.Short()}))
	return ExitDone
}

// checkLog checks the log also against a saved checkpoint (the name of its
// file) and a head from paper, "" for none.
func (e *Env) checkLog(dir, checkpoint, head string) (check store.LogCheck, err error) {
	if err := present(dir); err != nil {
		return check, err
	}
	count, short := int64(0), ""
	if head != "" {
		if count, short, err = audit.ReadShort(head); err != nil {
			return check, err
		}
	}
	text := []byte{}
	if checkpoint != "" {
		if text, err = readCheckpoint(checkpoint); err != nil {
			return check, err
		}
	}
	ctx := context.Background()
	s, err := store.Open(ctx, dir, store.Options{ReadOnly: true})
	if err != nil {
		return check, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	key, err := s.LogKey(ctx)
	if err != nil {
		return check, err
	}
	foreign := false
	check, err = s.CheckLog(ctx, func(c *audit.Checker) {
		if short != "" {
			c.Expect(count, short)
		}
		if checkpoint == "" {
			return
		}
		signed, err := audit.ReadCheckpoint(key, string(text))
		if foreign = err != nil; !foreign {
			c.ExpectHead(signed)
		}
	})
	if foreign {
		check.Findings = append(check.Findings, audit.Finding{Kind: audit.FaultSignature})
	}
	return check, err
}

func readCheckpoint(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, store.FileFault("read checkpoint", err)
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, audit.MaxWitness))
}

// auditExport saves the log as CSV, and the checkpoint if a name is given.
func (e *Env) auditExport(args []string) int {
	set, a := e.opening("audit export", "Desk.SaveLog")
	out, checkpoint := set.String("out", "", ""), set.String("checkpoint", "", "")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	if *out == "" {
		e.complain("cli.argument.missing", i18n.Params{"Command": set.Name(), "Argument": "--out"})
		return ExitUnusable
	}
	count := 0
	status := e.reading(a, func(ctx context.Context, ws *workspace.Workspace) (err error) {
		if count, err = ws.ExportLog(ctx, *out, store.EntryFilter{}, e.Say); err != nil || *checkpoint == "" {
			return err
		}
		return ws.ExportCheckpoint(ctx, *checkpoint)
	})
	if status == ExitDone {
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T("cli.audit.exported", i18n.Params{"Count": e.Say.Number(float64(count), 0)}))
	}
	return status
}

// auditAccept goes on although the log is in doubt.
func (e *Env) auditAccept(args []string) int {
	set, a := e.opening("audit accept", "accept")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	said, done := "cli.audit.no_doubt", false
	a.accepted = &done
	status := e.reading(a, func(context.Context, *workspace.Workspace) error { return nil })
	if done {
		said = "cli.audit.accepted"
	}
	if status == ExitDone {
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T(said))
	}
	return status
}
