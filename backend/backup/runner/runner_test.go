package runner

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
)

// desk is a workspace whose backups a test makes by the clock: it is the host of
// a runner that nobody starts.
type desk struct {
	*testing.T
	r      *Runner
	s      *store.Store
	keys   *keyring.Keys
	locked bool
	dir    string
	// at is what both clocks of the runner say.
	at time.Time
	// made and told count backups and failures; backed is what a backup notes.
	made, told int
	count      int // of changes
	backed     func(d *desk)
	// full is why the log takes no note of a backup.
	full error
}

func (d *desk) Store() *store.Store { return d.s }

func (d *desk) Opener() *backup.Opener {
	if d.locked {
		return nil
	}
	id, err := d.keys.Identity(keyring.Backup)
	if err != nil {
		d.Fatal(err)
	}
	return &backup.Opener{Until: context.Background(), Identity: id}
}

func (d *desk) Told(err error) *domain.Error {
	d.told++
	var known *domain.Error
	if !errors.As(err, &known) {
		known = domain.Fail(domain.CodeInternal, err)
	}
	return known
}

func (d *desk) Backed(backup.Entry) error {
	d.made++
	if d.full != nil {
		return d.full
	}
	d.backed(d)
	return nil
}

// note is what the desk notes of a backup.
func (d *desk) note() {
	d.Helper()
	if err := d.s.Note(d.Context(), domain.Entry{Act: domain.ActBackup, Actor: domain.ActorProgram}); err != nil {
		d.Fatal(err)
	}
}

// change is something that a backup must hold.
func (d *desk) change() {
	d.Helper()
	d.count++
	if err := d.s.SaveSettings(d.Context(), map[string]string{"test": strconv.Itoa(d.count)}); err != nil {
		d.Fatal(err)
	}
}

// pass lets time go by and does what is due then; it gives the backups that were
// made and the failures that were told.
func (d *desk) pass(t time.Duration) (made, told int) {
	d.Helper()
	d.at = d.at.Add(t)
	made, told = d.made, d.told
	d.r.Turn(d.Context())
	return d.made - made, d.told - told
}

// wants says in how many backups a time must end.
func (d *desk) wants(what string, t time.Duration, backups int) {
	d.Helper()
	if made, told := d.pass(t); made != backups || told > 0 {
		d.Errorf("%s: %d backups and %d failures, want %d and none", what, made, told, backups)
	}
}

// restart is a new run of the program over the same folder.
func (d *desk) restart() {
	d.Helper()
	k := backup.New(d.dir, keyring.New(d.dir, slow.Quick), "1.2.3")
	k.Now = func() time.Time { return d.at }
	if err := k.Open(); err != nil {
		d.Fatal(err)
	}
	d.r = New(k, d)
	d.r.Clock = func() time.Time { return d.at }
	d.r.begun = d.at
}

func opened(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, dir: t.TempDir(), at: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), backed: (*desk).note}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	draft, err := keyring.New(d.dir, slow.Quick).Draft("a kite over the rice fields")
	must(err)
	d.keys, err = draft.Keep(strings.Split(draft.Code, "-")[draft.Asked-1])
	must(err)
	d.s, err = store.Open(t.Context(), d.dir, store.Options{})
	must(err)
	t.Cleanup(func() { _ = d.s.Close() })
	must(d.s.TakeOver(t.Context(), d.keys.Workspace, d.keys))
	must(d.s.Unlock(t.Context(), d.keys))
	d.restart()
	return d
}

// TestAChangeIsBackedUpHalfAnHourAfterwardsAtTheLatest: the first backup waits for
// the screen, each next one for half an hour since the last, and none is made
// while nothing changed.
func TestAChangeIsBackedUpHalfAnHourAfterwardsAtTheLatest(t *testing.T) {
	d := opened(t)
	d.wants("just begun", settleFor-time.Second, 0)
	d.wants("settled", time.Second, 1)
	d.wants("nothing changed", 10*time.Hour, 0) // the control: time alone makes none
	d.change()
	d.wants("a change, long after the last backup", lookEvery, 1)
	d.change()
	d.wants("a change, just after it", Every-time.Second, 0)
	d.change()
	d.wants("half an hour", time.Second, 1)
	d.wants("and then nothing changed", Every, 0)
	d.r.Want()
	d.wants("asked for", lookEvery, 1)
}

