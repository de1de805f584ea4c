package backup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/instrument/own"
)

// TestFilesThatNoBackupCanHoldKeepNoneFromBeingMade: somebody put them into the
// folders of instruments and norms by hand. Everything else is in the backup, and
// it opens, also where it was made while nobody could open it.
func TestFilesThatNoBackupCanHoldKeepNoneFromBeingMade(t *testing.T) {
	m := make1(t)
	for _, name := range []string{
		own.Dir + "/mine/1.0.0/manifest.json", own.NormDir + "/mine/local.csv", // these it holds
		own.Dir + "/notes: draft.txt", own.Dir + `/mine/a\b.txt`, own.Dir + "/mine/1.0.0/Manifest.json",
		own.NormDir + "/caf\xe9.csv", own.NormDir + "/caf\xe9s/local.csv",
	} {
		path := filepath.Join(m.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Skipf("the system has no such names: %v", err)
		}
	}
	e, err := m.k.Make(t.Context(), m.ws.Store, m.by, true)
	if err != nil || e.Verified == 0 {
		t.Fatalf("%+v, %v", e, err)
	}
	locked, err := m.k.Make(t.Context(), m.ws.Store, nil, true)
	if err == nil {
		err = m.k.VerifyPending(m.by)
	}
	if err != nil || m.k.Pending() != 0 {
		t.Errorf("%+v, %v", locked, err)
	}
	l := m.k.now()
	if kept := l.entry(locked.Name); kept == nil || kept.Verified == 0 || kept.Fault != nil {
		t.Errorf("the one that was made while locked: %+v", kept)
	}
	dir := t.TempDir()
	x, err := extract(t.Context(), m.k.path(e.Name), dir, m.by.Identity)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, f := range x.Files {
		names = append(names, f.Name)
	}
	if got, want := strings.Join(names, " "), "kitewise.db "+own.Dir+"/mine/1.0.0/manifest.json "+own.NormDir+"/mine/local.csv"; got != want {
		t.Errorf("it holds %s, want %s", got, want)
	}
}
