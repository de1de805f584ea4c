//go:build linux && !race

package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// These make the test binary a program that folds its log, or that brings an
// older workspace to this schema, in that folder; with killEarly it does it in a
// way that the test must notice.
const (
	killFold    = "KITEWISE_TEST_KILL_FOLD"
	killMigrate = "KITEWISE_TEST_KILL_MIGRATE"
)

func init() {
	for name, until := range map[string]func(dir string, early bool) error{killFold: foldUntilKilled, killMigrate: migrateUntilKilled} {
		if dir := os.Getenv(name); dir != "" {
			fmt.Fprintln(os.Stderr, until(dir, os.Getenv(killEarly) != ""))
			os.Exit(1)
		}
	}
}

// foldUntilKilled saves answers, acknowledges each, and folds after every few of
// them, saying so. Early, it empties the log before it is in the file.
func foldUntilKilled(dir string, early bool) error {
	s, err := Open(mainContext(), dir, Options{idle: time.Hour})
	if err != nil {
		return err
	}
	stored, err := s.Responses(mainContext(), "s1")
	for n := len(stored) + 1; err == nil; n++ {
		err = s.SaveResponse(mainContext(), response("s1", itemOf(n), 1), domain.Trail{})
		fmt.Println(n)
		if n%30 == 0 && err == nil {
			fmt.Println("begin")
			if early {
				err = os.Truncate(s.path()+"-wal", 0)
				time.Sleep(time.Millisecond)
			}
			s.foldNow()
			fmt.Println("done")
		}
	}
	return err
}

// migrateUntilKilled opens a workspace and says so. Early, it says so before.
func migrateUntilKilled(dir string, early bool) error {
	fmt.Println("begin")
	if early {
		fmt.Println("done")
		time.Sleep(time.Minute)
	}
	if _, err := openStill(mainContext(), dir, Options{}); err != nil {
		return err
	}
	fmt.Println("done")
	time.Sleep(time.Minute)
	return nil
}

// moment is when a program is killed: that long after it said for the n-th time
// that it begins.
type moment struct {
	begin int
	wait  time.Duration
}

// killedAt lets a program run until then and kills it. It gives the last number
// that it acknowledged, whether what it had begun was done by then, and how long
// the first took that was.
func killedAt(t *testing.T, m moment, env ...string) (last int, done bool, took time.Duration) {
	t.Helper()
	cmd, lines := another(t, env...)
	begun, at := 0, time.Time{}
	for lines.Scan() {
		switch said := lines.Text(); said {
		case "begin":
			begun++
			at, done = time.Now(), false
			if begun == m.begin {
				time.AfterFunc(m.wait, func() { _ = cmd.Process.Kill() })
			}
		case "done":
			done = true
			if took == 0 {
				took = time.Since(at)
			}
		default:
			n, err := strconv.Atoi(said)
			if err != nil {
				t.Fatal(err)
			}
			last, done = n, true
		}
	}
	wasKilled(t, cmd)
	return last, done, took
}

// wasKilled fails if the program ended by itself.
func wasKilled(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Fatal("the program ended by itself:", err)
	}
}

