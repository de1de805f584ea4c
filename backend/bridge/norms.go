package bridge

import (
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"strings"

	"kitewise/backend/domain"
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
func (b *Bridge) norms() ([]NormsOf, error) {
	out := []NormsOf{}
	for _, entry := range b.ws.Instruments.List() {
		newest, err := b.ws.Instruments.Latest(entry.ID)
		if err != nil || newest.Domain.Ref.Version != entry.Version {
			continue
		}
		in := &newest.Domain
		row := NormsOf{
			InstrumentID: entry.ID, Version: entry.Version, Title: b.wordOf(in, "title"), Norms: in.Norm,
			Groups: []NormGroupRow{}, Files: []domain.NormImport{},
		}
		for _, g := range entry.NormGroups() {
			row.Groups = append(row.Groups, NormGroupRow{Group: g, Scales: b.scaleNames(in, g)})
		}
		for _, f := range b.ws.Instruments.NormImports() {
			if f.Instrument == entry.ID {
				row.Files = append(row.Files, f)
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// wordOf gives a text of the instrument in the desk's language, or in its first one.
func (b *Bridge) wordOf(in *domain.Instrument, key string) string {
	if text, ok := in.Text(b.choices.Language, key); ok {
		return text
	}
	text, _ := in.Text(in.Manifest.Languages[0], key)
	return text
}

func (b *Bridge) scaleNames(in *domain.Instrument, g domain.NormGroup) []string {
	names := []string{}
	for _, t := range g.Tables {
		names = append(names, b.wordOf(in, "scale."+t.Scale))
	}
	return names
}

// draftNorm asks for a file, outside of the lock, and reads it.
func (b *Bridge) draftNorm() (NormDraft, error) {
	const method = "Desk.DraftNorm"
	if _, err := call(b, method, func() (bool, error) { return true, nil }); err != nil {
		return NormDraft{}, err
	}
	path, err := rescued(func() (string, error) { return b.cfg.Dialog.Open(".csv") })
	if err != nil {
		return NormDraft{}, b.failure(method, err)
	}
	return alone(b, method, func() (NormDraft, error) {
		out := NormDraft{Scales: map[string]string{}, Faults: []FaultLine{}}
		if path == "" {
			return out, nil
		}
		data, err := readLimited(path, imported.MaxFile)
		if err != nil {
			return out, store.FileFault("read norm file", err)
		}
		b.draft = normDraft{key: rand.Text(), name: filepath.Base(path), data: data}
		return b.preview(out)
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
func (b *Bridge) preview(out NormDraft) (NormDraft, error) {
	out.Key, out.File = b.draft.key, b.draft.name
	preview, faults, err := b.ws.Own.Norm(b.draft.name, b.draft.data, true)
	if err != nil {
		return out, err
	}
	for _, f := range faults {
		out.Faults = append(out.Faults, b.faultLine(f))
	}
	if len(faults) > 0 {
		b.draft = normDraft{}
		return out, nil
	}
	out.Preview = &preview
	if newest, err := b.ws.Instruments.Latest(preview.Instrument); err == nil {
		for _, s := range newest.Domain.Manifest.Scoring {
			out.Scales[s.ID] = b.wordOf(&newest.Domain, "scale."+s.ID)
		}
	}
	return out, nil
}

// faultLine words a fault in the desk's language.
func (b *Bridge) faultLine(f domain.Fault) FaultLine {
	params := i18n.Params{}
	for name, value := range f.Params {
		params[name] = value
	}
	return FaultLine{Place: strings.TrimSpace(f.Path), Text: b.cfg.Words.Printer(b.choices.Language).T("fault."+f.Code, params)}
}

// importNorm takes the draft that was shown; the catalogue sees it at once.
func (b *Bridge) importNorm(key string) ([]NormsOf, error) {
	if key == "" || key != b.draft.key {
		return nil, domain.Fail(domain.CodeConflict, nil, "Reason", "draft_gone")
	}
	_, faults, err := b.ws.Own.Norm(b.draft.name, b.draft.data, false)
	if err != nil {
		return nil, store.FileFault("import norm file", err)
	}
	if len(faults) > 0 { // another program changed the workspace since the preview
		return nil, domain.Fail(domain.CodeConflict, nil, "Reason", "draft_gone")
	}
	b.draft = normDraft{}
	if err := b.ws.Instruments.TakeNorms(own.Norms(b.cfg.DataDir)); err != nil {
		return nil, err
	}
	return b.norms()
}

func (b *Bridge) normGroups(id string) (NormGroups, error) {
	o, err := b.ws.Engine.Result(b.ctx, id)
	if err != nil {
		return NormGroups{}, err
	}
	return groupsOf(o), nil
}

func (b *Bridge) chooseGroup(r GroupRequest) (NormGroups, error) {
	o, err := b.ws.Engine.ChooseGroup(b.ctx, r.SessionID, r.Group)
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
