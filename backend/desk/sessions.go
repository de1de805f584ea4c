package desk

import (
	"kitewise/backend/domain"
	"kitewise/backend/door"
)

func (d *Desk) prepare(r PrepareRequest) (domain.Session, error) {
	if !d.door.Config.Words.Offers(r.Language) {
		return domain.Session{}, invalid("language", "unknown_option")
	}
	return d.door.Workspace.Engine.Prepare(d.door.Ctx, r.ParticipantID, r.InstrumentID, r.Language)
}

// handOver starts the session first: a kill in between leaves the desk.
func (d *Desk) handOver(r HandOverRequest) (door.Status, error) {
	if err := d.door.PIN.Check(d.door.Ctx, r.PIN); err != nil {
		return door.Status{}, err
	}
	engine := d.door.Workspace.Engine
	if _, err := engine.Start(d.door.Ctx, r.SessionID); err != nil {
		return door.Status{}, err
	}
	s, err := engine.TakeBack(d.door.Ctx, r.SessionID)
	if err != nil {
		return door.Status{}, err
	}
	p, err := d.door.Workspace.Store.Participant(d.door.Ctx, s.ParticipantID)
	if err != nil {
		return door.Status{}, err
	}
	seat := door.Seat{Session: s.ID, Greeting: p.Name, Resumed: s.Answered > 0}
	if err := d.door.Enter(door.ModeParticipant, seat, domain.Entry{Act: domain.ActHandOver, SessionID: s.ID}); err != nil {
		return door.Status{}, err
	}
	return d.door.Status()
}

func (d *Desk) readiness() (Readiness, error) {
	set, err := d.door.PIN.IsSet(d.door.Ctx)
	if err != nil {
		return Readiness{}, err
	}
	out := Readiness{PINSet: set, Screens: d.door.Config.Machine.Screens()}
	if percent, charging, known := d.door.Config.Machine.Battery(); known {
		out.Battery = &Battery{Percent: percent, Charging: charging}
	}
	return out, nil
}

func (d *Desk) setPIN(r PINRequest) (Readiness, error) {
	if err := d.door.PIN.Set(d.door.Ctx, r.Old, r.PIN); err != nil {
		return Readiness{}, err
	}
	return d.readiness()
}

func (d *Desk) discard(id string) (domain.Session, error) {
	return d.door.Workspace.Engine.Abandon(d.door.Ctx, id)
}

func invalid(field, reason string) error {
	return domain.Fail(domain.CodeInvalid, nil, "Field", field, "Reason", reason)
}
