package bridge

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
	"kitewise/backend/vault/keyring"
)

func TestTheFirstRunMakesAWorkspaceThatThePassphraseOpens(t *testing.T) {
	dir := t.TempDir()
	b := started(t, config(dir))
	wantMode(t, b, door.ModeNew)
	wantCode(t, second(b.Porter.Begin("short")), domain.CodeInvalid)
	wantCode(t, second(b.Porter.Finish(porter.FinishRequest{Language: "id", PIN: pin})), domain.CodeConflict)
	kit := must[porter.Kit](t)(b.Porter.Begin(passphrase))
	group := groupOf(kit)
	for field, bad := range map[string]porter.FinishRequest{
		"group": {Group: "0000", Language: "id", PIN: pin}, "pin": {Group: group, Language: "id", PIN: "1234"},
		"language": {Group: group, Language: "xx", PIN: pin}, "name": {Group: group, Language: "id", PIN: pin, Name: strings.Repeat("x", 500)},
	} {
		if e := wantCode(t, second(b.Porter.Finish(bad)), domain.CodeInvalid); e.Params["Field"] != field {
			t.Errorf("%s: %v", field, e.Params)
		}
		wantMode(t, b, door.ModeNew)
	}
	s := must[door.Status](t)(b.Porter.Finish(porter.FinishRequest{Group: " " + strings.ToLower(group), Language: "id", Name: "Ruang Konseling", PIN: pin}))
	if s.Mode != door.ModeDesk || s.Language != "id" {
		t.Errorf("%+v", s)
	}
	if n := must[desk.Notice](t)(b.Desk.Notice()); n.Name != "Ruang Konseling" {
		t.Errorf("%+v", n)
	}
	handedOver(t, b, "Dewi Lestari", "en") // with the PIN of the first run
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = started(t, config(dir))
	wantMode(t, b, door.ModeParticipant) // a kill comes back into it, without a passphrase
	comeBack(t, b, "pause")
	people := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{Query: "lestari"}))
	if people.Total != 1 || people.Rows[0].Participant.Name != "Dewi Lestari" {
		t.Errorf("%+v", people)
	}
	must[door.Status](t)(b.Porter.Lock())
	must[door.Status](t)(b.Porter.Recover(porter.RecoverRequest{Code: kit.Code, Passphrase: "another long passphrase"}))
	must[door.Status](t)(b.Porter.ChangePassphrase(porter.ChangeRequest{Old: "another long passphrase", Passphrase: passphrase}))
	fresh := must[string](t)(newCode(b, passphrase))
	must[door.Status](t)(b.Porter.Lock())
	wantCode(t, second(b.Porter.Recover(porter.RecoverRequest{Code: kit.Code, Passphrase: passphrase})), domain.CodeWrongPassphrase)
	wantCode(t, second(b.Porter.Recover(porter.RecoverRequest{Code: fresh, Passphrase: passphrase})), domain.CodeTooSoon)
	wantMode(t, b, door.ModeLocked)
}

func TestKeysThatAreGoneAreDamageAndNoFirstRun(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	handedOver(t, b, "Dewi", "en")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(dir, "key.json")
	if err := os.Rename(key, key+".away"); err != nil {
		t.Fatal(err)
	}
	b = started(t, config(dir))
	if s := wantMode(t, b, door.ModeBroken); s.Problem.Code != domain.CodeDamagedKeys {
		t.Errorf("%+v", s.Problem)
	}
	// The keys of another workspace open nothing here.
	other := t.TempDir()
	firstRun(t, started(t, config(other)))
	raw, err := os.ReadFile(filepath.Join(other, "key.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	must[door.Status](t)(b.Kiosk.Retry())
	comeBackLocked(t, b)
	wantCode(t, second(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase})), domain.CodeDamagedKeys)
	if err := os.Rename(key+".away", key); err != nil {
		t.Fatal(err)
	}
	must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	// A database that is gone is not made anew beside its keys.
	if err := os.Remove(filepath.Join(dir, "kitewise.db")); err != nil {
		t.Fatal(err)
	}
	if s := wantMode(t, started(t, config(dir)), door.ModeBroken); s.Problem.Code != domain.CodeDamagedDatabase {
		t.Errorf("%+v", s.Problem)
	}
}

