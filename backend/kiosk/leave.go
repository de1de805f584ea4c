package kiosk

import (
	"context"

	"kitewise/backend/domain"
	"kitewise/backend/door"
)

// The acts that end a hand-over.
const (
	actFinish  = "finish"
	actPause   = "pause"
	actDiscard = "discard"
)

func (k *Kiosk) finish() (Session, error) {
	if _, err := k.door.Workspace.Engine.HandIn(k.door.Ctx, k.door.Seat.Session); err != nil {
		return Session{}, err
	}
	k.door.Backups.SessionEnded()
	return k.kioskSession()
}

// unlock notes the try before it opens anything. While the disk refuses, the
// program's own log has it instead.
func (k *Kiosk) unlock(pin string) (door.Status, error) {
	kind := domain.EventUnlock
	checked := k.door.PIN.Check(k.door.Ctx, pin)
	switch {
	case domain.CodeOf(checked) == domain.CodePINWrong:
		kind = domain.EventWrongPIN
	case checked != nil:
		return door.Status{}, checked
	}
	err := k.door.Workspace.Engine.Note(k.door.Ctx, k.door.Seat.Session, kind, 0)
	switch {
	case domain.Refuses(err):
		_ = k.door.Failure("Kiosk.Unlock", err)
	// A session that is gone must not keep the counsellor in its view.
	case err != nil && domain.CodeOf(err) != domain.CodeNotFound:
		return door.Status{}, err
	}
	if checked != nil {
		return door.Status{}, checked
	}
	k.door.Unlock()
	return k.door.Status()
}

func (k *Kiosk) resume() (door.Status, error) {
	s, err := k.door.Workspace.Store.Session(k.door.Ctx, k.door.Seat.Session)
	if err == nil && s.Step == domain.StepEnd && s.State == domain.StateRunning {
		_, err = k.door.Workspace.Engine.TakeBack(k.door.Ctx, s.ID)
	} else if domain.Refuses(err) {
		err = nil // nothing is to be stored; the page says what it cannot show
	}
	if err != nil {
		return door.Status{}, err
	}
	k.door.Lock()
	return k.door.Status()
}

// quit ends the program with the session still handed over.
func (k *Kiosk) quit() (door.Status, error) {
	k.door.Quit()
	return k.door.Status()
}

// leave does the act first, then goes to the desk: a kill in between comes back
// to the closing screen, or to the desk when nothing is left to show.
func (k *Kiosk) leave(act string) (door.Status, error) {
	s, err := k.door.Workspace.Store.Session(k.door.Ctx, k.door.Seat.Session)
	if err == nil {
		err = k.end(k.door.Ctx, s, act)
	}
	if err != nil && domain.CodeOf(err) != domain.CodeNotFound {
		return door.Status{}, err
	}
	if err := k.door.Enter(door.ModeDesk, door.Seat{}, domain.Entry{
		Act: domain.ActReturn, SessionID: s.ID, Detail: map[string]string{"act": act},
	}); err != nil {
		return door.Status{}, err
	}
	k.door.Backups.SessionEnded()
	status, err := k.door.Status()
	status.SessionID = s.ID
	return status, err
}

func (k *Kiosk) end(ctx context.Context, s domain.Session, act string) error {
	engine := k.door.Workspace.Engine
	if !s.State.Open() && act == actFinish {
		return nil
	}
	var err error
	switch act {
	case actFinish:
		_, err = engine.Finish(ctx, s.ID)
	case actPause:
		_, err = engine.Pause(ctx, s.ID)
	case actDiscard:
		_, err = engine.Abandon(ctx, s.ID)
	default:
		err = domain.Fail(domain.CodeInvalid, nil, "Field", "act", "Reason", "unknown_option")
	}
	return err
}
