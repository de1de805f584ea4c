package cli

import (
	"context"
	"fmt"
	"time"

	"kitewise/backend/vault"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
)

// pinReset takes a forgotten PIN away, for whoever has the passphrase. What was
// handed over is paused by the next start of the window.
func (e *Env) pinReset(args []string) int {
	set, who := e.opening("pin reset", "Desk.SetPIN")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	said := "cli.pin.none"
	status := e.reading(who, func(ctx context.Context, ws *workspace.Workspace) error {
		pin := vault.NewPIN(ws.Store, slow.Usual, time.Now)
		isSet, err := pin.IsSet(ctx)
		if err != nil || !isSet {
			return err
		}
		said = "cli.pin.reset"
		return pin.Reset(ctx)
	})
	if status == ExitDone {
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T(said))
	}
	return status
}
