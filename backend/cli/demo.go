package cli

import (
	"context"
	"fmt"

	"kitewise/backend/demo"
	"kitewise/backend/workspace"
)

// demoAdd makes people who do not exist, to look around with.
func (e *Env) demoAdd(args []string) int {
	set, who := e.opening("demo add", "Desk.AddDemonstration")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	return e.reading(who, func(ctx context.Context, ws *workspace.Workspace) error {
		made, err := demo.Add(ctx, ws, e.Words, e.Say.Language())
		if err == nil {
			_, _ = fmt.Fprintln(e.Stdout, e.Say.N("cli.demo.added", made.People))
		}
		return err
	})
}

// demoRemove erases them all.
func (e *Env) demoRemove(args []string) int {
	set, who := e.opening("demo remove", "Desk.RemoveDemonstration")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	status := ExitDone
	failed := e.reading(who, func(ctx context.Context, ws *workspace.Workspace) error {
		gone, err := ws.Store.EraseDemonstration(ctx)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintln(e.Stdout, e.Say.N("cli.demo.removed", gone.People))
		status, err = e.tellTraces(ctx, ws)
		return err
	})
	return max(failed, status)
}
