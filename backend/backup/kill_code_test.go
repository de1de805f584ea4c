//go:build linux && !race

package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"kitewise/backend/backup/swap"
	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
)

// killCode is the recovery code of a restore that is killed, killApart says that it
// writes the key file by itself, before the files are put in place.
const (
	killCode  = "KITEWISE_TEST_BACKUP_CODE"
	killApart = "KITEWISE_TEST_BACKUP_APART"
)

const newPhrase = "rain on a tin roof at noon"

// restoreByCode puts the first backup back with the recovery code and a new passphrase.
func restoreByCode(dir string) error {
	backups, err := filepath.Glob(filepath.Join(dir, Folder, "*"+Ending))
	if err != nil || len(backups) == 0 {
		return fmt.Errorf("%v, %w", backups, err)
	}
	slices.Sort(backups)
	r, err := Begin(dir, backups[0], func(dir string) *keyring.Ring { return keyring.New(dir, slow.Quick) })
	if err != nil {
		return err
	}
	keys, n, err := r.Ring.Recover(os.Getenv(killCode), newPhrase)
	if err != nil {
		return err
	}
	aim()
	begun := time.Now()
	if r.Renewal = n; os.Getenv(killApart) != "" {
		if err := n.Keep(); err != nil {
			return err
		}
		r.Renewal = nil
	}
	if err = r.Prepare(context.Background(), keys, map[string]string{counted: "restored"}); err == nil {
		_, err = r.Switch(time.Now())
	}
	fmt.Println("made it", time.Since(begun).Microseconds())
	return errors.Join(err, r.Drop())
}

// wrongAfterCode says what is wrong after a kill inside of a restore with the
// recovery code: the old files stand with the old passphrase, or the new ones with
// the new passphrase and its entry in the log.
func wrongAfterCode(t *testing.T, s shot) string {
	t.Helper()
	if err := workspace.FinishRestore(s.dir); err != nil {
		return err.Error()
	}
	aside, err := filepath.Glob(filepath.Join(s.dir, swap.ReplacedPrefix+"*", keyring.FileName))
	if err != nil {
		return err.Error()
	}
	phrase, want, entries := passphrase, "2", 0
	if len(aside) == 1 {
		phrase, want, entries = newPhrase, "restored", 1
	}
	_ = os.Remove(filepath.Join(s.dir, "key.tries"))
	a, err := enterWith(phrase, s.dir, store.Options{})
	if err != nil {
		return err.Error()
	}
	defer func() { _ = a.ws.Close() }()
	all, err := a.ws.Store.Settings(t.Context())
	if err != nil || all[counted] != want {
		return fmt.Sprintf("the count is %q, not %q, %v", all[counted], want, err)
	}
	err = a.ws.Store.Entries(t.Context(), store.EntryFilter{Group: "access"}, func(e store.ListedEntry) error {
		if e.Act == domain.ActPassphrase {
			entries--
		}
		return nil
	})
	if err != nil || entries != 0 {
		return fmt.Sprintf("%d entries of the new passphrase are missing, %v", entries, err)
	}
	if left := leftovers(s.dir); len(left) > 0 {
		return fmt.Sprintf("left: %v", left)
	}
	return ""
}

// TestAKilledRestoreByCodeChangesThePassphraseWithTheFiles kills it before every
// change of the disk.
func TestAKilledRestoreByCodeChangesThePassphraseWithTheFiles(t *testing.T) {
	m := make1(t)
	from := laidIn(t, m)
	t.Setenv(killCode, m.code)
	for n := 0; ; n++ {
		s := shoot(t, "restore by code", from, killStep, strconv.Itoa(n))
		if wrong := wrongAfterCode(t, s); wrong != "" {
			t.Errorf("killed before change %d: %s", n, wrong)
		}
		if !s.killed {
			if n < 10 {
				t.Errorf("only %d changes", n)
			}
			return
		}
	}
}

// TestAPassphraseThatIsWrittenBeforeTheFilesWouldBeSeen is the control.
func TestAPassphraseThatIsWrittenBeforeTheFilesWouldBeSeen(t *testing.T) {
	m := make1(t)
	from := laidIn(t, m)
	t.Setenv(killCode, m.code)
	t.Setenv(killApart, "yes")
	if wrong := wrongAfterCode(t, shoot(t, "restore by code", from, killStep, "0")); wrong == "" {
		t.Error("nothing was seen")
	}
}
