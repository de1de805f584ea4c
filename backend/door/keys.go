package door

import (
	"context"
	"runtime/debug"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/workspace"
)

// Begun keeps the keys of a workspace that is being made; nil forgets them.
func (d *Door) Begun(draft *keyring.Draft) {
	d.draft.Wipe()
	d.draft = draft
}

// Propose remembers a new recovery code until the owner has confirmed it, nil to
// forget it. Locking the desk forgets it too.
func (d *Door) Propose(f *keyring.Fresh) { d.fresh.Store(f) }

// Proposed gives that code, nil if there is none.
func (d *Door) Proposed() *keyring.Fresh { return d.fresh.Load() }

// Draft gives what was begun, nil for nothing.
func (d *Door) Draft() *keyring.Draft { return d.draft }

// Admit opens the desk with the keys; how is as in workspace.Unlock.
func (d *Door) Admit(keys *keyring.Keys, how string) error {
	err := d.settleDoubt(keys)
	if err == nil {
		err = d.Workspace.Unlock(d.Ctx, keys, how)
	}
	if err != nil {
		keys.Wipe()
		return err
	}
	d.keys.Wipe()
	d.keys = keys
	d.begunUnlock()
	if !d.Backups.Listed() { // the keys were just made
		d.listBackups()
	}
	d.Backups.Look()
	d.people = 0
	d.Touch()
	d.sit(ModeDesk, Seat{})
	return nil
}

// How the desk was locked, for the log.
const (
	LockedByHand = "hand"
	// LockedUnsaved: it was opened to be given a new passphrase, which was refused.
	LockedUnsaved  = "unsaved"
	lockedIdle     = "idle"
	lockedAsleep   = "sleep"
	lockedAway     = "away"
	lockedByTheEnd = "end"
)

// LockUp wipes the keys and everything that they opened, and locks the desk.
func (d *Door) LockUp(how string) {
	if d.mode == ModeDesk {
		d.noteLock(how)
		d.sit(ModeLocked, Seat{})
	}
}

// longestLockNote bounds how long the log may keep the desk open.
const longestLockNote = 400 * time.Millisecond

// noteLock says in the log that the desk is being locked, while the keys are
// there to sign it. Nothing hangs on it: a failure is logged.
func (d *Door) noteLock(how string) {
	if d.Workspace == nil || d.keys == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(d.Ctx), longestLockNote)
	defer cancel()
	e := domain.Entry{Act: domain.ActLock, Detail: map[string]string{"how": how}}
	if how != LockedByHand {
		e.Actor = domain.ActorProgram
	}
	if err := d.Workspace.Store.Note(ctx, e); err != nil {
		_ = d.Failure("Door.LockUp", err)
	}
}

// Refused notes a wrong passphrase or recovery code in the log; see workspace.Refused.
func (d *Door) Refused(how string, err error) error {
	if d.Workspace == nil { // closed meanwhile, or broken
		return workspace.RefusedLater(d.Config.DataDir, how, "", err)
	}
	return d.Workspace.Refused(d.Ctx, how, err)
}

// Renew writes a changed key file once the log says what it is; see
// workspace.Renew.
func (d *Door) Renew(n *keyring.Renewal, e domain.Entry) error {
	if d.Workspace == nil { // closed meanwhile: nothing was changed
		return domain.Fail(domain.CodeLocked, nil)
	}
	return d.Workspace.Renew(d.Ctx, n, e)
}

// NoteImports notes what was just imported.
func (d *Door) NoteImports() {
	if err := d.Workspace.NoteImports(d.Ctx, false); err != nil {
		_ = d.Failure("Door.NoteImports", err)
	}
}

// wipe overwrites the keys and the names in memory. What the garbage of the
// run holds is given back to the system, which clears it.
func (d *Door) wipe() {
	if d.keys == nil {
		return
	}
	if d.Workspace != nil {
		d.Workspace.Store.Lock()
	}
	d.endUntil()
	d.using.Lock()
	d.keys.Wipe()
	d.using.Unlock()
	d.keys = nil
	d.Propose(nil)
	go debug.FreeOSMemory()
}

// Touch says that somebody is at the desk.
func (d *Door) Touch() { d.touched.Store(int64(d.reading().steady.Sub(d.begun))) }

const (
	// lookEvery is how often the door looks whether it must lock.
	lookEvery = 250 * time.Millisecond
	// gap is the least jump of a clock between two looks that means that the
	// machine slept.
	gap = 10 * time.Second
)

// keepWatch locks the desk when nobody is there any more, until the context ends.
func (d *Door) keepWatch() {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	last := d.reading()
	for {
		select {
		case <-d.Ctx.Done():
			return
		case <-d.closed:
			return
		case <-look.C:
			now := d.reading()
			d.look(last, now)
			last = now
		}
	}
}

// reading is both clocks at one moment: steady never goes back and may stand
// while the machine sleeps, wall goes on and can be set.
type reading struct{ steady, wall time.Time }

func (d *Door) reading() reading {
	steady, wall := d.Config.Clocks()
	return reading{steady, wall}
}

// systemClocks are those of the machine. Rounding takes the steady part away.
func systemClocks() (steady, wall time.Time) {
	now := time.Now()
	return now, now.Round(0)
}

// look locks when nobody touched the desk for the chosen time, or when the
// machine slept since the last look.
func (d *Door) look(last, now reading) {
	idle := now.steady.Sub(d.begun) - time.Duration(d.touched.Load())
	limit := time.Duration(d.limit.Load())
	slept := now.steady.Sub(last.steady) > gap || now.wall.Sub(last.wall) > gap
	switch {
	case slept:
		d.away(lockedAsleep)
	case limit > 0 && idle >= limit:
		d.away(lockedIdle)
	}
}

// Away locks the desk, and shuts the way back from a participant, since nobody
// is there. Calls to the desk are refused from that moment on; those that run
// end first, and what they give is kept back. When it returns the keys are gone.
func (d *Door) Away() { d.away(lockedAway) }

func (d *Door) away(how string) {
	if d.limit.Load() > 0 { // the desk is open
		d.barred.Store(true)
		defer d.barred.Store(false)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.LockUp(how)
	if d.mode == ModeReturn {
		d.Lock()
	}
}

// guard sets after what idle time to lock: none unless the desk is open.
func (d *Door) guard() {
	limit := int64(0)
	if d.mode == ModeDesk {
		limit = int64(time.Duration(d.Choices.LockMinutes) * time.Minute)
	}
	d.limit.Store(limit)
}

// keyed reports whether the workspace has keys, and refuses one whose keys are
// gone: making new ones would lose every name for ever.
func (d *Door) keyed() (bool, error) {
	there, err := keyring.Exists(d.Config.DataDir)
	if err != nil {
		return false, err
	}
	if there {
		_, err := d.Ring.Check()
		return true, err
	}
	bound, err := d.Workspace.Store.Bound(d.Ctx)
	if err == nil && bound != "" {
		err = domain.Fail(domain.CodeDamagedKeys, nil, "Reason", "missing")
	}
	return false, err
}

// toFirstRun waits for the workspace to be made.
func (d *Door) toFirstRun() (err error) {
	d.sit(ModeNew, Seat{})
	d.people, err = d.Workspace.Store.CountPeople(d.Ctx)
	return err
}
