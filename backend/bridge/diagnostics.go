package bridge

import (
	"fmt"
	"io"
	"time"

	"kitewise/backend/diag"
	"kitewise/backend/domain"
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

func (b *Bridge) diagnostics() (Diagnostics, error) {
	figures, err := b.cfg.Watch.Figures()
	if err != nil {
		return Diagnostics{}, err
	}
	place := b.ws.Store.Place()
	facts := diag.Facts{Database: place.Database, WAL: place.WAL, Free: place.Free}
	return Diagnostics{
		Since: domain.InstantOf(b.since), Figures: figures, Facts: facts, Notices: diag.Judge(figures, facts),
	}, nil
}

func (b *Bridge) resetWatch() (Diagnostics, error) {
	b.cfg.Watch.Reset()
	b.since = time.Now()
	return b.diagnostics()
}

// saveSupport writes figures, versions and states; nothing in it is about a person.
func (b *Bridge) saveSupport() (SavedSupport, error) {
	const method = "Desk.SaveSupport"
	support, err := call(b, method, b.support)
	if err != nil {
		return SavedSupport{}, err
	}
	name := "kitewise-support-" + time.Now().Format(time.DateOnly) + ".json"
	path, err := rescued(func() (string, error) { return b.cfg.Dialog.Save(name) })
	if err != nil {
		return SavedSupport{}, b.failure(method, err)
	}
	return call(b, method, func() (SavedSupport, error) {
		if path == "" {
			return SavedSupport{}, nil
		}
		return SavedSupport{Path: path}, replaceFile(path, func(w io.Writer) error {
			return diag.WriteSupport(w, support, b.since, time.Now())
		})
	})
}

func (b *Bridge) support() (diag.Support, error) {
	d, err := b.diagnostics()
	if err != nil {
		return diag.Support{}, err
	}
	s := diag.Support{
		Program: b.cfg.Version, Language: b.choices.Language,
		Facts: d.Facts, Notices: d.Notices, Figures: d.Figures, Instruments: []string{},
	}
	for _, e := range b.ws.Instruments.List() {
		s.Instruments = append(s.Instruments, fmt.Sprintf("%s@%s usable=%t faults=%d", e.ID, e.Version, e.Usable(), len(e.Faults)))
	}
	return s, nil
}
