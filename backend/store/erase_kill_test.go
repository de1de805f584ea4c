//go:build linux && !race

package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"kitewise/backend/domain"
)

// These make the test binary erase everybody in that folder, one after the
// other; with the second every table in a commit of its own, which the test
// must notice.
const (
	eraseDir      = "KITEWISE_TEST_ERASE"
	erasePiecemal = "KITEWISE_TEST_ERASE_PIECEMEAL"
)

// doomed is how many people stand in the folder.
const doomed = 8

func init() {
	if dir := os.Getenv(eraseDir); dir != "" {
		fmt.Fprintln(os.Stderr, eraseUntilKilled(dir, os.Getenv(erasePiecemal) != ""))
		os.Exit(1)
	}
}

func doomedID(i int) string { return fmt.Sprintf("id-%02d-Marker", i) }

func eraseUntilKilled(dir string, piecemeal bool) error {
	s, err := Open(mainContext(), dir, Options{})
	if err != nil {
		return err
	}
	if err := s.Unlock(mainContext(), newTestKeys()); err != nil {
		return err
	}
	for i := range doomed {
		fmt.Println("begin", i)
		if piecemeal {
			err = inPieces(s, doomedID(i))
		} else {
			_, err = s.Erase(mainContext(), doomedID(i))
		}
		if err != nil {
			return err
		}
		fmt.Println("done", i)
	}
	time.Sleep(time.Minute) // until it is killed
	return nil
}

// inPieces is how it must not be done.
func inPieces(s *Store, id string) error {
	for _, h := range holdings {
		err := s.write(mainContext(), "erase", func(r runner) error {
			return released(r, id, func() error {
				_, err := r.exec("DELETE FROM "+h.table+" WHERE "+h.of, id)
				return err
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// beforeErasing makes the folder that every round begins with, and gives how
// much of each person it holds and by what each can be found.
func beforeErasing(t *testing.T) (dir string, held []Held, marks []map[string][]byte) {
	t.Helper()
	dir = t.TempDir()
	s := openTest(t, dir, Options{})
	for i := range doomed {
		p := everything(t, s, fmt.Sprintf("%02d", i), i+1)
		h, err := s.Held(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, h)
	}
	for i := range doomed {
		marks = append(marks, traces(t, s, doomedID(i)))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, held, marks
}

// eraseOnce kills an erasing program at a random moment of one erasure and
// gives whom it had acknowledged as erased.
func eraseOnce(t *testing.T, dir string, piecemeal bool, at int, wait time.Duration) (acknowledged int) {
	t.Helper()
	cmd, lines := another(t, eraseDir+"="+dir, setIf(erasePiecemal, piecemeal))
	for lines.Scan() {
		var word string
		var i int
		if _, err := fmt.Sscan(lines.Text(), &word, &i); err != nil {
			t.Fatal(err)
		}
		if word == "done" {
			acknowledged = i + 1
		}
		if word == "begin" && i == at {
			time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
		}
	}
	if err := cmd.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Fatal("the erasing program ended by itself:", err)
	}
	return acknowledged
}

// killedErasing kills in so many rounds and gives how many people were found
// neither whole nor gone, and how many traces of the gone were left.
func killedErasing(t *testing.T, rounds int, piecemeal bool) (halves, left int) {
	t.Helper()
	template, held, marks := beforeErasing(t)
	random, files := rand.New(rand.NewPCG(7, 11)), filesIn(t, template)
	for range rounds {
		dir := t.TempDir()
		if err := put(dir, files); err != nil { // with the witness, or nothing can be erased
			t.Fatal(err)
		}
		acknowledged := eraseOnce(t, dir, piecemeal, random.IntN(doomed), time.Duration(random.IntN(60_000))*time.Microsecond)
		h, l := afterErasing(t, dir, acknowledged, held, marks)
		halves, left = halves+h, left+l
	}
	return halves, left
}

// afterErasing opens the workspace as the next start does.
func afterErasing(t *testing.T, dir string, acknowledged int, held []Held, marks []map[string][]byte) (halves, left int) {
	t.Helper()
	s := openTest(t, dir, Options{})
	defer func() { _ = s.Close() }()
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.CheckFile(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range doomed {
		h, err := s.Held(t.Context(), doomedID(i))
		switch gone := domain.CodeOf(err) == domain.CodeNotFound; {
		case gone:
			left += len(found(t, dir, marks[i]))
		case err != nil:
			t.Fatal(err)
		case h != held[i] || i < acknowledged:
			halves++
		}
	}
	return halves, left
}

func TestAKilledErasureIsWholeOrNothing(t *testing.T) {
	rounds := 12
	if n, err := strconv.Atoi(os.Getenv("KITEWISE_ROUNDS")); err == nil {
		rounds = n
	}
	if halves, left := killedErasing(t, rounds, false); halves > 0 || left > 0 {
		t.Errorf("%d halves, %d traces", halves, left)
	}
}

// TestTheKillTestNoticesAHalf is the control.
func TestTheKillTestNoticesAHalf(t *testing.T) {
	halves, left := 0, 0
	for range 5 {
		h, l := killedErasing(t, 4, true)
		if halves, left = halves+h, left+l; halves > 0 && left > 0 {
			return
		}
	}
	t.Errorf("20 kills of an erasure in pieces: %d halves, %d traces", halves, left)
}
