package cli

import (
	"context"
	"fmt"
	"time"

	"kitewise/backend/consent"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/workspace"
)

// retentionDue prints one line for everybody whose data have been kept for as
// long as the desk says: code and day of the last thing that happened, parted by
// a tab. With a doubtful clock nobody is listed, unless the date is said to be right.
func (e *Env) retentionDue(args []string) int {
	set, who := e.opening("retention due", "Desk.Due")
	right := set.Bool("date-is-right", false, "")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	if *right {
		who.method = "Desk.TrustClock"
	}
	status := ExitDone
	failed := e.reading(who, func(ctx context.Context, ws *workspace.Workspace) (err error) {
		if *right {
			if err := ws.Store.TrustClock(ctx); err != nil {
				return err
			}
		}
		status, err = e.tellDue(ctx, ws)
		return err
	})
	return max(failed, status)
}

func (e *Env) tellDue(ctx context.Context, ws *workspace.Workspace) (int, error) {
	now := ws.Now()
	doubt, err := ws.Store.ClockDoubt(ctx, now)
	if err != nil {
		return ExitUnusable, err
	}
	if doubt != nil {
		e.complain("cli.retention.doubt", i18n.Params{"Now": e.Say.Date(now.Time()), "Before": e.Say.Date(doubt.Before.Time()), "After": e.Say.Date(doubt.After.Time())})
		return ExitFault, nil
	}
	stored, err := ws.Store.Settings(ctx)
	if err != nil {
		return ExitUnusable, err
	}
	months := consent.From(stored, e.Words).Months
	due, err := ws.Store.Due(ctx, domain.InstantOf(now.Time().AddDate(0, -months, 0)))
	for _, d := range due {
		_, _ = fmt.Fprintf(e.Stdout, "%s\t%s\n", d.Participant.Code, d.Last.Time().Local().Format(time.DateOnly))
	}
	return ExitDone, err
}
