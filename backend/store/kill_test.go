//go:build linux

package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"kitewise/backend/domain"
)

// These make the test binary a writer of answers in that folder; with the
// second it acknowledges before the commit, which the test must notice.
const (
	killDir   = "KITEWISE_TEST_KILL"
	killEarly = "KITEWISE_TEST_KILL_EARLY"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		os.Exit(writeUntilKilled(dir, os.Getenv(killEarly) != ""))
	}
	if dir := os.Getenv(deniedDir); dir != "" {
		os.Exit(openDenied(dir))
	}
	os.Exit(m.Run())
}

func mainContext() context.Context { return context.Background() }

// writeUntilKilled saves responses and acknowledges each on standard output.
// The log is folded whenever the writer rests for a millisecond, as it does
// after every few answers, so that kills fall into that too.
func writeUntilKilled(dir string, early bool) int {
	s, err := Open(mainContext(), dir, Options{idle: time.Millisecond})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	stored, err := s.Responses(mainContext(), "s1")
	for n := len(stored) + 1; err == nil; n++ {
		if early {
			fmt.Println(n)
		}
		err = s.SaveResponse(mainContext(), response("s1", itemOf(n), 1), domain.Trail{})
		if !early {
			fmt.Println(n)
		}
		if n%5 == 0 {
			time.Sleep(3 * time.Millisecond)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

func itemOf(n int) string { return fmt.Sprintf("i%07d", n) }

// killRounds kills the writer of one folder that often and counts what it
// acknowledged and what of that is not there afterwards.
func killRounds(t *testing.T, rounds int, seed uint64, early bool) (acknowledged, lost int) {
	t.Helper()
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	running(t, s, "s1", person(t, s, "p1", "Dewi", 1).ID)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, seed))
	for range rounds {
		last := killOnce(t, dir, early, 1+random.IntN(40), time.Duration(random.IntN(2000))*time.Microsecond)
		n, missing := after(t, dir, last)
		acknowledged, lost = acknowledged+n, lost+missing
	}
	return acknowledged, lost
}

// another starts this test's binary as another program, as the variables say, and
// reads what it prints.
func another(t *testing.T, env ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(me)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// setIf gives a variable that is set if on.
func setIf(name string, on bool) string {
	if on {
		return name + "=1"
	}
	return name + "="
}

// killOnce lets the writer acknowledge some answers, waits, kills it with
// SIGKILL, and gives the last acknowledged number.
func killOnce(t *testing.T, dir string, early bool, acks int, wait time.Duration) int {
	t.Helper()
	cmd, lines := another(t, killDir+"="+dir, setIf(killEarly, early))
	last, seen := 0, 0
	for lines.Scan() {
		var err error
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
		if seen++; seen == acks {
			time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // it was killed: that is its error
	if seen < acks {
		t.Fatal("the writer ended by itself")
	}
	return last
}

// after counts the answers up to the last acknowledged one, and the missing.
func after(t *testing.T, dir string, last int) (there, missing int) {
	t.Helper()
	s := openTest(t, dir, Options{})
	defer func() { _ = s.Close() }()
	stored, err := s.Responses(t.Context(), "s1")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]domain.Response{}
	for _, r := range stored {
		found[r.ItemID] = r
	}
	for n := 1; n <= last; n++ {
		if _, ok := found[itemOf(n)]; !ok {
			missing++
		}
	}
	return last, missing
}

// TestKillLosesNoAcknowledgedAnswer kills fifty times, in the long run as often
// as KITEWISE_ROUNDS says, with a new folder for every fifty.
func TestKillLosesNoAcknowledgedAnswer(t *testing.T) {
	const each = 50
	rounds := each
	if n, err := strconv.Atoi(os.Getenv("KITEWISE_ROUNDS")); err == nil && n > 0 {
		rounds = n
	}
	for done := 0; done < rounds; done += each {
		kills := min(each, rounds-done)
		acknowledged, lost := killRounds(t, kills, uint64(5+done), false) //nolint:gosec // small and positive
		if lost > 0 || acknowledged < kills {
			t.Fatalf("after %d kills: %d acknowledged, %d lost", done+kills, acknowledged, lost)
		}
	}
	t.Logf("%d kills", rounds)
}

// TestKillTestNoticesALoss is the control: a writer that acknowledges before
// its commit must be caught.
func TestKillTestNoticesALoss(t *testing.T) {
	for seed := range uint64(10) {
		if _, lost := killRounds(t, 10, seed, true); lost > 0 {
			return
		}
	}
	t.Error("100 kills of a writer that acknowledges too early lost nothing")
}
