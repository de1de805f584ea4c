package instrument

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/response"
	"kitewise/backend/scoring"
)

// State is what can be done with an entry of the catalogue.
type State string

// The states of an entry. Only the last is a fault.
const (
	// Ready: it can be handed over and scored.
	Ready State = "ready"
	// CommandLine: an item has no screen yet; it is scored by the command line only.
	CommandLine State = "command_line"
	// NeedsWording: a licence holder must load the wording and the key first.
	NeedsWording State = "needs_wording"
	// Faulty: what is there cannot be used.
	Faulty State = "faulty"
)

// sourceFile says where everything in an instrument's folder comes from.
const sourceFile = "SOURCE.md"

// States lists every state.
func States() []State { return []State{Ready, CommandLine, NeedsWording, Faulty} }

// State says what can be done with a sound instrument.
func (in *Instrument) State() State {
	if in.Domain.Manifest.Licence.Wording == domain.WordingLicensed {
		return NeedsWording
	}
	for _, it := range in.Domain.Manifest.Items {
		if k, ok := response.KindOf(it.Type); !ok || !k.Screen {
			return CommandLine
		}
	}
	return Ready
}

// Files gives the names of the files of a sound entry: what it was read from,
// its vectors, and where it all comes from.
func (e Entry) Files() []string {
	if e.sound == nil {
		return nil
	}
	names := append(slices.Clone(e.sound.files), vectorFile, sourceFile)
	slices.Sort(names)
	return slices.Compact(names)
}

// SameContent reports whether two entries are equal in structure, texts and norms.
func (e Entry) SameContent(o Entry) bool {
	return e.sound != nil && o.sound != nil && e.Definition.Ref == o.Definition.Ref && e.Definition.Norm == o.Definition.Norm
}

// Admit says what keeps an entry from standing in a workspace's own folder
// beside the shipped instruments.
func (c *Catalogue) Admit(own Entry) []domain.Fault {
	faults := []domain.Fault{}
	for i := range c.entries {
		if fault, ok := clash(&c.entries[i], &own); ok {
			faults = append(faults, fault)
		}
	}
	return faults
}

// join lays the workspace's own entries beside the shipped ones. Of one version
// there is one entry: an own one stands in place of a shipped one only where
// that has licensed wording; anywhere else it is at fault. A shipped one that
// needs its wording goes once a sound own edition brings it.
func join(shipped, own []Entry) []Entry {
	out := []Entry{}
	for i := range own {
		own[i].Own = true
		for j := range shipped {
			if fault, ok := clash(&shipped[j], &own[i]); ok {
				own[i] = entry(nil, own[i].ID, own[i].Version, domain.Manifest{Languages: own[i].Languages}, []domain.Fault{fault})
				own[i].Own = true
			}
		}
	}
	for _, s := range shipped {
		if !slices.ContainsFunc(own, func(o Entry) bool { return replaces(o, s) }) {
			out = append(out, s)
		}
	}
	return append(out, own...)
}

// clash gives what is wrong with an own entry beside a shipped one.
func clash(shipped, own *Entry) (domain.Fault, bool) {
	if own.Definition == nil || own.ID != shipped.ID || Base(own.Version) != shipped.Version {
		return domain.Fault{}, false
	}
	fault := domain.NewFault(scoring.ManifestFile, "version", "already_shipped", "Got", shipped.ID+" "+shipped.Version)
	if shipped.State != NeedsWording {
		return fault, own.Version == shipped.Version
	}
	if own.Definition.Manifest.Licence.Wording != domain.WordingLoaded {
		return fault, true
	}
	same := own.sound.structure == shipped.sound.structure && own.Definition.Norm.Hash == shipped.Definition.Norm.Hash
	return domain.NewFault(scoring.ManifestFile, "", "licensed_structure", "Want", shipped.ID+" "+shipped.Version), !same
}

// replaces reports whether a shipped entry goes because of an own one.
func replaces(own, shipped Entry) bool {
	if own.ID != shipped.ID || shipped.State != NeedsWording {
		return false
	}
	return own.Version == shipped.Version || Base(own.Version) == shipped.Version && own.Usable()
}

// Base gives the version without the number of its edition: an instrument whose
// licensed wording was loaded anew has one more number ("4.0.0.2").
func Base(version string) string {
	parts := strings.Split(version, ".")
	return strings.Join(parts[:min(3, len(parts))], ".")
}

// structure is the digest of the manifest and the tables without what comes
// with licensed wording: two editions of one instrument have the same.
func (f *folder) structure() string {
	dec := json.NewDecoder(bytes.NewReader(f.raw))
	dec.UseNumber()
	m := map[string]any{}
	if err := dec.Decode(&m); err != nil {
		return ""
	}
	delete(m, "version")
	delete(m, "languages")
	if licence, ok := m["licence"].(map[string]any); ok {
		delete(licence, "wording")
	}
	items, _ := m["items"].([]any)
	for _, it := range items {
		it, _ := it.(map[string]any)
		endings, _ := it["endings"].([]any)
		for _, e := range endings {
			if e, ok := e.(map[string]any); ok {
				delete(e, "unscored")
			}
		}
	}
	data, err := json.Marshal(m)
	if err != nil {
		return ""
	}
	return digest(append([][2]string{{scoring.ManifestFile, string(data)}}, sheets(f.tableRaw)...))
}
