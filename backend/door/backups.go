package door

import (
	"context"
	"sync"
	"time"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
)

// host shows the door to what makes the backups. It must not be used from
// inside of a call.
type host struct{ *Door }

// Store gives the open workspace, nil while there is none that is made already.
func (h host) Store() *store.Store {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.Workspace == nil || h.mode == ModeNew {
		return nil
	}
	return h.Workspace.Store
}

// Opener gives what opens backups, nil while locked.
func (h host) Opener() *backup.Opener {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.opener()
}

// Told logs a failure and gives it as the page is told.
func (h host) Told(err error) *domain.Error { return h.Failure("Door.Backups", err) }

// Backed notes a finished backup in the log. The backup is there: one whose entry
// cannot be written is told.
func (h host) Backed(e backup.Entry) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.Workspace == nil { // closed meanwhile
		return nil
	}
	return h.Workspace.Store.Note(h.Ctx, domain.Entry{Act: domain.ActBackup, Actor: domain.ActorProgram, Detail: map[string]string{
		"file": e.Name, "verified": answer(e.Verified != 0),
	}})
}

func answer(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func (d *Door) opener() *backup.Opener {
	if d.keys == nil {
		return nil
	}
	id, err := d.keys.Identity(keyring.Backup)
	if err != nil {
		_ = d.Failure("Door.Backups", err)
		return nil
	}
	return &backup.Opener{Until: d.until, Identity: id}
}

// names opens and seals personal fields for work that goes on beside the calls:
// one field at a time, so that a lock need not wait for it. See store.Sealer.
type names struct {
	keys *keyring.Keys
	// use is held alone by whoever wipes the keys.
	use *sync.RWMutex
}

func (n names) Seal(table, column, row string, plain []byte) ([]byte, error) {
	n.use.RLock()
	defer n.use.RUnlock()
	return n.keys.Seal(table, column, row, plain)
}

func (n names) Open(table, column, row string, sealed []byte) ([]byte, error) {
	n.use.RLock()
	defer n.use.RUnlock()
	return n.keys.Open(table, column, row, sealed)
}

func (n names) Collect(sealed []byte) ([]byte, error) {
	n.use.RLock()
	defer n.use.RUnlock()
	return n.keys.Collect(sealed)
}

func (n names) Post(plain []byte) ([]byte, error) {
	n.use.RLock()
	defer n.use.RUnlock()
	return n.keys.Post(plain)
}

// begunUnlock begins the time in which the keys are there.
func (d *Door) begunUnlock() { d.until, d.endUntil = context.WithCancel(d.Ctx) }

// listBackups reads what is known of the backups. Nothing hangs on it: a failure
// is logged, and backups are made all the same.
func (d *Door) listBackups() {
	if err := d.Backups.Open(); err != nil {
		_ = d.Failure("Door.Backups", err)
	}
}

// Drill begins a trial restore beside everything, unless one goes on. It ends
// early when the desk is left.
func (d *Door) Drill() {
	by := d.opener()
	if by == nil || !d.drilling.CompareAndSwap(false, true) {
		return
	}
	ws, open := d.Workspace, names{d.keys, &d.using}
	go func() {
		defer d.drilling.Store(false)
		_, err := Rescued(func() (backup.Drill, error) { return d.Backups.Try(by, open, ws.Store, ws.Shipped) })
		if err != nil && by.Until.Err() == nil {
			_ = d.Failure("Door.Drill", err)
		}
	}()
}

// Drilling says whether a trial restore goes on.
func (d *Door) Drilling() bool { return d.drilling.Load() }

// Offer keeps the backup that may be restored; nil forgets it and removes what
// was prepared for it.
func (d *Door) Offer(r *backup.Restore) {
	if err := d.offered.Drop(); err != nil {
		_ = d.Failure("Door.Offer", err)
	}
	d.offered = r
}

// OnOffer gives the backup that may be restored, nil for none.
func (d *Door) OnOffer() *backup.Restore { return d.offered }

// PutBack puts the offered backup in the place of the workspace and opens the
// desk with the keys, which it keeps or wipes. It is to be called alone. It
// gives the name of the folder that keeps the old files. After an error the
// workspace is open as it was, or broken with its problem.
func (d *Door) PutBack(keys *keyring.Keys, how string) (replaced string, err error) {
	r := d.offered
	if err := r.Prepare(d.Ctx, keys, AtDesk()); err != nil {
		keys.Wipe()
		return "", err
	}
	d.wipe() // which ends what goes on with the keys
	resume := d.Backups.Pause()
	if d.Workspace != nil {
		if err := d.Workspace.Close(); err != nil {
			_ = d.Failure("Door.PutBack", err)
		}
		d.Workspace, d.PIN = nil, nil
	}
	replaced, err = r.Switch(time.Now())
	resume()
	d.open()
	d.Offer(nil)
	if err != nil {
		keys.Wipe()
		return "", err
	}
	if d.mode == ModeBroken {
		keys.Wipe()
		return "", d.problem
	}
	if err := d.Admit(keys, how); err != nil {
		return "", err
	}
	return replaced, nil
}
