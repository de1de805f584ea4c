//go:build linux && !race

package backup

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kitewise/backend/backup/swap"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
)

// TestARestoreThatFailedCanBeTriedAgain on a machine that has no workspace yet, at
// whatever step it was given up: the same keys put it back, and nothing is left.
func TestARestoreThatFailedCanBeTriedAgain(t *testing.T) {
	m := make1(t)
	e, err := m.k.Make(t.Context(), m.ws.Store, m.by, true)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(m.dir, Folder, e.Name)
	t.Cleanup(func() { swap.Step = func() {} })
	for given := 0; ; given++ {
		fresh := filepath.Join(t.TempDir(), "data")
		r, err := Begin(fresh, path, func(dir string) *keyring.Ring { return keyring.New(dir, slow.Quick) })
		if err != nil {
			t.Fatal(err)
		}
		who, err := r.Ring.Owner()
		if err != nil {
			t.Fatal(err)
		}
		keys, err := r.Ring.Unlock(who.ID, passphrase)
		if err != nil {
			t.Fatal(err)
		}
		ctx, giveUp := context.WithCancel(t.Context())
		steps := given
		swap.Step = func() {
			if steps--; steps < 0 {
				giveUp()
			}
		}
		first := r.Prepare(ctx, keys, nil)
		giveUp()
		swap.Step = func() {}
		if first != nil {
			if keys, err = r.Ring.Unlock(who.ID, passphrase); err == nil {
				err = r.Prepare(t.Context(), keys, nil)
			}
		}
		if err == nil {
			_, err = r.Switch(time.Now())
		}
		if err != nil {
			t.Fatalf("given up at step %d (%v), and tried again: %v", given, first, err)
		}
		if err := r.Drop(); err != nil {
			t.Fatal(err)
		}
		if left, _ := filepath.Glob(filepath.Join(fresh, "restore*")); len(left) > 0 {
			t.Errorf("step %d: left %v", given, left)
		}
		a, err := enterWith(passphrase, fresh, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.ws.Close(); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			if given < 3 {
				t.Errorf("only %d steps", given)
			}
			return
		}
	}
}
