package workspace

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
)

// laterDir is the folder in a workspace that keeps what was done beside it, one
// file each, until somebody unlocks and the log can be written.
const laterDir = "later"

// halfNote matches the name of a file of laterDir that is being written.
var halfNote = regexp.MustCompile(`^\.[A-Z2-7]{26}-\d+\.part$`)

// settingLater names the files of laterDir that are in the log already.
const settingLater = "later.noted"

const (
	// mostLater bounds how many files there are, longestLater each.
	mostLater, longestLater = 1000, 4 << 10
	// stale is the age of a half written file that nobody writes any more.
	stale = time.Hour
)

// Later keeps an act for the log of a workspace that the caller has not opened:
// another program may hold it. Only wrong secrets and imports are read again.
func Later(dir string, e domain.Entry) error {
	if e.At == 0 {
		e.At = now()
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	sub := filepath.Join(dir, laterDir)
	if err := os.Mkdir(sub, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return store.FileFault("keep a note", err)
	}
	there, err := os.ReadDir(sub)
	if err != nil || len(there) >= mostLater {
		return store.FileFault("keep a note", err)
	}
	err = ReplaceFile(filepath.Join(sub, rand.Text()+".json"), func(out io.Writer) error {
		_, err := out.Write(raw)
		return err
	})
	if err != nil {
		return err
	}
	return store.FileFault("keep a note", errors.Join(folder.Sync(sub), folder.Sync(dir)))
}

// RefusedLater is Workspace.Refused where the caller has no workspace open; via
// is as in store.Options. A folder without keys has no log to keep it for.
func RefusedLater(dir, how, via string, err error) error {
	if domain.CodeOf(err) != domain.CodeWrongPassphrase {
		return err
	}
	if keyed, unknown := keyring.Exists(dir); unknown != nil || !keyed {
		return err
	}
	return errors.Join(err, Later(dir, refused(how, via)))
}

// refused is the act of a passphrase or recovery code that opened nothing.
func refused(how, via string) domain.Entry {
	e := domain.Entry{Act: domain.ActUnlockFailed, Actor: domain.ActorUnknown, Detail: map[string]string{"how": how}}
	if via != "" {
		e.Detail["via"] = via
	}
	return e
}

// kept is an act that waits for the log, with the name of its file.
type kept struct {
	domain.Entry
	name string
}

// readLater reads what waits. Whoever can write into the folder can put a file
// there, so that of each only what is known to be said is taken, and one that
// cannot be read counts as a wrong secret.
func readLater(dir string, by time.Time) (out []kept, err error) {
	sub := filepath.Join(dir, laterDir)
	files, err := os.ReadDir(sub)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		path := filepath.Join(sub, f.Name())
		if !strings.HasSuffix(f.Name(), ".json") {
			if info, err := f.Info(); err == nil && halfNote.MatchString(f.Name()) && info.Mode().IsRegular() && by.Sub(info.ModTime()) > stale {
				_ = os.Remove(path) // a kill left it
			}
			continue
		}
		if len(out) < mostLater {
			out = append(out, kept{Entry: readOne(path), name: f.Name()})
		}
	}
	return out, nil
}

func readOne(path string) domain.Entry {
	e, unreadable := domain.Entry{}, refused("unknown", "")
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > longestLater {
		return unreadable
	}
	unreadable.At = domain.InstantOf(info.ModTime())
	raw, err := os.ReadFile(path)
	if err != nil {
		return unreadable
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	if in.Decode(&e) != nil || !domain.Sayable(e.Detail) {
		return unreadable
	}
	how, via := e.Detail["how"], e.Detail["via"]
	if !slices.Contains([]string{"", ViaCommand}, via) {
		return unreadable
	}
	switch {
	case e.Act == domain.ActImport && domain.Role(e.Actor).Known():
		return e
	case e.Act == domain.ActUnlockFailed && (how == "passphrase" || how == "recovery"):
		said := refused(how, via)
		said.At = e.At
		return said
	}
	return unreadable
}

// ViaCommand marks what is done on the command line in the log; see store.Options.
const ViaCommand = "command"

// NoteLater writes the wrong secrets that wait into the log, those of a kind in
// one entry with how many they were, and forgets them. Imports wait until the
// file that they speak of is found; see NoteImports.
func (w *Workspace) NoteLater(ctx context.Context) error {
	waiting, err := readLater(w.dir, w.Now().Time())
	waiting = slices.DeleteFunc(waiting, func(k kept) bool { return k.Act == domain.ActImport })
	if err != nil || len(waiting) == 0 {
		return err
	}
	stored, err := w.Store.Settings(ctx)
	if err != nil {
		return err
	}
	noted, names := strings.Fields(stored[settingLater]), []string{}
	fresh := []domain.Entry{}
	for _, k := range waiting {
		names = append(names, k.name)
		if !slices.Contains(noted, k.name) { // else a kill came before it was removed
			fresh = append(fresh, k.Entry)
		}
	}
	if entries := together(fresh); len(entries) > 0 {
		if err := w.Store.SaveSettings(ctx, map[string]string{settingLater: strings.Join(names, " ")}, entries...); err != nil {
			return err
		}
	}
	return w.forget(names)
}

// together makes one entry of those that say the same, with how many they were
// and when the last one was.
func together(fresh []domain.Entry) []domain.Entry {
	type kind struct{ how, via string }
	times, last, order := map[kind]int{}, map[kind]domain.Instant{}, []kind{}
	for _, e := range fresh {
		k := kind{e.Detail["how"], e.Detail["via"]}
		if times[k] == 0 {
			order = append(order, k)
		}
		times[k]++
		last[k] = max(last[k], e.At)
	}
	out := []domain.Entry{}
	for _, k := range order {
		e := refused(k.how, k.via)
		e.Detail["times"], e.Detail["when"] = strconv.Itoa(times[k]), said(last[k])
		out = append(out, e)
	}
	return out
}

// said gives a moment as the log says it.
func said(at domain.Instant) string { return at.Time().UTC().Format("2006-01-02T15:04:05Z") }

// forget removes what is in the log.
func (w *Workspace) forget(names []string) error {
	errs := []error{}
	for _, name := range names {
		if err := os.Remove(filepath.Join(w.dir, laterDir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// importers are the imports that wait for the log.
type importers []kept

// of gives what is known of an import: who did it, nil for nobody, and the files
// that say so.
func (i importers) of(detail map[string]string) (by *domain.Entry, names []string) {
	for n := range i {
		d := i[n].Detail
		if d["what"] == detail["what"] && d["instrument"] == detail["instrument"] && d["norm"] == detail["norm"] && d["version"] == detail["version"] {
			by, names = &i[n].Entry, append(names, i[n].name)
		}
	}
	return by, names
}
