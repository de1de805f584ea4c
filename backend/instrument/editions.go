package instrument

import (
	"io/fs"
	"maps"
	"slices"
	"sync"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/norm/imported"
	"kitewise/backend/scoring"
)

// edition is the norms of one instrument version at one time: those that came
// with it, and every file that was imported until then. It is compiled when a
// session first asks for it, and never changes.
type edition struct {
	ref   domain.NormRef
	norms map[string]*norm.Norm
	// taken holds the hash of every file of it, by imported.TakenKey.
	taken map[string]string
	once  sync.Once
	in    *Instrument
}

// of gives the instrument with the norms of the edition, nil if its steps do
// not compile with them.
func (e *edition) of(base *Instrument) *Instrument {
	e.once.Do(func() {
		program, faults := scoring.Compile(scoring.Source{Manifest: &base.Domain.Manifest, Norms: e.norms, Tables: base.tables})
		if len(faults) > 0 {
			return
		}
		in := *base
		in.program, in.norms, in.Domain.Norm = program, e.norms, e.ref
		e.in = &in
	})
	return e.in
}

// next gives the edition after this one.
func (e *edition) next(f *imported.File) *edition {
	norms := maps.Clone(e.norms)
	norms[f.Norm] = norms[f.Norm].With(f.Groups)
	taken := maps.Clone(e.taken)
	taken[imported.TakenKey(f.Norm, f.Version)] = f.Hash
	return &edition{ref: NormAfter(e.ref, f), norms: norms, taken: taken}
}

// NormAfter names the norms after an import: the versions joined, and the
// digest of what was there and what came.
func NormAfter(ref domain.NormRef, f *imported.File) domain.NormRef {
	return domain.NormRef{Version: ref.Version + "+" + f.Version, Hash: digest([][2]string{{"norms", ref.Hash}, {f.Norm, f.Hash}})}
}

// with gives the edition that a session pinned.
func (e Entry) with(ref domain.NormRef) (*Instrument, error) {
	for _, ed := range e.history() {
		if ed.ref == ref {
			if in := ed.of(e.sound); in != nil {
				return in, nil
			}
		}
	}
	return nil, domain.Fail(domain.CodeNormMissing, nil, "Version", ref.Version)
}

// history gives every edition; without an import there is the shipped one.
func (e Entry) history() []*edition {
	if len(e.editions) > 0 || e.sound == nil {
		return e.editions
	}
	return []*edition{e.sound.shipped()}
}

// shipped is the edition that came with the instrument.
func (in *Instrument) shipped() *edition {
	ed := &edition{ref: in.Domain.Norm, norms: in.norms, taken: map[string]string{}, in: in}
	ed.once.Do(func() {})
	return ed
}

// TakeNorms lays the norm files of a workspace over the instruments, in the
// order of their numbers: <instrument>/NNNN-<norm>-<version>.csv, nil for none.
// It takes the place of what was taken before. A file with faults is passed
// over; NormImports tells them.
func (c *Catalogue) TakeNorms(files fs.FS) error {
	found, err := imported.Files(files)
	if err != nil {
		return err
	}
	entries, imports := c.List(), []domain.NormImport{}
	for i := range entries {
		e := &entries[i]
		if e.sound == nil {
			continue
		}
		e.editions = e.sound.take(found[e.ID])
		if newest := e.editions[len(e.editions)-1].of(e.sound); newest != nil {
			e.Definition = &newest.Domain
			if e.Instrument != nil {
				e.Instrument = newest
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(found)) {
		for _, f := range found[id] {
			if f.Faults == nil { // no instrument of that name looked at it
				f.Faults = []domain.Fault{domain.NewFault(f.File, "line 1 instrument", "unknown_instrument", "Got", id)}
			}
			imports = append(imports, f.NormImport)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries, c.imports = entries, imports
	return nil
}

// NormImports lists the norm files of the workspace, by instrument and number.
func (c *Catalogue) NormImports() []domain.NormImport {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.imports)
}

// NormGroups gives every group of the newest norms of a sound entry, in the
// manifest's order of norms, Total first.
func (e Entry) NormGroups() []domain.NormGroup {
	out := []domain.NormGroup{}
	history := e.history()
	if len(history) == 0 {
		return out
	}
	if in := history[len(history)-1].of(e.sound); in != nil {
		for _, choice := range in.Groups(nil) {
			out = append(out, choice.Group)
		}
	}
	return out
}

// take gives the editions of one version: the shipped one and one more for
// every sound file. The faults of a file are those with the newest version.
func (in *Instrument) take(files []*imported.Stored) []*edition {
	editions := []*edition{in.shipped()}
	for _, f := range files {
		if f.Unreadable {
			f.Faults = []domain.Fault{domain.NewFault(f.File, "", "file_unreadable")}
			continue
		}
		last := editions[len(editions)-1]
		form := in.form(last)
		file, faults := imported.Read(f.File, f.Data, func(id string) (imported.Form, bool) { return form, id == form.ID })
		if file != nil {
			f.Norm, f.Version = file.Norm, file.Version
			_, twice := last.taken[imported.TakenKey(file.Norm, file.Version)]
			if twice || f.File != imported.FileName(f.Number, file.Norm, file.Version) {
				faults = append(faults, domain.NewFault(f.File, "", "norm_number"))
			}
		}
		if f.Faults = append([]domain.Fault{}, faults...); len(faults) == 0 {
			editions = append(editions, last.next(file))
		}
	}
	return editions
}

// NormForm gives what a norm file for the instrument is checked against and
// compared with: the newest version that is sound, with its newest norms, and
// the name of those.
func (c *Catalogue) NormForm(id string) (imported.Form, domain.NormRef, bool) {
	for _, e := range slices.Backward(c.List()) {
		if e.ID != id || e.sound == nil {
			continue
		}
		history := e.history()
		last := history[len(history)-1]
		return e.sound.form(last), last.ref, true
	}
	return imported.Form{}, domain.NormRef{}, false
}

// form lays out what a norm file may speak of.
func (in *Instrument) form(e *edition) imported.Form {
	form := imported.Form{ID: in.Domain.Ref.ID, Version: in.Domain.Ref.Version, Norms: map[string]imported.Target{}, Taken: e.taken}
	for id, n := range e.norms {
		target := imported.Target{Norm: n, Endings: in.endings(id)}
		for _, s := range in.program.Scales(id) {
			target.Scales = append(target.Scales, imported.Scale(s))
		}
		form.Norms[id] = target
	}
	return form
}

// endings gives how many endings every scale with that norm has on the form
// itself, 0 when they differ or when none has any.
func (in *Instrument) endings(id string) int {
	all := 0
	for _, s := range in.Domain.Manifest.Scoring {
		if s.Norm != id || s.Op != "rank_sum" {
			continue
		}
		n := 0
		for _, item := range s.Items {
			it, _ := in.Domain.Manifest.Item(item)
			for _, e := range it.Endings {
				if e.ID == s.Ending && !e.Unscored {
					n++
				}
			}
		}
		if all != 0 && all != n {
			return 0
		}
		all = n
	}
	return all
}
