package bridge

import (
	"os"
	"path/filepath"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/porter"
	"kitewise/backend/store"
)

// TestAnOlderFileIsNoticedAndTheOwnerDecides: whatever was left open, the desk
// waits locked and writes nothing; with the owner's word and passphrase it goes
// on, and the log says so.
func TestAnOlderFileIsNoticedAndTheOwnerDecides(t *testing.T) {
	dir := t.TempDir()
	cfg := config(dir)
	b := opened(t, cfg)
	handedOver(t, b, "Dewi", "en") // the program ends in the participant's view
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "kitewise.db")
	older, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b = opened(t, cfg)
	if s := must[door.Status](t)(b.Kiosk.Status()); s.Mode != door.ModeParticipant || s.Doubt != nil {
		t.Fatalf("the control: %+v", s)
	}
	comeBack(t, b, "discard")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, older, 0o600); err != nil {
		t.Fatal(err)
	}

	b = started(t, cfg)
	s := must[door.Status](t)(b.Kiosk.Status())
	if s.Mode != door.ModeLocked || s.Doubt == nil || s.Doubt.Reason != "cut" || s.Doubt.Entries >= s.Doubt.Witnessed {
		t.Fatalf("%+v, %+v", s, s.Doubt)
	}
	before := hashOf(t, dir)
	wantCode(t, second(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase})), domain.CodeLogDoubt)
	must[door.Status](t)(b.Porter.Accept(true))
	must[door.Status](t)(b.Porter.Accept(false))
	wantCode(t, second(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase})), domain.CodeLogDoubt)
	if hashOf(t, dir) != before {
		t.Error("the file was changed before anybody accepted that")
	}
	if s := must[door.Status](t)(b.Porter.Accept(true)); s.Doubt == nil || !s.Doubt.Accepted {
		t.Errorf("%+v", s.Doubt)
	}
	if s := must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase})); s.Mode != door.ModeDesk || s.Doubt != nil {
		t.Fatalf("%+v", s)
	}
	people := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{}))
	if got := people.Rows[0].Sessions[0].Session.State; got != domain.StatePaused {
		t.Errorf("what ran is %s", got)
	}
	told := false
	err = b.door.Workspace.Store.Entries(t.Context(), store.EntryFilter{Group: "workspace"}, func(e store.ListedEntry) error {
		told = told || e.Act == domain.ActWitness && e.Detail["doubt"] == "cut" && e.Actor == "owner"
		return nil
	})
	if err != nil || !told {
		t.Errorf("the log does not say so: %v", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if s := must[door.Status](t)(started(t, cfg).Kiosk.Status()); s.Doubt != nil || s.Mode != door.ModeLocked {
		t.Errorf("the next start: %+v, %+v", s, s.Doubt)
	}
}
