package door

import (
	"os"
	"strings"
	"testing"
)

func TestTheLogIsBounded(t *testing.T) {
	dir := t.TempDir()
	log := fileLog(dir)
	for range 3000 {
		log.Error("defect", "cause", strings.Repeat("x", 1000))
	}
	total := int64(0)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v", e.Name(), info.Mode())
		}
	}
	if total < logLimit || total > 2*logLimit+4000 {
		t.Errorf("%d bytes of log", total)
	}
}
