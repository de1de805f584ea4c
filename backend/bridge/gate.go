package bridge

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"

	"kitewise/backend/domain"
)

// allowed is the allow-list: which exported method answers in which mode. A
// method that is not here answers never.
var allowed = map[string][]Mode{
	"Kiosk.Status":  {ModeBroken, ModeParticipant, ModeDesk},
	"Kiosk.Retry":   {ModeBroken, ModeParticipant, ModeDesk},
	"Kiosk.Session": {ModeParticipant},
	"Kiosk.Speak":   {ModeParticipant},
	"Kiosk.Visit":   {ModeParticipant},
	"Kiosk.Answer":  {ModeParticipant},
	"Kiosk.Finish":  {ModeParticipant},
	"Kiosk.Leave":   {ModeParticipant},

	"Desk.People":          {ModeDesk},
	"Desk.SaveParticipant": {ModeDesk},
	"Desk.Instruments":     {ModeDesk},
	"Desk.Prepare":         {ModeDesk},
	"Desk.HandOver":        {ModeDesk},
	"Desk.Discard":         {ModeDesk},
	"Desk.Result":          {ModeDesk},
	"Desk.SaveReport":      {ModeDesk},
	"Desk.Settings":        {ModeDesk},
	"Desk.SaveSettings":    {ModeDesk},
	"Desk.About":           {ModeDesk},
}

// gate refuses a method that the present mode does not allow: with the problem
// while broken, with locked while a participant sits there, and with conflict
// for the participant's methods at the desk.
func (b *Bridge) gate(method string) error {
	if slices.Contains(allowed[method], b.mode) {
		return nil
	}
	switch b.mode {
	case ModeParticipant:
		return domain.Fail(domain.CodeLocked, nil)
	case ModeDesk:
		return domain.Fail(domain.CodeConflict, nil, "Reason", "not_handed_over")
	default:
		return b.problem
	}
}

// call runs a method behind its gate, beside others. Whatever happens in it,
// it returns: a panic would leave the page waiting for ever.
func call[T any](b *Bridge, method string, f func() (T, error)) (T, error) {
	<-b.ready
	b.mu.RLock()
	defer b.mu.RUnlock()
	return guarded(b, method, f)
}

// alone runs a method that may change the mode, with no other beside it.
func alone[T any](b *Bridge, method string, f func() (T, error)) (T, error) {
	<-b.ready
	b.mu.Lock()
	defer b.mu.Unlock()
	return guarded(b, method, f)
}

// guarded gives a value or a *domain.Error, never both and never another error.
func guarded[T any](b *Bridge, method string, f func() (T, error)) (T, error) {
	var none T
	if err := b.gate(method); err != nil {
		return none, err
	}
	out, err := rescued(f)
	if err != nil {
		return none, b.failure(method, err)
	}
	return out, nil
}

func rescued[T any](f func() (T, error)) (out T, err error) {
	defer rescue(&err)
	return f()
}

// panicked is a panic turned into an error. Its text holds no payload: of a
// value that is not the runtime's own, only the type.
type panicked struct {
	what  string
	stack []byte
}

func (p *panicked) Error() string { return p.what }

// rescue, deferred, turns a panic into an error.
func rescue(err *error) {
	switch p := recover().(type) {
	case nil:
	case runtime.Error:
		*err = &panicked{what: p.Error(), stack: debug.Stack()}
	default:
		*err = &panicked{what: fmt.Sprintf("panic of type %T", p), stack: debug.Stack()}
	}
}

// failure gives what the page is told. A defect is logged once, under the
// short reference that the page shows too.
func (b *Bridge) failure(method string, err error) *domain.Error {
	var known *domain.Error
	var p *panicked
	if errors.As(err, &known) && known.Code != domain.CodeInternal && !errors.As(err, &p) {
		if slices.Contains(troubles, known.Code) {
			b.log.Warn("refused", slog.String("method", method), slog.String("code", string(known.Code)), slog.String("cause", err.Error()))
		}
		return known
	}
	ref := reference()
	attrs := []any{slog.String("method", method), slog.String("ref", ref), slog.String("cause", err.Error())}
	if errors.As(err, &p) {
		attrs = append(attrs, slog.String("stack", string(p.stack)))
	}
	b.log.Error("defect", attrs...)
	return domain.Fail(domain.CodeInternal, nil, "Ref", ref)
}

// troubles are the codes that speak of the machine and not of the person's
// act: they are logged, so that they can be looked into.
var troubles = []domain.Code{
	domain.CodeInstrumentInvalid, domain.CodeTextMissing, domain.CodeNormMissing,
	domain.CodeDiskFull, domain.CodeReadOnly, domain.CodeNoPermission, domain.CodeInUse,
	domain.CodeNewerDatabase, domain.CodeDamagedDatabase, domain.CodeMovedDatabase,
}

// reference is short enough to be read out on the telephone.
func reference() string {
	var raw [3]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}
