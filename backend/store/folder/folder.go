// Package folder looks after the place of a workspace: the folder for its owner
// alone, the lock that lets in one program, what kind of file lies there, and
// whether it is still the same one.
//
// It must never open a database or change a file that it looks at.
package folder

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

// Database is the name of the database file in a workspace folder.
const Database = "kitewise.db"

const lockName = "kitewise.lock"

// ApplicationID marks our database files: "KTWS" in the header (PRAGMA application_id).
const ApplicationID = 0x4B545753

// header is the beginning of a database file that says what it is.
// Layout: sqlite.org, Database File Format, section 1.3.
const (
	headerSize   = 100
	headerMagic  = "SQLite format 3\x00"
	pageSizeAt   = 16
	applicIDAt   = 68
	smallestPage = 512
)

// Prepare makes the folder for its owner alone. A folder that holds
// other things and no workspace yet keeps its permissions.
func Prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	ours := len(entries) == 0
	for _, e := range entries {
		ours = ours || e.Name() == Database
	}
	info, err := os.Stat(dir)
	if err != nil || !ours || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// Lock takes the folder for this process until the file is closed. A folder in
// which no file can be made is refused here: its old files might still be
// writable, but no witness and no backup could be kept.
func Lock(dir string) (*os.File, error) {
	if err := writable(dir); err != nil {
		return nil, denied(dir, err)
	}
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

// Inspect looks at the database file without changing it: not there, or there
// and at first sight ours. Anything else is an error: read_only (only when
// asked to write), no_permission, damaged_database. Beside a log or a journal the
// beginning of the file says nothing: the power may have gone while it was being
// written, and they have it whole. Whoever opens it looks then.
func Inspect(path string, toWrite bool) (there bool, err error) {
	flag := os.O_RDONLY
	if toWrite {
		flag = os.O_RDWR
	}
	f, err := os.OpenFile(path, flag, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return false, orphaned(path)
	}
	if err != nil {
		return false, denied(path, err)
	}
	err = checkHeader(f)
	return true, errors.Join(err, f.Close())
}

// Holds reports whether a folder has a database file, of whatever kind.
func Holds(dir string) (bool, error) {
	_, err := os.Lstat(filepath.Join(dir, Database))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// orphaned reports a write-ahead log without its database: answers may be in
// it, so a new database must not be made over it.
func orphaned(path string) error {
	if HasLog(path) {
		return Damaged("log_without_database")
	}
	return nil
}

// HasLog reports a write-ahead log with something in it.
func HasLog(path string) bool { return holds(path + "-wal") }

// HasJournal reports a rollback journal with something in it: the power went
// while the file was being changed without a write-ahead log.
func HasJournal(path string) bool { return holds(path + "-journal") }

func holds(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}

func checkHeader(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return Damaged("not_a_file")
	}
	if info.Size() == 0 {
		return Damaged("empty")
	}
	head := make([]byte, headerSize)
	if _, err := io.ReadFull(f, head); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return Damaged("too_short")
		}
		return err
	}
	if HasLog(f.Name()) || HasJournal(f.Name()) {
		return nil
	}
	page := int64(binary.BigEndian.Uint16(head[pageSizeAt:]))
	if page == 1 {
		page = 65536
	}
	switch {
	case !bytes.HasPrefix(head, []byte(headerMagic)):
		return Damaged("not_a_database")
	case page < smallestPage || page&(page-1) != 0:
		return Damaged("not_a_database")
	case info.Size()%page != 0:
		return Damaged("cut_short")
	case binary.BigEndian.Uint32(head[applicIDAt:]) != ApplicationID:
		return Damaged("not_ours")
	}
	return nil
}

// Matching gives the paths of what lies in a folder under a name that matches the
// pattern, in the order of names; of a missing folder none. The folder's own name
// may hold any character, which filepath.Glob would take for a part of its pattern.
func Matching(dir, pattern string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found := []string{}
	for _, e := range entries {
		fits, err := filepath.Match(pattern, e.Name())
		if err != nil {
			return nil, err
		}
		if fits {
			found = append(found, filepath.Join(dir, e.Name()))
		}
	}
	return found, nil
}

// Size adds up the files under a folder.
func Size(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // what cannot be read does not count
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			n += info.Size()
		}
		return nil
	})
	return n
}

// Damaged is the error about a file that cannot be trusted.
func Damaged(reason string) error {
	return domain.Fail(domain.CodeDamagedDatabase, nil, "Reason", reason)
}

// Identity remembers which file was opened.
type Identity struct {
	path string
	info os.FileInfo
}

// Identify remembers the file at the path.
func Identify(path string) (Identity, error) {
	info, err := os.Stat(path)
	return Identity{path: path, info: info}, err
}

// Check fails with moved_database when the path does not lead to the opened file any more. A file
// that is deleted or replaced while open still takes writes on some systems.
func (i Identity) Check() error {
	now, err := os.Stat(i.path)
	if err != nil {
		return domain.Fail(domain.CodeMovedDatabase, err)
	}
	if !os.SameFile(i.info, now) {
		return domain.Fail(domain.CodeMovedDatabase, fmt.Errorf("%s is another file now", Database))
	}
	return nil
}

// CodeOf gives the code of a refusal by the system, by its error number; "" is
// any other.
func CodeOf(err error) domain.Code {
	switch {
	case isDiskFull(err):
		return domain.CodeDiskFull
	case isReadOnly(err):
		return domain.CodeReadOnly
	case isInUse(err):
		return domain.CodeInUse
	case errors.Is(err, fs.ErrPermission):
		return domain.CodeNoPermission
	case isFailing(err):
		return domain.CodeDiskFailed
	}
	return ""
}
