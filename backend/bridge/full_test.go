//go:build linux && !race

package bridge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
)

// fullDir makes the test binary mount a small disk there, in a namespace of
// mounts that ends with it, and answer on it until it is full and after.
const fullDir = "KITEWISE_TEST_FULL"

func init() {
	if dir := os.Getenv(fullDir); dir != "" {
		if err := answerOnAFullDisk(dir); err != nil {
			fmt.Println("failed:", err)
		}
		os.Exit(0)
	}
}

// TestAFullDiskLosesNothingAndSaysSo: a real file system of 4 MB that is filled
// to the last byte. What is not on the disk is not acknowledged; what was saved
// before stands; with room again the same answer is saved.
func TestAFullDiskLosesNothingAndSaysSo(t *testing.T) {
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(me)
	cmd.Env = append(os.Environ(), fullDir+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 { // a user namespace lets anybody mount
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || strings.Contains(string(out), "mount: operation not permitted") {
		t.Skip("the system lets nobody mount a disk; the room store stops SQLite at a number of pages instead")
	}
	if err != nil || string(out) != "full, refused, kept, saved\n" {
		t.Errorf("%v\n%s", err, out)
	}
}

func answerOnAFullDisk(dir string) error {
	if err := errors.Join(syscall.Mount("", "/", "", syscall.MS_PRIVATE|syscall.MS_REC, ""),
		syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m")); err != nil {
		return fmt.Errorf("mount: %w", err)
	}
	b := New(config(dir))
	b.Start(context.Background())
	kit, errKit := b.Porter.Begin(passphrase)
	if errKit != nil {
		return errKit
	}
	_, errRun := b.Porter.Finish(porter.FinishRequest{Group: strings.Split(kit.Code, "-")[kit.Asked-1], Language: "en", PIN: pin})
	p, err1 := b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi", Respondent: domain.Respondent{}})
	s, err2 := b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "en"})
	_, err3 := b.Desk.HandOver(desk.HandOverRequest{SessionID: s.ID, PIN: pin})
	begun, err4 := b.Kiosk.Session()
	_, err5 := b.Kiosk.Consent(kiosk.ConsentRequest{Yes: true, Hash: begun.Consent.Hash})
	if err := errors.Join(errRun, err1, err2, err3, err4, err5); err != nil {
		return err
	}
	saved := 0
	for ; saved < 5; saved++ {
		if err := gives(begun.Items[saved], 0).do(b); err != nil {
			return err
		}
	}
	filler := filepath.Join(dir, "filler")
	if err := fill(filler); err != nil {
		return err
	}
	fmt.Print("full, ")
	// The log may have a few free pages yet: it takes an answer, or it does not.
	var refused error
	for ; refused == nil && saved < len(begun.Items); saved++ {
		refused = gives(begun.Items[saved], 0).do(b)
	}
	saved--
	if domain.CodeOf(refused) != domain.CodeDiskFull {
		return fmt.Errorf("%d answers saved, then %w", saved, refused)
	}
	if err := gives(begun.Items[saved], 0).do(b); domain.CodeOf(err) != domain.CodeDiskFull {
		return fmt.Errorf("tried again: %w", err)
	}
	fmt.Print("refused, ")
	if err := stands(b, begun, saved); err != nil {
		return err
	}
	fmt.Print("kept, ")
	if err := errors.Join(os.Remove(filler), gives(begun.Items[saved], 0).do(b)); err != nil {
		return err
	}
	if err := errors.Join(stands(b, begun, saved+1), b.Close()); err != nil {
		return err
	}
	again := New(config(dir))
	again.Start(context.Background())
	fmt.Println("saved")
	return errors.Join(stands(again, begun, saved+1), again.Close())
}

// stands says what is not as it should be when just the first n sets are answered.
func stands(b *Bridge, begun kiosk.Session, n int) error {
	now, err := b.Kiosk.Session()
	if err != nil {
		return err
	}
	for i, it := range now.Items {
		if it.Answered != (i < n) || it.Answered && !cmp.Equal(it.Answer, someAnswer(begun.Items[i], 0)) {
			return fmt.Errorf("with %d answers, %s is %+v", n, it.ID, it.Answer)
		}
	}
	return nil
}

// fill writes until there is no byte left.
func fill(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for block := 1 << 16; block > 0; {
		if _, err := f.Write(make([]byte, block)); errors.Is(err, syscall.ENOSPC) {
			block /= 2
		} else if err != nil {
			return err
		}
	}
	return f.Close()
}
