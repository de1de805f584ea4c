package domain

import (
	"testing"
	"time"
)

// TestNothingIsOldBeforeItsTime: on no day of twelve years, leap years and ends of
// months among them, does something count as so many months old before so many
// months have passed, nor later than four days after.
func TestNothingIsOldBeforeItsTime(t *testing.T) {
	plain := func(i Instant, n int) Instant { return InstantOf(i.Time().AddDate(0, -n, 0)) }
	early := 0
	for _, n := range []int{1, 2, 3, 11, 12, 24, 84} {
		for day := range 12 * 365 {
			now := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, day)
			before := InstantOf(now).MonthsBefore(n)
			for _, back := range []time.Duration{0, time.Millisecond, 12 * time.Hour, 36 * time.Hour, 60 * time.Hour, 84 * time.Hour} {
				last := InstantOf(before.Time().Add(-back - 1*time.Millisecond))
				if due := last.MonthsLater(n); due > InstantOf(now) {
					t.Fatalf("%d months: on %v, %v counts as old, and is on %v", n, now, last.Time(), due.Time())
				}
				if last := InstantOf(plain(InstantOf(now), n).Time().Add(-back - 1*time.Millisecond)); last.MonthsLater(n) > InstantOf(now) {
					early++
				}
			}
			if late := InstantOf(now.Add(-96 * time.Hour)); before < late.MonthsBefore(n) || InstantOf(before.Time().Add(96*time.Hour)).MonthsLater(n) <= InstantOf(now) {
				t.Fatalf("%d months: on %v only what is older than %v counts as old", n, now, before.Time())
			}
		}
	}
	if early == 0 {
		t.Error("the control: counting back by the calendar alone comes too early nowhere")
	}
}

// TestAMonthAfterTheEndOfAMonthIsTheEndOfTheNext names a few.
func TestAMonthAfterTheEndOfAMonthIsTheEndOfTheNext(t *testing.T) {
	at := func(day string) Instant {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return InstantOf(d)
	}
	for _, tc := range []struct {
		from, to string
		n        int
	}{
		{"2026-01-31", "2026-02-28", 1}, {"2028-01-31", "2028-02-29", 1}, {"2028-02-29", "2029-02-28", 12},
		{"2026-03-31", "2026-04-30", 1}, {"2025-11-30", "2026-02-28", 3}, {"2026-02-28", "2026-03-28", 1},
	} {
		if got := at(tc.from).MonthsLater(tc.n); got != at(tc.to) {
			t.Errorf("%d months after %s: %v, want %s", tc.n, tc.from, got.Time(), tc.to)
		}
	}
	if got := at("2026-03-31").MonthsBefore(1); got != at("2026-03-01") {
		t.Errorf("a month before 31 March: %v", got.Time())
	}
}
