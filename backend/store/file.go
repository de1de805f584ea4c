package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kitewise/backend/domain"
)

// The files of a workspace folder.
const (
	databaseName = "kitewise.db"
	lockName     = "kitewise.lock"
)

// applicationID marks our database files: "KTWS" in the header (PRAGMA application_id).
const applicationID = 0x4B545753

// header is the beginning of a database file that says what it is.
// Layout: sqlite.org, Database File Format, section 1.3.
const (
	headerSize   = 100
	headerMagic  = "SQLite format 3\x00"
	pageSizeAt   = 16
	applicIDAt   = 68
	smallestPage = 512
)

// prepareFolder makes the folder for its owner alone. A folder that holds
// other things and no workspace yet keeps its permissions.
func prepareFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	ours := len(entries) == 0
	for _, e := range entries {
		ours = ours || e.Name() == databaseName
	}
	info, err := os.Stat(dir)
	if err != nil || !ours || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// lockFolder takes the folder for this process until the file is closed.
func lockFolder(dir string) (*os.File, error) {
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, denied(dir, err)
	}
	if err := tryLock(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// denied tells a write-protected file or folder from one that the system
// refuses altogether: what can still be read is read-only.
func denied(path string, err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	f, readErr := os.Open(path)
	if readErr != nil {
		return domain.Fail(domain.CodeNoPermission, err)
	}
	return errors.Join(domain.Fail(domain.CodeReadOnly, err), f.Close())
}

// presence is what a look at the place of the database finds.
type presence int

const (
	absent presence = iota
	present
)

// inspect looks at the file without SQLite and without changing it: absent, or
// present and at first sight ours. Anything else is an error.
func inspect(path string, may access) (presence, error) {
	flag := os.O_RDWR
	if may == accessRead {
		flag = os.O_RDONLY
	}
	f, err := os.OpenFile(path, flag, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return absent, orphaned(path)
	}
	if err != nil {
		return absent, denied(path, err)
	}
	err = checkHeader(f)
	return present, errors.Join(err, f.Close())
}

// orphaned reports a write-ahead log without its database: answers may be in
// it, so a new database must not be made over it.
func orphaned(path string) error {
	if hasLog(path) {
		return damaged("log_without_database")
	}
	return nil
}

// hasLog reports a write-ahead log with something in it.
func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

func checkHeader(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return damaged("not_a_file")
	}
	head := make([]byte, headerSize)
	if _, err := io.ReadFull(f, head); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return damaged("too_short")
		}
		return err
	}
	page := int64(binary.BigEndian.Uint16(head[pageSizeAt:]))
	if page == 1 {
		page = 65536
	}
	switch {
	case !bytes.HasPrefix(head, []byte(headerMagic)):
		return damaged("not_a_database")
	case page < smallestPage || page&(page-1) != 0:
		return damaged("not_a_database")
	case info.Size()%page != 0 && !hasLog(f.Name()):
		return damaged("cut_short")
	case binary.BigEndian.Uint32(head[applicIDAt:]) != applicationID:
		return damaged("not_ours")
	}
	return nil
}

func damaged(reason string) error {
	return domain.Fail(domain.CodeDamagedDatabase, nil, "Reason", reason)
}

// identity remembers which file was opened.
type identity struct {
	path string
	info os.FileInfo
}

func identify(path string) (identity, error) {
	info, err := os.Stat(path)
	return identity{path: path, info: info}, err
}

// check fails when the path does not lead to the opened file any more. A file
// that is deleted or replaced while open still takes writes on some systems.
func (i identity) check() error {
	now, err := os.Stat(i.path)
	if err != nil {
		return domain.Fail(domain.CodeMovedDatabase, err)
	}
	if !os.SameFile(i.info, now) {
		return domain.Fail(domain.CodeMovedDatabase, fmt.Errorf("%s is another file now", databaseName))
	}
	return nil
}
