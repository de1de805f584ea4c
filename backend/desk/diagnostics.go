package desk

import (
	"fmt"
	"io"
	"slices"
	"time"

	"kitewise/backend/diag"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/workspace"
)

// Diagnostics is how the program runs: what was timed since Since, the size of
// the workspace, and the limits that are passed.
type Diagnostics struct {
	Since   domain.Instant `json:"since"`
	Figures []diag.Figure  `json:"figures"`
	Facts   diag.Facts     `json:"facts"`
	// Notices are codes of the locale texts "diag.notice.<code>".
	Notices []diag.Notice `json:"notices"`
}

// SavedSupport says where the support file went; Path is "" when the dialog
// was cancelled.
type SavedSupport struct {
	Path string `json:"path"`
}

func (d *Desk) diagnostics() (Diagnostics, error) {
	figures, err := d.door.Config.Watch.Figures()
	if err != nil {
		return Diagnostics{}, err
	}
	place := d.door.Workspace.Store.Place()
	facts := diag.Facts{Database: place.Database, WAL: place.WAL, Free: place.Free, Missing: place.Missing}
	return Diagnostics{
		Since: domain.InstantOf(d.door.Since), Figures: figures, Facts: facts, Notices: slices.DeleteFunc(diag.Judge(figures, facts), d.onPurpose),
	}, nil
}

// onPurpose: a passphrase is made slow so that it cannot be guessed.
func (d *Desk) onPurpose(n diag.Notice) bool {
	return n.Code == diag.NoticeSlow && d.door.Config.Allowed[n.Name].Slow
}

func (d *Desk) resetWatch() (Diagnostics, error) {
	d.door.Config.Watch.Reset()
	d.door.Since = time.Now()
	return d.diagnostics()
}

// saveSupport writes figures, versions and states; nothing in it is about a person.
func (d *Desk) saveSupport() (SavedSupport, error) {
	act := door.Begin(d.door, "Desk.SaveSupport")
	defer act.End()
	support, err := door.Within(act, d.support)
	if err != nil {
		return SavedSupport{}, err
	}
	name := "kitewise-support-" + time.Now().Format(time.DateOnly) + ".json"
	path, err := act.Ask(func() (string, error) { return d.door.Config.Dialog.Save(name) })
	if err != nil {
		return SavedSupport{}, err
	}
	return door.Within(act, func() (SavedSupport, error) {
		if path == "" {
			return SavedSupport{}, nil
		}
		return SavedSupport{Path: path}, workspace.ReplaceFile(path, func(w io.Writer) error {
			if err := diag.WriteSupport(w, support, d.door.Since, time.Now()); err != nil {
				return err
			}
			return d.door.Workspace.Store.Note(d.door.Ctx, domain.Entry{Act: domain.ActExport, Detail: map[string]string{"what": "support"}})
		})
	})
}

func (d *Desk) support() (diag.Support, error) {
	now, err := d.diagnostics()
	if err != nil {
		return diag.Support{}, err
	}
	s := diag.Support{
		Program: d.door.Config.Version, Language: d.door.Choices.Language,
		Facts: now.Facts, Notices: now.Notices, Figures: now.Figures, Instruments: []string{},
	}
	for _, e := range d.door.Workspace.Instruments.List() {
		s.Instruments = append(s.Instruments, fmt.Sprintf("%s@%s usable=%t faults=%d", e.ID, e.Version, e.Usable(), len(e.Faults)))
	}
	return s, nil
}
