//go:build linux && !race

package backup

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"kitewise/backend/backup/swap"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
)

// restoreOne puts the first backup back.
func restoreOne(dir string) error {
	backups, err := filepath.Glob(filepath.Join(dir, Folder, "*"+Ending))
	if err != nil || len(backups) == 0 {
		return fmt.Errorf("%v, %w", backups, err)
	}
	slices.Sort(backups)
	aim()
	begun := time.Now()
	err = putBack(dir, backups[0])
	fmt.Println("made it", time.Since(begun).Microseconds())
	return err
}

func putBack(dir, path string) error {
	r, err := Begin(dir, path, func(dir string) *keyring.Ring { return keyring.New(dir, slow.Quick) })
	if err != nil {
		return err
	}
	who, err := r.Ring.Owner()
	if err != nil {
		return err
	}
	keys, err := r.Ring.Unlock(who.ID, passphrase)
	if err == nil {
		err = r.Prepare(context.Background(), keys, map[string]string{counted: "restored"})
	}
	if err == nil {
		_, err = r.Switch(time.Now())
	}
	return errors.Join(err, r.Drop())
}

// wrongAfterRestoring says what is wrong after a kill inside of a restore: the old
// files stand as they were, or the new ones stand and the old ones lie aside.
func wrongAfterRestoring(t *testing.T, s shot, old string) (wrong []string) {
	t.Helper()
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if _, err := swap.Finish(s.dir); err != nil {
		return []string{err.Error()}
	}
	aside, err := filepath.Glob(filepath.Join(s.dir, swap.ReplacedPrefix+"*", folder.Database))
	if err != nil || len(aside) > 1 {
		return []string{fmt.Sprintf("%v, %v", aside, err)}
	}
	want, kept := "2", filepath.Join(s.dir, folder.Database)
	if len(aside) == 1 {
		want, kept = "restored", aside[0]
	}
	if raw, err := os.ReadFile(kept); err != nil || sumOf(raw) != old {
		say("what stood there before is not as it was: %v", err)
	}
	// A kill in the middle of a try counts as a wrong one: the wait is kept on purpose.
	_ = os.Remove(filepath.Join(s.dir, "key.tries"))
	a, err := enter(s.dir, store.Options{})
	if err != nil {
		return append(wrong, err.Error())
	}
	defer func() { _ = a.ws.Close() }()
	all, err := a.ws.Store.Settings(t.Context())
	if err != nil || all[counted] != want {
		say("the count is %q, not %q, %v", all[counted], want, err)
	}
	if left := leftovers(s.dir); len(left) > 0 {
		say("left: %v", left)
	}
	if len(a.k.now().Entries) != 2 {
		say("%d backups", len(a.k.now().Entries))
	}
	if p, err := a.ws.Store.Participant(t.Context(), "p1"); err != nil || p.Name != "Zzmarker Wayan" {
		say("the person is %+v, %v", p, err)
	}
	return wrong
}

// TestAKilledRestoreIsWholeOrNotThere kills a restore before every change of the
// disk, and at any moment: the workspace opens, as it was or as it is restored.
func TestAKilledRestoreIsWholeOrNotThere(t *testing.T) {
	from := laid(t)
	raw, err := os.ReadFile(filepath.Join(from, folder.Database))
	if err != nil {
		t.Fatal(err)
	}
	old, took := sumOf(raw), 0
	for n := 0; ; n++ {
		s := shoot(t, "restore", from, killStep, strconv.Itoa(n))
		for _, wrong := range wrongAfterRestoring(t, s, old) {
			t.Errorf("killed before change %d: %s", n, wrong)
		}
		if s.killed {
			continue
		}
		if took = s.took; n < 10 {
			t.Errorf("only %d changes", n)
		}
		break
	}
	for range killRounds() {
		s := shoot(t, "restore", from, killAfter, strconv.Itoa(rand.IntN(took+1)))
		for _, wrong := range wrongAfterRestoring(t, s, old) {
			t.Errorf("killed at any moment: %s", wrong)
		}
	}
}

// TestARestoreWithoutItsNoteWouldBeSeen is the control: with the note of the switch
// thrown away some kill leaves a workspace that is neither.
func TestARestoreWithoutItsNoteWouldBeSeen(t *testing.T) {
	from := laid(t)
	raw, err := os.ReadFile(filepath.Join(from, folder.Database))
	if err != nil {
		t.Fatal(err)
	}
	for n := range 40 {
		s := shoot(t, "restore", from, killStep, strconv.Itoa(n))
		_ = os.Remove(filepath.Join(s.dir, "restore.json"))
		if len(wrongAfterRestoring(t, s, sumOf(raw))) > 0 {
			return
		}
		if !s.killed {
			break
		}
	}
	t.Error("nothing was seen")
}