// foldRounds kills within folding and counts the kills that fell inside, and the
// answers that were acknowledged and are not there.
func foldRounds(t *testing.T, rounds int, seed uint64, early bool) (within, lost int) {
	t.Helper()
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	running(t, s, "s1", person(t, s, "p1", "Dewi", 1).ID)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	span, random := 3*time.Millisecond, rand.New(rand.NewPCG(47, seed))
	for range rounds {
		last, done, took := killedAt(t, moment{1 + random.IntN(3), time.Duration(random.Int64N(int64(span)))}, killFold+"="+dir, setIf(killEarly, early))
		if !done {
			within++
		}
		if took > 0 {
			span = min(max(took, time.Millisecond), 50*time.Millisecond)
		}
		s, err := Open(t.Context(), dir, Options{})
		if err != nil && early {
			return within, last
		}
		if err == nil {
			err = s.CheckFile(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		_, missing := after(t, dir, last)
		if lost += missing; early && lost > 0 { // the program doubts it now, and does not go on
			return within, lost
		}
	}
	return within, lost
}

func TestAKillWhileFoldingLosesNothing(t *testing.T) {
	n, within, lost, done := rounds(20, 1_000), 0, 0, 0
	// Where folding takes a millisecond few kills fall into it: then there are more.
	for chunk := min(50, n); done < n || within < n/10 && done < 10*n; done += chunk { // each in a new folder, for it grows
		w, l := foldRounds(t, chunk, uint64(done), false)
		within, lost = within+w, lost+l
	}
	t.Logf("%d kills, %d of them within folding, %d answers lost", done, within, lost)
	if lost > 0 || within < n/10 {
		t.Errorf("%d of %d kills fell into folding, %d answers lost", within, done, lost)
	}
}

// TestTheKillsFindAFoldThatForgets is the control.
func TestTheKillsFindAFoldThatForgets(t *testing.T) {
	for seed := range uint64(5) {
		if _, lost := foldRounds(t, 4, seed, true); lost > 0 {
			return
		}
	}
	t.Error("a log that is emptied before it is in the file lost nothing")
}

// migrateOnce kills a migration in a fresh folder with those files.
func migrateOnce(t *testing.T, work workload, old int, early bool, wait time.Duration) (done bool, took time.Duration, err error) {
	t.Helper()
	dir := t.TempDir()
	if err := put(dir, work.start); err != nil {
		t.Fatal(err)
	}
	_, done, took = killedAt(t, moment{1, wait}, killMigrate+"="+dir, setIf(killEarly, early))
	all, err := loadMigrations(nil)
	if err != nil {
		t.Fatal(err)
	}
	version, err := readVersion(t.Context(), filepath.Join(dir, folder.Database))
	if err == nil && done && version < len(all) {
		return done, took, fmt.Errorf("done, and version %d", version)
	}
	if aside := fmt.Sprintf("%s.before-%04d", folder.Database, old+1); err == nil && version > old {
		version, err = readVersion(t.Context(), filepath.Join(dir, aside))
		if err == nil && version != old {
			err = fmt.Errorf("the copy has version %d", version)
		}
	}
	if err != nil {
		return done, took, err
	}
	got, err := sound(t.Context(), dir)
	if err == nil && !got.equal(work.after[0]) {
		err = fmt.Errorf("other rows: %v; %s, not %s", differing(got, work.after[0]), got.log, work.after[0].log)
	}
	return done, took, err
}

// TestAKillWhileMigratingLosesNothing: the next start goes on from the step that
// was committed last, with the copy from before beside it.
func TestAKillWhileMigratingLosesNothing(t *testing.T) {
	work := measured(t, workload{start: filesIn(t, plainWorkspace(t, 150)), locked: true})
	old, n, within := beforeKeys(t), rounds(16, 1_000), 0
	span := time.Duration(0)
	for wait := 2 * time.Second; span == 0; wait *= 3 { // however slow the machine is
		var err error
		if _, span, err = migrateOnce(t, work, old, false, wait); err != nil || wait > time.Minute {
			t.Fatal("a migration does not end:", err)
		}
	}
	first, random := span, rand.New(rand.NewPCG(59, 61))
	for kills := 0; kills < n || within < n/3 && kills < 4*n; kills++ {
		done, took, err := migrateOnce(t, work, old, false, time.Duration(random.Int64N(int64(span))))
		if err != nil {
			t.Fatal(err)
		}
		if took > 0 {
			span = max(took, first/4) // as fast as the machine is now
		}
		if !done {
			within++
		}
	}
	t.Logf("%d kills, %d of them within a migration of %v", n, within, first.Round(time.Millisecond))
	if within < n/3 {
		t.Errorf("%d of %d kills came before the end", within, n)
	}
}

// TestTheKillsFindAnEarlyMigration is the control.
func TestTheKillsFindAnEarlyMigration(t *testing.T) {
	work := measured(t, workload{start: filesIn(t, plainWorkspace(t, 12)), locked: true})
	for _, wait := range []time.Duration{50 * time.Millisecond, time.Second, 10 * time.Second} { // it says so before it begins
		if _, _, err := migrateOnce(t, work, beforeKeys(t), true, wait); err != nil && strings.Contains(err.Error(), "done, and version") {
			return
		}
	}
	t.Error("a migration that is called done too early was not noticed")
}
