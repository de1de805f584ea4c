package ballast

import (
	"os"
	"syscall"
	"testing"
)

// blocks gives the bytes that a file takes on the disk.
func blocks(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Blocks * 512
	}
	return -1
}
