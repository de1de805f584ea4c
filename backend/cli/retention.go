package cli

import (
	"context"
	"fmt"
	"time"

	"kitewise/backend/consent"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// retentionDue prints one line for everybody who withdrew a consent, and whose
// data have been kept for as long as the desk says: code and day of the last
// thing that happened, parted by a tab, and "withdrawn". With a doubtful clock
// only the former are listed, unless the date is said to be right.
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
	now, status := ws.Now(), ExitDone
	doubt, err := ws.Store.ClockDoubt(ctx, now)
	if err != nil {
		return ExitUnusable, err
	}
	stored, err := ws.Store.Settings(ctx)
	if err != nil {
		return ExitUnusable, err
	}
	before := now.MonthsBefore(consent.From(stored, e.Words).Months)
	if doubt != nil {
		e.complainOfClock(now, doubt)
		before, status = 0, ExitFault
	}
	due, err := ws.Store.Due(ctx, before)
	for _, d := range due {
		mark := ""
		if d.Withdrawn != 0 {
			mark = "\twithdrawn"
		}
		_, _ = fmt.Fprintf(e.Stdout, "%s\t%s%s\n", d.Participant.Code, d.Last.Time().Local().Format(time.DateOnly), mark)
	}
	return status, err
}

// complainOfClock says how the clock went: forward in days, back to the minute.
func (e *Env) complainOfClock(now domain.Instant, doubt *store.Doubt) {
	key, told := "cli.retention.doubt", func(i domain.Instant) string { return e.Say.Date(i.Time().Local()) }
	if doubt.Back() {
		key, told = "cli.retention.doubt_back", func(i domain.Instant) string {
			return e.Say.Date(i.Time().Local()) + " " + e.Say.Clock(i.Time().Local())
		}
	}
	e.complain(key, i18n.Params{"Now": told(now), "Before": told(doubt.Before), "After": told(doubt.After)})
}
