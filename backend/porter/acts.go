package porter

import (
	"strings"

	"kitewise/backend/consent"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/i18n"
	"kitewise/backend/vault/keyring"
)

// By what somebody opens the workspace, for the log.
const byPassphrase, byRecovery = "passphrase", "recovery"

func (p *Porter) begin(passphrase string) (Kit, error) {
	d, err := p.door.Ring.Draft(i18n.NFC(passphrase))
	if err != nil {
		return Kit{}, err
	}
	p.door.Begun(d)
	return Kit{Code: d.Code, Asked: d.Asked}, nil
}

// finish writes the key file after everything that can be refused, and seals
// after that: a kill in between is made good by the next unlocking.
func (p *Porter) finish(r FinishRequest) (door.Status, error) {
	draft := p.door.Draft()
	if draft == nil {
		return door.Status{}, domain.Fail(domain.CodeConflict, nil, "Reason", "not_begun")
	}
	if !p.door.Config.Words.Offers(r.Language) {
		return door.Status{}, domain.Fail(domain.CodeInvalid, nil, "Field", "language", "Reason", "unknown_option")
	}
	choices, err := p.named(r.Name)
	if err != nil {
		return door.Status{}, err
	}
	if err := p.setPIN(r.PIN); err != nil {
		return door.Status{}, err
	}
	keys, err := draft.Keep(r.Group)
	if err != nil {
		return door.Status{}, err
	}
	p.door.Begun(nil)
	if err := p.door.Admit(keys, "first"); err != nil {
		return door.Status{}, err
	}
	if r.Name != "" {
		words, ws := p.door.Config.Words, p.door.Workspace
		if _, err := ws.Store.SaveNotice(p.door.Ctx, choices.Settings(words), choices.Notice(words, ws.Now())); err != nil {
			return door.Status{}, err
		}
	}
	settings := p.door.Choices
	settings.Language = r.Language
	if err := p.door.Choose(settings); err != nil {
		return door.Status{}, err
	}
	return p.door.Status()
}

// named gives what the desk says of itself, with its name; "" leaves the one
// that an earlier version of the program stored.
func (p *Porter) named(name string) (consent.Choices, error) {
	words := p.door.Config.Words
	stored, err := p.door.Workspace.Store.Settings(p.door.Ctx)
	if err != nil {
		return consent.Choices{}, err
	}
	choices := consent.From(stored, words)
	if name != "" {
		choices.Name = i18n.NFC(name)
	}
	return choices.Clean(words)
}

// setPIN stores the PIN of a workspace that is being made.
func (p *Porter) setPIN(pin string) error {
	if err := p.door.PIN.Reset(p.door.Ctx); err != nil {
		return err
	}
	return p.door.PIN.Set(p.door.Ctx, "", pin)
}

func (p *Porter) unlock(r UnlockRequest) (door.Status, error) {
	keys, err := p.door.Ring.Unlock(r.Who, i18n.NFC(r.Passphrase))
	if err != nil {
		return door.Status{}, p.door.Refused(byPassphrase, err)
	}
	if err := p.door.Admit(keys, byPassphrase); err != nil {
		return door.Status{}, err
	}
	return p.door.Status()
}

// recover opens the desk first, which a doubt about the log forbids, and gives
// the owner the new passphrase then: a desk that cannot note it is locked again.
func (p *Porter) recover(r RecoverRequest) (door.Status, error) {
	keys, n, err := p.door.Ring.Recover(r.Code, i18n.NFC(r.Passphrase))
	if err != nil {
		return door.Status{}, p.door.Refused(byRecovery, err)
	}
	who := keys.Holder.ID
	if err := p.door.Admit(keys, byRecovery); err != nil {
		return door.Status{}, err
	}
	if err := p.door.Renew(n, domain.Entry{Act: domain.ActPassphrase, Detail: map[string]string{"how": byRecovery, "who": who}}); err != nil {
		p.door.LockUp(door.LockedUnsaved)
		return door.Status{}, err
	}
	return p.door.Status()
}

// renewal is a changed key file, and what it is for the log: the act, and its
// detail as name, value pairs.
type renewal struct {
	file   *keyring.Renewal
	act    domain.Act
	detail []string
}

