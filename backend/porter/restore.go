package porter

import (
	"path/filepath"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/i18n"
	"kitewise/backend/vault/keyring"
)

// Offer is a backup that can be put in the place of what stands here.
type Offer struct {
	// File is its name, "" when the dialog was cancelled.
	File string         `json:"file"`
	At   domain.Instant `json:"at"`
	// Program is the version that wrote it.
	Program string `json:"program"`
	// Own says that this workspace's passphrase of today opens it; otherwise the
	// one that was valid when it was made does.
	Own bool `json:"own"`
}

// PickRequest names one of the workspace's own backups, "" asks for a file.
type PickRequest struct {
	Name string `json:"name"`
}

// RestoreRequest puts the offered backup back: with the passphrase, or with the
// recovery code, which gives a new passphrase.
type RestoreRequest struct {
	Code       string `json:"code"`
	Passphrase string `json:"passphrase"`
}

// Restored says what a restore did.
type Restored struct {
	Status door.Status `json:"status"`
	// At is when the backup was made, Replaced the folder that keeps what stood
	// here before, "" for nothing.
	At       domain.Instant `json:"at"`
	Replaced string         `json:"replaced"`
}

// pick asks with no call open, as every dialog does.
func (p *Porter) pick(name string) (Offer, error) {
	act := door.Begin(p.door, "Porter.PickBackup")
	defer act.End()
	path, err := door.Within(act, func() (string, error) { return p.own(name) })
	if err != nil {
		return Offer{}, err
	}
	if name == "" {
		if path, err = act.Ask(func() (string, error) { return p.door.Config.Dialog.Open(backup.Ending) }); err != nil {
			return Offer{}, err
		}
	}
	return door.WithinAlone(act, func() (Offer, error) { return p.offer(path) })
}

// own gives the path of one of the workspace's own backups.
func (p *Porter) own(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	return p.door.Backups.Path(name)
}

func (p *Porter) offer(path string) (Offer, error) {
	if path == "" {
		return Offer{}, nil
	}
	if err := p.free(); err != nil {
		return Offer{}, err
	}
	p.door.Offer(nil)
	r, err := backup.Begin(p.door.Config.DataDir, path, p.door.Ring.Of)
	if err != nil {
		return Offer{}, err
	}
	p.door.Offer(r)
	return Offer{File: filepath.Base(path), At: r.At, Program: r.Program, Own: r.Own()}, nil
}

// free refuses where names stand in clear: what is put aside would never be
// sealed.
func (p *Porter) free() error {
	if status, err := p.door.Status(); err != nil || status.People > 0 {
		if err == nil {
			err = domain.Fail(domain.CodeConflict, nil, "Reason", "not_sealed")
		}
		return err
	}
	return nil
}

func (p *Porter) restore(r RestoreRequest) (Restored, error) {
	offered := p.door.OnOffer()
	if offered == nil {
		return Restored{}, domain.Fail(domain.CodeConflict, nil, "Reason", "no_offer")
	}
	at := offered.At
	keys, how, err := openOffered(offered, r)
	if err != nil {
		return Restored{}, p.door.Refused(how, err)
	}
	replaced, err := p.door.PutBack(keys, how)
	if err != nil {
		return Restored{}, err
	}
	status, err := p.door.Status()
	return Restored{Status: status, At: at, Replaced: replaced}, err
}

// openOffered opens the keys of what is put back, without changing them: a new
// passphrase for the recovery code goes with the restored files.
func openOffered(offered *backup.Restore, r RestoreRequest) (keys *keyring.Keys, how string, err error) {
	offered.Renewal = nil
	if r.Code != "" {
		keys, offered.Renewal, err = offered.Ring.Recover(r.Code, i18n.NFC(r.Passphrase))
		return keys, byRecovery, err
	}
	who, err := offered.Ring.Owner() // nobody else restores
	if err != nil {
		return nil, byPassphrase, err
	}
	keys, err = offered.Ring.Unlock(who.ID, i18n.NFC(r.Passphrase))
	return keys, byPassphrase, err
}

func (p *Porter) forgetOffer() (door.Status, error) {
	p.door.Offer(nil)
	return p.door.Status()
}
