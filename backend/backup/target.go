package backup

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kitewise/backend/backup/archive"
	"kitewise/backend/backup/thin"
	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// TrialPrefix begins the name of a folder in which a backup is opened for a
// look; the next opening of the workspace wipes one that a kill left.
const TrialPrefix = "restore-trial-"

// CopyTo copies a backup into another folder, which must be there: a stick
// that is not plugged in must not become a folder on this disk. The copy is
// read back before it gets its name. It gives the path.
func (k *Keeper) CopyTo(ctx context.Context, name, dir string) (path string, err error) {
	k.work.Lock()
	defer k.work.Unlock()
	path = filepath.Join(dir, name)
	return path, wrap("copy", k.copyTo(ctx, name, dir))
}

func (k *Keeper) copyTo(ctx context.Context, name, dir string) error {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return domain.Fail(domain.CodeNotFound, err, "What", "folder")
	}
	if err != nil {
		return err
	}
	from, err := os.Open(k.path(name))
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // it was only read
	part := filepath.Join(dir, name+".part")
	to, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, stopping{ctx, from})
	if err = errors.Join(err, to.Sync(), to.Close()); err == nil {
		_, _, err = archive.Check(part)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, filepath.Join(dir, name)); err != nil {
		return err
	}
	return folder.Sync(dir)
}

// stopping is a reader that ends with its context.
type stopping struct {
	ctx  context.Context
	from io.Reader
}

func (s stopping) Read(into []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.from.Read(into)
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
// when it was copied; whether it opens is known of those that are still listed.
func (l list) soundSecond(name string) bool {
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

// SetSecond chooses the folder that takes copies, "" for none. It must be there
// and lie outside of the workspace: otherwise invalid in the Field "folder".
func (k *Keeper) SetSecond(dir string) error {
	if dir != "" {
		inside, err := within(k.dir, dir)
		if err != nil {
			return wrap("choose folder", err)
		}
		if inside {
			return domain.Fail(domain.CodeInvalid, nil, "Field", "folder", "Reason", "inside_workspace")
		}
	}
	return wrap("choose folder", k.change(func(l *list) {
		if l.Second != dir {
			l.Second, l.Copied = dir, 0
		}
	}))
}

// within reports whether a folder is another one or lies in it, by what they
// are and not by how they are written.
func within(outer, inner string) (bool, error) {
	root, err := os.Stat(outer)
	if err != nil {
		return false, err
	}
	at, err := filepath.Abs(inner)
	if err != nil {
		return false, err
	}
	if at, err = filepath.EvalSymlinks(at); err != nil {
		return false, err
	}
	for {
		info, err := os.Stat(at)
		if err != nil {
			return false, err
		}
		if os.SameFile(root, info) {
			return true, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return false, nil
		}
		at = up
	}
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
	for i := len(l.Entries) - 1; i >= 0; i-- {
		e := l.Entries[i]
		if e.Fault != nil || !k.lies(e) {
			continue
		}
		if info, err := os.Stat(filepath.Join(l.Second, e.Name)); err == nil && info.Size() == e.Size {
			return nil
		}
		if err := k.copyTo(ctx, e.Name, l.Second); err != nil {
			return wrap("copy", err)
		}
		return wrap("copy", k.change(func(l *list) { l.Copied = k.instant() }))
	}
	return nil
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
	for _, e := range scan(l.Second, l.Workspace) {
		newest = max(newest, e.At)
	}
	return true, newest
}
