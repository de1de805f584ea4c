package desk

import (
	"kitewise/backend/backup"
	"kitewise/backend/backup/runner"
	"kitewise/backend/domain"
	"kitewise/backend/door"
)

// Backups is what the page shows of the backups.
type Backups struct {
	State   backup.State   `json:"state"`
	Running runner.Running `json:"running"`
	// Drilling says that a trial restore goes on.
	Drilling bool `json:"drilling"`
	// Folder is where the workspace's own backups lie.
	Folder string `json:"folder"`
}

// ReplacedRequest names a folder that a restore put aside.
type ReplacedRequest struct {
	Name string `json:"name"`
}

func (d *Desk) backups() (Backups, error) {
	return Backups{
		State: d.door.Backups.State(), Running: d.door.Backups.Doing(d.door.Workspace.Store), Drilling: d.door.Drilling(),
		Folder: d.door.Backups.Place(),
	}, nil
}

func (d *Desk) backUp() (Backups, error) {
	d.door.Backups.Want()
	return d.backups()
}

func (d *Desk) drill() (Backups, error) {
	d.door.Drill()
	return d.backups()
}

// secondFolder asks with no call open, as every dialog does.
func (d *Desk) secondFolder() (Backups, error) {
	act := door.Begin(d.door, "Desk.ChooseSecondFolder")
	defer act.End()
	if _, err := door.Within(act, d.backups); err != nil {
		return Backups{}, err
	}
	path, err := act.Ask(d.door.Config.Dialog.Folder)
	if err != nil {
		return Backups{}, err
	}
	return door.Within(act, func() (Backups, error) {
		if path == "" {
			return d.backups()
		}
		return d.setSecond(path)
	})
}

func (d *Desk) setSecond(path string) (Backups, error) {
	if err := d.door.Backups.SetSecond(path, func() error {
		return d.door.Workspace.Store.Note(d.door.Ctx, domain.Entry{Act: domain.ActSettings, Detail: map[string]string{"fields": "backup_folder"}})
	}); err != nil {
		return Backups{}, err
	}
	d.door.Backups.Look() // the first copy goes there at once
	return d.backups()
}

func (d *Desk) removeReplaced(name string) (Backups, error) {
	if err := d.door.Backups.RemoveReplaced(name, func() error {
		return d.door.Workspace.Store.Note(d.door.Ctx, domain.Entry{Act: domain.ActRemove, Detail: map[string]string{"what": "replaced"}})
	}); err != nil {
		return Backups{}, err
	}
	return d.backups()
}