// renew makes a changed key file beside everything, which takes seconds, and
// then writes it with its entry in the log, whatever happened meanwhile.
func renew[T any](p *Porter, method string, work func(by keyring.Holder) (renewal, error), then func() (T, error)) (T, error) {
	made := renewal{}
	return door.Beside(p.door, method, func(by keyring.Holder) (err error) {
		made, err = work(by)
		return err
	}, func(by keyring.Holder, worked error) (T, error) {
		var none T
		if worked != nil {
			return none, p.door.Refused(byPassphrase, worked)
		}
		// Whom the log serves may have gone meanwhile.
		e := domain.Entry{Act: made.act, Actor: domain.Actor(by.Role), Detail: map[string]string{}}
		for i := 0; i < len(made.detail); i += 2 {
			e.Detail[made.detail[i]] = made.detail[i+1]
		}
		if err := p.door.Renew(made.file, e); err != nil {
			return none, err
		}
		return then()
	})
}

func (p *Porter) change(r ChangeRequest) (door.Status, error) {
	return renew(p, "Porter.ChangePassphrase", func(by keyring.Holder) (renewal, error) {
		n, err := p.door.Ring.Change(by.ID, i18n.NFC(r.Old), i18n.NFC(r.Passphrase))
		return renewal{n, domain.ActPassphrase, []string{"how", byPassphrase, "who", by.ID}}, err
	}, p.door.Status)
}

func (p *Porter) newCode(passphrase string) (Kit, error) {
	var fresh *keyring.Fresh
	return door.Beside(p.door, "Porter.NewCode", func(keyring.Holder) (err error) {
		fresh, err = p.door.Ring.NewCode(i18n.NFC(passphrase))
		return err
	}, func(by keyring.Holder, worked error) (Kit, error) {
		if worked != nil {
			return Kit{}, p.door.Refused(byPassphrase, worked)
		}
		if p.door.Holder().ID != by.ID { // locked meanwhile
			return Kit{}, domain.Fail(domain.CodeLocked, nil)
		}
		p.door.Propose(fresh)
		return Kit{Code: fresh.Code, Asked: fresh.Asked}, nil
	})
}

func (p *Porter) keepCode(group string) (door.Status, error) {
	fresh := p.door.Proposed()
	if fresh == nil {
		return door.Status{}, domain.Fail(domain.CodeConflict, nil, "Reason", "no_code")
	}
	n, err := fresh.Confirmed(group)
	if err != nil {
		return door.Status{}, err
	}
	if err := p.door.Renew(n, domain.Entry{Act: domain.ActNewCode}); err != nil {
		return door.Status{}, err
	}
	p.door.Propose(nil)
	return p.door.Status()
}

func (p *Porter) add(r AddRequest) ([]keyring.Holder, error) {
	asked := keyring.Holder{Name: strings.TrimSpace(i18n.NFC(r.Name)), Role: r.Role}
	return renew(p, "Porter.AddHolder", func(keyring.Holder) (renewal, error) {
		h, n, err := p.door.Ring.Add(i18n.NFC(r.Owner), asked, i18n.NFC(r.Passphrase))
		return renewal{n, domain.ActHolder, []string{"how", "added", "who", h.ID, "role", string(h.Role)}}, err
	}, p.door.Ring.Holders)
}

func (p *Porter) remove(r RemoveRequest) ([]keyring.Holder, error) {
	return renew(p, "Porter.RemoveHolder", func(keyring.Holder) (renewal, error) {
		n, err := p.door.Ring.Remove(i18n.NFC(r.Owner), r.Who)
		return renewal{n, domain.ActHolder, []string{"how", "removed", "who", r.Who}}, err
	}, p.door.Ring.Holders)
}

func (p *Porter) reset(r ResetRequest) ([]keyring.Holder, error) {
	return renew(p, "Porter.ResetHolder", func(keyring.Holder) (renewal, error) {
		n, err := p.door.Ring.Reset(i18n.NFC(r.Owner), r.Who, i18n.NFC(r.Passphrase))
		return renewal{n, domain.ActPassphrase, []string{"how", "reset", "who", r.Who}}, err
	}, p.door.Ring.Holders)
}
