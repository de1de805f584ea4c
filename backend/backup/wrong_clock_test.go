package backup

import (
	"os"
	"path/filepath"
	"testing"

	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
)

// TestABackupFromTheFutureHoldsUpNothing: it was made while the clock stood ten
// years ahead. What is made afterwards is the newest all the same: it goes to the
// second folder, is tried, and is told as the last one.
func TestABackupFromTheFutureHoldsUpNothing(t *testing.T) {
	m, second := make1(t), t.TempDir()
	if err := m.k.SetSecond(second, unnoted); err != nil {
		t.Fatal(err)
	}
	ahead := m.back(t, -3650)
	if made, verified := m.k.Newest(); made != ahead.At || verified != ahead.At {
		t.Errorf("with nothing else, the newest are %d and %d", made, verified)
	}
	for _, restarted := range []bool{false, true} {
		if restarted {
			m.k = New(m.dir, keyring.New(m.dir, slow.Quick), "1.2.3")
			if err := m.k.Open(); err != nil {
				t.Fatal(err)
			}
		}
		e := m.back(t, 0)
		if err := m.k.CopyOut(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(second, e.Name)); err != nil {
			t.Errorf("started anew %v: it did not go to the second folder: %v", restarted, err)
		}
		if there, newest := m.k.SecondNewest(); !there || newest != e.At {
			t.Errorf("started anew %v: the newest there is of %d, want %d", restarted, newest, e.At)
		}
		if made, verified := m.k.Newest(); made != e.At || verified != e.At {
			t.Errorf("started anew %v: the newest are of %d and %d, want %d", restarted, made, verified, e.At)
		}
		if d, err := m.k.Try(m.by, m.keys, m.ws.Store, os.DirFS("../../instruments")); err != nil || d.Name != e.Name {
			t.Errorf("started anew %v: %s was tried, want %s (%v)", restarted, d.Name, e.Name, err)
		}
	}
}
