package folder

import (
	"errors"
	"os"
	"path/filepath"
)

// Replace puts content in the place of the file at a path, whole and durable: a
// crash, also of the machine, leaves the old file or the new one.
func Replace(path string, content []byte) error {
	if err := WritePart(path, content); err != nil {
		return err
	}
	if err := MovePart(path); err != nil {
		return err
	}
	return Sync(filepath.Dir(path))
}

// WritePart is the first step of Replace: content lies on the disk, beside the
// path. What fails leaves nothing there.
func WritePart(path string, content []byte) error {
	f, err := os.OpenFile(part(path), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part(path)))
	}
	return nil
}

// MovePart is the second: it stands in its place, durable once the folder is synced.
func MovePart(path string) error { return os.Rename(part(path), path) }

func part(path string) string { return path + ".part" }
