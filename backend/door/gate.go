package door

import (
	"errors"
	"slices"
	"time"

	"kitewise/backend/diag"
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

// Call runs a method behind its gate, beside others. Whatever happens in it,
// it returns: a panic would leave the page waiting for ever.
func Call[T any](d *Door, method string, f func() (T, error)) (T, error) {
	<-d.ready
	if err := d.shut(method); err != nil {
		var none T
		return none, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return guarded(d, method, f)
}

// Alone runs a method that may change the mode, with no other beside it.
func Alone[T any](d *Door, method string, f func() (T, error)) (T, error) {
	<-d.ready
	if err := d.shut(method); err != nil {
		var none T
		return none, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return guarded(d, method, f)
}

// Shutting runs a method that locks the desk. From the moment on that it is
// asked every other call is refused, and what those that run would give is kept back.
func Shutting[T any](d *Door, method string, f func() (T, error)) (T, error) {
	if _, err := d.asking(method); err != nil {
		var none T
		return none, d.Failure(method, err)
	}
	d.barred.Store(true)
	defer d.barred.Store(false)
	d.mu.Lock()
	defer d.mu.Unlock()
	return acted(d, method, f)
}

// Beside runs work that takes seconds behind the gate of a method, but without
// the door's lock: locking the desk does not wait for it. done hears how the
// work ended, and who had asked for it, whatever happened meanwhile; what it
// gives is kept back if the method no longer answers.
func Beside[T any](d *Door, method string, work func(by keyring.Holder) error, done func(by keyring.Holder, worked error) (T, error)) (T, error) {
	var none T
	<-d.ready
	by, err := d.asking(method)
	if err != nil {
		return none, err
	}
	begun := time.Now()
	_, worked := Rescued(func() (struct{}, error) { return struct{}{}, work(by) })
	d.mu.RLock()
	defer d.mu.RUnlock()
	out, err := Rescued(func() (T, error) { return done(by, worked) })
	d.Config.Watch.Observe(diag.KindMethod, method, time.Since(begun), Defective(err))
	if err != nil {
		err = d.Failure(method, err)
	}
	if refused := errors.Join(d.shut(method), d.gate(method)); refused != nil {
		return none, d.Failure(method, refused)
	}
	if err != nil {
		return none, err
	}
	return out, nil
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

// guarded gives a value or a *domain.Error, never both and never another error.
func guarded[T any](d *Door, method string, f func() (T, error)) (T, error) {
	out, err := acted(d, method, f)
	// The desk was locked meanwhile: nothing of it leaves.
	if refused := d.shut(method); err == nil && refused != nil {
		var none T
		return none, refused
	}
	return out, err
}

// acted is guarded for the method that locks.
func acted[T any](d *Door, method string, f func() (T, error)) (T, error) {
	var none T
	if err := d.gate(method); err != nil {
		return none, err
	}
	begun := time.Now()
	out, err := Rescued(f)
	d.Config.Watch.Observe(diag.KindMethod, method, time.Since(begun), Defective(err))
	if err != nil {
		return none, d.Failure(method, err)
	}
	return out, nil
}

// Rescued runs something with a panic turned into an error.
func Rescued[T any](f func() (T, error)) (out T, err error) {
	defer rescue(&err)
	return f()
}
