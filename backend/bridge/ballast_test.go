//go:build linux && !race

package bridge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/diag"
	"kitewise/backend/domain"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
	"kitewise/backend/store"
	"kitewise/backend/store/ballast"
	"kitewise/backend/workspace"
)

// TestAFullDiskCanStillBeCleared: a real file system that is filled to the last
// byte. With the ballast people can be erased, a participant answers on and the
// counsellor comes back; the desk says so until there is room again. Without it,
// which is the control, nothing of that can be done.
func TestAFullDiskCanStillBeCleared(t *testing.T) {
	if out := onASmallDisk(t, "spare"); out != "erased, told, refused, made again, answered on, came back, resumed, refused at last, saved\n" {
		t.Error(out)
	}
	if out := onASmallDisk(t, "bare"); out != "not erased\n" {
		t.Error("the control: " + out)
	}
}

// TestAFullDiskKeepsNobodyOutOfTheDesk: the disk is filled while the desk is locked
// and nothing was written since, so that the ballast is still there. A wrong
// passphrase is noted and waits, the right one opens, and people can be erased.
func TestAFullDiskKeepsNobodyOutOfTheDesk(t *testing.T) {
	if out := onASmallDisk(t, "locked"); out != "refused, waits, opened, erased\n" {
		t.Error(out)
	}
	if out := onASmallDisk(t, "shut"); out != "kept out\n" {
		t.Error("the control: " + out)
	}
}

func unlockOnAFullDisk(dir string, size int64) error {
	b := onDisk(dir, size, nil)
	kit, err := b.Porter.Begin(passphrase)
	if err != nil {
		return err
	}
	_, err1 := b.Porter.Finish(porter.FinishRequest{Group: groupOf(kit), Language: "en", PIN: pin})
	old, err2 := b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Made", Code: "OLD", Respondent: domain.Respondent{}})
	_, err3 := b.Porter.Lock()
	time.Sleep(100 * time.Millisecond) // what was noted beside the database is written
	if err := errors.Join(err1, err2, err3, fill(filepath.Join(dir, "filler"))); err != nil {
		return err
	}
	_, err = b.Porter.Unlock(porter.UnlockRequest{Passphrase: "quite a wrong one"})
	if size == 0 && domain.CodeOf(err) == domain.CodeDiskFull {
		fmt.Println("kept out")
		return b.Close()
	}
	if domain.CodeOf(err) != domain.CodeWrongPassphrase {
		return fmt.Errorf("a wrong passphrase: %w", err)
	}
	fmt.Print("refused, ")
	if _, err := b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}); domain.CodeOf(err) != domain.CodeTooSoon {
		return fmt.Errorf("at once: %w", err)
	}
	fmt.Print("waits, ")
	time.Sleep(1100 * time.Millisecond)
	if _, err := b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}); err != nil {
		return err
	}
	fmt.Print("opened, ")
	if gone, err := b.Desk.Erase(desk.DepartureRequest{ID: old.ID, Code: "OLD"}); err != nil || gone.Traces {
		return fmt.Errorf("erase: %+v, %w", gone, err)
	}
	fmt.Println("erased")
	return b.Close()
}

// little is one run on a small disk that is filled.
type little struct {
	*Bridge
	dir, filler string
	begun       kiosk.Session
}

func goOnInTheBallast(dir string, size int64) error {
	l := &little{Bridge: onDisk(dir, size, nil), dir: dir, filler: filepath.Join(dir, "filler")}
	kit, err := l.Porter.Begin(passphrase)
	if err != nil {
		return err
	}
	_, err1 := l.Porter.Finish(porter.FinishRequest{Group: groupOf(kit), Language: "en", PIN: pin})
	old, err2 := l.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Made", Code: "OLD", Respondent: domain.Respondent{}})
	p, err3 := l.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi", Respondent: domain.Respondent{}})
	s, err4 := l.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "en"})
	if err := errors.Join(err1, err2, err3, err4, fill(l.filler)); err != nil {
		return err
	}
	gone, err := l.Desk.Erase(desk.DepartureRequest{ID: old.ID, Code: "OLD"})
	if size == 0 && domain.CodeOf(err) == domain.CodeDiskFull {
		fmt.Println("not erased")
		return l.Close()
	}
	if err != nil || gone.Traces {
		return fmt.Errorf("erase: %+v, %w", gone, err)
	}
	fmt.Print("erased, ")
	for _, step := range []func(p, s string) error{l.isTold, l.begins, l.answersOn, l.comesBack, l.refuses} {
		if err := step(p.ID, s.ID); err != nil {
			return err
		}
	}
	return l.Close()
}

func (l *little) notices() (codes []string, err error) {
	d, err := l.Desk.Diagnostics()
	for _, n := range d.Notices {
		if n.Code == diag.NoticeDisk || n.Code == diag.NoticeReserve {
			codes = append(codes, n.Code)
		}
	}
	return codes, err
}

