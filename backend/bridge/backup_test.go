package bridge

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kitewise/backend/backup"
	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
)

// eventually waits until the backups are as they should be.
func eventually(t *testing.T, b *Bridge, is func(desk.Backups) bool) desk.Backups {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; {
		now := must[desk.Backups](t)(b.Desk.Backups())
		if is(now) {
			return now
		}
		if time.Now().After(deadline) {
			t.Fatalf("still %+v", now)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// backedUp makes a backup at the desk and waits for it.
func backedUp(t *testing.T, b *Bridge) desk.Backups {
	t.Helper()
	had := len(must[desk.Backups](t)(b.Desk.Backups()).State.Backups)
	must[desk.Backups](t)(b.Desk.BackUp())
	now := eventually(t, b, func(s desk.Backups) bool {
		return !s.Running.Busy && (len(s.State.Backups) > had || s.Running.Problem != nil)
	})
	if now.Running.Problem != nil {
		t.Fatalf("the backup: %v", now.Running.Problem)
	}
	return now
}

func names(t *testing.T, b *Bridge) []string {
	t.Helper()
	out := []string{}
	for _, row := range must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows {
		out = append(out, row.Participant.Name)
	}
	return out
}

// TestTheDeskBacksUpTriesAndRestores goes the whole way: a backup, a trial, a
// change, the backup put back, the old files kept.
func TestTheDeskBacksUpTriesAndRestores(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	made := backedUp(t, b)
	if made.State.Verified == 0 || made.State.Verified != made.State.Backups[0].At || made.Running.Changed || made.State.Backups[0].People != 1 {
		t.Fatalf("%+v", made)
	}

	must[desk.Backups](t)(b.Desk.StartDrill())
	drill := eventually(t, b, func(s desk.Backups) bool { return !s.Drilling && s.State.Drill != nil }).State.Drill
	if !drill.Sound || drill.Problem != nil || drill.Finished != 1 || drill.Compared != 1 || drill.People != 1 || drill.Gone+drill.Since != 0 {
		t.Errorf("the trial: %+v", drill)
	}

	must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Made", Respondent: domain.Respondent{}}))
	offer := must[porter.Offer](t)(b.Porter.PickBackup(porter.PickRequest{Name: made.State.Backups[0].Name}))
	if !offer.Own || offer.At != made.State.Backups[0].At {
		t.Errorf("offered %+v", offer)
	}
	_, err := b.Porter.Restore(porter.RestoreRequest{Passphrase: "not the passphrase"})
	wantCode(t, err, domain.CodeWrongPassphrase)
	if n := len(names(t, b)); n != 2 {
		t.Fatalf("%d people after a wrong passphrase", n)
	}
	_ = os.Remove(filepath.Join(dir, "key.tries"))
	done := must[porter.Restored](t)(b.Porter.Restore(porter.RestoreRequest{Passphrase: passphrase}))
	if done.Status.Mode != door.ModeDesk || done.At != offer.At || done.Replaced == "" {
		t.Fatalf("%+v", done)
	}
	if got := names(t, b); len(got) != 1 || got[0] != "Dewi" {
		t.Errorf("restored people: %v", got)
	}
	now := must[desk.Backups](t)(b.Desk.Backups())
	if len(now.State.Replaced) != 1 || now.State.Replaced[0].Name != done.Replaced || len(now.State.Backups) < len(made.State.Backups) { // another may be made meanwhile
		t.Errorf("%+v", now)
	}
	if _, err := os.Stat(filepath.Join(dir, done.Replaced, "kitewise.db")); err != nil {
		t.Error(err)
	}
	eventually(t, b, func(desk.Backups) bool { // a backup that is being made keeps it waiting
		_, err := b.Desk.RemoveReplaced(desk.ReplacedRequest{Name: done.Replaced})
		if err != nil && domain.CodeOf(err) != domain.CodeConflict {
			t.Fatal(err)
		}
		return err == nil
	})
	if _, err := os.Stat(filepath.Join(dir, done.Replaced)); !os.IsNotExist(err) {
		t.Errorf("still there: %v", err)
	}
	_, err = b.Desk.RemoveReplaced(desk.ReplacedRequest{Name: "backups"})
	wantCode(t, err, domain.CodeNotFound)
}

// TestASessionsEndIsBackedUp while nobody has the keys; the next unlocking
// opens that backup.
func TestASessionsEndIsBackedUp(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	deadline := time.Now().Add(time.Minute)
	for len(b.door.Backups.State().Backups) == 0 {
		if time.Now().After(deadline) {
			t.Fatal("no backup after the end of a session")
		}
		time.Sleep(20 * time.Millisecond)
	}
	if s := b.door.Backups.State(); s.Verified != 0 || s.Newest == 0 {
		t.Errorf("made without keys: %+v", s)
	}
	comeBack(t, b, "finish")
	eventually(t, b, func(s desk.Backups) bool { return s.State.Verified != 0 })
}

// TestCopiesGoToASecondFolder that may be missing, and never into the workspace.
func TestCopiesGoToASecondFolder(t *testing.T) {
	dir, stick := t.TempDir(), t.TempDir()
	chosen := &chosenPath{path: stick}
	cfg := config(dir)
	cfg.Dialog = chosen
	b := opened(t, cfg)
	made := backedUp(t, b)
	must[desk.Backups](t)(b.Desk.ChooseSecondFolder())
	now := eventually(t, b, func(s desk.Backups) bool {
		return s.Running.SecondThere && s.Running.SecondNewest == made.State.Backups[0].At
	})
	if now.State.Second != stick || now.Running.SecondProblem != nil {
		t.Errorf("%+v", now)
	}
	here, err1 := os.ReadFile(filepath.Join(dir, backup.Folder, made.State.Backups[0].Name))
	there, err2 := os.ReadFile(filepath.Join(stick, made.State.Backups[0].Name))
	if err1 != nil || err2 != nil || !bytes.Equal(here, there) {
		t.Errorf("the copy is not the backup: %v %v", err1, err2)
	}
	if err := os.Rename(stick, stick+"-away"); err != nil {
		t.Fatal(err)
	}
	made = backedUp(t, b)
	now = eventually(t, b, func(s desk.Backups) bool { return !s.Running.SecondThere })
	if now.Running.SecondProblem != nil || now.Running.Problem != nil || now.Running.SecondNewest == 0 {
		t.Errorf("a missing stick: %+v", now)
	}
	if _, err := os.Stat(stick); !os.IsNotExist(err) {
		t.Errorf("the missing folder was made: %v", err)
	}
	if err := os.Rename(stick+"-away", stick); err != nil {
		t.Fatal(err)
	}
	b.door.Backups.Look()
	eventually(t, b, func(s desk.Backups) bool { return s.Running.SecondNewest == made.State.Backups[0].At })
	chosen.path = filepath.Join(dir, backup.Folder)
	_, err := b.Desk.ChooseSecondFolder()
	wantCode(t, err, domain.CodeInvalid)
	if now := must[desk.Backups](t)(b.Desk.ForgetSecondFolder()); now.State.Second != "" {
		t.Errorf("%+v", now)
	}
}

// TestWhatCannotBeNotedIsNotDone: while nothing can be written into the log, no
// other folder is chosen for copies, and what was put aside stays.
func TestWhatCannotBeNotedIsNotDone(t *testing.T) {
	dir, stick := t.TempDir(), t.TempDir()
	cfg := config(dir)
	cfg.Dialog = &chosenPath{path: stick}
	b := opened(t, cfg)
	backedUp(t, b)
	aside := filepath.Join(dir, "replaced-20260101-000000")
	if err := os.Mkdir(aside, 0o700); err != nil {
		t.Fatal(err)
	}
	removed := func() (err error) {
		eventually(t, b, func(desk.Backups) bool { // a backup that is being made keeps it waiting
			_, err = b.Desk.RemoveReplaced(desk.ReplacedRequest{Name: filepath.Base(aside)})
			return domain.CodeOf(err) != domain.CodeConflict
		})
		return err
	}
	try := func(want domain.Code, chosen string, stays bool) {
		t.Helper()
		wantCode(t, second(b.Desk.ChooseSecondFolder()), want)
		wantCode(t, removed(), want)
		if got := b.door.Backups.Second(); got != chosen {
			t.Errorf("copies go to %q, not to %q", got, chosen)
		}
		if _, err := os.Stat(aside); (err == nil) != stays {
			t.Errorf("what was put aside: %v", err)
		}
	}
	file := filepath.Join(dir, "kitewise.db")
	if err := os.Rename(file, file+".away"); err != nil {
		t.Fatal(err)
	}
	try(domain.CodeMovedDatabase, "", true)
	if err := os.Rename(file+".away", file); err != nil {
		t.Fatal(err)
	}
	try("", stick, false) // the control
}

// TestABackupComesBackBeforeTheFirstRun and in the place of a damaged file.
func TestABackupComesBackBeforeTheFirstRun(t *testing.T) {
	old := opened(t, config(t.TempDir()))
	must[domain.Participant](t)(old.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi", Respondent: domain.Respondent{}}))
	made := backedUp(t, old)
	file := filepath.Join(made.Folder, made.State.Backups[0].Name)

	dir := t.TempDir()
	cfg := config(dir)
	cfg.Dialog = &chosenPath{path: file}
	b := started(t, cfg)
	if offer := must[porter.Offer](t)(b.Porter.PickBackup(porter.PickRequest{})); offer.Own || offer.File != made.State.Backups[0].Name {
		t.Errorf("offered %+v", offer)
	}
	done := must[porter.Restored](t)(b.Porter.Restore(porter.RestoreRequest{Passphrase: passphrase}))
	if got := names(t, b); done.Status.Mode != door.ModeDesk || len(got) != 1 || got[0] != "Dewi" {
		t.Fatalf("%+v %v", done, got)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}

	if err := os.WriteFile(filepath.Join(dir, "kitewise.db"), []byte("not a database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	b = started(t, cfg)
	if mode := must[door.Status](t)(b.Kiosk.Status()).Mode; mode != door.ModeBroken {
		t.Fatalf("mode %s", mode)
	}
	must[porter.Offer](t)(b.Porter.PickBackup(porter.PickRequest{}))
	done = must[porter.Restored](t)(b.Porter.Restore(porter.RestoreRequest{Passphrase: passphrase}))
	if got := names(t, b); len(got) != 1 {
		t.Errorf("%v", got)
	}
	kept, err := os.ReadFile(filepath.Join(dir, done.Replaced, "kitewise.db"))
	if err != nil || string(kept) != "not a database at all" {
		t.Errorf("the damaged file was not kept: %v", err)
	}
}
