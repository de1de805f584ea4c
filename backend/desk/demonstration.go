package desk

import (
	"kitewise/backend/demo"
	"kitewise/backend/domain"
	"kitewise/backend/door"
)

// Demonstration counts the people who do not exist.
func (d *Desk) Demonstration() (domain.Demonstration, error) {
	return door.Call(d.door, "Desk.Demonstration", func() (domain.Demonstration, error) {
		return d.door.Workspace.Store.Demonstration(d.door.Ctx)
	})
}

// AddDemonstration makes people who do not exist, with finished and unfinished
// sessions, in the desk's language. While there are some it is a conflict with
// the Reason has_demonstration.
func (d *Desk) AddDemonstration() (domain.Demonstration, error) {
	return door.Alone(d.door, "Desk.AddDemonstration", func() (domain.Demonstration, error) {
		return demo.Add(d.door.Ctx, d.door.Workspace, d.door.Config.Words, d.door.Choices.Language)
	})
}

// RemoveDemonstration erases all of them with their sessions, in one act, and
// gives what was removed.
func (d *Desk) RemoveDemonstration() (domain.Demonstration, error) {
	return door.Alone(d.door, "Desk.RemoveDemonstration", func() (domain.Demonstration, error) {
		return d.door.Workspace.Store.EraseDemonstration(d.door.Ctx)
	})
}
