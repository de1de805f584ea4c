package porter

import (
	"kitewise/backend/door"
	"kitewise/backend/vault/keyring"
)

// Porter is what the page can call before the desk is open, and to lock it.
type Porter struct{ door *door.Door }

// New makes the porter of a door.
func New(d *door.Door) *Porter { return &Porter{door: d} }

// Begin prepares the keys of a new workspace and gives the recovery kit. Nothing
// is stored yet; begun again, the kit before is worth nothing. It takes a
// second or two. A passphrase that is too short is invalid.
func (p *Porter) Begin(passphrase string) (Kit, error) {
	return door.Alone(p.door, "Porter.Begin", func() (Kit, error) { return p.begin(passphrase) })
}

// Finish makes the workspace that was begun and opens the desk. A fault is
// invalid with the Field "group" (of the recovery code), "pin" or "name"; then
// nothing was made. Names that an earlier version kept in clear are sealed.
func (p *Porter) Finish(request FinishRequest) (door.Status, error) {
	return door.Alone(p.door, "Porter.Finish", func() (door.Status, error) { return p.finish(request) })
}

// Unlock opens the desk for one person: wrong_passphrase or too_soon, both with
// the seconds to Wait, damaged_keys, not_found for somebody who is not there
// (any more), or invalid in the Field "who" when there are several and none is named.
func (p *Porter) Unlock(request UnlockRequest) (door.Status, error) {
	return door.Alone(p.door, "Porter.Unlock", func() (door.Status, error) { return p.unlock(request) })
}

// Recover opens the desk with the recovery code and sets a new passphrase.
// Faults are those of Unlock, and invalid in the Field "code" or "passphrase".
func (p *Porter) Recover(request RecoverRequest) (door.Status, error) {
	return door.Alone(p.door, "Porter.Recover", func() (door.Status, error) { return p.recover(request) })
}

// Accept says that the next unlocking, by the owner, goes on in spite of a doubt
// about the log of acts; see door.Doubt. It stores nothing.
func (p *Porter) Accept(yes bool) (door.Status, error) {
	return door.Alone(p.door, "Porter.Accept", func() (door.Status, error) {
		p.door.AcceptDoubt(yes)
		return p.door.Status()
	})
}

// Lock locks the desk. Calls that run still end, and give nothing.
func (p *Porter) Lock() (door.Status, error) {
	return door.Shutting(p.door, "Porter.Lock", func() (door.Status, error) {
		p.door.LockUp(door.LockedByHand)
		return p.door.Status()
	})
}

// Here says that somebody works at the desk: it stays open for the time that
// was chosen.
func (p *Porter) Here() (door.Status, error) {
	return door.Call(p.door, "Porter.Here", func() (door.Status, error) {
		p.door.Touch()
		return p.door.Status()
	})
}

// ChangePassphrase gives whoever opened the desk a new passphrase in the place
// of the old one. One that somebody else has is invalid.
func (p *Porter) ChangePassphrase(request ChangeRequest) (door.Status, error) {
	return p.change(request)
}

// NewCode makes a new recovery code and gives it, with the group that KeepCode
// wants. Nothing is stored: until then the old code holds, and locking the desk
// forgets the new one.
func (p *Porter) NewCode(passphrase string) (Kit, error) {
	return p.newCode(passphrase)
}

// KeepCode puts the new recovery code in the place of the old one, which opens
// nothing any more. A wrong group is invalid in the Field "group"; without a code
// that was made it is a conflict with the Reason no_code, and after another change
// of the key file one with keys_changed.
func (p *Porter) KeepCode(group string) (door.Status, error) {
	return door.Alone(p.door, "Porter.KeepCode", func() (door.Status, error) { return p.keepCode(group) })
}

// Holders lists who can open the desk, the owner first.
func (p *Porter) Holders() ([]keyring.Holder, error) {
	return door.Call(p.door, "Porter.Holders", p.door.Ring.Holders)
}

// AddHolder gives somebody a name, a role and a first passphrase, and the list
// after it. A fault is invalid in the Field "name", "role" or "passphrase", a
// wrong passphrase of the owner wrong_passphrase or too_soon.
func (p *Porter) AddHolder(request AddRequest) ([]keyring.Holder, error) {
	return p.add(request)
}

// RemoveHolder takes somebody's passphrase away, and gives the list after it.
func (p *Porter) RemoveHolder(request RemoveRequest) ([]keyring.Holder, error) {
	return p.remove(request)
}

// ResetHolder gives somebody a new passphrase in the place of a forgotten one,
// and the list after it.
func (p *Porter) ResetHolder(request ResetRequest) ([]keyring.Holder, error) {
	return p.reset(request)
}

// PickBackup looks at a backup that can be put back: one of the workspace's own,
// or a file that it asks for. bad_backup if it cannot; File is "" when the
// dialog was cancelled. Nothing is changed yet.
func (p *Porter) PickBackup(request PickRequest) (Offer, error) { return p.pick(request.Name) }

// Restore puts the picked backup in the place of what stands here, which is
// kept beside it, and opens the desk. Faults are those of Unlock and Recover,
// bad_backup, newer_database, and conflict with the Reason owner_only or
// no_offer; then nothing was changed.
func (p *Porter) Restore(request RestoreRequest) (Restored, error) {
	return door.Alone(p.door, "Porter.Restore", func() (Restored, error) { return p.restore(request) })
}

// ForgetBackup forgets the picked backup.
func (p *Porter) ForgetBackup() (door.Status, error) {
	return door.Alone(p.door, "Porter.ForgetBackup", p.forgetOffer)
}
