package door

import (
	"errors"
	"sync"
	"time"

	"kitewise/backend/diag"
	"kitewise/backend/vault/keyring"
)

// Act is one call of the page. The watch gets it once, however many times it goes
// through the door, with all the time behind the door and before it: what waits
// for another call is slow too, but for one that is slow on purpose. The time in
// which a dialog waits for a person is nobody's. An act belongs to one goroutine.
type Act struct {
	door        *Door
	method      string
	took        time.Duration
	ran, failed bool
}

// Begin begins an act; End belongs behind a defer.
func Begin(d *Door, method string) *Act { return &Act{door: d, method: method} }

// End tells the watch of the act, unless the gate refused it from the start.
func (a *Act) End() {
	if a.ran {
		a.door.Config.Watch.Observe(diag.KindMethod, a.method, a.took, a.failed)
	}
}

// spent adds a stretch of the act, and how it ended.
func (a *Act) spent(begun time.Time, err error) {
	a.took += time.Since(begun)
	a.ran, a.failed = true, a.failed || Defective(err)
}

// Ask asks a person by a dialog, outside of the lock: it stays open as long as
// they like, and the gate is asked again after it.
func (a *Act) Ask(dialog func() (string, error)) (string, error) {
	answer, err := Rescued(dialog)
	if err != nil {
		a.failed = a.failed || Defective(err)
		return "", a.door.Failure(a.method, err)
	}
	return answer, nil
}

// Call runs a method behind its gate, beside others. Whatever happens in it,
// it returns: a panic would leave the page waiting for ever.
func Call[T any](d *Door, method string, f func() (T, error)) (T, error) {
	a := Begin(d, method)
	defer a.End()
	return Within(a, f)
}

// Within is Call for a part of an act.
func Within[T any](a *Act, f func() (T, error)) (T, error) {
	return queued(a, a.door.mu.RLocker(), f)
}

// Alone runs a method that may change the mode, with no other beside it.
func Alone[T any](d *Door, method string, f func() (T, error)) (T, error) {
	a := Begin(d, method)
	defer a.End()
	return WithinAlone(a, f)
}

// WithinAlone is Alone for a part of an act.
func WithinAlone[T any](a *Act, f func() (T, error)) (T, error) {
	return queued(a, &a.door.mu, f)
}

// queued waits for the door, beside others or alone as its lock is, and runs a
// part of an act behind its gate.
func queued[T any](a *Act, lock sync.Locker, f func() (T, error)) (T, error) {
	<-a.door.ready
	if err := a.door.shut(a.method); err != nil {
		var none T
		return none, err
	}
	begun := a.door.queue()
	lock.Lock()
	defer lock.Unlock()
	return guarded(a, begun(), f)
}

// Shutting runs a method that locks the desk. From the moment on that it is
// asked every other call is refused, and what those that run would give is kept back.
func Shutting[T any](d *Door, method string, f func() (T, error)) (T, error) {
	a, begun := Begin(d, method), d.queue()
	defer a.End()
	if _, err := d.asking(method); err != nil {
		var none T
		return none, d.Failure(method, err)
	}
	d.barred.Store(true)
	defer d.barred.Store(false)
	d.mu.Lock()
	defer d.mu.Unlock()
	return acted(a, begun(), f)
}

// Beside runs work that takes seconds behind the gate of a method, but without
// the door's lock: locking the desk does not wait for it. done hears how the
// work ended, and who had asked for it, whatever happened meanwhile; what it
// gives is kept back if the method no longer answers.
func Beside[T any](d *Door, method string, work func(by keyring.Holder) error, done func(by keyring.Holder, worked error) (T, error)) (T, error) {
	a := Begin(d, method)
	defer a.End()
	return WithinBeside(a, work, done)
}

// WithinBeside is Beside for a part of an act.
func WithinBeside[T any](a *Act, work func(by keyring.Holder) error, done func(by keyring.Holder, worked error) (T, error)) (T, error) {
	var none T
	d := a.door
	<-d.ready
	begun := time.Now()
	by, err := d.asking(a.method)
	if err != nil {
		return none, err
	}
	_, worked := Rescued(func() (struct{}, error) { return struct{}{}, work(by) })
	d.mu.RLock()
	defer d.mu.RUnlock()
	out, err := Rescued(func() (T, error) { return done(by, worked) })
	a.spent(begun, err)
	if err != nil {
		err = d.Failure(a.method, err)
	}
	if refused := errors.Join(d.shut(a.method), d.gate(a.method)); refused != nil {
		return none, d.Failure(a.method, refused)
	}
	if err != nil {
		return none, err
	}
	return out, nil
}

// guarded gives a value or a *domain.Error, never both and never another error.
func guarded[T any](a *Act, begun time.Time, f func() (T, error)) (T, error) {
	out, err := acted(a, begun, f)
	// The desk was locked meanwhile: nothing of it leaves.
	if refused := a.door.shut(a.method); err == nil && refused != nil {
		var none T
		return none, refused
	}
	return out, err
}

// acted is guarded for the method that locks.
func acted[T any](a *Act, begun time.Time, f func() (T, error)) (T, error) {
	var none T
	if err := a.door.gate(a.method); err != nil {
		return none, err
	}
	if a.door.Config.Allowed[a.method].Slow {
		defer a.door.purpose.hold()()
	}
	out, err := Rescued(f)
	a.spent(begun, err)
	if err != nil {
		return none, a.door.Failure(a.method, err)
	}
	return out, nil
}

// Rescued runs something with a panic turned into an error.
func Rescued[T any](f func() (T, error)) (out T, err error) {
	defer rescue(&err)
	return f()
}
