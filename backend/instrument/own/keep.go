package own

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/instrument/licensed"
)

// Keeper adds instruments to a workspace's own folder.
type Keeper struct {
	// Shipped holds the shipped instruments, Data is the workspace's folder.
	Shipped fs.FS
	Data    string
	// put writes one file; a test lets it fail.
	put func(*staging, string, []byte) error
	// catalogue is the shipped instruments, once they were needed.
	catalogue *instrument.Catalogue
}

// New makes a keeper of the workspace's own folder.
func New(shipped fs.FS, data string) *Keeper {
	return &Keeper{Shipped: shipped, Data: data, put: (*staging).put}
}

// Kept says what an import did.
type Kept struct {
	ID, Version string
	Languages   []string
	// Already: the same content stood there before; nothing was written.
	Already bool
	// Left are the languages of a licensed file that were not taken.
	Left []licensed.Left
	// Vectors is how many were run before it was kept.
	Vectors int
}

// shipped gives the shipped instruments.
func (k *Keeper) shipped() (*instrument.Catalogue, error) {
	if k.catalogue != nil {
		return k.catalogue, nil
	}
	c, err := instrument.Load(k.Shipped, nil)
	k.catalogue = c
	return c, err
}

// Folder copies a sound instrument from a folder. Faults keep it out; so do
// needs_wording, and conflict when other content stands under its version.
func (k *Keeper) Folder(from fs.FS) (Kept, []domain.Fault, error) {
	entry, err := instrument.Open(k.Shipped, from)
	if err != nil || entry.State == instrument.Faulty {
		return Kept{}, entry.Faults, err
	}
	if entry.State == instrument.NeedsWording {
		return Kept{}, nil, domain.Fail(domain.CodeNeedsWording, nil, "Instrument", entry.ID)
	}
	files := map[string][]byte{}
	for _, name := range entry.Files() {
		data, err := readFile(from, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // what is needed and not there is a fault of the copy
		}
		if faults := unread(name, err); len(faults) > 0 {
			return Kept{}, faults, nil
		}
		files[name] = data
	}
	have, _, err := k.own(entry.ID, func(v string) bool { return v == entry.Version })
	if err != nil {
		return Kept{}, nil, fmt.Errorf("import instrument: %w", err)
	}
	if have != nil && !have.SameContent(entry) {
		return Kept{}, nil, domain.Fail(domain.CodeConflict, nil, "Reason", "other_content", "Instrument", entry.ID, "Version", entry.Version)
	}
	return k.keep(files, entry.ID, entry.Version, have)
}

// unread says why a file of a folder could not be read, nothing for no error.
func unread(name string, err error) []domain.Fault {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errTooLarge):
		return []domain.Fault{domain.NewFault(name, "", "file_too_large", "Max", strconv.Itoa(maxFile))}
	}
	return []domain.Fault{domain.NewFault(name, "", "file_unreadable")}
}

// Licensed brings wording and key, from a licence holder's file, to a shipped
// instrument that needs them. name is ID or ID@VERSION, "" the only one there
// is. Loaded content never changes: other content becomes a new edition, with
// one more number ("4.0.0.2"). The error is not_found, or conflict with the
// Reason several.
func (k *Keeper) Licensed(file string, data []byte, name string) (Kept, []domain.Fault, error) {
	shipped, err := k.needing(name)
	if err != nil {
		return Kept{}, nil, err
	}
	wording, faults := licensed.Read(file, data, &shipped.Definition.Manifest)
	if len(faults) > 0 {
		return Kept{}, faults, nil
	}
	kept, faults, err := k.edition(shipped, wording)
	kept.Left = wording.Left
	return kept, faults, err
}

// edition keeps the wording as the newest edition, unless that has the same.
func (k *Keeper) edition(shipped instrument.Entry, w *licensed.Wording) (Kept, []domain.Fault, error) {
	base, err := fs.Sub(k.Shipped, shipped.ID+"/"+shipped.Version)
	if err != nil {
		return Kept{}, nil, fmt.Errorf("import wording: %w", err)
	}
	newest, highest, err := k.own(shipped.ID, func(v string) bool { return instrument.Base(v) == shipped.Version })
	if err != nil {
		return Kept{}, nil, fmt.Errorf("import wording: %w", err)
	}
	if newest != nil {
		files, err := w.Files(base, shipped.Files(), newest.Version)
		if err != nil {
			return Kept{}, nil, err
		}
		kept, faults, err := k.keep(files, shipped.ID, newest.Version, newest)
		if err != nil || len(faults) > 0 || kept.Already {
			return kept, faults, err
		}
	}
	version := shipped.Version
	if highest > 0 {
		version += "." + strconv.Itoa(highest+1)
	}
	files, err := w.Files(base, shipped.Files(), version)
	if err != nil {
		return Kept{}, nil, err
	}
	return k.keep(files, shipped.ID, version, nil)
}

// needing gives the shipped instrument that is meant by name.
func (k *Keeper) needing(name string) (instrument.Entry, error) {
	catalogue, err := k.shipped()
	if err != nil {
		return instrument.Entry{}, err
	}
	id, version, _ := strings.Cut(name, "@")
	found := []instrument.Entry{}
	for _, e := range catalogue.List() {
		if e.State == instrument.NeedsWording && (id == "" || id == e.ID) && (version == "" || version == e.Version) {
			found = append(found, e)
		}
	}
	switch {
	case len(found) == 0:
		return instrument.Entry{}, domain.Fail(domain.CodeNotFound, nil, "Instrument", name)
	case len(found) > 1 && id == "":
		return instrument.Entry{}, domain.Fail(domain.CodeConflict, nil, "Reason", "several")
	}
	return found[len(found)-1], nil
}

// own gives the newest own entry of an instrument among some versions, nil
// without a sound one, and the highest number of an edition that stands there
// in any shape.
func (k *Keeper) own(id string, wanted func(version string) bool) (*instrument.Entry, int, error) {
	files, highest := Files(k.Data), 0
	if files == nil {
		return nil, 0, nil
	}
	folders, err := fs.ReadDir(files, id)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, err
	}
	for _, f := range folders {
		if wanted(f.Name()) {
			highest = max(highest, edition(f.Name()))
		}
	}
	catalogue, err := instrument.Load(k.Shipped, files)
	if err != nil {
		return nil, 0, err
	}
	var newest *instrument.Entry
	for _, e := range catalogue.List() {
		if e.Own && e.ID == id && wanted(e.Version) && e.State != instrument.Faulty {
			newest = &e
		}
	}
	return newest, highest, nil
}

// edition gives the number of an edition: 1 for "4.0.0", 2 for "4.0.0.2".
func edition(version string) int {
	parts := strings.Split(version, ".")
	if len(parts) < 4 {
		return 1
	}
	n, _ := strconv.Atoi(parts[3])
	return n
}
