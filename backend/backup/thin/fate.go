package thin

import (
	"slices"
	"time"
)

// Fate says until when the last of some backups will be there.
type Fate struct {
	// Gone is the moment from which none of them is there any more, if backups go
	// on being made; zero for no backups at all.
	Gone time.Time
	// Newest counts those that stay whatever their age as long as no newer ones
	// are made: the Latest ones, and the newest sound one.
	Newest int
}

// afterLeap is how many days may pass, with backups again, until a leap is
// taken for a pause.
const afterLeap = settled + 4

// Last gives the fate of those backups that are held, of all that there are. It
// reckons with the worst: one that was not opened yet may turn out sound, and
// none of those to come may, but for the ones that have to take the place of
// the newest.
func Last(copies []Copy, held []bool, now time.Time) Fate {
	f, order := Fate{}, newestFirst(copies)
	sound := slices.IndexFunc(order, func(at int) bool { return copies[at].Verified })
	for i, at := range order {
		if !held[at] {
			continue
		}
		if i < Latest || i == sound {
			f.Newest++
		}
		if end := latest(copies, at, now); end.After(f.Gone) {
			f.Gone = end
		}
	}
	if settles := periods[0].begin(now, -afterLeap); !f.Gone.IsZero() && f.Gone.Before(settles) && leaps(copies, order, now) {
		f.Gone = settles
	}
	return f
}

// latest gives when a backup's age lets it go at the latest, now for one that
// goes with the next thinning.
func latest(copies []Copy, i int, now time.Time) time.Time {
	c, out := copies[i], now
	for _, p := range periods {
		key := p.begin(c.At.In(now.Location()), 0)
		passed := slices.ContainsFunc(copies, func(other Copy) bool {
			return other.Verified && other.At.After(c.At) && !other.At.After(now) && p.begin(other.At.In(now.Location()), 0).Equal(key)
		})
		if end := p.begin(key, -p.count); !passed && end.After(out) {
			out = end
		}
	}
	return out
}
