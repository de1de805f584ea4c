package thin

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var now = time.Date(2026, 11, 30, 14, 5, 0, 0, time.FixedZone("WITA", 8*3600))

// some draws backups of the past year and a half, with gaps below a leap in the
// newest days, so that something may go.
func some(t *rapid.T) []Copy {
	out := []Copy{{At: now.Add(-time.Hour), Verified: rapid.Bool().Draw(t, "newest")}, {At: now.AddDate(0, 0, -1)}, {At: now.AddDate(0, 0, -2)}, {At: now.AddDate(0, 0, -3)}}
	for range rapid.IntRange(0, 60).Draw(t, "n") {
		back := rapid.IntRange(0, 500*24*60).Draw(t, "minutes")
		out = append(out, Copy{At: now.Add(-time.Duration(back) * time.Minute), Verified: rapid.Bool().Draw(t, "verified")})
	}
	return out
}

func TestWhatStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		copies := some(t)
		stay := Keep(copies, now)
		kept, newest, sound := []Copy{}, 0, -1
		for i, c := range copies {
			if stay[i] {
				kept = append(kept, c)
			}
			if c.At.After(copies[newest].At) {
				newest = i
			}
			if c.Verified && (sound < 0 || c.At.After(copies[sound].At)) {
				sound = i
			}
		}
		if !stay[newest] || sound >= 0 && !stay[sound] {
			t.Fatalf("the newest goes: %v %v", stay[newest], sound)
		}
		if len(kept) > Days+Weeks+Months+Latest+1 {
			t.Fatalf("%d stay", len(kept))
		}
		for i, again := range Keep(kept, now) {
			if !again {
				t.Fatalf("thinning again removes %v", kept[i])
			}
		}
		// Of every day, week and month that counts, one stays.
		for _, p := range periods {
			has := map[time.Time]bool{}
			for _, c := range kept {
				has[p.begin(c.At.In(now.Location()), 0)] = true
			}
			for _, c := range copies {
				if key := p.begin(c.At.In(now.Location()), 0); !c.At.Before(p.begin(now, p.count-1)) && !has[key] {
					t.Fatalf("none stays of the period from %v", key)
				}
			}
		}
	})
}

// TestUntilIsKept makes a sound backup every day from now on: each is gone on
// the day that was told, and none is older than nine months.
func TestUntilIsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		copies := some(t)
		until := Until(copies, now)
		i := rapid.IntRange(0, len(copies)-1).Draw(t, "which")
		if until[i].After(copies[i].At.AddDate(0, Months+1, 0)) && until[i].After(now.AddDate(0, 0, Latest+1)) {
			t.Fatalf("%v stays until %v", copies[i].At, until[i])
		}
		later := append([]Copy{}, copies...)
		for at := now.AddDate(0, 0, 1); !at.After(until[i].AddDate(0, 0, 1)); at = at.AddDate(0, 0, 1) {
			later = append(later, Copy{At: at, Verified: true})
		}
		for range Latest {
			later = append(later, Copy{At: until[i].AddDate(0, 0, 1), Verified: true})
		}
		if Keep(later, until[i].AddDate(0, 0, 1))[i] {
			t.Fatalf("%v is still there after %v", copies[i].At, until[i])
		}
	})
}

// TestAWrongClockRemovesNothing: the clock jumps by years, for a day.
func TestAWrongClockRemovesNothing(t *testing.T) {
	copies := []Copy{}
	for back := range 200 {
		copies = append(copies, Copy{At: now.AddDate(0, 0, -back), Verified: true})
	}
	wrong := now.AddDate(9, 0, 0)
	for i, stays := range Keep(append(copies, Copy{At: wrong, Verified: true}), wrong.Add(time.Minute)) {
		if !stays {
			t.Fatalf("backup %d goes", i)
		}
	}
	gone := 0
	for _, stays := range Keep(copies, now) {
		if !stays {
			gone++
		}
	}
	if gone < 150 { // the control: with the right clock most of them go
		t.Errorf("only %d go", gone)
	}
}