// comeBackLocked leaves the participant's view and stays before the locked desk.
func comeBackLocked(t *testing.T, b *Bridge) {
	t.Helper()
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	must[door.Status](t)(b.Kiosk.Leave("pause"))
	wantMode(t, b, door.ModeLocked)
}

// twoClocks are clocks that a test holds, and that the door reads beside it,
// again and again: reads counts how often.
type twoClocks struct {
	mu           sync.Mutex
	steady, wall time.Time
	reads        int
}

func (c *twoClocks) read() (time.Time, time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reads++
	return c.steady, c.wall
}

// looks waits until the door has read the clocks so often from now on, however
// long a busy machine takes for that, and gives the shortest time between two. The
// third look comes after everything that the first one led to.
func (c *twoClocks) looks(t *testing.T, n int) (shortest time.Duration) {
	t.Helper()
	so := func() int {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.reads
	}
	last, seen, shortest := time.Time{}, so(), time.Hour
	for until, begun := seen+n, time.Now(); seen < until; time.Sleep(2 * time.Millisecond) {
		if now := so(); now > seen {
			if !last.IsZero() {
				shortest = min(shortest, time.Since(last))
			}
			last, seen = time.Now(), now
		}
		if time.Since(begun) > time.Minute {
			t.Fatal("the door does not look at the clocks")
		}
	}
	return shortest
}

func (c *twoClocks) move(steady, wall time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.steady, c.wall = c.steady.Add(steady), c.wall.Add(wall)
}

// TestTheDeskLocksWithinASecond after every trigger, and not before it. Time is
// counted in looks of the door, so that a machine that stalls is not taken for one
// that slept: by the third look the desk is locked, and three take less than a second.
func TestTheDeskLocksWithinASecond(t *testing.T) {
	const long = 30 * time.Minute
	for name, tc := range map[string]struct {
		act   func(t *testing.T, b *Bridge, c *twoClocks)
		locks bool
	}{
		"Ctrl+L":                {func(_ *testing.T, b *Bridge, _ *twoClocks) { _, _ = b.Porter.Lock() }, true},
		"the machine says so":   {func(_ *testing.T, b *Bridge, _ *twoClocks) { b.door.Config.Machine.(*machine).leave() }, true}, //nolint:forcetypeassert // set below
		"idle":                  {func(t *testing.T, _ *Bridge, c *twoClocks) { walk(t, c, time.Minute+time.Second) }, true},
		"sleep by the wall":     {func(_ *testing.T, _ *Bridge, c *twoClocks) { c.move(0, long) }, true},
		"sleep by both":         {func(_ *testing.T, _ *Bridge, c *twoClocks) { c.move(11*time.Second, 11*time.Second) }, true},
		"nearly idle":           {func(t *testing.T, _ *Bridge, c *twoClocks) { walk(t, c, time.Minute-time.Second) }, false},
		"the clock is set back": {func(_ *testing.T, _ *Bridge, c *twoClocks) { c.move(0, -long) }, false},
		"somebody is there": {func(t *testing.T, b *Bridge, c *twoClocks) {
			walk(t, c, 40*time.Second)
			_, _ = b.Porter.Here()
			walk(t, c, 40*time.Second)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &twoClocks{steady: time.Unix(1000, 0), wall: time.Unix(5000, 0)}
			cfg := config(t.TempDir())
			cfg.Clocks, cfg.Machine = c.read, &machine{}
			b := opened(t, cfg)
			handedOver(t, b, "Dewi", "en")
			comeBack(t, b, "pause")
			keys := must[*keyring.Keys](t)(b.door.Ring.Unlock("", passphrase))
			must[bool](t)(door.Alone(b.door, "Porter.Lock", func() (bool, error) { return true, b.door.Admit(keys, "passphrase") }))
			must[door.Status](t)(b.Desk.SaveSettings(door.Settings{Language: "en", Theme: "dark", Paper: "A4", LockMinutes: 1}))
			c.looks(t, 2)
			tc.act(t, b, c)
			locked := func() bool {
				_, err := b.Desk.People(desk.PeopleRequest{})
				return domain.CodeOf(err) == domain.CodeLocked
			}
			if every := c.looks(t, 3); every > time.Second/3 {
				t.Errorf("the door looks every %v at the most", every)
			}
			if locked() != tc.locks {
				t.Fatalf("locked %v after three looks, want %v", locked(), tc.locks)
			}
			if tc.locks {
				wantMode(t, b, door.ModeLocked) // which waits until the lock has ended
			}
			if _, err := keys.Seal("table", "column", "row", nil); (domain.CodeOf(err) == domain.CodeLocked) != tc.locks {
				t.Errorf("the keys say %v", err)
			}
			if !tc.locks {
				return
			}
			for method := range allowed {
				if !allowed.In(method, door.ModeLocked) {
					wantCode(t, invoke(t, bound(b)[method]), domain.CodeLocked)
				}
			}
			must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
			must[desk.People](t)(b.Desk.People(desk.PeopleRequest{}))
		})
	}
}

