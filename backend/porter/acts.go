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

func (p *Porter) recover(r RecoverRequest) (door.Status, error) {
	keys, err := p.door.Ring.Recover(r.Code, i18n.NFC(r.Passphrase))
	if err != nil {
		return door.Status{}, p.door.Refused(byRecovery, err)
	}
	if err := p.door.Admit(keys, byRecovery); err != nil {
		return door.Status{}, err
	}
	p.door.NoteDone(domain.Entry{Act: domain.ActPassphrase, Detail: map[string]string{"how": byRecovery}})
	return p.door.Status()
}

// changed is what is done to the key file, for the log: the act, and its detail
// as name, value pairs.
func (p *Porter) changed(by keyring.Holder, worked error, act domain.Act, detail ...string) error {
	if worked != nil {
		return p.door.Refused(byPassphrase, worked)
	}
	// Whom the log serves may have gone meanwhile.
	e := domain.Entry{Act: act, Actor: domain.Actor(by.Role), Detail: map[string]string{}}
	for i := 0; i < len(detail); i += 2 {
		e.Detail[detail[i]] = detail[i+1]
	}
	p.door.NoteDone(e)
	return nil
}

func (p *Porter) change(r ChangeRequest) (door.Status, error) {
	return door.Beside(p.door, "Porter.ChangePassphrase", func(by keyring.Holder) error {
		return p.door.Ring.Change(by.ID, i18n.NFC(r.Old), i18n.NFC(r.Passphrase))
	}, func(by keyring.Holder, worked error) (door.Status, error) {
		if err := p.changed(by, worked, domain.ActPassphrase, "how", byPassphrase, "who", by.ID); err != nil {
			return door.Status{}, err
		}
		return p.door.Status()
	})
}

func (p *Porter) newCode(passphrase string) (Kit, error) {
	kit := Kit{}
	return door.Beside(p.door, "Porter.NewCode", func(keyring.Holder) (err error) {
		kit.Code, err = p.door.Ring.NewCode(i18n.NFC(passphrase))
		return err
	}, func(by keyring.Holder, worked error) (Kit, error) {
		return kit, p.changed(by, worked, domain.ActNewCode)
	})
}

func (p *Porter) add(r AddRequest) ([]keyring.Holder, error) {
	h := keyring.Holder{Name: strings.TrimSpace(i18n.NFC(r.Name)), Role: r.Role}
	return p.people("Porter.AddHolder", func() (err error) {
		h, err = p.door.Ring.Add(i18n.NFC(r.Owner), h, i18n.NFC(r.Passphrase))
		return err
	}, func() (domain.Act, []string) {
		return domain.ActHolder, []string{"how", "added", "who", h.ID, "role", string(h.Role)}
	})
}

func (p *Porter) remove(r RemoveRequest) ([]keyring.Holder, error) {
	return p.people("Porter.RemoveHolder", func() error {
		return p.door.Ring.Remove(i18n.NFC(r.Owner), r.Who)
	}, func() (domain.Act, []string) { return domain.ActHolder, []string{"how", "removed", "who", r.Who} })
}

func (p *Porter) reset(r ResetRequest) ([]keyring.Holder, error) {
	return p.people("Porter.ResetHolder", func() error {
		return p.door.Ring.Reset(i18n.NFC(r.Owner), r.Who, i18n.NFC(r.Passphrase))
	}, func() (domain.Act, []string) { return domain.ActPassphrase, []string{"how", "reset", "who", r.Who} })
}

// people changes who can open the desk, notes in the log what it was, and gives
// the list after it.
func (p *Porter) people(method string, work func() error, noted func() (domain.Act, []string)) ([]keyring.Holder, error) {
	return door.Beside(p.door, method, func(keyring.Holder) error { return work() }, func(by keyring.Holder, worked error) ([]keyring.Holder, error) {
		act, detail := noted()
		if err := p.changed(by, worked, act, detail...); err != nil {
			return nil, err
		}
		return p.door.Ring.Holders()
	})
}
