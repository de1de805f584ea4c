package desk

import (
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument/own"
	"kitewise/backend/norm/imported"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// normDraft is a norm file that was chosen and read: what is imported is what
// was shown, whatever becomes of the file meanwhile.
type normDraft struct {
	key, name string
	data      []byte
}

// norms lists the norms of the newest usable version of every instrument.
func (d *Desk) norms() ([]NormsOf, error) {
	out := []NormsOf{}
	for _, entry := range d.door.Workspace.Instruments.List() {
		newest, err := d.door.Workspace.Instruments.Latest(entry.ID)
		if err != nil || newest.Domain.Ref.Version != entry.Version {
			continue
		}
		in := &newest.Domain
		row := NormsOf{
			InstrumentID: entry.ID, Version: entry.Version, Title: d.wordOf(in, "title"), Norms: in.Norm,
			Groups: []NormGroupRow{}, Files: []domain.NormImport{},
		}
		for _, g := range entry.NormGroups() {
			row.Groups = append(row.Groups, NormGroupRow{Group: g, Scales: d.scaleNames(in, g)})
		}
		for _, f := range d.door.Workspace.Instruments.NormImports() {
			if f.Instrument == entry.ID {
				row.Files = append(row.Files, f)
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// wordOf gives a text of the instrument in the desk's language, or in its first one.
func (d *Desk) wordOf(in *domain.Instrument, key string) string {
	if text, ok := in.Text(d.door.Choices.Language, key); ok {
		return text
	}
	text, _ := in.Text(in.Manifest.Languages[0], key)
	return text
}

func (d *Desk) scaleNames(in *domain.Instrument, g domain.NormGroup) []string {
	names := []string{}
	for _, t := range g.Tables {
		names = append(names, d.wordOf(in, "scale."+t.Scale))
	}
	return names
}

// draftNorm asks for a file, outside of the lock, and reads it.
func (d *Desk) draftNorm() (NormDraft, error) {
	act := door.Begin(d.door, "Desk.DraftNorm")
	defer act.End()
	if _, err := door.Within(act, func() (bool, error) { return true, nil }); err != nil {
		return NormDraft{}, err
	}
	path, err := act.Ask(func() (string, error) { return d.door.Config.Dialog.Open(".csv") })
	if err != nil {
		return NormDraft{}, err
	}
	return door.WithinAlone(act, func() (NormDraft, error) {
		out := NormDraft{Scales: map[string]string{}, Faults: []FaultLine{}}
		if path == "" {
			return out, nil
		}
		data, err := readLimited(path, imported.MaxFile)
		if err != nil {
			return out, store.FileFault("read norm file", err)
		}
		d.draft = normDraft{key: rand.Text(), name: filepath.Base(path), data: data}
		return d.preview(out)
	})
}

// readLimited reads a file, one byte more than the limit at most, so that one
// that is too large is told.
func readLimited(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, limit+1))
}

// preview says what the draft would change, or what is wrong with it.
func (d *Desk) preview(out NormDraft) (NormDraft, error) {
	out.Key, out.File = d.draft.key, d.draft.name
	preview, faults, err := d.door.Workspace.Own.Norm(d.draft.name, d.draft.data, true)
	if err != nil {
		return out, err
	}
	for _, f := range faults {
		out.Faults = append(out.Faults, d.faultLine(f))
	}
	if len(faults) > 0 {
		d.draft = normDraft{}
		return out, nil
	}
	out.Preview = &preview
	if newest, err := d.door.Workspace.Instruments.Latest(preview.Instrument); err == nil {
		for _, s := range newest.Domain.Manifest.Scoring {
			out.Scales[s.ID] = d.wordOf(&newest.Domain, "scale."+s.ID)
		}
	}
	return out, nil
}

// faultLine words a fault in the desk's language.
func (d *Desk) faultLine(f domain.Fault) FaultLine {
	params := i18n.Params{}
	for name, value := range f.Params {
		params[name] = value
	}
	return FaultLine{Place: strings.TrimSpace(f.Path), Text: d.door.Config.Words.Printer(d.door.Choices.Language).T("fault."+f.Code, params)}
}

// importNorm takes the draft that was shown; the catalogue sees it at once.
func (d *Desk) importNorm(key string) ([]NormsOf, error) {
	if key == "" || key != d.draft.key {
		return nil, domain.Fail(domain.CodeConflict, nil, "Reason", "draft_gone")
	}
	_, faults, err := d.door.Workspace.Own.Norm(d.draft.name, d.draft.data, false)
	if err != nil {
		return nil, store.FileFault("import norm file", err)
	}
	if len(faults) > 0 { // another program changed the workspace since the preview
		return nil, domain.Fail(domain.CodeConflict, nil, "Reason", "draft_gone")
	}
	d.draft = normDraft{}
	if err := d.door.Workspace.Instruments.TakeNorms(own.Norms(d.door.Config.DataDir)); err != nil {
		return nil, err
	}
	d.door.NoteImports()
	return d.norms()
}

func (d *Desk) normGroups(id string) (NormGroups, error) {
	o, err := d.door.Workspace.Engine.Result(d.door.Ctx, id)
	if err != nil {
		return NormGroups{}, err
	}
	return groupsOf(o), nil
}

func (d *Desk) chooseGroup(r GroupRequest) (NormGroups, error) {
	o, err := d.door.Workspace.Engine.ChooseGroup(d.door.Ctx, r.SessionID, r.Group)
	if err != nil {
		return NormGroups{}, err
	}
	return groupsOf(o), nil
}

func groupsOf(o session.Outcome) NormGroups {
	out := NormGroups{Choices: o.Groups, Chosen: o.Chosen()}
	if out.Choices == nil {
		out.Choices = []domain.NormChoice{}
	}
	if n := len(o.Choices); n > 0 && out.Chosen != "" {
		out.ChosenAt = o.Choices[n-1].ChosenAt
	}
	return out
}