// TestEitherHalfHourHolds: that since the newest backup, also for a new run, and
// that since the last try, also when the newest backup is gone.
func TestEitherHalfHourHolds(t *testing.T) {
	d := opened(t)
	d.wants("the first", settleFor, 1)
	d.at = d.at.Add(10 * time.Minute)
	d.restart()
	d.change()
	d.wants("a new run", settleFor, 0)
	d.wants("not yet", Every-10*time.Minute-settleFor-time.Second, 0)
	d.wants("half an hour after the newest", time.Second, 1)
	d.change()
	if err := os.RemoveAll(d.r.Place()); err != nil {
		t.Fatal(err)
	}
	d.wants("the newest is gone", Every-time.Second, 0)
	d.wants("half an hour after the last try", time.Second, 1)
}

// TestTheEndOfASessionIsBackedUpSoon, and one after which nothing is new is not.
func TestTheEndOfASessionIsBackedUpSoon(t *testing.T) {
	d := opened(t)
	d.wants("the first", settleFor, 1)
	d.change()
	d.r.SessionEnded()
	d.wants("the screen comes first", sessionFor-time.Second, 0)
	d.wants("then", time.Second, 1)
	d.r.SessionEnded()
	d.wants("nothing is new", time.Minute, 0)
	d.change()
	d.wants("what comes later waits", time.Minute, 0)
}

// TestABackupThatCannotBeNotedIsTold, and is a backup all the same: none is made
// in its place, and the next one that is noted ends what was told.
func TestABackupThatCannotBeNotedIsTold(t *testing.T) {
	d := opened(t)
	d.full = domain.Fail(domain.CodeDiskFull, nil)
	if made, told := d.pass(settleFor); made != 1 || told != 1 {
		t.Errorf("%d backups and %d failures", made, told)
	}
	if now := d.r.Doing(d.s); now.Problem == nil || now.Problem.Code != domain.CodeDiskFull || now.Changed || len(d.r.State().Backups) != 1 {
		t.Errorf("%+v", now)
	}
	d.full = nil
	d.wants("it is there", 10*time.Hour, 0)
	d.change()
	d.wants("the next", lookEvery, 1)
	if now := d.r.Doing(d.s); now.Problem != nil {
		t.Errorf("still %+v", now.Problem)
	}
}

// TestTheNoteOfABackupAsksForNone: each would ask for the next. The control is a
// change beside the note, which is not in the backup.
func TestTheNoteOfABackupAsksForNone(t *testing.T) {
	for name, tc := range map[string]struct {
		backed func(d *desk)
		next   int
	}{
		"nothing noted":         {func(*desk) {}, 0},
		"the note":              {(*desk).note, 0},
		"the note and a change": {func(d *desk) { d.note(); d.change() }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := opened(t)
			d.backed = tc.backed
			d.wants("the first", settleFor, 1)
			if changed := d.r.Doing(d.s).Changed; changed != (tc.next > 0) {
				t.Errorf("changed %v", changed)
			}
			d.wants("half an hour later", Every, tc.next)
		})
	}
}

