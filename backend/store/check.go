package store

import (
	"context"
	"errors"
	"regexp"
	"strconv"

	lib "modernc.org/sqlite/lib"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// CheckFile reads the whole database file and its references; what does not
// hold together is damaged_database. It takes about 10 ms a megabyte.
func (s *Store) CheckFile(ctx context.Context) error {
	return s.read(ctx, "check file", func(r runner) error {
		verdict := ""
		if err := r.row(`PRAGMA integrity_check(1)`, nil, &verdict); err != nil {
			return err
		}
		loose := 0
		err := r.each(func(func(...any) error) error { loose++; return nil }, `PRAGMA foreign_key_check`)
		if loose > 0 {
			err = errors.Join(folder.Damaged("inconsistent"), err)
		}
		return errors.Join(judge(verdict), err)
	})
}

// unread is what a check says of a page that the disk did not give: it goes on
// and takes that for damage. Source: SQLite, btree.c, checkTreePage and checkList.
var unread = regexp.MustCompile(`failed to get page|unable to get the page\. error code=(\d+)`)

// judge gives what a check of the file found, nil if it holds together: damage,
// or a disk that failed, which must not be called damage.
func judge(verdict string) error {
	if verdict == "ok" {
		return nil
	}
	if said := unread.FindStringSubmatch(verdict); said != nil {
		code, err := strconv.Atoi(said[1])
		if err != nil || code&0xff == lib.SQLITE_IOERR {
			return domain.Fail(domain.CodeDiskFailed, errors.New(verdict))
		}
	}
	return folder.Damaged("inconsistent")
}

// Finalised gives the ids of all sessions that are finalised or have a result,
// so that one without the other is found.
func (s *Store) Finalised(ctx context.Context) ([]string, error) {
	ids := []string{}
	err := s.read(ctx, "list finalised sessions", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			id := ""
			err := scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT id FROM session WHERE state = 'finalised' UNION SELECT session_id FROM result ORDER BY 1`)
	})
	return ids, err
}
