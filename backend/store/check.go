package store

import (
	"context"
	"errors"

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
		if verdict != "ok" || loose > 0 {
			err = errors.Join(folder.Damaged("inconsistent"), err)
		}
		return err
	})
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
