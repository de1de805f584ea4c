package clock

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var unbiased = windows.NewLazySystemDLL("kernel32.dll").NewProc("QueryUnbiasedInterruptTime")

// run reads GetTickCount64, which goes on in sleep, and
// QueryUnbiasedInterruptTime (in 100 ns), which does not.
func run() (elapsed, awake time.Duration) {
	var ticks uint64
	elapsed = windows.DurationSinceBoot()
	if ok, _, _ := unbiased.Call(uintptr(unsafe.Pointer(&ticks))); ok == 0 {
		return elapsed, elapsed
	}
	return elapsed, time.Duration(ticks) * 100
}
