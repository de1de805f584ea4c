//go:build linux && !race

package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// killTakeOver makes the test binary the take-over of the workspace in that folder.
const killTakeOver = "KITEWISE_TEST_KILL_TAKEOVER"

func init() {
	if dir := os.Getenv(killTakeOver); dir != "" {
		fmt.Fprintln(os.Stderr, takeOverUntilKilled(dir, os.Getenv(killEarly) != ""))
		os.Exit(1)
	}
}

// takeOverUntilKilled takes the workspace over, says so, and waits.
func takeOverUntilKilled(dir string, early bool) error {
	s, err := Open(mainContext(), dir, Options{})
	if err != nil {
		return err
	}
	fmt.Println("open")
	if early {
		fmt.Println("done")
	}
	if err := s.TakeOver(mainContext(), "w1", newTestKeys()); err != nil {
		return err
	}
	if !early {
		fmt.Println("done")
	}
	select {}
}

// killTaking kills a take-over that long after it began; it says whether the
// take-over was acknowledged before, and how long it took if so.
func killTaking(t *testing.T, dir string, early bool, wait time.Duration) (done bool, took time.Duration) {
	t.Helper()
	cmd, lines := another(t, killTakeOver+"="+dir, setIf(killEarly, early))
	said := make(chan time.Time, 2)
	go func() {
		defer close(said)
		for lines.Scan() {
			said <- time.Now()
		}
	}()
	begun, ok := <-said
	if !ok {
		t.Fatal("the take-over ended by itself")
	}
	select {
	case at, ok := <-said:
		if !ok {
			t.Fatal("the take-over ended by itself")
		}
		done, took = true, at.Sub(begun)
	case <-time.After(wait):
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed: that is its error
	return done, took
}

// TestKillInATakeOver kills the sealing and scrubbing of an older workspace at
// random moments: nothing is lost, the next unlocking makes the rest good, and
// what was acknowledged needs no next one.
func TestKillInATakeOver(t *testing.T) {
	rounds, err := strconv.Atoi(os.Getenv("KITEWISE_ROUNDS"))
	if err != nil {
		rounds = 12
	}
	const people = 60
	done, span := killTaking(t, plainWorkspace(t, people), false, time.Minute)
	if !done {
		t.Fatal("a take-over does not end")
	}
	first, random := span, rand.New(rand.NewPCG(17, 4))
	within := 0
	// Where the machine is faster than before fewer kills fall into it: then there are more.
	for n := 0; n < rounds || within < rounds/3 && n < 4*rounds; n++ {
		dir := plainWorkspace(t, people)
		done, took := killTaking(t, dir, false, time.Duration(random.Int64N(int64(span))))
		if took > 0 {
			span = max(took, first/4) // as fast as the machine is now
		}
		if files := holds(t, dir, "marker"); done && len(files) > 0 {
			t.Fatalf("%v hold names after the take-over was acknowledged", files)
		}
		if !done {
			within++
		}
		s := taken(t, dir)
		page, err := s.People(t.Context(), PeopleFilter{Limit: 2 * people})
		if err != nil || page.Total != people {
			t.Fatalf("%d people, %v", page.Total, err)
		}
		for _, p := range page.People {
			if !strings.HasPrefix(p.Name, "Ketut Marker") {
				t.Fatalf("a name became %q", p.Name)
			}
		}
		if _, err := s.Finalisation(t.Context(), "s1"); err != nil {
			t.Fatal("the finished session:", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if files := holds(t, dir, "marker"); len(files) > 0 {
			t.Fatalf("%v hold names after the take-over went on", files)
		}
	}
	if within < rounds/3 {
		t.Errorf("%d of %d kills came before the end", within, rounds)
	}
}

// TestTheKillsFindAnEarlyTakeOver is the control: what is acknowledged before
// it is done must be caught.
func TestTheKillsFindAnEarlyTakeOver(t *testing.T) {
	dir := plainWorkspace(t, 60)
	if done, _ := killTaking(t, dir, true, time.Minute); !done || len(holds(t, dir, "marker")) == 0 {
		t.Error("a take-over that acknowledges too early was not noticed")
	}
}
