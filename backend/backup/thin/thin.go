// Package thin decides which backups stay: of the last days one each, of the
// weeks before one each, of the months before one each. It knows times only,
// touches no file, and must never let the newest sound backup go.
package thin

import (
	"slices"
	"time"
)

// The backups that stay: the newest of each of so many days, weeks and months,
// the present one counted, and the Latest ones in any case, so that what went
// wrong an hour ago can be undone.
const (
	Days   = 12
	Weeks  = 10
	Months = 9
	Latest = 3
)

// Leap is a distance between two days with backups that could be a wrong clock;
// after settled days more it is taken for a pause.
const (
	Leap    = 31 * 24 * time.Hour
	settled = 3
)

// Copy is one backup: when it was taken, and whether it was opened and found sound.
type Copy struct {
	At       time.Time
	Verified bool
}

// Keep says which backups stay at a moment, in the order in which they came.
// Days, weeks and months are those of now's place; weeks begin on Monday.
// Within each the newest sound one stays, if there is none the newest.
// Whatever lies in the future stays. So does everything while the last days
// with a backup, or now, lie more than Leap apart: a clock that was set wrong
// must not make a year's backups old in one go.
func Keep(copies []Copy, now time.Time) []bool {
	stay := make([]bool, len(copies))
	order := newestFirst(copies)
	if leaps(copies, order, now) {
		for i := range stay {
			stay[i] = true
		}
		return stay
	}
	for i, at := range order {
		stay[at] = i < Latest || copies[at].At.After(now)
	}
	if at := slices.IndexFunc(order, func(at int) bool { return copies[at].Verified }); at >= 0 {
		stay[order[at]] = true
	}
	for _, p := range periods {
		for _, at := range p.chosen(copies, order, now) {
			stay[at] = true
		}
	}
	return stay
}

// leaps looks for a leap among the newest days that have backups.
func leaps(copies []Copy, order []int, now time.Time) bool {
	later, days := now, 0
	for _, at := range order {
		t := copies[at].At
		if t.After(now) {
			continue
		}
		if later.Sub(t) > Leap {
			return true
		}
		if begin := periods[0].begin; !begin(t.In(now.Location()), 0).Equal(begin(later.In(now.Location()), 0)) {
			days++
		}
		if days == settled {
			return false
		}
		later = t
	}
	return false
}

func newestFirst(copies []Copy) []int {
	order := make([]int, len(copies))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return copies[b].At.Compare(copies[a].At) })
	return order
}

// period is a kind of time that has one backup each.
type period struct {
	count int
	// begin gives when the period of a moment begins, back by so many of them.
	begin func(t time.Time, back int) time.Time
}

var periods = []period{
	{Days, func(t time.Time, back int) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day()-back, 0, 0, 0, 0, t.Location())
	}},
	{Weeks, func(t time.Time, back int) time.Time {
		monday := (int(t.Weekday()) + 6) % 7
		return time.Date(t.Year(), t.Month(), t.Day()-monday-7*back, 0, 0, 0, 0, t.Location())
	}},
	{Months, func(t time.Time, back int) time.Time {
		return time.Date(t.Year(), t.Month()-time.Month(back), 1, 0, 0, 0, 0, t.Location())
	}},
}

// chosen gives the one backup of each of the last periods.
func (p period) chosen(copies []Copy, order []int, now time.Time) []int {
	first := p.begin(now, p.count-1)
	best := map[time.Time]int{}
	for _, at := range order {
		c := copies[at]
		if c.At.Before(first) || c.At.After(now) {
			continue
		}
		key := p.begin(c.At.In(now.Location()), 0)
		if had, ok := best[key]; !ok || c.Verified && !copies[had].Verified {
			best[key] = at
		}
	}
	out := []int{}
	for _, at := range best {
		out = append(out, at)
	}
	return out
}

// Until gives, for each backup that stays, the moment at which it will go at
// the latest, if from now on a sound backup is made every day and nothing else
// happens. One that does not stay has now.
func Until(copies []Copy, now time.Time) []time.Time {
	stay := Keep(copies, now)
	out := make([]time.Time, len(copies))
	order := newestFirst(copies)
	for i := range copies {
		out[i] = now
		if !stay[i] {
			continue
		}
		// The periods in which it may be the one that stays; of the present ones
		// a later backup may take its place, which only makes it go earlier.
		for _, p := range periods {
			if !slices.Contains(p.chosen(copies, order, now), i) {
				continue
			}
			if end := p.begin(copies[i].At.In(now.Location()), -p.count); end.After(out[i]) {
				out[i] = end
			}
		}
		if out[i].Equal(now) { // it stays as one of the latest only
			out[i] = periods[0].begin(now, -Latest)
		}
	}
	return out
}
