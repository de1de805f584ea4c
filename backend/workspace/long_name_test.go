package workspace

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAFileOfTheLongestNameIsWritten: the system takes it, so what it is called
// until it is whole must not be longer.
func TestAFileOfTheLongestNameIsWritten(t *testing.T) {
	for _, name := range []string{strings.Repeat("a", 251) + ".pdf", strings.Repeat("é", 125) + ".csv", strings.Repeat("ก", 84), "é.pdf", "*.pdf"} {
		path := filepath.Join(t.TempDir(), name)
		if f, err := os.Create(path); err != nil { // the control
			t.Skipf("the system takes no such name: %v", err)
		} else if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		err := ReplaceFile(path, func(w io.Writer) error {
			_, err := io.WriteString(w, "whole")
			return err
		})
		if raw, read := os.ReadFile(path); err != nil || read != nil || string(raw) != "whole" {
			t.Errorf("%d bytes: %q, %v, %v", len(name), raw, err, read)
		}
	}
}
