package cli

import (
	"io"
	"os"
	"path/filepath"

	"kitewise/backend/i18n"
)

// toFile lets write fill a file that appears only when it is whole: it is
// written beside its place, flushed to the disk and renamed. A write that ends
// unusable leaves what was there before.
func (e *Env) toFile(name string, write func(w io.Writer) int) int {
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		e.complain("cli.file.unwritable", i18n.Params{"Reason": e.reason(err)})
		return ExitUnusable
	}
	status := write(file)
	if status == ExitUnusable {
		_ = file.Close()
		_ = os.Remove(file.Name())
		return status
	}
	if err := settle(file, name); err != nil {
		_ = os.Remove(file.Name())
		e.complain("cli.file.unwritable", i18n.Params{"Reason": e.reason(err)})
		return ExitUnusable
	}
	return status
}

func settle(file *os.File, name string) error {
	if err := file.Sync(); err != nil {
		_ = file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
