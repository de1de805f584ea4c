package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"kitewise/backend/backup/archive"
	"kitewise/backend/backup/second"
)

// ReadAgain reads one copy of the second folder to its end, that which was not
// read for the longest time, if that is a week or more. One that is not as it was
// written is copied again if it is still here, and else not counted on any more.
func (k *Keeper) ReadAgain(ctx context.Context) error {
	k.work.Lock()
	defer k.work.Unlock()
	l := k.now()
	if l.Second == "" {
		return nil
	}
	names := copiedNames(&l)
	name := l.Copies.Due(names, k.Now())
	if name == "" {
		return nil
	}
	at := k.instant()
	_, sum, err := archive.CheckUntil(ctx, filepath.Join(l.Second, name))
	e := l.entry(name)
	if err == nil && e != nil && e.Sum != "" && e.Sum != sum {
		err = archive.Bad("damaged", nil)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fs.ErrNotExist): // it was pulled out
		return nil
	case err == nil:
		return wrap("read copy", k.change(func(l *list) {
			l.Copies.Found(name, at)
			l.Copies.Only(names)
		}))
	}
	lost, again := e == nil || e.Fault != nil || !k.lies(*e), error(nil)
	if !lost {
		again = second.Copy(ctx, k.path(name), l.Second)
	}
	return wrap("copy again", errors.Join(again, k.change(func(l *list) {
		if l.Copies.Rotten = at; again == nil { // else it is tried again at once
			l.Copies.FoundRotten(name, at, lost)
		}
		l.Copies.Only(names)
	})))
}

// copiedNames lists what lies in the second folder: what says itself that it is
// a backup of this workspace, and what has the name of one that is here.
func copiedNames(l *list) []string {
	out := []string{}
	for _, e := range scan(l.Second, l.Workspace) {
		out = append(out, e.Name)
	}
	for _, e := range l.Entries {
		info, err := os.Lstat(filepath.Join(l.Second, e.Name))
		if err == nil && info.Mode().IsRegular() && !slices.Contains(out, e.Name) {
			out = append(out, e.Name)
		}
	}
	return out
}
