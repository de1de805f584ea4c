package backup

import (
	"os"
	"path/filepath"
	"testing"

	"kitewise/backend/instrument/own"
)

// TestOwnFilesThatStayAreUnchanged: with instruments and norms of one's own the
// same workspace is the same, however often it is looked at.
func TestOwnFilesThatStayAreUnchanged(t *testing.T) {
	m := make1(t)
	for _, name := range []string{own.Dir + "/mine/1.0.0/manifest.json", own.NormDir + "/mine/local.csv"} {
		path := filepath.Join(m.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for range 12 {
		s, err := m.k.snapshot(t.Context(), m.ws.Store, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if len(s.content.Files) != 3 {
			t.Fatalf("%+v", s.content.Files)
		}
		seen[s.entry().Extra] = true
	}
	if len(seen) != 1 {
		t.Errorf("the same files gave %d hashes", len(seen))
	}
}
