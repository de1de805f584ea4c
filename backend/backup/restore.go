package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"kitewise/backend/backup/archive"
	"kitewise/backend/backup/swap"
	"kitewise/backend/domain"
	"kitewise/backend/instrument/own"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/workspace"
)

// Restore is a backup on its way back into a folder.
type Restore struct {
	// Header is the backup's.
	archive.Header
	// Ring is the key file that opens it: the folder's own, if it is sound and of
	// the same workspace, so that a passphrase that was changed since, or a role
	// that was taken away, stays so; otherwise the backup's.
	Ring *keyring.Ring
	// Renewal is the key file with a new passphrase that goes with the restored
	// files, in the same step; nil for none.
	Renewal *keyring.Renewal
	// Via is as in store.Options, and Acts are noted before the restore itself, in
	// the log of what comes back.
	Via  string
	Acts []domain.Entry

	dir, path string
	// stage holds the files that go into the workspace, keys the key file of the
	// backup until then, if that is the one that goes: "" otherwise.
	stage, keys string
}

// Begin looks at a backup for a folder that may hold a workspace or not. It
// checks the sum of the whole file; bad_backup with the Reason other_workspace
// for one that belongs elsewhere. What it prepares lies in folders of its own
// until Switch; Drop removes them.
func Begin(dir, path string, ring func(dir string) *keyring.Ring) (r *Restore, err error) {
	defer func() { err = wrap("look at it", err) }()
	h, _, err := archive.Check(path)
	if err != nil {
		return nil, err
	}
	// One that a kill interrupted comes first; one that cannot be finished is put
	// aside with the rest.
	_ = workspace.FinishRestore(dir)
	r = &Restore{Header: h, dir: dir, path: path}
	there, err := keyring.Exists(dir)
	if err != nil {
		return nil, err
	}
	if there {
		r.Ring = ring(dir)
		switch id, err := r.Ring.Check(); {
		case err == nil && id != h.Workspace:
			return nil, bad("other_workspace")
		case err == nil:
			return r, nil
		case domain.CodeOf(err) != domain.CodeDamagedKeys:
			return nil, err
		}
	}
	if err := r.takeKeys(ring); err != nil {
		return nil, errors.Join(err, r.Drop())
	}
	return r, nil
}

// Own says that the folder's own key file opens the backup.
func (r *Restore) Own() bool { return r.keys == "" }

// takeKeys puts the backup's key file into a folder of its own, where it can be
// tried.
func (r *Restore) takeKeys(ring func(dir string) *keyring.Ring) (err error) {
	if err := folder.Prepare(r.dir); err != nil {
		return err
	}
	if r.keys, err = os.MkdirTemp(r.dir, swap.StagePattern); err != nil {
		return err
	}
	swap.Step()
	if err := os.WriteFile(filepath.Join(r.keys, keyring.FileName), r.Keys, 0o600); err != nil {
		return err
	}
	r.Ring = ring(r.keys)
	id, err := r.Ring.Check()
	switch {
	case domain.CodeOf(err) == domain.CodeDamagedKeys:
		return archive.Bad("damaged", err)
	case err == nil && id != r.Workspace:
		return bad("changed")
	}
	return err
}

// Prepare decrypts the backup with the keys, reads it to its end, looks through
// the database, brings it to this program's schema, saves the settings in it and
// notes in its log that it was put back. Only an owner restores. Nothing of the
// workspace is touched yet.
func (r *Restore) Prepare(ctx context.Context, keys *keyring.Keys, settings map[string]string) (err error) {
	defer func() { err = wrap("restore", err) }()
	if keys.Holder.Role != domain.RoleOwner {
		return domain.Fail(domain.CodeConflict, nil, "Reason", "owner_only")
	}
	if _, err := r.extract(ctx, keys); err != nil {
		return err
	}
	swap.Step()
	if r.keys != "" {
		if err := r.Ring.CopyTo(r.stage); err != nil {
			return err
		}
	}
	if r.Renewal != nil {
		swap.Step()
		if err := r.Renewal.KeepIn(r.stage); err != nil {
			return err
		}
		keys.Slots = r.Renewal.After
	}
	return r.settle(ctx, keys, settings)
}

// Inside is what a backup holds.
type Inside struct {
	At               domain.Instant
	People, Sessions int64
}

// Try decrypts and opens the backup with the keys, as Prepare does, and says
// what it holds.
func (r *Restore) Try(ctx context.Context, keys *keyring.Keys) (Inside, error) {
	x, err := r.extract(ctx, keys)
	return Inside{At: x.At, People: x.Rows["participant"], Sessions: x.Rows["session"]}, wrap("verify", err)
}

func (r *Restore) extract(ctx context.Context, keys *keyring.Keys) (x extracted, err error) {
	id, err := keys.Identity(keyring.Backup)
	if err != nil {
		return x, err
	}
	if err := errors.Join(folder.Wipe(r.stage), folder.Prepare(r.dir)); err != nil { // that of a try that failed
		return x, err
	}
	if r.stage, err = os.MkdirTemp(r.dir, swap.StagePattern); err != nil {
		return x, err
	}
	swap.Step()
	if x, err = extract(ctx, r.path, r.stage, id); err != nil {
		return x, err
	}
	if x.Workspace != r.Workspace { // the file was exchanged since Begin
		return x, bad("changed")
	}
	return x, nil
}

// settle opens the database where it lies, which brings it to this program's
// schema, writes into it what comes with a restore, and closes it as one file.
func (r *Restore) settle(ctx context.Context, keys *keyring.Keys, settings map[string]string) error {
	swap.Step()
	s, err := store.Open(ctx, r.stage, store.Options{Existing: true, Via: r.Via})
	if err != nil {
		return err
	}
	s.As(domain.Actor(domain.RoleOwner))
	if s.Doubt() != nil { // a backup has no witness: it begins anew
		err = s.Accept(ctx, "restore")
	}
	if err == nil {
		err = s.SaveSettings(ctx, settings)
	}
	if err == nil {
		err = workspace.Restored(ctx, s, keys, r.Renewal, r.At, r.Acts...)
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	swap.Step()
	left, err := folder.Matching(r.stage, folder.Database+".before-*")
	for _, path := range left {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// replaces are the names that a restore puts aside and brings; what it does not
// bring makes room too: a log of the old database, wrong tries of old keys.
func (r *Restore) replaces() []string {
	names := []string{folder.Database + "-wal", folder.Database + "-shm", folder.Database, store.WitnessFile, own.Dir, own.NormDir}
	switch {
	case r.keys != "":
		names = append(names, keyring.FileName, "key.tries")
	case r.Renewal != nil:
		names = append(names, keyring.FileName)
	}
	return names
}

// Switch puts what was prepared in the place of what stands there, and gives
// the name of the folder that keeps the old files, "" if there were none. The
// caller has closed the workspace; another program that holds it is in_use.
// After an error everything is as it was, or the next opening makes it so.
func (r *Restore) Switch(now time.Time) (replaced string, err error) {
	defer func() { err = wrap("restore", err) }()
	lock, err := folder.Lock(r.dir)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if r.Renewal != nil && r.Own() {
		if err := r.Renewal.Stands(); err != nil {
			return "", err
		}
	}
	return swap.Switch(r.dir, r.stage, r.replaces(), now)
}

// Drop removes what was prepared. After a Switch there is little left to remove.
func (r *Restore) Drop() error {
	if r == nil {
		return nil
	}
	return errors.Join(folder.Wipe(r.stage), folder.Wipe(r.keys))
}
