package instrument

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kitewise/backend/domain"
	"kitewise/backend/instrument/strict"
)

// Entry is one version of an instrument in the catalogue.
type Entry struct {
	ID        string
	Version   string
	Languages []string
	State     State
	// Own says that the entry stands in the workspace's own folder.
	Own bool
	// Definition is structure and texts, for a list; nil when there are faults.
	Definition *domain.Instrument
	// Instrument is nil when it cannot be scored: see State.
	Instrument *Instrument
	Faults     []domain.Fault
	// sound is the instrument whatever its state, nil when there are faults.
	sound *Instrument
	// editions are the norms that it had, the newest last; see editions.go.
	editions []*edition
}

// Usable reports whether answers to the instrument can be scored.
func (e Entry) Usable() bool { return e.Instrument != nil }

// RunVectors is Instrument.RunVectors for any entry: one that needs its wording
// has vectors of what does not depend on it. A faulty one gives its faults.
func (e Entry) RunVectors() ([]domain.Fault, int) {
	if e.sound == nil {
		return e.Faults, 0
	}
	return e.sound.RunVectors()
}

// Catalogue is every instrument that was found, also those with faults. It is
// safe for use by several goroutines.
type Catalogue struct {
	mu      sync.RWMutex
	entries []Entry
	imports []domain.NormImport
}

// Load reads <id>/<version>/ under shipped, where schema/ holds the schema, and
// under the workspace's own folder (nil without one). It fails only when the
// schema or a folder itself cannot be read.
func Load(shipped, own fs.FS) (*Catalogue, error) {
	schema, err := strict.ManifestSchema(shipped)
	if err != nil {
		return nil, fmt.Errorf("load instruments: schema: %w", err)
	}
	entries, err := readFolder(shipped, schema)
	if err != nil {
		return nil, fmt.Errorf("load instruments: %w", err)
	}
	if own != nil {
		mine, err := readFolder(own, schema)
		if err != nil {
			return nil, fmt.Errorf("load own instruments: %w", err)
		}
		entries = join(entries, mine)
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), compareVersions(a.Version, b.Version))
	})
	return &Catalogue{entries: entries}, nil
}

// readFolder reads every <id>/<version>/ of one folder.
func readFolder(files fs.FS, schema *strict.Schema) ([]Entry, error) {
	entries := []Entry{}
	names, err := fs.Glob(files, "*/*/manifest.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		parts := strings.Split(name, "/")
		if strings.HasPrefix(name, ".") {
			continue // an import that has not ended
		}
		sub, err := fs.Sub(files, parts[0]+"/"+parts[1])
		if err != nil {
			return nil, err
		}
		in, m, faults := load(sub, schema)
		if len(faults) == 0 && (m.ID != parts[0] || m.Version != parts[1]) {
			in, faults = nil, []domain.Fault{domain.NewFault("manifest.json", "id", "folder_name", "Want", m.ID+"/"+m.Version, "Got", parts[0]+"/"+parts[1])}
		}
		entries = append(entries, entry(in, parts[0], parts[1], m, faults))
	}
	return entries, nil
}

// Open reads one instrument's own folder, with the schema of the instruments'
// root; the entry holds the faults.
func Open(root, folder fs.FS) (Entry, error) {
	schema, err := strict.ManifestSchema(root)
	if err != nil {
		return Entry{}, fmt.Errorf("open instrument: schema: %w", err)
	}
	in, m, faults := load(folder, schema)
	return entry(in, m.ID, m.Version, m, faults), nil
}

func entry(in *Instrument, id, version string, m domain.Manifest, faults []domain.Fault) Entry {
	e := Entry{ID: id, Version: version, Languages: m.Languages, State: Faulty, Faults: faults}
	if e.Languages == nil {
		e.Languages = []string{}
	}
	if e.Faults == nil {
		e.Faults = []domain.Fault{}
	}
	if in == nil {
		return e
	}
	e.State, e.Definition, e.sound = in.State(), &in.Domain, in
	if e.State != NeedsWording {
		e.Instrument = in
	}
	return e
}

// List gives every entry, by id, then version ascending.
func (c *Catalogue) List() []Entry {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.entries)
}

// Latest gives the highest usable version with its newest norms. When there are only faulty ones the
// error is instrument_invalid with File, Path and Reason (a fault's code), or
// needs_wording.
func (c *Catalogue) Latest(id string) (*Instrument, error) {
	var broken *Entry
	for _, e := range slices.Backward(c.List()) {
		if e.ID != id {
			continue
		}
		if e.Usable() {
			return e.Instrument, nil
		}
		if broken == nil || e.State == NeedsWording {
			broken = &e
		}
	}
	return nil, missing(broken, id, "")
}

// Version gives that version with its newest norms, errors as Latest.
func (c *Catalogue) Version(id, version string) (*Instrument, error) {
	e, err := c.entry(id, version)
	return e.Instrument, err
}

func (c *Catalogue) entry(id, version string) (Entry, error) {
	for _, e := range c.List() {
		if e.ID != id || e.Version != version {
			continue
		}
		if e.Usable() {
			return e, nil
		}
		return Entry{}, missing(&e, id, version)
	}
	return Entry{}, missing(nil, id, version)
}

// Pinned gives the version that a session pinned, with the norms that it
// pinned; both must have the same content. Otherwise the error is not_found,
// instrument_invalid when it has faults, or norm_missing.
func (c *Catalogue) Pinned(ref domain.InstrumentRef, norms domain.NormRef) (*Instrument, error) {
	e, err := c.entry(ref.ID, ref.Version)
	if err != nil {
		return nil, err
	}
	if e.Instrument.Domain.Ref.Hash != ref.Hash {
		return nil, domain.Fail(domain.CodeInstrumentInvalid, nil,
			"Instrument", ref.ID, "Version", ref.Version, "File", "manifest.json", "Path", "", "Reason", "content_changed")
	}
	return e.with(norms)
}

func missing(e *Entry, id, version string) error {
	if e == nil {
		return domain.Fail(domain.CodeNotFound, nil, "Instrument", id, "Version", version)
	}
	if e.State == NeedsWording {
		return domain.Fail(domain.CodeNeedsWording, nil, "Instrument", e.ID, "Version", e.Version)
	}
	f := e.Faults[0]
	return domain.Fail(domain.CodeInstrumentInvalid, nil,
		"Instrument", e.ID, "Version", e.Version, "File", f.File, "Path", f.Path, "Reason", f.Code)
}

// compareVersions compares "1.10.0" after "1.9.0".
func compareVersions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		m, err1 := strconv.Atoi(x[i])
		n, err2 := strconv.Atoi(y[i])
		if d := cmp.Compare(m, n); d != 0 && err1 == nil && err2 == nil {
			return d
		}
	}
	return strings.Compare(a, b)
}
