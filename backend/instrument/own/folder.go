package own

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Dir is the folder of the own instruments inside a workspace, NormDir that of
// the norms that were imported.
const (
	Dir     = "instruments"
	NormDir = "norms"
)

// errNotPlain refuses what is neither a file nor a folder: a link, a pipe, a device.
var errNotPlain = errors.New("neither a file nor a folder")

// Files gives the workspace's own instruments, nil when it has none. Links are
// not followed, neither out of the folder nor inside it.
func Files(data string) fs.FS { return within(data, Dir) }

// Norms gives the workspace's norm files, nil when it has none; links as in Files.
func Norms(data string) fs.FS { return within(data, NormDir) }

func within(data, name string) fs.FS {
	dir := filepath.Join(data, name)
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
		return nil
	}
	return Folder(dir)
}

// Folder gives a folder as a file system that holds plain files and folders
// only: whatever else stands there cannot be opened. The folder itself may be
// reached by a link, for its name is the user's own choice.
func Folder(dir string) fs.FS { return plain(dir) }

type plain string

// Open opens a plain file or folder. Every step of the way is looked at first:
// opening a pipe would wait for ever.
func (p plain) Open(name string) (fs.File, error) {
	fault := func(err error) (fs.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fault(fs.ErrInvalid)
	}
	root, err := os.OpenRoot(string(p))
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	steps := strings.Split(name, "/")
	for i := range steps {
		info, err := root.Lstat(path.Join(steps[:i+1]...))
		if err != nil {
			return nil, err
		}
		if !info.IsDir() && !info.Mode().IsRegular() {
			return fault(errNotPlain)
		}
	}
	return root.Open(filepath.FromSlash(name))
}
