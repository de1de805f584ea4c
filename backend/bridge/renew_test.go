package bridge

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/porter"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
)

// logged gives the entries of a group of the log, the oldest first.
func logged(t *testing.T, b *Bridge, group string) (out []domain.Entry) {
	t.Helper()
	err := b.door.Workspace.Store.Entries(t.Context(), store.EntryFilter{Group: group}, func(e store.ListedEntry) error {
		out = append(out, e.Entry)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(out)
	return out
}

// howOften counts the entries of an act that say how.
func howOften(entries []domain.Entry, act domain.Act, how string) (n int) {
	for _, e := range entries {
		if e.Act == act && e.Detail["how"] == how {
			n++
		}
	}
	return n
}

const afresh = "a second long passphrase"

// TestNobodyIsGivenASlotWithoutAnEntry: with the log out of reach, every change
// of the key file is refused and leaves the key file as it was.
func TestNobodyIsGivenASlotWithoutAnEntry(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	who := ""
	for _, h := range must[[]keyring.Holder](t)(b.Porter.AddHolder(porter.AddRequest{
		Owner: passphrase, Name: "Rai", Role: domain.RoleReader, Passphrase: "a third long passphrase",
	})) {
		if h.Name == "Rai" {
			who = h.ID
		}
	}
	key, db := filepath.Join(dir, keyring.FileName), filepath.Join(dir, "kitewise.db")
	before, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(db, db+".away"); err != nil {
		t.Fatal(err)
	}
	for method, call := range map[string]func() error{
		"add": func() error {
			return second(b.Porter.AddHolder(porter.AddRequest{Owner: passphrase, Name: "Mallory", Role: domain.RoleCounsellor, Passphrase: afresh}))
		},
		"remove": func() error {
			return second(b.Porter.RemoveHolder(porter.RemoveRequest{Owner: passphrase, Who: who}))
		},
		"reset": func() error {
			return second(b.Porter.ResetHolder(porter.ResetRequest{Owner: passphrase, Who: who, Passphrase: afresh}))
		},
		"change": func() error {
			return second(b.Porter.ChangePassphrase(porter.ChangeRequest{Old: passphrase, Passphrase: afresh}))
		},
		"code": func() error { return second(newCode(b, passphrase)) },
	} {
		if err := call(); domain.CodeOf(err) != domain.CodeMovedDatabase {
			t.Errorf("%s: %v", method, err)
		}
		if now, err := os.ReadFile(key); err != nil || string(now) != string(before) {
			t.Errorf("%s changed the key file, %v", method, err)
		}
	}
	if err := os.Rename(db+".away", db); err != nil {
		t.Fatal(err)
	}
	// The control: the same, when the log can be written.
	must[[]keyring.Holder](t)(b.Porter.RemoveHolder(porter.RemoveRequest{Owner: passphrase, Who: who}))
	if now, err := os.ReadFile(key); err != nil || string(now) == string(before) {
		t.Errorf("the key file is as it was, %v", err)
	}
	if all := logged(t, b, "access"); howOften(all, domain.ActHolder, "added") != 1 || howOften(all, domain.ActHolder, "removed") != 1 || howOften(all, domain.ActHolder, "undone") != 0 {
		t.Errorf("%+v", all)
	}
}

// TestAChangeThatWasNotedAndDidNotHappenIsTold: a kill between the entry and the
// key file leaves the old key file; the next unlocking says so, once.
func TestAChangeThatWasNotedAndDidNotHappenIsTold(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	key := filepath.Join(dir, keyring.FileName)
	old, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	must[door.Status](t)(b.Porter.ChangePassphrase(porter.ChangeRequest{Old: passphrase, Passphrase: afresh}))
	must[[]keyring.Holder](t)(b.Porter.AddHolder(porter.AddRequest{Owner: afresh, Name: "Rai", Role: domain.RoleReader, Passphrase: "a third long passphrase"}))
	after, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	killed := func(file []byte) {
		t.Helper()
		must[door.Status](t)(b.Porter.Lock())
		if err := os.WriteFile(key, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	owner := must[keyring.Holder](t)(b.door.Ring.Owner())
	opens := func(phrase string) []domain.Entry {
		t.Helper()
		_ = os.Remove(filepath.Join(dir, "key.tries"))
		must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Who: owner.ID, Passphrase: phrase}))
		return logged(t, b, "access")
	}
	// An older key file, put back: what it brings and what it lacks was not noted.
	killed(old)
	if all := opens(passphrase); howOften(all, domain.ActPassphrase, "found") != 1 || howOften(all, domain.ActHolder, "gone") != 1 || howOften(all, domain.ActHolder, "undone") != 0 {
		t.Fatalf("%+v", all)
	}
	killed(after)
	if all := opens(afresh); howOften(all, domain.ActPassphrase, "found") != 2 || howOften(all, domain.ActHolder, "found") != 1 {
		t.Fatalf("%+v", all)
	}
	// A removal that was noted, and killed before the key file was written.
	reader := must[[]keyring.Holder](t)(b.Porter.Holders())[1]
	stands := must[keyring.Marks](t)(b.door.Ring.Marks())
	must[[]keyring.Holder](t)(b.Porter.RemoveHolder(porter.RemoveRequest{Owner: afresh, Who: reader.ID}))
	err = b.door.Workspace.Store.SaveSettings(t.Context(), map[string]string{"keys.before": stands.String()})
	if err != nil {
		t.Fatal(err)
	}
	killed(after)
	all := opens(afresh)
	if last := all[len(all)-1]; last.Act != domain.ActHolder || last.Detail["how"] != "undone" || last.Detail["who"] != reader.ID || last.Actor != domain.ActorProgram {
		t.Errorf("%+v", last)
	}
	must[door.Status](t)(b.Porter.Lock())
	if again := opens(afresh); len(again) != len(all)+2 { // a lock and an unlocking
		t.Errorf("told again: %+v", again[len(all):])
	}
}

// TestARecoveryInDoubtChangesNothing: the doubt about the log comes first, and the
// old passphrase still opens the desk; accepted, the new one is noted.
func TestARecoveryInDoubtChangesNothing(t *testing.T) {
	dir := t.TempDir()
	b := started(t, config(dir))
	code := firstRun(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, store.WitnessFile)); err != nil {
		t.Fatal(err)
	}
	before := hashOf(t, dir)
	key, err := os.ReadFile(filepath.Join(dir, keyring.FileName))
	if err != nil {
		t.Fatal(err)
	}
	b = started(t, config(dir))
	ask := porter.RecoverRequest{Code: code, Passphrase: afresh}
	wantCode(t, second(b.Porter.Recover(ask)), domain.CodeLogDoubt)
	if now, err := os.ReadFile(filepath.Join(dir, keyring.FileName)); err != nil || string(now) != string(key) || hashOf(t, dir) != before {
		t.Errorf("something was changed, %v", err)
	}
	must[door.Status](t)(b.Porter.Accept(true))
	must[door.Status](t)(b.Porter.Recover(ask))
	if all := logged(t, b, "access"); howOften(all, domain.ActPassphrase, "recovery") != 1 || howOften(all, domain.ActPassphrase, "found") != 0 {
		t.Errorf("%+v", all)
	}
	must[door.Status](t)(b.Porter.Lock())
	must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: afresh}))
}

