package domain

import "time"

// Instant is a moment in Unix milliseconds, UTC. 0 means "not yet".
type Instant int64

// InstantOf converts a time.Time.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time converts back to a time.Time in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }
