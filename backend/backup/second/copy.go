package second

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kitewise/backend/backup/archive"
	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// Copy copies the backup at a path into a folder, which must be there: not_found
// if it is not. What was written is read back before it gets its name.
func Copy(ctx context.Context, path, dir string) error {
	name := filepath.Base(path)
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return domain.Fail(domain.CodeNotFound, err, "What", "folder")
	}
	if err != nil {
		return err
	}
	from, err := os.Open(path)
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

// Within reports whether a folder is another one or lies in it, by what they
// are and not by how they are written.
func Within(outer, inner string) (bool, error) {
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
