package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"filippo.io/age"

	"kitewise/backend/backup/archive"
	"kitewise/backend/backup/swap"
	"kitewise/backend/domain"
	"kitewise/backend/instrument/own"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
)

// spare is what a backup leaves free on the disk, in bytes: sessions come first.
const spare = 200 << 20

// ErrUnchanged says that the newest backup holds the workspace as it is.
var ErrUnchanged = errors.New("nothing changed since the newest backup")

// Opener opens backups while the workspace is unlocked; Until ends with that.
type Opener struct {
	Until    context.Context //nolint:containedctx // the life of the keys, beside that of the work
	Identity age.Identity
}

// Make makes a backup of what the store holds now, and counts it once it was
// read back: decrypted and opened if there is somebody to open it, otherwise by
// its sum, and so too if the workspace is locked meanwhile. force makes one
// even if nothing changed. The copy is taken beside the writers; a cancelled
// one leaves nothing.
func (k *Keeper) Make(ctx context.Context, from *store.Store, by *Opener, force bool) (e Entry, err error) {
	k.work.Lock()
	defer k.work.Unlock()
	k.making.Store(true)
	defer k.making.Store(false)
	e, err = k.make(ctx, from, by, force)
	if errors.Is(err, ErrUnchanged) {
		if kept := k.change(func(l *list) { l.Same = k.instant() }); kept != nil {
			return e, wrap("note", kept)
		}
		return e, err
	}
	return e, wrap("make", err)
}

func (k *Keeper) make(ctx context.Context, from *store.Store, by *Opener, force bool) (e Entry, err error) {
	recipient, err := k.ring.Recipient(keyring.Backup)
	if err != nil {
		return e, err
	}
	keys, workspaceID, err := k.ring.File()
	if err != nil {
		return e, err
	}
	if place := from.Place(); place.Free >= 0 && place.Free < 2*(place.Database+place.WAL)+spare {
		return e, domain.Fail(domain.CodeDiskFull, nil)
	}
	dir, done, err := k.scratch()
	if err != nil {
		return e, err
	}
	defer func() { err = errors.Join(err, done()) }()
	s, err := k.snapshot(ctx, from, dir)
	if err != nil {
		return e, err
	}
	if s.census.Workspace != workspaceID {
		return e, domain.Fail(domain.CodeDamagedKeys, nil, "Reason", "other_workspace")
	}
	e = s.entry()
	if newest := k.newest(); !force && newest != nil && newest.Fault == nil && newest.Database == e.Database && newest.Extra == e.Extra && k.lies(*newest) {
		return *newest, ErrUnchanged
	}
	e.Name = newName(workspaceID, e.At.Time())
	h := archive.Header{Workspace: workspaceID, At: e.At, Program: k.Program, Schema: s.census.Schema, Keys: keys}
	if e, err = k.write(ctx, e, h, s, recipient); err != nil {
		return e, err
	}
	return k.count(ctx, e, by)
}

// newest gives the newest entry, nil for none; see latest.
func (k *Keeper) newest() *Entry {
	return latest(k.now().Entries, k.instant(), func(*Entry) bool { return true })
}

// lies reports whether the file of an entry is there with its size.
func (k *Keeper) lies(e Entry) bool {
	info, err := os.Lstat(k.path(e.Name))
	return err == nil && info.Mode().IsRegular() && info.Size() == e.Size
}

func (k *Keeper) path(name string) string { return filepath.Join(k.dir, Folder, name) }

// snapshot is a copy of the workspace at one moment.
type snapshot struct {
	at      domain.Instant
	census  store.Census
	content archive.Content
	sources map[string]func() (io.ReadCloser, error)
	names   archive.Names
}

// snapshot copies the database into the folder and lists the own files.
func (k *Keeper) snapshot(ctx context.Context, from *store.Store, dir string) (*snapshot, error) {
	s := &snapshot{at: k.instant(), sources: map[string]func() (io.ReadCloser, error){}}
	copied := filepath.Join(dir, folder.Database)
	swap.Step()
	if err := from.Copy(ctx, copied); err != nil {
		return nil, err
	}
	var err error
	if s.census, err = store.Examine(ctx, copied); err != nil {
		return nil, err
	}
	s.content.Rows = s.census.Rows
	if err := s.add(folder.Database, func() (io.ReadCloser, error) { return os.Open(copied) }); err != nil {
		return nil, err
	}
	// In this order always: the hash of the list tells whether something changed.
	for _, added := range []struct {
		name  string
		files fs.FS
	}{{own.Dir, own.Files(k.dir)}, {own.NormDir, own.Norms(k.dir)}} {
		if added.files == nil {
			continue
		}
		if err := s.addAll(added.name, added.files); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// addAll adds the files of a folder that a backup can hold.
func (s *snapshot) addAll(dir string, files fs.FS) error {
	names, err := s.names.Of(dir, files)
	for _, p := range names {
		if err == nil {
			err = s.add(path.Join(dir, p), func() (io.ReadCloser, error) { return files.Open(p) })
		}
	}
	return err
}

func (s *snapshot) add(name string, open func() (io.ReadCloser, error)) (err error) {
	f, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	n, err := io.Copy(h, f)
	s.content.Files = append(s.content.Files, archive.File{Name: name, Size: n, Sum: hex.EncodeToString(h.Sum(nil))})
	s.sources[name] = open
	return err
}

func (s *snapshot) entry() Entry {
	e := Entry{At: s.at, Database: s.content.Files[0].Sum}
	h := sha256.New()
	for _, f := range s.content.Files[1:] {
		_, _ = fmt.Fprintln(h, f.Name, f.Sum) // a hash never fails
	}
	e.Extra = hex.EncodeToString(h.Sum(nil))
	e.People, e.Sessions = s.census.Rows["participant"], s.census.Rows["session"]
	return e
}

// write writes the file beside its place, durable, and checks its sum.
func (k *Keeper) write(ctx context.Context, e Entry, h archive.Header, s *snapshot, to age.Recipient) (Entry, error) {
	if err := os.MkdirAll(filepath.Join(k.dir, Folder), 0o700); err != nil {
		return e, err
	}
	part := k.path(e.Name) + ".part"
	swap.Step()
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return e, err
	}
	e.Sum, err = archive.Write(ctx, f, h, s.content, to, func(name string) (io.ReadCloser, error) { return s.sources[name]() })
	swap.Step()
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		_, sum, read := archive.Check(part)
		if err = read; err == nil && sum != e.Sum {
			err = bad("damaged")
		}
	}
	if err != nil {
		return e, errors.Join(err, os.Remove(part))
	}
	info, err := os.Stat(part)
	if err != nil {
		return e, err
	}
	e.Size = info.Size()
	return e, nil
}

// count verifies a written backup, gives it its name and takes it into the list.
func (k *Keeper) count(ctx context.Context, e Entry, by *Opener) (Entry, error) {
	part := k.path(e.Name) + ".part"
	if by != nil {
		err := k.open(by.Until, part, e, by.Identity)
		switch {
		case err == nil:
			e.Verified = k.instant()
		case by.Until.Err() == nil || ctx.Err() != nil:
			return e, errors.Join(err, os.Remove(part))
		}
	}
	swap.Step()
	if err := os.Rename(part, k.path(e.Name)); err != nil {
		return e, err
	}
	if err := folder.Sync(filepath.Join(k.dir, Folder)); err != nil {
		return e, err
	}
	swap.Step()
	return e, k.change(func(l *list) { l.Entries, l.Same = append(l.Entries, e), e.At })
}
