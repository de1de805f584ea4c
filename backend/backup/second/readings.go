package second

import (
	"maps"
	"slices"
	"time"

	"kitewise/backend/domain"
)

// readAgain is how long a copy is believed: what lies on a stick for months may no
// longer be what was written there.
const readAgain = 7 * 24 * time.Hour

// Readings is what is known of the copies in the second folder, by name.
type Readings struct {
	// Read is when each was last read to its end.
	Read map[string]domain.Instant `json:"read,omitempty"`
	// Rotten is when one was last found that is not as it was written, 0 for never.
	Rotten domain.Instant `json:"rotten,omitempty"`
	// Lost are those that cannot be read, and are not here to be copied again.
	Lost []string `json:"lost,omitempty"`
}

// Clone gives readings that share nothing.
func (r *Readings) Clone() Readings {
	return Readings{Read: maps.Clone(r.Read), Rotten: r.Rotten, Lost: slices.Clone(r.Lost)}
}

// Found keeps that a copy was read, or written, and is as it should be.
func (r *Readings) Found(name string, at domain.Instant) {
	if r.Read == nil {
		r.Read = map[string]domain.Instant{}
	}
	r.Read[name] = at
	r.Lost = slices.DeleteFunc(r.Lost, func(lost string) bool { return lost == name })
}

// FoundRotten keeps that a copy was not as it was written: copied again, or lost.
// Both are looked at again as any other.
func (r *Readings) FoundRotten(name string, at domain.Instant, lost bool) {
	r.Found(name, at)
	if r.Rotten = at; lost {
		r.Lost = append(r.Lost, name)
	}
}

// Only forgets what is not there any more.
func (r *Readings) Only(there []string) {
	maps.DeleteFunc(r.Read, func(name string, _ domain.Instant) bool { return !slices.Contains(there, name) })
	r.Lost = slices.DeleteFunc(r.Lost, func(name string) bool { return !slices.Contains(there, name) })
}

// Due chooses, of the copies that are there, the one to read now: that which was
// not read for the longest time, if that is a week or more, "" for none. A reading
// that seems to come from the future is none.
func (r *Readings) Due(there []string, now time.Time) string {
	name, oldest := "", domain.InstantOf(now.Add(-readAgain))+1
	for _, n := range there {
		at := r.Read[n]
		if at > domain.InstantOf(now) {
			at = 0
		}
		if at < oldest {
			name, oldest = n, at
		}
	}
	return name
}
