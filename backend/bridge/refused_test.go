//go:build unix

package bridge

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/store/folder"
)

// TestThePINLeadsOutWhileNothingCanBeStored: the data file is taken away under a
// participant. The right PIN opens the acts, a wrong one waits as ever; no act
// pretends to be stored, and behind the PIN, never before it, the window closes.
// With the file back the next start returns to the session, with every answer.
func TestThePINLeadsOutWhileNothingCanBeStored(t *testing.T) {
	dir := t.TempDir()
	b, m, at := onMachine(t, dir)
	s := handedOver(t, b, "Dewi", "en")
	enough := errors.New("enough")
	err := answerAll(b, func(saved kiosk.Saved) error {
		if saved.Answered == 3 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		t.Fatal(err)
	}
	db := filepath.Join(dir, folder.Database)
	if err := os.Rename(db, db+".away"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, answerAll(b, nil), domain.CodeMovedDatabase)
	wantCode(t, second(b.Kiosk.Quit()), domain.CodeLocked)
	wantCode(t, second(b.Kiosk.Unlock("7391")), domain.CodePINWrong)
	wantCode(t, second(b.Kiosk.Unlock(pin)), domain.CodePINWait)
	wantMode(t, b, door.ModeParticipant)
	*at = at.Add(time.Second)
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	for _, act := range []string{"finish", "pause", "discard"} {
		wantCode(t, second(b.Kiosk.Leave(act)), domain.CodeMovedDatabase)
		wantMode(t, b, door.ModeReturn)
	}
	must[door.Status](t)(b.Kiosk.Resume())
	wantMode(t, b, door.ModeParticipant)
	wantCode(t, second(b.Kiosk.Session()), domain.CodeMovedDatabase)
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	if !b.Closing() {
		t.Error("the window closes without the act")
	}
	<-m.called
	must[door.Status](t)(b.Kiosk.Quit())
	<-m.quits
	if b.Closing() {
		t.Error("the window does not close behind the PIN")
	}
	_ = b.Close() // the file is gone: what it says of that is not asked here
	if err := os.Rename(db+".away", db); err != nil {
		t.Fatal(err)
	}
	again := started(t, config(dir))
	wantMode(t, again, door.ModeParticipant)
	if seat := again.door.Seat; seat.Session != s.ID || seat.Greeting != "" {
		t.Errorf("came back to %+v", seat)
	}
	answered := 0
	for _, item := range must[kiosk.Session](t)(again.Kiosk.Session()).Items {
		if item.Answered {
			answered++
		}
	}
	if answered != 3 {
		t.Errorf("%d answers are there", answered)
	}
	if !again.Closing() {
		t.Error("after the start the window closes under the participant")
	}
}

// TestGoingOnAfterAllGuardsTheWindowAgain: the counsellor asked to close it, and the
// participant goes on.
func TestGoingOnAfterAllGuardsTheWindowAgain(t *testing.T) {
	b, m, _ := onMachine(t, t.TempDir())
	handedOver(t, b, "Dewi", "en")
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	must[door.Status](t)(b.Kiosk.Quit())
	<-m.quits
	must[door.Status](t)(b.Kiosk.Resume())
	if !b.Closing() {
		t.Error("closed under a participant")
	}
}
