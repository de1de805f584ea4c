// Package bridge joins the structs that the page can call to one door: Kiosk
// for the participant's view, Desk for the counsellor's. Here stands the list
// of what answers when; while a participant sits at the machine the desk
// answers nothing.
package bridge

import (
	"context"

	"kitewise/backend/desk"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
)

// Bridge holds the bound structs and the door that they share.
type Bridge struct {
	Kiosk *kiosk.Kiosk
	Desk  *desk.Desk
	// Porter makes, opens and locks the workspace.
	Porter *porter.Porter
	door   *door.Door
}

// New makes the bridge. It touches nothing; calls wait for Start.
func New(cfg door.Config) *Bridge {
	cfg.Allowed = allowed
	d := door.New(cfg)
	return &Bridge{Kiosk: kiosk.New(d), Desk: desk.New(d), Porter: porter.New(d), door: d}
}

// Bound lists what the page can call.
func (b *Bridge) Bound() []any { return []any{b.Kiosk, b.Desk, b.Porter} }

// Start opens the workspace. A failure is a state that the page shows, with
// its problem, until a retry succeeds. The context lasts as long as the program.
func (b *Bridge) Start(ctx context.Context) { b.door.Start(ctx) }

// Closing is asked when somebody wants to close the window; it refuses while a
// participant has it.
func (b *Bridge) Closing() (refused bool) { return b.door.Closing() }

// Close closes the workspace. Afterwards every call is refused.
func (b *Bridge) Close() error { return b.door.Close() }
