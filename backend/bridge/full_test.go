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
	"kitewise/backend/store"
	"kitewise/backend/store/ballast"
	"kitewise/backend/workspace"
)

// fullDir makes the test binary mount a small disk there, in a namespace of
// mounts that ends with it, and do fullWhat on it.
const (
	fullDir  = "KITEWISE_TEST_FULL"
	fullWhat = "KITEWISE_TEST_FULL_WHAT"
)

func init() {
	dir := os.Getenv(fullDir)
	if dir == "" {
		return
	}
	acts := map[string]struct {
		size string
		act  func(dir string) error
	}{
		"answer": {"size=4m", answerOnAFullDisk},
		"spare":  {"size=320m", func(dir string) error { return goOnInTheBallast(dir, ballast.Size) }},
		"bare":   {"size=320m", func(dir string) error { return goOnInTheBallast(dir, 0) }},
		"locked": {"size=320m", func(dir string) error { return unlockOnAFullDisk(dir, ballast.Size) }},
		"shut":   {"size=320m", func(dir string) error { return unlockOnAFullDisk(dir, 0) }},
	}
	what := acts[os.Getenv(fullWhat)]
	err := errors.Join(syscall.Mount("", "/", "", syscall.MS_PRIVATE|syscall.MS_REC, ""), syscall.Mount("tmpfs", dir, "tmpfs", 0, what.size))
	if err != nil {
		err = fmt.Errorf("mount: %w", err)
	} else {
		err = what.act(dir)
	}
	if err != nil {
		fmt.Println("failed:", err)
	}
	os.Exit(0)
}

// onASmallDisk gives what the test binary says when it does that on a disk of
// its own.
func onASmallDisk(t *testing.T, what string) string {
	t.Helper()
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(me)
	cmd.Env = append(os.Environ(), fullDir+"="+t.TempDir(), fullWhat+"="+what)
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
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// TestAFullDiskLosesNothingAndSaysSo: a real file system of 4 MB that is filled
// to the last byte. What is not on the disk is not acknowledged; what was saved
// before stands; with room again the same answer is saved.
func TestAFullDiskLosesNothingAndSaysSo(t *testing.T) {
	if out := onASmallDisk(t, "answer"); out != "full, refused, kept, saved\n" {
		t.Error(out)
	}
}

// onDisk is a bridge whose workspace keeps a ballast of so many bytes. free is as
// in store.Options.
func onDisk(dir string, size int64, free func(string) int64) *Bridge {
	cfg := config(dir)
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, dir, repo("instruments"), store.Options{Ballast: size, Free: free})
	}
	b := New(cfg)
	b.Start(context.Background())
	return b
}

// plenty says that there is room: the disk of the test is smaller than what a new
// session asks for.
func plenty(string) int64 { return 1 << 40 }

func answerOnAFullDisk(dir string) error {
	b := onDisk(dir, 0, plenty)
	kit, errKit := b.Porter.Begin(passphrase)
	if errKit != nil {
		return errKit
	}
	_, errRun := b.Porter.Finish(porter.FinishRequest{Group: groupOf(kit), Language: "en", PIN: pin})
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
	again := onDisk(dir, 0, plenty)
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
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	for block := 1 << 20; block > 0; {
		if _, err := f.Write(make([]byte, block)); errors.Is(err, syscall.ENOSPC) {
			block /= 2
		} else if err != nil {
			return err
		}
	}
	return f.Close()
}