// TestTheWayBackIsShutWhenNobodyIsThere: the acts behind the PIN do not wait
// for whoever wakes the machine, and the participant's own calls go on.
func TestTheWayBackIsShutWhenNobodyIsThere(t *testing.T) {
	c := &twoClocks{steady: time.Unix(1000, 0), wall: time.Unix(5000, 0)}
	m := &machine{}
	cfg := config(t.TempDir())
	cfg.Clocks, cfg.Machine = c.read, m
	b := opened(t, cfg)
	handedOver(t, b, "Dewi", "en")
	c.looks(t, 2)
	for name, leave := range map[string]func(){"told": m.leave, "slept": func() { c.move(0, time.Hour); c.looks(t, 3) }} {
		must[door.Status](t)(b.Kiosk.Unlock(pin))
		wantMode(t, b, door.ModeReturn)
		leave()
		if wantMode(t, b, door.ModeParticipant); t.Failed() {
			t.Fatal(name)
		}
		wantCode(t, second(b.Kiosk.Leave("pause")), domain.CodeLocked)
		must[kiosk.Session](t)(b.Kiosk.Session())
	}
}

// walk moves both clocks in steps that no sleep is made of, each once the door has
// seen the one before.
func walk(t *testing.T, c *twoClocks, d time.Duration) {
	t.Helper()
	for step := 4 * time.Second; d > 0; d -= step {
		c.move(min(step, d), min(step, d))
		c.looks(t, 1)
	}
}

// TestNothingLeavesTheDeskThatIsBeingLocked: what a call found is kept back
// when the desk was locked while it ran.
func TestNothingLeavesTheDeskThatIsBeingLocked(t *testing.T) {
	c := &twoClocks{steady: time.Unix(1000, 0), wall: time.Unix(5000, 0)}
	cfg := config(t.TempDir())
	cfg.Clocks = c.read
	b := opened(t, cfg)
	must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi"}))
	inside, out := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		_, err := door.Call(b.door, "Desk.People", func() (string, error) {
			close(inside)
			<-out
			return "Dewi", nil
		})
		done <- err
	}()
	<-inside
	c.move(0, time.Hour)
	for domain.CodeOf(second(b.Desk.About())) != domain.CodeLocked { // refused while the other still runs
		time.Sleep(10 * time.Millisecond)
	}
	close(out)
	wantCode(t, <-done, domain.CodeLocked)
}

// TestNoMarkerStandsInClear plants sixty names, codes apart, and notes, goes
// through a whole session with a kill, and looks through every file: while the
// desk is open, while a participant sits there, locked and closed.
func TestNoMarkerStandsInClear(t *testing.T) {
	dir, planted := t.TempDir(), markers()
	b := opened(t, config(dir))
	for _, name := range planted[:58] {
		must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: name}))
	}
	s := handedOver(t, b, planted[58], "en")
	look := func(when string) {
		t.Helper()
		if found := hits(t, dir, planted); len(found) > 0 {
			t.Errorf("%s: %d hits, as %s", when, len(found), found[0])
		}
	}
	look("with a participant")
	comeBack(t, b, "pause")
	must[desk.Conditions](t)(b.Desk.SaveConditions(desk.ConditionsRequest{SessionID: s.ID, Accommodations: domain.Accommodations{Note: planted[59]}}))
	must[desk.People](t)(b.Desk.People(desk.PeopleRequest{Query: planted[3]}))
	look("at the desk")
	handOver(t, b, s.ID)
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	must[door.Status](t)(b.Porter.Lock())
	look("locked")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	look("closed")
}
