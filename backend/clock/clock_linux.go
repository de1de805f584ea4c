package clock

import (
	"time"

	"golang.org/x/sys/unix"
)

// run reads CLOCK_BOOTTIME, which goes on in sleep, and CLOCK_MONOTONIC, which
// does not (clock_gettime(2)).
func run() (elapsed, awake time.Duration) {
	var boot, mono unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &boot) != nil || unix.ClockGettime(unix.CLOCK_MONOTONIC, &mono) != nil {
		return sinceBegun(), sinceBegun()
	}
	return time.Duration(boot.Nano()), time.Duration(mono.Nano())
}
