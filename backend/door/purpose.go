package door

import (
	"sync"
	"time"
)

// purpose is how long the door was held by acts that are slow so that a
// passphrase or a PIN cannot be guessed. Who waits behind one waits for no fault.
type purpose struct {
	mu     sync.Mutex
	inside int
	since  time.Time
	sum    time.Duration
}

// hold says that such an act has the door, until what it gives is called.
func (p *purpose) hold() (release func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.inside++; p.inside == 1 {
		p.since = time.Now()
	}
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.inside--; p.inside == 0 {
			p.sum += time.Since(p.since)
		}
	}
}

// held is the time so far, that of one which is inside now included.
func (p *purpose) held() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.inside > 0 {
		return p.sum + time.Since(p.since)
	}
	return p.sum
}

// queue begins the time of a call that may have to wait for the door. What it
// gives is asked once the door is had: it is when the call would have begun
// without what was slow on purpose before it.
func (d *Door) queue() (begun func() time.Time) {
	from, before := time.Now(), d.purpose.held()
	return func() time.Time { return from.Add(d.purpose.held() - before) }
}
