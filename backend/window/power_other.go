//go:build !linux && !windows

package window

// battery is not known: the system tells it in no way that needs no library of its own.
func battery() (percent int, charging, known bool) { return 0, false, false }
