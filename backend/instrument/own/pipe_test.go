//go:build unix

package own

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"kitewise/backend/instrument"
)

// TestAPipeDoesNotHang: what is no file is not opened.
func TestAPipeDoesNotHang(t *testing.T) {
	data := t.TempDir()
	dir := filepath.Join(data, Dir, "my-cycle", "1.0.0")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "manifest.json"), 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan []instrument.Entry, 1)
	go func() { done <- listed(t, data, "my-cycle") }()
	select {
	case e := <-done:
		if len(e) != 1 || e[0].State != instrument.Faulty {
			t.Errorf("%+v", e)
		}
	case <-time.After(time.Minute):
		t.Fatal("waits for a pipe")
	}
}
