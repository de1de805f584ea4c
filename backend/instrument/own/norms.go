package own

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/norm/imported"
)

// Norm imports a norm file, or with dry only says what it would change. Faults
// keep it out. The same content again changes nothing and says so. An open
// catalogue sees it after its next TakeNorms.
func (k *Keeper) Norm(name string, data []byte, dry bool) (domain.NormPreview, []domain.Fault, error) {
	file, preview, faults, err := k.readNorm(name, data)
	if err != nil || len(faults) > 0 || dry || preview.Already {
		return preview, faults, err
	}
	if err := k.keepNorm(file, imported.Content(data)); err != nil {
		return domain.NormPreview{}, nil, fmt.Errorf("import norm: %w", err)
	}
	return preview, nil, nil
}

// readNorm reads a file against what the workspace has.
func (k *Keeper) readNorm(name string, data []byte) (*imported.File, domain.NormPreview, []domain.Fault, error) {
	none := domain.NormPreview{Groups: []domain.NormGroupChange{}}
	c, err := instrument.Load(k.Shipped, Files(k.Data))
	if err != nil {
		return nil, none, nil, err
	}
	if err := c.TakeNorms(Norms(k.Data)); err != nil {
		return nil, none, nil, err
	}
	file, faults := imported.Read(name, data, func(id string) (imported.Form, bool) {
		form, _, ok := c.NormForm(id)
		return form, ok
	})
	if len(faults) > 0 {
		return nil, none, faults, nil
	}
	form, before, _ := c.NormForm(file.Instrument)
	preview := imported.Preview(form, file)
	preview.Before, preview.After = before, before
	if _, preview.Already = form.Taken[imported.TakenKey(file.Norm, file.Version)]; preview.Already {
		preview.Groups = none.Groups
		return file, preview, nil, nil
	}
	preview.After = instrument.NormAfter(before, file)
	return file, preview, nil, nil
}

// lastNumber is the largest number of an import.
const lastNumber = 9999

var errFull = errors.New("too many norm files")

// keepNorm writes the file beside its place and moves it there whole, under the
// next number.
func (k *Keeper) keepNorm(file *imported.File, content []byte) (err error) {
	root, err := normRoot(k.Data, file.Instrument)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	number, err := nextNumber(root)
	if err != nil {
		return err
	}
	s := &staging{root: root, name: ".import-" + rand.Text()}
	s.sweep()
	defer func() { _ = root.RemoveAll(s.name) }()
	const part = "part"
	if err := k.put(s, part, append(slices.Clone(content), '\n')); err != nil {
		return err
	}
	target := imported.FileName(number, file.Norm, file.Version)
	if _, err := root.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, &fs.PathError{Op: "rename", Path: target, Err: fs.ErrExist})
	}
	if err := root.Rename(path.Join(s.name, part), target); err != nil {
		return err
	}
	flush(root, ".")
	return nil
}

// normRoot opens the folder of an instrument's norms, made if it is not there.
// No link is followed.
func normRoot(data, id string) (*os.Root, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	at, err := os.OpenRoot(data)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{NormDir, id} {
		next, err := inside(at, name)
		_ = at.Close()
		if err != nil {
			return nil, err
		}
		at = next
	}
	return at, nil
}

// inside opens a plain folder of a folder, made if it is not there.
func inside(root *os.Root, name string) (*os.Root, error) {
	if err := root.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if info, err := root.Lstat(name); err != nil || !info.IsDir() {
		return nil, errors.Join(err, &fs.PathError{Op: "open", Path: name, Err: errNotPlain})
	}
	flush(root, ".")
	return root.OpenRoot(name)
}

// nextNumber gives the number after the largest that stands there in any shape.
func nextNumber(root *os.Root) (int, error) {
	there, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return 0, err
	}
	highest := 0
	for _, d := range there {
		highest = max(highest, imported.Number(d.Name()))
	}
	if highest >= lastNumber {
		return 0, errFull
	}
	return highest + 1, nil
}
