package cli

import (
	"context"
	"fmt"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/workspace"
)

// tellEvery is how often a long check tells how far it is.
const tellEvery = time.Second

// verify opens a backup, if one is named, for those who may try one at the desk.
// Otherwise it checks the whole workspace: the file, the seals and every result.
// One line for every session that is not sound: id and verdict, parted by a tab.
func (e *Env) verify(args []string) int {
	set, who := e.opening("verify", "Desk.StartCheck")
	who.looks = true
	file, ok := e.oneArgument(set, args)
	if !ok {
		return ExitUnusable
	}
	if file != "" {
		who.method = "Desk.StartDrill"
		return e.verifyBackup(file, who)
	}
	var found workspace.Verified
	err := e.unlocked(context.Background(), who, func(ctx context.Context, ws *workspace.Workspace) (err error) {
		found, err = ws.Verify(ctx, e.progress())
		return err
	})
	if err != nil {
		e.complainOf(err, *who.dir)
		if domain.CodeOf(err) == domain.CodeDamagedDatabase {
			return ExitFault
		}
		return ExitUnusable
	}
	return e.verified(&found)
}

func (e *Env) verified(found *workspace.Verified) int {
	for _, f := range found.Findings {
		_, _ = fmt.Fprintf(e.Stdout, "%s\t%s\n", f.SessionID, e.Say.T("verify."+string(f.Verdict)))
	}
	if found.Damaged {
		e.complain("verify.damaged", nil)
	}
	if len(found.Log) > 0 {
		e.complain("verify.log", nil)
	}
	if !found.Sound() {
		e.complain("cli.verify.faults", i18n.Params{"Faults": e.Say.Number(float64(len(found.Findings)), 0), "Total": e.Say.Number(float64(found.Sessions), 0)})
		return ExitFault
	}
	_, _ = fmt.Fprintln(e.Stdout, e.Say.N("verify.sound", found.Sessions))
	return ExitDone
}

// progress tells on standard error how far a check is, at most once a second.
func (e *Env) progress() func(done, of int) {
	last := time.Now()
	return func(done, of int) {
		if now := time.Now(); now.Sub(last) >= tellEvery {
			last = now
			e.complain("cli.verify.progress", i18n.Params{"Done": e.Say.Number(float64(done), 0), "Total": e.Say.Number(float64(of), 0)})
		}
	}
}
