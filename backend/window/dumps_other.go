//go:build !linux && !darwin

package window

// NoDumps keeps the memory of this program out of crash dumps: on Windows the Go
// runtime reports no fault of its own to the system.
func NoDumps() error { return nil }
