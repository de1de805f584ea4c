package door

import (
	"kitewise/backend/domain"
	"kitewise/backend/vault/keyring"
)

// inDoubt waits before the locked desk, whatever was left open, and writes
// nothing. Without keys nobody can accept anything, and nothing is sealed yet.
func (d *Door) inDoubt(keyed bool) error {
	if keyed {
		d.sit(ModeLocked, Seat{})
		return nil
	}
	if err := d.Workspace.Store.Accept(d.Ctx, "no_keys"); err != nil {
		return err
	}
	return d.toFirstRun()
}

func (d *Door) doubt() *Doubt {
	if d.Workspace == nil {
		return nil
	}
	now := d.Workspace.Store.Doubt()
	if now == nil {
		return nil
	}
	return &Doubt{Reason: now.Reason, Witnessed: now.Witnessed, Entries: now.Entries, Accepted: d.accepting}
}

// AcceptDoubt says whether the next unlocking goes on in spite of a doubt about
// the log. Nothing is stored.
func (d *Door) AcceptDoubt(yes bool) { d.accepting = yes }

// settleDoubt accepts a doubt with the owner's keys, if that was said before,
// and leaves the desk as a start without a doubt would: what ran is paused.
func (d *Door) settleDoubt(keys *keyring.Keys) error {
	store := d.Workspace.Store
	switch {
	case store.Doubt() == nil:
		return nil
	case !d.accepting:
		return domain.Fail(domain.CodeLogDoubt, nil)
	case keys.Holder.Role != domain.RoleOwner:
		return domain.Fail(domain.CodeConflict, nil, "Reason", "owner_only")
	}
	store.As(domain.Actor(keys.Holder.Role))
	defer store.As(domain.ActorUnknown)
	if err := store.Accept(d.Ctx, "owner"); err != nil {
		return err
	}
	d.accepting = false
	if err := d.Workspace.Engine.Settle(d.Ctx, ""); err != nil {
		return err
	}
	return store.SaveSettings(d.Ctx, map[string]string{keyMode: string(ModeDesk), keySession: ""})
}
