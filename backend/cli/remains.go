package cli

import (
	"fmt"
	"path/filepath"
	"slices"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// tellRemains prints which backups hold a participant, and when the last of
// them goes: sentences first, then a line for each, day and path parted by a tab.
func (e *Env) tellRemains(dir string, p domain.Participant) error {
	k := backup.New(dir, e.ring(dir), e.Version)
	if err := k.Open(); err != nil {
		return err
	}
	r := k.Holding(p.CreatedAt)
	for _, line := range e.remains(r) {
		_, _ = fmt.Fprintln(e.Stdout, line)
	}
	for _, c := range r.Copies {
		path := filepath.Join(dir, c.Name)
		switch c.Place {
		case backup.PlaceHere:
			path, _ = k.Path(c.Name) // it is listed
		case backup.PlaceSecond:
			path = filepath.Join(k.Second(), c.Name)
		}
		_, _ = fmt.Fprintf(e.Stdout, "%s\t%s\n", e.moment(c.At), path)
	}
	return nil
}

// remains words it, a sentence a line.
func (e *Env) remains(r backup.Remains) []string {
	out := []string{}
	for _, place := range []struct{ id, key string }{
		{backup.PlaceHere, "desk.remains.here"}, {backup.PlaceSecond, "desk.remains.second"}, {backup.PlaceReplaced, "desk.remains.replaced"},
	} {
		of := slices.DeleteFunc(slices.Clone(r.Copies), func(c backup.Held) bool { return c.Place != place.id })
		if len(of) > 0 {
			out = append(out, e.Say.N(place.key, len(of), i18n.Params{"Days": e.days(of[len(of)-1].At, of[0].At)}))
		}
	}
	out = append(out, e.gone(r)...)
	if r.Away {
		out = append(out, e.Say.T("desk.remains.away"))
	}
	if r.Making {
		out = append(out, e.Say.T("desk.remains.making"))
	}
	return out
}

// gone words until when.
func (e *Env) gone(r backup.Remains) []string {
	switch {
	case len(r.Copies) == 0:
		return []string{e.Say.T("desk.remains.none")}
	case r.Newest > 0:
		return []string{e.Say.N("desk.remains.newest", r.Newest, i18n.Params{"Date": e.day(r.Gone)})}
	case r.Gone > 0:
		return []string{e.Say.T("desk.remains.gone", i18n.Params{"Date": e.day(r.Gone)})}
	}
	return nil
}

// days words the days from one moment to another.
func (e *Env) days(from, to domain.Instant) string {
	first, last := e.day(from), e.day(to)
	if first == last {
		return last
	}
	return e.Say.T("desk.remains.days", i18n.Params{"From": first, "To": last})
}

// day words the day of a moment.
func (e *Env) day(at domain.Instant) string { return e.Say.Date(at.Time().Local()) }
