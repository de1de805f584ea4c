package slow

import (
	"runtime"
	"time"
)

// Cost is what one try of a secret costs by Argon2id.
// RFC 9106, section 3.1: memory in KiB, passes over it, lanes beside each other.
type Cost struct {
	MemoryKiB uint32 `json:"memoryKiB"`
	Passes    uint32 `json:"passes"`
	Lanes     uint8  `json:"lanes"`
}

// Limits bound the costs that are read from a file: below the floor a stolen
// file would be guessed too fast, above the ceiling it would stop the machine.
type Limits struct {
	Floor, Ceiling Cost
}

// Safe are the limits of the program that people use.
var Safe = Limits{
	Floor:   Cost{MemoryKiB: 64 << 10, Passes: 3, Lanes: 1},
	Ceiling: Cost{MemoryKiB: 1 << 20, Passes: 64, Lanes: 16},
}

// Usual is the second recommended choice of RFC 9106, section 4: 64 MiB and 3
// passes, for machines that have no 2 GiB to spare. It is not calibrated.
var Usual = Cost{MemoryKiB: 64 << 10, Passes: 3, Lanes: 4}

// Quick are limits for tests and for trying the program out while building it:
// they protect nothing.
var Quick = Limits{Floor: Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}, Ceiling: Safe.Ceiling}

// Allows says whether a cost lies within the limits: "" or the reason weakened
// or too_costly.
func (l Limits) Allows(c Cost) string {
	switch {
	case c.MemoryKiB < l.Floor.MemoryKiB || c.Passes < l.Floor.Passes || c.Lanes < l.Floor.Lanes:
		return "weakened"
	case c.MemoryKiB > l.Ceiling.MemoryKiB || c.Passes > l.Ceiling.Passes || c.Lanes > l.Ceiling.Lanes:
		return "too_costly"
	}
	return ""
}

const (
	// quickest and slowest bound the time of one try on the machine that makes it.
	quickest, slowest = 500 * time.Millisecond, time.Second
	aimed             = 750 * time.Millisecond
	// mostMemory is where calibration stops to take memory: a laptop with 4 GiB
	// must still unlock beside other programs.
	mostMemory = 256 << 10
	mostLanes  = 4
)

// Calibrate finds a cost of half a second to a second on this machine, never
// below the floor. measure runs one try and tells how long it took.
func Calibrate(l Limits, measure func(Cost) time.Duration) Cost {
	c := l.Floor
	c.Lanes = uint8(min(mostLanes, max(1, runtime.NumCPU()))) //nolint:gosec // at most mostLanes
	if l == Quick {
		return c
	}
	took := measure(c)
	for took < quickest && c.MemoryKiB < mostMemory {
		c.MemoryKiB *= 2
		took = measure(c)
	}
	if took < quickest {
		passes := float64(c.Passes) * float64(aimed) / float64(max(took, time.Millisecond))
		c.Passes = min(l.Ceiling.Passes, max(c.Passes, uint32(passes)))
		return c
	}
	for took > slowest && c.MemoryKiB > l.Floor.MemoryKiB { // the last doubling went too far
		c.MemoryKiB /= 2
		took /= 2
	}
	return c
}

// Measure runs one try.
func Measure(c Cost) time.Duration {
	begun := time.Now()
	clear(Key([]byte("measure"), make([]byte, saltSize), c))
	return time.Since(begun)
}
