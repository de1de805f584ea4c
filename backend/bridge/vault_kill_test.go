//go:build linux && !race

package bridge

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/porter"
)

// killVault makes the test binary a counsellor at the keys of the workspace in
// killVaultDir: "setup" or "change", which with killEarly say that they are done
// before they are.
const (
	killVault    = "KITEWISE_TEST_KILL_VAULT"
	killVaultDir = "KITEWISE_TEST_KILL_VAULT_DIR"
)

func init() {
	act, ok := map[string]func(*Bridge, bool) error{"setup": setUpUntilKilled, "change": changeUntilKilled}[os.Getenv(killVault)]
	if !ok {
		return
	}
	b := New(config(os.Getenv(killVaultDir)))
	b.Start(context.Background())
	fmt.Fprintln(os.Stderr, act(b, os.Getenv(killEarly) != ""))
	os.Exit(1)
}

// setUpUntilKilled prints the recovery code, waits to be told, and makes the workspace.
func setUpUntilKilled(b *Bridge, early bool) error {
	kit, err := b.Porter.Begin(passphrase)
	if err != nil {
		return err
	}
	fmt.Println(kit.Code)
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	if early {
		fmt.Println("done")
	}
	_, err = b.Porter.Finish(porter.FinishRequest{
		Group: groupOf(kit), Name: "Ruang Konseling", Language: "en", PIN: pin,
	})
	if err != nil {
		return err
	}
	if !early {
		fmt.Println("done")
	}
	_, err = io.Copy(io.Discard, os.Stdin) // until it is killed
	return err
}

// phraseOf is the n-th passphrase.
func phraseOf(n int) string { return fmt.Sprintf("%s, number %d", passphrase, n) }

// changeUntilKilled changes the passphrase from the one it is told to the next, and so on.
func changeUntilKilled(b *Bridge, early bool) error {
	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		return err
	}
	if _, err := b.Porter.Unlock(porter.UnlockRequest{Passphrase: phraseOf(n)}); err != nil {
		return err
	}
	for ; ; n++ {
		if early {
			fmt.Println(n + 1)
		}
		if _, err := b.Porter.ChangePassphrase(porter.ChangeRequest{Old: phraseOf(n), Passphrase: phraseOf(n + 1)}); err != nil {
			return err
		}
		if !early {
			fmt.Println(n + 1)
		}
	}
}

func vaultRounds(least int) int {
	if n, err := strconv.Atoi(os.Getenv(rounds)); err == nil {
		return n
	}
	return least
}

// settingUp kills a first run that long after it was told to write; it says
// what is wrong afterwards, "" for nothing.
func settingUp(t *testing.T, early bool, wait time.Duration) (fault string, acknowledged bool) {
	t.Helper()
	dir := t.TempDir()
	cmd, lines, tell := another(t, early, killVault+"=setup", killVaultDir+"="+dir)
	if !lines.Scan() {
		t.Fatal("the first run ended by itself")
	}
	code := lines.Text()
	_, _ = io.WriteString(tell, "\n")
	if early && lines.Scan() {
		acknowledged = true
	} else {
		time.Sleep(wait)
	}
	acknowledged = len(endIt(t, cmd, lines)) > 0 || acknowledged
	b := started(t, config(dir))
	defer func() { _ = b.Close() }()
	switch s := must[door.Status](t)(b.Kiosk.Status()); {
	case s.Mode == door.ModeNew && !acknowledged:
		firstRun(t, b) // it can be done again
	case s.Mode == door.ModeNew:
		return "the workspace is not there", acknowledged
	case s.Mode != door.ModeLocked:
		return fmt.Sprintf("mode %q, %v", s.Mode, s.Problem), acknowledged
	default:
		if _, err := b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}); err != nil {
			return "the passphrase: " + err.Error(), acknowledged
		}
		handedOver(t, b, "Dewi", "en") // with the PIN that was chosen
		comeBack(t, b, "pause")
		must[door.Status](t)(b.Porter.Lock())
		if _, err := b.Porter.Recover(porter.RecoverRequest{Code: code, Passphrase: passphrase}); err != nil {
			return "the recovery code: " + err.Error(), acknowledged
		}
	}
	return "", acknowledged
}

