package backup

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"kitewise/backend/backup/archive"
	"kitewise/backend/backup/second"
	"kitewise/backend/domain"
	"kitewise/backend/workspace"
)

// Entry is what is known of one backup in the workspace's own folder.
type Entry struct {
	Name string         `json:"name"`
	At   domain.Instant `json:"at"`
	// Size is in bytes, Sum what stands at the end of the file.
	Size int64  `json:"size"`
	Sum  string `json:"sum"`
	// Database is the hash of the copy of the database inside, Extra that of the
	// list of the other files: the next backup is made only if one of them changed.
	Database string `json:"database"`
	Extra    string `json:"extra"`
	// Verified is when it was decrypted, opened and found as it was made; 0 for
	// not yet.
	Verified domain.Instant `json:"verified"`
	// Fault says why it did not hold; nil while nothing is known against it.
	Fault *domain.Error `json:"fault"`
	// People and Sessions count what is inside.
	People   int64 `json:"people"`
	Sessions int64 `json:"sessions"`
}

// Drill is what a trial restore found.
type Drill struct {
	At     domain.Instant `json:"at"`
	Backup domain.Instant `json:"backup"`
	Name   string         `json:"name"`
	// Sound says that it opened, with every name, and that every finished
	// session in it holds together and is as it is here.
	Sound bool `json:"sound"`
	// Problem is what stopped it, nil when it came to its end.
	Problem *domain.Error `json:"problem"`
	// People, Sessions and Finished count what is inside; Compared those
	// finished ones that are here too, Differ those that are not the same, Gone
	// those that are not here any more, Since those that came after it.
	People   int64 `json:"people"`
	Sessions int64 `json:"sessions"`
	Finished int   `json:"finished"`
	Compared int   `json:"compared"`
	Differ   int   `json:"differ"`
	Gone     int   `json:"gone"`
	Since    int   `json:"since"`
}

// list is what is remembered beside the workspace. It stands on this machine
// and in no backup.
type list struct {
	Workspace string  `json:"workspace"`
	Entries   []Entry `json:"entries"` // oldest first
	// Second is the folder that takes copies, "" for none; Copied is when one
	// was last written there.
	Second string         `json:"second"`
	Copied domain.Instant `json:"copied"`
	// Copies is what is known of those in the second folder.
	Copies second.Readings `json:"copies"`
	// Same is when the workspace was last found as its newest backup has it.
	Same  domain.Instant `json:"same"`
	Drill *Drill         `json:"drill,omitempty"`
}

const listName = "backups.json"

// maxList bounds what is read.
const maxList = 16 << 20

// readList reads the list and holds it to the files: what is gone is forgotten,
// what is there and was never listed, or another file now, is taken up as not
// verified.
func (k *Keeper) readList(id string) error {
	l := list{}
	f, err := os.Open(filepath.Join(k.dir, listName))
	if err == nil {
		var raw []byte
		raw, err = io.ReadAll(io.LimitReader(f, maxList))
		err = errors.Join(err, f.Close())
		if err == nil && (json.Unmarshal(raw, &l) != nil || l.Workspace != id) {
			l = list{} // damaged, or of another workspace: the files tell enough
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	l.Workspace = id
	known := map[string]Entry{}
	for _, e := range l.Entries {
		known[e.Name] = e
	}
	l.Entries = nil
	for _, found := range scan(filepath.Join(k.dir, Folder), id) {
		e, ok := known[found.Name]
		if !ok || e.Size != found.Size || e.At != found.At {
			e = found
		}
		l.Entries = append(l.Entries, e)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.list = l
	return nil
}

// scan lists the backups of a workspace in a folder, the oldest first: what has
// such a name, is a file, and says in its header that it belongs to it.
func scan(dir, id string) []Entry {
	out := []Entry{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return out
	}
	for _, d := range entries {
		info, err := d.Info()
		if err != nil || !info.Mode().IsRegular() || !named.MatchString(d.Name()) {
			continue
		}
		h, err := archive.Read(filepath.Join(dir, d.Name()))
		if err != nil || h.Workspace != id {
			continue
		}
		out = append(out, Entry{Name: d.Name(), At: h.At, Size: info.Size()})
	}
	slices.SortFunc(out, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Name, b.Name)) })
	return out
}

// change changes the list and writes it. It must not be called with mu held.
func (k *Keeper) change(act func(*list)) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	act(&k.list)
	return workspace.ReplaceFile(filepath.Join(k.dir, listName), func(w io.Writer) error {
		return json.NewEncoder(w).Encode(k.list)
	})
}

// now gives the list as it is.
func (k *Keeper) now() list {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.list
	l.Entries, l.Copies = slices.Clone(l.Entries), l.Copies.Clone()
	return l
}

// latest gives the newest of those that count, nil for none. One from the future
// comes after all others: the clock was wrong when it was made, or is now, and for
// years nothing would be newer.
func latest(entries []Entry, now domain.Instant, counts func(*Entry) bool) (newest *Entry) {
	for i := range entries {
		e := &entries[i]
		if !counts(e) {
			continue
		}
		if newest == nil || e.At <= now && newest.At > now || e.At >= newest.At && (e.At <= now || newest.At > now) {
			newest = e
		}
	}
	return newest
}

func (l *list) entry(name string) *Entry {
	for i := range l.Entries {
		if l.Entries[i].Name == name {
			return &l.Entries[i]
		}
	}
	return nil
}
