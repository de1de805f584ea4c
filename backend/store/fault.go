package store

import (
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// fault wraps a failed operation and gives it the code by which the interface
// can act, from the driver's or the system's error number, never from a text.
func fault(op string, err error) error {
	if err == nil {
		return nil
	}
	var known *domain.Error
	if errors.As(err, &known) {
		return fmt.Errorf("%s: %w", op, err)
	}
	if code := codeOf(err); code != "" {
		err = domain.Fail(code, err)
	}
	return fmt.Errorf("%s: %w", op, err)
}

// FileFault is the same for a file outside of the workspace, such as a report.
func FileFault(op string, err error) error { return fault(op, err) }

func codeOf(err error) domain.Code {
	var driver *sqlite.Error
	switch {
	case errors.As(err, &driver):
		return driverCode(driver.Code())
	case errors.Is(err, sql.ErrNoRows):
		return domain.CodeNotFound
	}
	return folder.CodeOf(err)
}

// driverCode translates an extended result code; "" is a defect of ours.
func driverCode(extended int) domain.Code {
	switch extended {
	case lib.SQLITE_READONLY_DBMOVED:
		return domain.CodeMovedDatabase
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_TRIGGER:
		return domain.CodeConflict
	case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return domain.CodeNotFound
	case lib.SQLITE_IOERR_SHMSIZE: // the index of the log could not grow
		return domain.CodeDiskFull
	}
	switch extended & 0xff {
	case lib.SQLITE_FULL:
		return domain.CodeDiskFull
	case lib.SQLITE_IOERR:
		return domain.CodeDiskFailed
	case lib.SQLITE_READONLY:
		return domain.CodeReadOnly
	case lib.SQLITE_PERM, lib.SQLITE_CANTOPEN, lib.SQLITE_AUTH:
		return domain.CodeNoPermission
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return domain.CodeInUse
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return domain.CodeDamagedDatabase
	}
	return ""
}