// TestKillInTheFirstRun kills the making of a workspace at random moments:
// either it can be made again, or passphrase, code and PIN open it.
func TestKillInTheFirstRun(t *testing.T) {
	b := started(t, config(t.TempDir()))
	begun := time.Now()
	firstRun(t, b)
	span := time.Since(begun) // on this machine, at its load
	random := rand.New(rand.NewPCG(5, 8))
	done, n := 0, vaultRounds(12)
	for range n {
		fault, acknowledged := settingUp(t, false, time.Duration(random.Int64N(int64(span))))
		if fault != "" {
			t.Fatal(fault)
		}
		if acknowledged {
			done++
		}
	}
	t.Logf("%d of %d first runs were acknowledged before the kill", done, n)
}

// TestTheKillsFindAnEarlyFirstRun is the control.
func TestTheKillsFindAnEarlyFirstRun(t *testing.T) {
	for range 30 {
		if fault, _ := settingUp(t, true, 0); fault != "" {
			return
		}
	}
	t.Error("a first run that acknowledges too early was not noticed")
}

// changing kills changes of the passphrase and gives how many passphrases that
// were acknowledged do not open the workspace afterwards.
func changing(t *testing.T, times int, early bool) (lost int) {
	t.Helper()
	random := rand.New(rand.NewPCG(2, 9))
	dir := t.TempDir()
	b := started(t, config(dir))
	code := firstRun(t, b)
	must[door.Status](t)(b.Porter.ChangePassphrase(porter.ChangeRequest{Old: passphrase, Passphrase: phraseOf(0)}))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for range times {
		cmd, lines, tell := another(t, early, killVault+"=change", killVaultDir+"="+dir)
		_, _ = io.WriteString(tell, strconv.Itoa(n)+"\n")
		last := ""
		for range 1 + random.IntN(4) {
			if !lines.Scan() {
				t.Fatal("the changes ended by themselves")
			}
			last = lines.Text()
		}
		time.Sleep(time.Duration(random.IntN(3000)) * time.Microsecond)
		if rest := endIt(t, cmd, lines); len(rest) > 0 {
			last = rest[len(rest)-1]
		}
		var err error
		if n, err = strconv.Atoi(last); err != nil {
			t.Fatal(err)
		}
		var missing bool
		if n, missing = opensWith(t, dir, n); missing {
			lost++
		}
	}
	b = started(t, config(dir))
	if _, err := b.Porter.Recover(porter.RecoverRequest{Code: code, Passphrase: passphrase}); err != nil {
		t.Errorf("the recovery code: %v", err)
	}
	for _, e := range logged(t, b, "access") {
		if e.Act == domain.ActPassphrase && e.Detail["how"] == "found" {
			t.Errorf("a passphrase was changed without an entry: %+v", e)
		}
	}
	return lost
}

// opensWith finds the passphrase that opens the workspace: the last that was
// acknowledged, or the next, which was on its way. It says whether it was neither.
func opensWith(t *testing.T, dir string, n int) (found int, missing bool) {
	t.Helper()
	for _, at := range []int{n, n + 1, n - 1, n - 2} {
		if err := os.Remove(filepath.Join(dir, "key.tries")); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err) // no wait between the tries of this test
		}
		b := started(t, config(dir))
		_, err := b.Porter.Unlock(porter.UnlockRequest{Passphrase: phraseOf(at)})
		if err2 := b.Close(); err2 != nil {
			t.Fatal(err2)
		}
		if err == nil {
			return at, at < n
		}
		if domain.CodeOf(err) != domain.CodeWrongPassphrase {
			t.Fatalf("the workspace does not open: %v", err)
		}
	}
	t.Fatal("no passphrase opens the workspace")
	return 0, true
}

func TestKillInAChangeOfThePassphrase(t *testing.T) {
	if lost := changing(t, vaultRounds(8), false); lost > 0 {
		t.Errorf("%d acknowledged passphrases were lost", lost)
	}
}

// TestTheKillsFindAnEarlyChange is the control.
func TestTheKillsFindAnEarlyChange(t *testing.T) {
	for range 5 {
		if changing(t, 4, true) > 0 {
			return
		}
	}
	t.Error("changes that are acknowledged too early were not noticed")
}
