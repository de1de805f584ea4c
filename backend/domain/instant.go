package domain

import "time"

// Instant is a moment in Unix milliseconds, UTC. 0 means "not yet".
type Instant int64

// InstantOf converts a time.Time.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time converts back to a time.Time in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// MonthsLater is so many months after a moment. Where the month has no such day it
// is its last: a month after 31 January is 28 or 29 February.
func (i Instant) MonthsLater(n int) Instant {
	t := i.Time()
	out := t.AddDate(0, n, 0)
	if out.Day() != t.Day() { // it ran into the next month
		out = out.AddDate(0, 0, -out.Day())
	}
	return InstantOf(out)
}

// MonthsBefore is the moment before which so many months have passed since: what
// is older is at least so many months old. Where the month has no such day that is
// all of it, and nothing of the next.
func (i Instant) MonthsBefore(n int) Instant {
	t := i.Time()
	out := t.AddDate(0, -n, 0)
	if out.Day() != t.Day() {
		out = time.Date(out.Year(), out.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	return InstantOf(out)
}