// TestARestoreByRecoveryCodeAtTheDesk: a file that turns out bad changes nothing;
// a sound one comes back with the new passphrase, which its log knows of.
func TestARestoreByRecoveryCodeAtTheDesk(t *testing.T) {
	dir := t.TempDir()
	b := started(t, config(dir))
	code := firstRun(t, b)
	made := backedUp(t, b)
	must[[]keyring.Holder](t)(b.Porter.AddHolder(porter.AddRequest{Owner: passphrase, Name: "Rai", Role: domain.RoleReader, Passphrase: "a third long passphrase"}))
	must[porter.Offer](t)(b.Porter.PickBackup(porter.PickRequest{Name: made.State.Backups[0].Name}))
	key := filepath.Join(dir, keyring.FileName)
	before, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Porter.Restore(porter.RestoreRequest{Passphrase: "not the passphrase"})
	wantCode(t, err, domain.CodeWrongPassphrase)
	if all := logged(t, b, "access"); howOften(all, domain.ActUnlockFailed, "passphrase") != 1 {
		t.Errorf("the wrong passphrase was not noted: %+v", all)
	}
	file := filepath.Join(made.Folder, made.State.Backups[0].Name)
	if err := os.Rename(file, file+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Porter.Restore(porter.RestoreRequest{Code: code, Passphrase: afresh}); err == nil {
		t.Error("a backup that is gone was put back")
	}
	if now, err := os.ReadFile(key); err != nil || string(now) != string(before) {
		t.Errorf("the key file was changed, %v", err)
	}
	if err := os.Rename(file+".away", file); err != nil {
		t.Fatal(err)
	}
	must[porter.Restored](t)(b.Porter.Restore(porter.RestoreRequest{Code: code, Passphrase: afresh}))
	all := logged(t, b, "access")
	if howOften(all, domain.ActPassphrase, "recovery") != 1 || howOften(all, domain.ActPassphrase, "found") != 0 || howOften(all, domain.ActHolder, "found") != 1 {
		t.Errorf("%+v", all)
	}
	if data := logged(t, b, "data"); len(data) == 0 || data[len(data)-1].Act != domain.ActRestore {
		t.Errorf("%+v", data)
	}
	owner := must[keyring.Holder](t)(b.door.Ring.Owner())
	must[door.Status](t)(b.Porter.Lock())
	_ = os.Remove(filepath.Join(dir, "key.tries"))
	must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Who: owner.ID, Passphrase: afresh}))
}

// TestAWrongPassphraseInDoubtIsNotedOnceTheLogGoesOn: nothing is written before.
func TestAWrongPassphraseInDoubtIsNotedOnceTheLogGoesOn(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, store.WitnessFile)); err != nil {
		t.Fatal(err)
	}
	b = started(t, config(dir))
	before := hashOf(t, dir)
	wantCode(t, second(b.Porter.Unlock(porter.UnlockRequest{Passphrase: "not the passphrase"})), domain.CodeWrongPassphrase)
	if hashOf(t, dir) != before {
		t.Error("the file was changed")
	}
	_ = os.Remove(filepath.Join(dir, "key.tries"))
	must[door.Status](t)(b.Porter.Accept(true))
	must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
	if all := logged(t, b, "access"); howOften(all, domain.ActUnlockFailed, "passphrase") != 1 {
		t.Errorf("%+v", all)
	}
}
