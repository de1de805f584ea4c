package own

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// maxFile is the largest file that is copied, in bytes.
const maxFile = 16 << 20

var errTooLarge = errors.New("file too large")

// readFile reads a file of an instrument's folder.
func readFile(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, errTooLarge
	}
	return data, err
}

// keep writes the files beside their place, checks what was written as it will
// be read, and puts it there whole. have is what stands there already.
func (k *Keeper) keep(files map[string][]byte, id, version string, have *instrument.Entry) (Kept, []domain.Fault, error) {
	s, err := stage(k.Data)
	if err != nil {
		return Kept{}, nil, fmt.Errorf("keep instrument: %w", err)
	}
	defer s.drop()
	for name, data := range files {
		if err := k.put(s, name, data); err != nil {
			return Kept{}, nil, fmt.Errorf("keep instrument: %w", err)
		}
	}
	entry, vectors, faults, err := k.check(s)
	if err != nil || len(faults) > 0 {
		return Kept{}, faults, err
	}
	kept := Kept{ID: id, Version: version, Languages: entry.Languages, Vectors: vectors}
	if have != nil {
		kept.Already = have.SameContent(entry)
		return kept, nil, nil
	}
	if err := s.settle(id, version); err != nil {
		return Kept{}, nil, fmt.Errorf("keep instrument: %w", err)
	}
	return kept, nil, nil
}

// check opens what was staged: schema, texts, norms, self-test, vectors, and
// whether it may stand beside the shipped instruments.
func (k *Keeper) check(s *staging) (instrument.Entry, int, []domain.Fault, error) {
	entry, err := instrument.Open(k.Shipped, Folder(s.path()))
	if err != nil {
		return entry, 0, nil, err
	}
	faults, vectors := entry.RunVectors()
	if len(faults) > 0 {
		return entry, vectors, faults, nil
	}
	shipped, err := k.shipped()
	if err != nil {
		return entry, vectors, nil, err
	}
	return entry, vectors, shipped.Admit(entry), nil
}

// staging is a folder beside the instruments in which one is written; its name
// begins with a point, so that nobody takes it for an instrument.
type staging struct {
	data string
	root *os.Root
	name string
}

// leftAfter is when what an import that was killed left behind is swept away.
const leftAfter = time.Hour

func stage(data string) (*staging, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	workspace, err := os.OpenRoot(data)
	if err != nil {
		return nil, err
	}
	defer func() { _ = workspace.Close() }()
	if err := workspace.Mkdir(Dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if info, err := workspace.Lstat(Dir); err != nil || !info.IsDir() {
		return nil, errors.Join(err, &fs.PathError{Op: "open", Path: Dir, Err: errNotPlain})
	}
	root, err := workspace.OpenRoot(Dir)
	if err != nil {
		return nil, err
	}
	s := &staging{data: data, root: root, name: ".import-" + rand.Text()}
	s.sweep()
	if err := root.Mkdir(s.name, 0o700); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return s, nil
}

// sweep removes what killed imports left behind.
func (s *staging) sweep() {
	left, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return
	}
	for _, d := range left {
		info, err := d.Info()
		if err == nil && strings.HasPrefix(d.Name(), ".import-") && time.Since(info.ModTime()) > leftAfter {
			_ = s.root.RemoveAll(d.Name())
		}
	}
}

func (s *staging) path() string { return filepath.Join(s.data, Dir, s.name) }

// put writes one file through to the disk.
func (s *staging) put(name string, data []byte) error {
	if err := s.root.MkdirAll(path.Join(s.name, path.Dir(name)), 0o700); err != nil {
		return err
	}
	f, err := s.root.OpenFile(path.Join(s.name, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// settle moves the staged folder to its place, which must be free.
func (s *staging) settle(id, version string) error {
	if err := s.root.Mkdir(id, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	target := path.Join(id, version)
	if _, err := s.root.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, &fs.PathError{Op: "rename", Path: target, Err: fs.ErrExist})
	}
	if err := s.root.Rename(s.name, target); err != nil {
		return err
	}
	for _, dir := range slices.Backward([]string{".", id, target}) {
		flush(s.root, dir)
	}
	return nil
}

// flush brings a folder's entries to the disk, where the system can.
func flush(root *os.Root, dir string) {
	if f, err := root.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}

// drop removes what is still staged.
func (s *staging) drop() {
	_ = s.root.RemoveAll(s.name)
	_ = s.root.Close()
}
