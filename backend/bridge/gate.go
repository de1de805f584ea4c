package bridge

import (
	"slices"
	"time"

	"kitewise/backend/diag"
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
	"Desk.Norms":           {ModeDesk},
	"Desk.DraftNorm":       {ModeDesk},
	"Desk.ImportNorm":      {ModeDesk},
	"Desk.NormGroups":      {ModeDesk},
	"Desk.ChooseGroup":     {ModeDesk},
	"Desk.Diagnostics":     {ModeDesk},
	"Desk.ResetWatch":      {ModeDesk},
	"Desk.SaveSupport":     {ModeDesk},
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
	begun := time.Now()
	out, err := rescued(f)
	b.cfg.Watch.Observe(diag.KindMethod, method, time.Since(begun), Defective(err))
	if err != nil {
		return none, b.failure(method, err)
	}
	return out, nil
}

func rescued[T any](f func() (T, error)) (out T, err error) {
	defer rescue(&err)
	return f()
}
