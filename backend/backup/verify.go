package backup

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"kitewise/backend/backup/archive"
	"kitewise/backend/backup/swap"
	"kitewise/backend/domain"
	"kitewise/backend/instrument/own"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
)

// belongs says which files a backup may hold.
func belongs(name string) bool {
	return name == folder.Database || strings.HasPrefix(name, own.Dir+"/") || strings.HasPrefix(name, own.NormDir+"/")
}

// extracted is a backup that lies decrypted in a folder, and was looked through.
type extracted struct {
	archive.Header
	archive.Content
	census store.Census
}

// extract decrypts a backup into an empty folder and looks through its database:
// it holds together and holds what was told. newer_database, bad_backup.
func extract(ctx context.Context, path, dir string, id age.Identity) (x extracted, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return x, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	if x.Header, x.Content, err = archive.Extract(ctx, path, id, root, belongs); err != nil {
		return x, err
	}
	x.census, err = store.Examine(ctx, filepath.Join(dir, folder.Database))
	switch code := domain.CodeOf(err); {
	case errors.Is(err, os.ErrNotExist), code == domain.CodeDamagedDatabase:
		return x, archive.Bad("damaged", err)
	case err != nil:
		return x, err
	case !maps.Equal(x.census.Rows, x.Rows), x.census.Schema != x.Schema, x.census.Workspace != x.Workspace:
		return x, bad("damaged")
	}
	return x, nil
}

// open decrypts, opens and compares the backup at a path, and leaves nothing.
func (k *Keeper) open(ctx context.Context, path string, e Entry, id age.Identity) (err error) {
	dir, done, err := k.scratch()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	swap.Step()
	x, err := extract(ctx, path, dir, id)
	if err != nil {
		return err
	}
	if x.At != e.At || e.Database != "" && x.Files[0].Sum != e.Database {
		return bad("changed")
	}
	return nil
}

// Pending counts the backups that nobody has opened yet.
func (k *Keeper) Pending() int {
	n := 0
	for _, e := range k.now().Entries {
		if e.Verified == 0 && e.Fault == nil {
			n++
		}
	}
	return n
}

// VerifyPending opens every backup that was made without the keys, the newest
// first. One that does not hold keeps the code of its fault; the machine's own
// trouble, such as a full disk, ends the run.
func (k *Keeper) VerifyPending(by *Opener) error {
	k.work.Lock()
	defer k.work.Unlock()
	entries := k.now().Entries
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		if e.Verified != 0 || e.Fault != nil {
			continue
		}
		if err := k.verify(by.Until, e, by.Identity); err != nil {
			return wrap("verify", err)
		}
	}
	return nil
}

// verify opens one backup and notes what came of it.
func (k *Keeper) verify(ctx context.Context, e Entry, id age.Identity) error {
	err := k.open(ctx, k.path(e.Name), e, id)
	var fault *domain.Error
	if errors.As(wrap("verify", err), &fault); err != nil && (fault == nil || fault.Code != domain.CodeBadBackup && fault.Code != domain.CodeNewerDatabase) {
		return err
	}
	return k.change(func(l *list) {
		if e := l.entry(e.Name); e != nil {
			if e.Fault = fault; err == nil {
				e.Verified = k.instant()
			}
		}
	})
}