// TestAFailureIsTriedAgainAfterFiveMinutes, told each time, and forgotten when a
// backup was made; then it is half an hour again.
func TestAFailureIsTriedAgainAfterFiveMinutes(t *testing.T) {
	d := opened(t)
	if err := os.WriteFile(d.r.Place(), []byte("a file where the folder goes"), 0o600); err != nil {
		t.Fatal(err)
	}
	failed := func(what string, passed time.Duration, failures int) {
		t.Helper()
		if made, told := d.pass(passed); made != 0 || told != failures {
			t.Errorf("%s: %d backups and %d failures, want none and %d", what, made, told, failures)
		}
		if (d.r.Doing(d.s).Problem != nil) != (d.told > 0) {
			t.Errorf("%s: the problem is %v", what, d.r.Doing(d.s).Problem)
		}
	}
	failed("just begun", settleFor-time.Second, 0)
	failed("settled", time.Second, 1)
	for range 3 {
		d.change() // which makes it no sooner
		failed("too soon", againAfter-time.Second, 0)
		failed("again", time.Second, 1)
	}
	if err := os.Remove(d.r.Place()); err != nil {
		t.Fatal(err)
	}
	d.wants("too soon", againAfter-time.Second, 0)
	d.wants("and then it goes", time.Second, 1)
	if p := d.r.Doing(d.s).Problem; p != nil {
		t.Errorf("the problem stays: %v", p)
	}
	d.change()
	d.wants("the control: after a success five minutes are not enough", againAfter, 0)
	d.wants("but half an hour is", Every-againAfter, 1)
}

// TestAChangeThatWaitedForADayIsOverdue: only a backup that was opened counts,
// nothing is overdue while nothing changed, and a program that has just begun has
// had no time.
func TestAChangeThatWaitedForADayIsOverdue(t *testing.T) {
	d := opened(t)
	overdue := func(what string, want bool) {
		t.Helper()
		if now := d.r.Doing(d.s); now.Overdue != want {
			t.Errorf("%s: %+v", what, now)
		}
	}
	overdue("just begun", false)
	d.wants("the first, opened", settleFor, 1)
	d.at = d.at.Add(3 * overdueAfter)
	overdue("nothing changed", false)
	d.change()
	overdue("a change, and the last backup is old", true)
	d.wants("a backup, opened", time.Second, 1)
	overdue("backed up", false)

	d.locked = true
	last := d.at
	for d.at.Before(last.Add(overdueAfter)) {
		d.change()
		d.pass(Every)
	}
	d.change()
	if d.r.Pending() == 0 {
		t.Fatal("the locked desk made none")
	}
	overdue("a day", false)
	d.at = d.at.Add(time.Millisecond)
	overdue("a day and a little: what nobody opened does not count", true)
	d.restart()
	overdue("a new run has had no time", false)
	d.at = d.at.Add(2 * time.Minute)
	overdue("two minutes", false)
	d.at = d.at.Add(time.Millisecond)
	overdue("and a little", true)
	d.locked = false
	d.pass(time.Second)
	overdue("unlocked, and opened", false)
}

// TestABackupFromTheFutureKeepsNobodyWaiting: a clock that was set back makes the
// newest backup one of tomorrow.
func TestABackupFromTheFutureKeepsNobodyWaiting(t *testing.T) {
	d := opened(t)
	d.wants("the first", settleFor, 1)
	d.at = d.at.Add(-48 * time.Hour)
	d.restart()
	d.change()
	d.wants("a change", settleFor, 1)
}

// counted is a context that knows how many wait for its end.
type counted struct {
	context.Context
	ends    chan struct{}
	waiting atomic.Int64
}

func (c *counted) Done() <-chan struct{} { return c.ends }

func (c *counted) AfterFunc(func()) (stop func() bool) {
	c.waiting.Add(1)
	return func() bool { c.waiting.Add(-1); return true }
}

// TestATurnLeavesNothingBehind: there is one every ten seconds as long as the
// program runs.
func TestATurnLeavesNothingBehind(t *testing.T) {
	d, ctx := opened(t), &counted{Context: t.Context(), ends: make(chan struct{})}
	_, end := context.WithCancel(ctx)
	if ctx.waiting.Load() != 1 {
		t.Fatal("the control is not counted")
	}
	end()
	for range 50 {
		d.at = d.at.Add(lookEvery)
		d.r.Turn(ctx)
	}
	if n := ctx.waiting.Load(); n != 0 {
		t.Errorf("%d turns still wait for the end of the program", n)
	}
}