// isTold: the desk says that the ballast is gone, and begins no new session.
func (l *little) isTold(participantID, sessionID string) error {
	if codes, err := l.notices(); err != nil || !slices.Equal(codes, []string{diag.NoticeDisk, diag.NoticeReserve}) {
		return fmt.Errorf("told %v, %w", codes, err)
	}
	fmt.Print("told, ")
	_, err1 := l.Desk.Prepare(desk.PrepareRequest{ParticipantID: participantID, InstrumentID: "learning-cycle", Language: "en"})
	_, err2 := l.Desk.HandOver(desk.HandOverRequest{SessionID: sessionID, PIN: pin})
	for _, err := range []error{err1, err2} {
		if domain.CodeOf(err) != domain.CodeLowSpace {
			return fmt.Errorf("a new session: %w", err)
		}
	}
	fmt.Print("refused, ")
	return nil
}

// begins: with room the ballast is made again by itself, and the session begins.
func (l *little) begins(_, sessionID string) error {
	if err := l.clear(); err != nil {
		return err
	}
	_, err1 := l.Desk.HandOver(desk.HandOverRequest{SessionID: sessionID, PIN: pin})
	begun, err2 := l.Kiosk.Session()
	_, err3 := l.Kiosk.Consent(kiosk.ConsentRequest{Yes: true, Hash: begun.Consent.Hash})
	l.begun = begun
	return errors.Join(err1, err2, err3)
}

// clear makes room and waits for the ballast.
func (l *little) clear() error {
	if err := os.Remove(l.filler); err != nil {
		return err
	}
	for range 600 {
		if info, err := os.Stat(filepath.Join(l.dir, ballast.Name)); err == nil && info.Size() == ballast.Size {
			fmt.Print("made again, ")
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.New("the ballast is not made again")
}

// answersOn: the disk is full, the ballast goes, and every answer is saved.
func (l *little) answersOn(_, _ string) error {
	if err := fill(l.filler); err != nil {
		return err
	}
	n := 0
	for ; n < 6; n++ {
		if err := gives(l.begun.Items[n], 0).do(l.Bridge); err != nil {
			return fmt.Errorf("answer %d: %w", n, err)
		}
	}
	if _, err := os.Stat(filepath.Join(l.dir, ballast.Name)); err == nil {
		return errors.New("the ballast is still there")
	}
	fmt.Print("answered on, ")
	return stands(l.Bridge, l.begun, n)
}

// comesBack: the counsellor comes back, and the session that has begun can go on.
func (l *little) comesBack(_, sessionID string) error {
	_, err1 := l.Kiosk.Unlock(pin)
	_, err2 := l.Kiosk.Leave("pause")
	_, err3 := l.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase})
	fmt.Print("came back, ")
	_, err4 := l.Desk.HandOver(desk.HandOverRequest{SessionID: sessionID, PIN: pin})
	fmt.Print("resumed, ")
	return errors.Join(err1, err2, err3, err4)
}

// refuses: when the room of the ballast is used up too, the answer is refused
// and stays with the page; with room it is saved.
func (l *little) refuses(_, _ string) error {
	if err := fill(l.filler); err != nil {
		return err
	}
	n, refused := 6, error(nil)
	for ; refused == nil && n < len(l.begun.Items); n++ {
		refused = gives(l.begun.Items[n], 0).do(l.Bridge)
	}
	n--
	if domain.CodeOf(refused) != domain.CodeDiskFull {
		return fmt.Errorf("%d answers saved, then %w", n, refused)
	}
	fmt.Print("refused at last, ")
	if err := errors.Join(stands(l.Bridge, l.begun, n), os.Remove(l.filler), gives(l.begun.Items[n], 0).do(l.Bridge)); err != nil {
		return err
	}
	fmt.Println("saved")
	return stands(l.Bridge, l.begun, n+1)
}

// TestANewSessionNeedsRoom is the same by what the disk is said to have: under
// 200 MB nothing new begins, and what has begun goes on.
func TestANewSessionNeedsRoom(t *testing.T) {
	free := int64(store.SessionRoom)
	cfg := config(t.TempDir())
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, cfg.DataDir, repo("instruments"), store.Options{Free: func(string) int64 { return free }})
	}
	b := opened(t, cfg)
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi", Respondent: domain.Respondent{}}))
	ask := desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "en"}
	first := must[domain.Session](t)(b.Desk.Prepare(ask))
	waiting := must[domain.Session](t)(b.Desk.Prepare(ask))
	handOver(t, b, first.ID)
	comeBack(t, b, "pause")

	free--
	refused := wantCode(t, second(b.Desk.Prepare(ask)), domain.CodeLowSpace)
	if refused.Params["Free"] != "199" || refused.Params["Least"] != "200" {
		t.Errorf("%v", refused.Params)
	}
	wantCode(t, second(b.Desk.HandOver(desk.HandOverRequest{SessionID: waiting.ID, PIN: pin})), domain.CodeLowSpace)
	handOver(t, b, first.ID) // it has begun
	comeBack(t, b, "pause")
	free = -1 // a system that does not tell keeps nobody from work
	must[domain.Session](t)(b.Desk.Prepare(ask))
}
