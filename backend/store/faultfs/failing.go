//go:build linux

package faultfs

import (
	"sync"

	lib "modernc.org/sqlite/lib"
)

// Failure is a way in which an operation fails.
type Failure string

// The failures that a Failing can be told to make.
const (
	WriteFails    Failure = "write fails"
	DiskIsFull    Failure = "disk is full"
	HalfIsWritten Failure = "half is written, then the disk is full"
	SyncFails     Failure = "flush fails"
	TruncateFails Failure = "truncate fails"
	ReadFails     Failure = "read fails"
	OpenFails     Failure = "open fails"
	DeleteFails   Failure = "delete fails"
)

// Failures are all of them.
var Failures = []Failure{WriteFails, DiskIsFull, HalfIsWritten, SyncFails, TruncateFails, ReadFails, OpenFails, DeleteFails}

// of says on which operation a failure falls, and what SQLite is told.
var of = map[Failure]struct {
	kind Kind
	code int32
}{
	WriteFails:    {Write, lib.SQLITE_IOERR_WRITE},
	DiskIsFull:    {Write, lib.SQLITE_FULL},
	HalfIsWritten: {Write, lib.SQLITE_FULL},
	SyncFails:     {Sync, lib.SQLITE_IOERR_FSYNC},
	TruncateFails: {Truncate, lib.SQLITE_IOERR_TRUNCATE},
	ReadFails:     {Read, lib.SQLITE_IOERR_READ},
	OpenFails:     {Open, lib.SQLITE_CANTOPEN},
	DeleteFails:   {Delete, lib.SQLITE_IOERR_DELETE},
}

// Failing is a hook that lets the n-th operation of a kind fail, and counts
// them. Flushes that do not fail are left out: the disk is not what is tested.
type Failing struct {
	// Hides makes a failing operation say that it was done: what a disk must not.
	Hides bool

	mu      sync.Mutex
	failure Failure
	n       int
	forEver bool
	seen    map[Kind]int
	failed  int
}

// Arm lets the n-th operation from now on fail, counted from 1, and with
// forEver all after it.
func (f *Failing) Arm(failure Failure, n int, forEver bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failure, f.n, f.forEver, f.seen, f.failed = failure, n, forEver, map[Kind]int{}, 0
}

// Disarm ends the failing and says how often something failed.
func (f *Failing) Disarm() (failed int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failure = ""
	return f.failed
}

// Failed says how often something failed since Arm.
func (f *Failing) Failed() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failed
}

// Seen counts the operations since Arm on which a failure can fall.
func (f *Failing) Seen(failure Failure) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen[of[failure].kind]
}

// Do lets the operation fail, or does it.
func (f *Failing) Do(op Op, next func(Op) int32) int32 {
	failure := f.hit(op.Kind)
	switch {
	case failure == "" && op.Kind == Sync:
		return lib.SQLITE_OK
	case failure == "":
		return next(op)
	case failure == HalfIsWritten:
		op.Data = op.Data[:len(op.Data)/2]
		if rc := next(op); rc != lib.SQLITE_OK {
			return rc
		}
	case failure == OpenFails && f.Hides:
		return next(op)
	}
	if f.Hides {
		return lib.SQLITE_OK
	}
	return of[failure].code
}

// hit counts the operation and gives the failure that falls on it, "" for none.
func (f *Failing) hit(kind Kind) Failure {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil {
		f.seen = map[Kind]int{}
	}
	f.seen[kind]++
	if f.failure == "" || of[f.failure].kind != kind || f.seen[kind] < f.n || f.seen[kind] > f.n && !f.forEver {
		return ""
	}
	f.failed++
	return f.failure
}

// Quick is a hook that leaves every flush out, for folders whose durability is
// not what is tested.
type Quick struct{}

// Do does everything but a flush.
func (Quick) Do(op Op, next func(Op) int32) int32 {
	if op.Kind == Sync {
		return lib.SQLITE_OK
	}
	return next(op)
}
