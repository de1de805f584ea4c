package door

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/vault/keyring"
)

// gate refuses a method that the present mode does not allow: with the problem
// while broken, with locked while a participant sits there, with conflict for
// the participant's methods at the desk, and with not_allowed for those that
// the role of whoever opened the desk does not have.
func (d *Door) gate(method string) error {
	mode := d.present()
	if d.Config.Allowed.In(method, mode) {
		if role := d.Holder().Role; mode == ModeDesk && !d.May(method) {
			return domain.Fail(domain.CodeNotAllowed, nil, "Role", string(role))
		}
		return nil
	}
	switch mode {
	case ModeParticipant, ModeReturn, ModeLocked:
		return domain.Fail(domain.CodeLocked, nil)
	case ModeNew:
		return domain.Fail(domain.CodeConflict, nil, "Reason", "no_workspace")
	case ModeDesk:
		return domain.Fail(domain.CodeConflict, nil, "Reason", "not_handed_over")
	default:
		return d.problem
	}
}

// shut refuses while the desk is being locked, without waiting for the calls
// that still run.
func (d *Door) shut(method string) error {
	if d.barred.Load() && !d.Config.Allowed.In(method, ModeLocked) {
		return domain.Fail(domain.CodeLocked, nil)
	}
	return nil
}

// Holder gives who opened the desk; nobody in every mode but ModeDesk. It may be
// asked inside of a call only.
func (d *Door) Holder() keyring.Holder {
	if d.keys == nil {
		return keyring.Holder{}
	}
	return d.keys.Holder
}

// May reports whether a method answers whoever opened the desk, for an answer
// that shows to some only a part. It may be asked inside of a call only.
func (d *Door) May(method string) bool { return d.Config.Allowed.May(d.Holder().Role, method) }

// may lists what answers the role of whoever opened the desk, in order.
func (d *Door) may() []string {
	out := []string{}
	for method := range d.Config.Allowed {
		if d.mode == ModeDesk && d.May(method) {
			out = append(out, method)
		}
	}
	slices.Sort(out)
	return out
}

// holders lists who can open the desk, for the locked screen. What is wrong
// with the key file is told by the try to unlock.
func (d *Door) holders() []keyring.Holder {
	if d.mode == ModeLocked {
		if out, err := d.Ring.Holders(); err == nil {
			return out
		}
	}
	return []keyring.Holder{}
}

// asking gives who asks for a method, if it answers.
func (d *Door) asking(method string) (keyring.Holder, error) {
	if err := d.shut(method); err != nil {
		return keyring.Holder{}, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.Holder(), d.gate(method)
}

// Allows says whether a method would answer now. It is for work that goes on
// after the call that began it, and must not be asked inside of a call.
func (d *Door) Allows(method string) bool {
	<-d.ready
	if d.shut(method) != nil {
		return false
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.gate(method) == nil
}
