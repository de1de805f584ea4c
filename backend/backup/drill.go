package backup

import (
	"context"
	"errors"
	"io/fs"

	"filippo.io/age"

	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// Try opens the newest backup as a restore would, in a folder of its own, as a
// whole workspace: every name is opened, every finished session is scored again
// and compared with the same one here. It then removes everything. What it found
// is remembered; the error is for the log. names opens the personal fields.
func (k *Keeper) Try(by *Opener, names store.Sealer, here *store.Store, shipped fs.FS) (d Drill, err error) {
	k.work.Lock()
	defer k.work.Unlock()
	ctx := by.Until
	d, err = k.try(ctx, by.Identity, names, here, shipped)
	err = wrap("trial restore", err)
	d.At = k.instant()
	if err != nil {
		d.Sound = false
		if !errors.As(err, &d.Problem) {
			d.Problem = domain.Fail(domain.CodeInternal, err)
		}
	}
	if ctx.Err() != nil {
		return d, err // the desk was left: it is no finding
	}
	return d, errors.Join(err, wrap("note", k.change(func(l *list) { l.Drill = &d })))
}

func (k *Keeper) try(ctx context.Context, id age.Identity, names store.Sealer, here *store.Store, shipped fs.FS) (d Drill, err error) {
	newest := k.newest()
	if newest == nil {
		return d, domain.Fail(domain.CodeNotFound, nil, "What", "backup")
	}
	d.Name, d.Backup = newest.Name, newest.At
	dir, done, err := k.scratch()
	if err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, done()) }()
	x, err := extract(ctx, k.path(newest.Name), dir, id)
	if err != nil {
		return d, err
	}
	d.People, d.Sessions = x.Rows["participant"], x.Rows["session"]
	ws, err := workspace.Open(ctx, dir, shipped, store.Options{Existing: true})
	if err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	if ws.Store.Doubt() != nil { // a backup has no witness: it begins anew
		if err := ws.Store.Accept(ctx, "trial"); err != nil {
			return d, err
		}
	}
	if err := ws.Store.Unlock(ctx, names); err != nil {
		return d, err
	}
	found, err := ws.Verify(ctx, nil)
	if err != nil {
		return d, err
	}
	if err := d.compare(ctx, ws.Store, here); err != nil {
		return d, err
	}
	d.Finished, d.Sound = found.Sessions, found.Sound() && d.Differ == 0
	if !found.Sound() {
		d.Differ += len(found.Findings)
	}
	return d, nil
}

// compare holds the seals of the finished sessions against those here.
func (d *Drill) compare(ctx context.Context, there, here *store.Store) error {
	then, err := there.Seals(ctx)
	if err != nil {
		return err
	}
	now, err := here.Seals(ctx)
	if err != nil {
		return err
	}
	for session, seal := range then {
		is, ok := now[session]
		switch {
		case !ok:
			d.Gone++
		case is != seal:
			d.Compared++
			d.Differ++
		default:
			d.Compared++
		}
	}
	d.Since = len(now) - (len(then) - d.Gone)
	return nil
}
