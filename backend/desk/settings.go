package desk

import (
	"runtime"

	"kitewise/backend/door"
)

func (d *Desk) settings() (door.Settings, error) { return d.door.Choices, nil }

func (d *Desk) saveSettings(s door.Settings) (door.Status, error) {
	if err := d.door.Choose(s); err != nil {
		return door.Status{}, err
	}
	return d.door.Status()
}

func (d *Desk) saveLook(l door.Look) (door.Status, error) {
	return d.saveSettings(door.Settings{Language: l.Language, Theme: l.Theme, Paper: l.Paper})
}

func (d *Desk) about() (About, error) {
	return About{Version: d.door.Config.Version, GoVersion: runtime.Version(), DataDir: d.door.Config.DataDir, Notices: d.door.Config.Notices}, nil
}
