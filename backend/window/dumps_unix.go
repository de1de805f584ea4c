//go:build linux || darwin

package window

import (
	"runtime"
	"syscall"
)

// NoDumps keeps the memory of this program, and of those that it starts, out of
// core dumps. On Linux the limit is one byte, not none: no file is that small, and
// it is what also keeps the memory from a program that takes dumps through a pipe,
// which a limit of none does not.
func NoDumps() error {
	limit := syscall.Rlimit{}
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit); err != nil {
		return err
	}
	least := uint64(0)
	if runtime.GOOS == "linux" {
		least = 1
	}
	limit.Max = min(limit.Max, least)
	limit.Cur = limit.Max
	return syscall.Setrlimit(syscall.RLIMIT_CORE, &limit)
}
