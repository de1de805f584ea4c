// Package clock reads the machine's clocks, so that sleep and a clock that was
// set can be told from time that passed.
//
// It must never decide what a reading means: that do domain and session.
package clock

import (
	"time"

	"kitewise/backend/domain"
)

// Read gives the time of day, and how long the machine has run in all and awake.
func Read() domain.Moment {
	elapsed, awake := run()
	return domain.Moment{At: domain.InstantOf(time.Now()), Elapsed: elapsed.Milliseconds(), Awake: awake.Milliseconds()}
}

var begun = time.Now()

// sinceBegun is the clock of the language alone, which on some systems goes on
// while the machine sleeps and on others does not.
func sinceBegun() time.Duration { return time.Since(begun) }
