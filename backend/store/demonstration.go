package store

import (
	"context"
	"strconv"
	"strings"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/store/names"
)

// Demonstration counts the people who do not exist, and their sessions.
func (s *Store) Demonstration(ctx context.Context) (d domain.Demonstration, err error) {
	err = s.read(ctx, "count demonstration", func(r runner) error {
		return countDemonstration(r, &d)
	})
	return d, err
}

func countDemonstration(r runner, d *domain.Demonstration) error {
	return r.row(`SELECT count(DISTINCT p.id), count(s.id) FROM participant p LEFT JOIN session s ON s.participant_id = p.id
		WHERE p.demonstration = 1`, nil, &d.People, &d.Sessions)
}

// EraseDemonstration erases all people who do not exist with everything of
// theirs, in one commit, and scrubs the files as Erase does. A session of theirs
// that is running is a conflict with the Reason "running". It gives what was
// removed.
func (s *Store) EraseDemonstration(ctx context.Context) (d domain.Demonstration, err error) {
	err = s.write(ctx, "erase demonstration", func(r runner) error {
		if err := countDemonstration(r, &d); err != nil || d.People == 0 {
			return err
		}
		people, err := column(r, `SELECT id, '' FROM participant WHERE demonstration = 1`)
		if err != nil {
			return err
		}
		emptied := []string{}
		for id := range people {
			if err := atRest(r, id); err != nil {
				return err
			}
			says, err := saysOf(r, id)
			if err != nil {
				return err
			}
			emptied = append(emptied, says)
			if err := released(r, id, func() error { return remove(r, id) }); err != nil {
				return err
			}
			r.afterwards(func() { s.indexed(func(x *names.Index) { x.Remove(id) }) })
		}
		if err := r.note(domain.Entry{Act: domain.ActErase, Detail: map[string]string{
			"sessions": strconv.Itoa(d.Sessions), audit.Emptied: strings.Join(emptied, ","),
		}}); err != nil {
			return err
		}
		return keepSettings(r, map[string]string{settingTraces: "pending"})
	})
	if err == nil && d.People > 0 {
		_ = s.Scrub(ctx) // what is left is said by Traces
	}
	return d, err
}
