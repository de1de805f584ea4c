package keyring

import (
	"crypto/rand"

	"kitewise/backend/domain"
	"kitewise/backend/vault/code"
	"kitewise/backend/vault/slot"
	"kitewise/backend/vault/slow"
)

// Draft is a key file that is not written yet: first the counsellor shows that
// the recovery code stands on paper.
type Draft struct {
	ring *Ring
	file file
	root []byte
	// Code is the recovery code as it is printed; Asked is the group, from 1,
	// that is asked back.
	Code  string
	Asked int
}

// Draft prepares a key file with a slot for the owner's passphrase and one for
// a recovery code. It takes a second or two, to find the cost of a try.
func (r *Ring) Draft(passphrase string) (*Draft, error) {
	if err := acceptable(passphrase); err != nil {
		return nil, err
	}
	d := &Draft{ring: r, root: newRoot(), Asked: r.random(code.Groups) + 1}
	d.file = file{Format: format, Workspace: rand.Text(), CreatedAt: domain.InstantOf(r.Now())}
	owner := slot.Slot{Kind: slot.Passphrase, Role: domain.RoleOwner, Cost: slow.Calibrate(r.Limits, r.Measure)}
	d.file.Slots = []slot.Slot{slot.Wrap(d.file.Workspace, owner, []byte(passphrase), d.root)}
	var recovery slot.Slot
	recovery, d.Code = recoverySlot(d.file.Workspace, d.root)
	d.file.Slots = append(d.file.Slots, recovery)
	if _, err := d.file.complete(d.root); err != nil {
		return nil, err
	}
	return d, nil
}

// recoverySlot makes a slot for a fresh recovery code.
func recoverySlot(workspace string, root []byte) (s slot.Slot, printed string) {
	secret, printed := code.New()
	defer clear(secret)
	return slot.Wrap(workspace, slot.Slot{Kind: slot.Recovery, Role: domain.RoleOwner}, secret, root), printed
}

// Keep writes the key file and gives the keys, if the group that was asked for
// is right: otherwise invalid with the Field "group". An existing key file is a
// conflict.
func (d *Draft) Keep(group string) (*Keys, error) {
	if err := askedBack(d.Code, d.Asked, group); err != nil {
		return nil, err
	}
	there, err := Exists(d.ring.dir)
	if err != nil {
		return nil, err
	}
	if there {
		return nil, domain.Fail(domain.CodeConflict, nil, "Reason", "has_keys")
	}
	if err := d.ring.keep(d.file, d.root); err != nil {
		return nil, err
	}
	return newKeys(d.root, d.file, holderOf(d.file.Slots[d.file.owner()])), nil
}

// Wipe overwrites what the draft knows.
func (d *Draft) Wipe() {
	if d == nil {
		return
	}
	clear(d.root)
	d.Code = ""
}
