package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"kitewise/backend/backup/second"
	"kitewise/backend/backup/thin"
	"kitewise/backend/domain"
)

// TrialPattern makes the name of a folder in which a backup is opened for a
// look; the next opening of the workspace wipes one that a kill left.
const TrialPattern = "restore-trial-*.part"

// CopyTo copies a backup into another folder, which must be there: a stick
// that is not plugged in must not become a folder on this disk. The copy is
// read back before it gets its name. It gives the path.
func (k *Keeper) CopyTo(ctx context.Context, name, dir string) (path string, err error) {
	k.work.Lock()
	defer k.work.Unlock()
	path = filepath.Join(dir, name)
	return path, wrap("copy", second.Copy(ctx, k.path(name), dir))
}

// Thin removes the backups that do not stay, here and in the second folder. It
// removes only what says in its own header that it is a backup of this
// workspace; in the second folder it reads everything else as somebody else's.
func (k *Keeper) Thin() error {
	k.work.Lock()
	defer k.work.Unlock()
	l := k.now()
	gone, err := k.thinFolder(filepath.Join(k.dir, Folder), l.Workspace, l.soundHere)
	if len(gone) > 0 {
		err = errors.Join(err, k.change(func(l *list) { l.forget(gone) }))
	}
	if l.Second != "" {
		_, second := k.thinFolder(l.Second, l.Workspace, l.soundSecond)
		err = errors.Join(err, second)
	}
	return wrap("thin", err)
}

func (k *Keeper) thinFolder(dir, workspace string, sound func(name string) bool) (gone map[string]bool, err error) {
	found := scan(dir, workspace)
	gone = map[string]bool{}
	for i, stays := range thin.Keep(copiesOf(found, sound), k.Now()) {
		if stays {
			continue
		}
		if removed := os.Remove(filepath.Join(dir, found[i].Name)); removed != nil {
			err = errors.Join(err, removed)
			continue
		}
		gone[found[i].Name] = true
	}
	return gone, err
}

// soundHere says whether a backup of the workspace's folder was opened and found
// sound.
func (l list) soundHere(name string) bool {
	e := l.entry(name)
	return e != nil && e.Verified != 0
}

// soundSecond says the same of the second folder. What lies there was read back
// when it was copied, and is again every week; whether it opens is known of those
// that are still listed.
func (l list) soundSecond(name string) bool {
	if slices.Contains(l.Copies.Lost, name) {
		return false
	}
	e := l.entry(name)
	return e == nil || e.Verified != 0
}

// forget takes entries out of the list.
func (l *list) forget(gone map[string]bool) {
	kept := []Entry{}
	for _, e := range l.Entries {
		if !gone[e.Name] {
			kept = append(kept, e)
		}
	}
	l.Entries = kept
}

// Second gives the folder that takes copies, "" for none.
func (k *Keeper) Second() string { return k.now().Second }

// SetSecond chooses the folder that takes copies, "" for none, if that can be noted
// first. It must be there and lie outside of the workspace: otherwise invalid in the
// Field "folder".
func (k *Keeper) SetSecond(dir string, note func() error) error {
	if dir != "" {
		inside, err := second.Within(k.dir, dir)
		if err != nil {
			return wrap("choose folder", err)
		}
		if inside {
			return domain.Fail(domain.CodeInvalid, nil, "Field", "folder", "Reason", "inside_workspace")
		}
	}
	if err := note(); err != nil {
		return err
	}
	return wrap("choose folder", k.change(func(l *list) {
		if l.Second != dir {
			l.Second, l.Copied, l.Copies = dir, 0, second.Readings{}
		}
	}))
}

// CopyOut brings the newest sound backup to the second folder, unless it is
// there. A folder that is not there is not_found: nothing is lost, and the next
// call tries again.
func (k *Keeper) CopyOut(ctx context.Context) error {
	k.work.Lock()
	defer k.work.Unlock()
	l := k.now()
	if l.Second == "" {
		return nil
	}
	e := latest(l.Entries, k.instant(), func(e *Entry) bool { return e.Fault == nil && k.lies(*e) })
	if e == nil {
		return nil
	}
	if info, err := os.Stat(filepath.Join(l.Second, e.Name)); err == nil && info.Size() == e.Size {
		return nil
	}
	if err := second.Copy(ctx, k.path(e.Name), l.Second); err != nil {
		return wrap("copy", err)
	}
	return wrap("copy", k.change(func(l *list) {
		l.Copied = k.instant()
		l.Copies.Found(e.Name, l.Copied)
	}))
}

// SecondNewest looks into the second folder: whether it is there, and when the
// newest backup in it was made, 0 for none.
func (k *Keeper) SecondNewest() (there bool, newest domain.Instant) {
	l := k.now()
	if l.Second == "" {
		return false, 0
	}
	if info, err := os.Stat(l.Second); err != nil || !info.IsDir() {
		return false, l.Copied
	}
	e := latest(scan(l.Second, l.Workspace), k.instant(), func(e *Entry) bool { return !slices.Contains(l.Copies.Lost, e.Name) })
	if e != nil {
		newest = e.At
	}
	return true, newest
}
