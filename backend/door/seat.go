package door

import (
	"context"
	"time"

	"kitewise/backend/domain"
)

// returnLasts is how long the acts of the way back stay open after the PIN.
const returnLasts = 2 * time.Minute

// Machine is the computer under the program, as far as a hand-over needs it.
type Machine interface {
	// Fill makes the window fill the screen and keeps it so; lost is called
	// each time that it did not.
	Fill(lost func())
	// Release gives the window its frame back.
	Release()
	// CallCounsellor asks the page to show the question for the PIN.
	CallCounsellor()
	// Quit closes the window, after asking as for everybody who closes it.
	Quit()
	// Screens gives how many are connected, 0 if the system does not tell.
	Screens() int
	// Battery gives its charge in percent and whether it is being charged;
	// known is false without one, or if the system does not tell.
	Battery() (percent int, charging, known bool)
	// Watch calls away each time that the machine is about to sleep or that its
	// user is no longer before it, until the context ends.
	Watch(ctx context.Context, away func())
}

// noMachine tells nothing and does nothing.
type noMachine struct{}

func (noMachine) Fill(func())                   {}
func (noMachine) Release()                      {}
func (noMachine) CallCounsellor()               {}
func (noMachine) Quit()                         {}
func (noMachine) Screens() int                  { return 0 }
func (noMachine) Battery() (int, bool, bool)    { return 0, false, false }
func (noMachine) Watch(context.Context, func()) {}

// present gives the mode as it is now: a way back that nobody took is shut.
func (d *Door) present() Mode {
	if d.mode == ModeReturn && !d.Config.Clock().Before(d.shuts) {
		d.Workspace.Store.As(domain.ActorParticipant)
		return ModeParticipant
	}
	return d.mode
}

// Enter changes the mode, stored first with the act that it is: a kill comes
// back into it. What the participant has written stays readable for the
// participant.
func (d *Door) Enter(mode Mode, s Seat, act domain.Entry) error {
	if mode == ModeParticipant {
		if err := d.Workspace.Store.Remember(d.Ctx, s.Session); err != nil {
			return err
		}
	}
	err := d.Workspace.Store.SaveSettings(d.Ctx, map[string]string{keyMode: string(mode), keySession: s.Session}, act)
	if err != nil {
		return err
	}
	d.sit(mode, s)
	return nil
}

// sit shows a world: the participant's fills the screen. Without keys the desk
// is locked, and a participant never sits beside keys.
func (d *Door) sit(mode Mode, s Seat) {
	if mode != ModeDesk {
		d.wipe()
	}
	if mode != ModeParticipant && d.Workspace != nil {
		d.Workspace.Store.Forget()
	}
	if mode == ModeDesk && d.keys == nil {
		mode = ModeLocked
	}
	defer d.guard()
	d.mode, d.problem, d.Seat = mode, nil, s
	d.held.Store(mode == ModeParticipant)
	d.leaving.Store(false)
	d.serve()
	if mode == ModeParticipant {
		d.Config.Machine.Fill(func() { d.Noted(domain.EventScreen) })
	} else {
		d.Config.Machine.Release()
	}
}

// serve tells the log who sits there.
func (d *Door) serve() {
	if d.Workspace == nil {
		return
	}
	who := domain.ActorUnknown
	switch d.mode {
	case ModeDesk:
		who = domain.Actor(d.keys.Holder.Role)
	case ModeNew:
		who = domain.Actor(domain.RoleOwner)
	case ModeParticipant:
		who = domain.ActorParticipant
	case ModeReturn:
		who = domain.ActorPIN
	}
	d.Workspace.Store.As(who)
}

// Unlock opens the acts of the way back for a while, after the right PIN.
func (d *Door) Unlock() {
	d.mode, d.shuts = ModeReturn, d.Config.Clock().Add(returnLasts)
	d.serve()
}

// Quit closes the window although the session is still handed over.
func (d *Door) Quit() {
	d.leaving.Store(true)
	go d.Config.Machine.Quit()
}

// Lock closes them again: the participant goes on.
func (d *Door) Lock() {
	d.mode = ModeParticipant
	d.leaving.Store(false)
	d.serve()
}

// Noted notes what happened to the window while the participant has it. It
// must not be called from inside of a call. Nothing hangs on it: a failure is
// logged.
func (d *Door) Noted(kind domain.EventKind) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.Workspace == nil || !d.held.Load() {
		return
	}
	if err := d.Workspace.Engine.Note(d.Ctx, d.Seat.Session, kind, 0); err != nil {
		_ = d.Failure("Door.Noted", err)
	}
}

// Closing is asked when somebody wants to close the window. It refuses while
// the participant has it, unless the counsellor closes it behind the PIN: the page
// then asks for the PIN instead. It waits for nothing, since the window's own
// thread may ask.
func (d *Door) Closing() (refused bool) {
	if !d.held.Load() || d.leaving.Load() {
		return false
	}
	go func() {
		d.Noted(domain.EventClose)
		d.Config.Machine.CallCounsellor()
	}()
	return true
}
