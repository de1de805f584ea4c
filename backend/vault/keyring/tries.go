package keyring

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

const triesName = "key.tries"

const (
	// longestWait bounds the wait after wrong tries.
	longestWait = time.Minute
	// changeEvery is how long somebody waits after a change of the own
	// passphrase: a change says whether another one has that passphrase, and
	// must not be a faster way to guess it than the locked screen.
	changeEvery = time.Minute
)

// tries counts the wrong tries of one slot since its last right one. It
// outlives the program.
type tries struct {
	Wrong int            `json:"wrong"`
	At    domain.Instant `json:"at"`
	// Changed is when the passphrase was last changed by its owner, or was to be.
	Changed domain.Instant `json:"changed"`
}

// delay is the wait after so many wrong tries: 1, 2, 4 … 60 seconds.
func (t tries) delay() time.Duration {
	if t.Wrong < 1 {
		return 0
	}
	return min(longestWait, time.Second<<min(t.Wrong-1, 6))
}

// left is how long to wait at a moment before the next try.
func (t tries) left(now time.Time) time.Duration { return remaining(t.delay(), t.At, now) }

// leftToChange is how long to wait before the next change.
func (t tries) leftToChange(now time.Time) time.Duration {
	if t.Changed == 0 {
		return 0
	}
	return remaining(changeEvery, t.Changed, now)
}

// remaining is what is left of a wait. A clock that went back does not shorten
// it, and does not make it longer than it is; see counted for its end.
func remaining(wait time.Duration, since domain.Instant, now time.Time) time.Duration {
	return min(wait, max(0, wait-now.Sub(since.Time())))
}

// counts are the tries of every slot, by its id. Each has its own, so that a
// right passphrase of one person gives nobody a free try at another's.
type counts map[string]tries

// readCounts reads the counts of the slots of a file. What cannot be read
// counts as one wrong try of each.
func (r *Ring) readCounts(f file) counts {
	raw, err := os.ReadFile(filepath.Join(r.dir, triesName))
	if errors.Is(err, fs.ErrNotExist) {
		return counts{}
	}
	read := counts{}
	sound := err == nil && json.Unmarshal(raw, &read) == nil
	out := counts{}
	for _, s := range f.Slots {
		t, known := read[s.ID]
		switch {
		case !sound, t.Wrong < 0:
			out[s.ID] = tries{Wrong: 1, At: domain.InstantOf(r.Now())}
		case known:
			out[s.ID] = t
		}
	}
	return out
}

// counted reads the counts. A wait that begins in the future was noted by a clock
// that was wrong, then or now: it begins anew, and that is noted, so that it ends
// and nobody is kept out until the other clock's time has come.
func (r *Ring) counted(f file) (counts, error) {
	c, now, moved := r.readCounts(f), domain.InstantOf(r.Now()), false
	for id, t := range c {
		if t.At <= now && t.Changed <= now {
			continue
		}
		t.At, t.Changed, moved = min(t.At, now), min(t.Changed, now), true
		c[id] = t
	}
	if !moved {
		return c, nil
	}
	if err := r.note(c); err != nil {
		return nil, fmt.Errorf("note the wait: %w", err)
	}
	return c, nil
}

// note writes the counts before a try, so that a kill in the middle forgets none.
func (r *Ring) note(c counts) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	path := filepath.Join(r.dir, triesName)
	err = folder.Replace(path, raw)
	if err != nil && r.relieve != nil && r.relieve(err) {
		err = folder.Replace(path, raw)
	}
	return err
}

// forgive forgets the wrong tries of one slot. Nothing stays without a need.
func (r *Ring) forgive(c counts, id string) error {
	t := c[id]
	if t.Wrong, t.At = 0, 0; t.leftToChange(r.Now()) > 0 {
		c[id] = t
	} else {
		delete(c, id)
	}
	if len(c) > 0 {
		return r.note(c)
	}
	err := os.Remove(filepath.Join(r.dir, triesName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
