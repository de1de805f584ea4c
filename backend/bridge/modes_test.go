//go:build !race

package bridge

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/vault/keyring"
)

// TestEveryMethodInEveryMode calls everything everywhere: what the table does
// not allow is refused with the code of the mode and changes nothing.
func TestEveryMethodInEveryMode(t *testing.T) {
	for mode, refusal := range map[door.Mode]domain.Code{
		door.ModeNew: domain.CodeConflict, door.ModeLocked: domain.CodeLocked, door.ModeParticipant: domain.CodeLocked, door.ModeReturn: domain.CodeLocked, door.ModeDesk: domain.CodeConflict, door.ModeBroken: domain.CodeDiskFull,
	} {
		dir := t.TempDir()
		b := inMode(t, dir, mode)
		leaves(t, string(mode), func() string { return hashOf(t, dir) }, func() {
			for name := range allowed {
				if !allowed.In(name, mode) {
					t.Run(string(mode)+"/refused/"+name, func(t *testing.T) {
						wantCode(t, invoke(t, bound(b)[name]), refusal)
					})
				}
			}
		})
		for name := range allowed {
			if allowed.In(name, mode) {
				t.Run(string(mode)+"/allowed/"+name, func(t *testing.T) {
					err := invoke(t, bound(inMode(t, t.TempDir(), mode))[name])
					if domain.CodeOf(err) == domain.CodeInternal {
						t.Errorf("failed with %v", err)
					}
				})
			}
		}
	}
}

// leaves fails when what is done changes something, every time that it is done:
// a backup that was asked for before may end meanwhile, and a log be folded.
func leaves(t *testing.T, where string, state func() string, do func()) {
	t.Helper()
	leavesAfter(t, time.Second, where, state, do)
}

// often is how many times in a row something must change.
const often = 8

// leavesAfter waits before each time once more, up to four times.
func leavesAfter(t *testing.T, wait time.Duration, where string, state func() string, do func()) {
	t.Helper()
	for try := range often {
		time.Sleep(time.Duration(min(try, 4)) * wait)
		before := state()
		do()
		if before == state() {
			return
		}
	}
	t.Errorf("%s: everything was refused, and something changed", where)
}

// TestEveryMethodForEveryRole calls everything as everybody, at the desk and in
// the modes that follow it: what the table does not allow is refused, and
// neither the database nor the key file changes.
func TestEveryMethodForEveryRole(t *testing.T) {
	dir, later := t.TempDir(), atomic.Int64{}
	cfg := config(dir)
	cfg.Clock = func() time.Time { return time.Unix(later.Load(), 0) }
	b := opened(t, cfg)
	people := staff(t, b)
	s := handedOver(t, b, "Dewi", "en")
	comeBackLocked(t, b)
	state := func() string { return hashOf(t, dir) + keyHash(t, dir) }
	refused := func(as string, answers func(name string) bool, code func(name string) domain.Code) {
		t.Helper()
		leaves(t, as, state, func() {
			for name := range allowed {
				if !answers(name) {
					t.Run(as+"/refused/"+name, func(t *testing.T) { wantCode(t, invoke(t, bound(b)[name]), code(name)) })
				}
			}
		})
	}
	for _, role := range domain.Roles() {
		as, noRole := string(role), 0
		become(t, b, people, role)
		refused(as+"/desk", func(name string) bool { return allowed.May(role, name) }, func(name string) domain.Code {
			if !allowed.In(name, door.ModeDesk) {
				return domain.CodeConflict
			}
			noRole++
			return domain.CodeNotAllowed
		})
		if (noRole == 0) != (role == domain.RoleOwner) {
			t.Errorf("%s: %d methods refused for the role", role, noRole)
		}
		for name := range allowed {
			if allowed.May(role, name) && name != "Porter.Lock" {
				t.Run(as+"/allowed/"+name, func(t *testing.T) {
					if code := domain.CodeOf(invoke(t, bound(b)[name])); code == domain.CodeInternal || code == domain.CodeNotAllowed || code == domain.CodeLocked {
						t.Errorf("failed with %s", code)
					}
				})
			}
		}
		inMode := func(mode door.Mode) {
			wantMode(t, b, mode)
			refused(as+"/"+string(mode), func(name string) bool { return allowed.In(name, mode) }, func(string) domain.Code { return domain.CodeLocked })
		}
		if !allowed.May(role, "Desk.HandOver") {
			must[door.Status](t)(b.Porter.Lock())
			inMode(door.ModeLocked)
			continue
		}
		later.Add(60) // the wait after the empty PIN that was tried above
		handOver(t, b, s.ID)
		inMode(door.ModeParticipant)
		must[door.Status](t)(b.Kiosk.Unlock(pin))
		inMode(door.ModeReturn)
		must[door.Status](t)(b.Kiosk.Leave("pause"))
		inMode(door.ModeLocked)
	}
}

// TestARoleThatIsForgottenIsNoticed proves that the test above can fail.
func TestARoleThatIsForgottenIsNoticed(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	become(t, b, staff(t, b), domain.RoleReader)
	request := desk.ParticipantRequest{Name: "Dewi"}
	wantCode(t, second(b.Desk.SaveParticipant(request)), domain.CodeNotAllowed)
	old := allowed["Desk.SaveParticipant"]
	defer func() { allowed["Desk.SaveParticipant"] = old }()
	allowed["Desk.SaveParticipant"] = atDesk(nil)
	wantCode(t, second(b.Desk.SaveParticipant(request)), domain.CodeNotAllowed)
	allowed["Desk.SaveParticipant"] = atDesk(everyone)
	must[domain.Participant](t)(b.Desk.SaveParticipant(request))
}

// TestSomethingThatChangesIsNoticed proves that leaves can fail.
func TestSomethingThatChangesIsNoticed(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	n := 0
	one := &testing.T{}
	leavesAfter(one, time.Millisecond, "control", func() string { return b.door.Config.DataDir + string(rune('a'+n)) }, func() { n++ })
	if !one.Failed() || n != often {
		t.Errorf("%d changes were not noticed", n)
	}
}

func keyHash(t *testing.T, dir string) string {
	t.Helper()
	return string(must[[]byte](t)(os.ReadFile(filepath.Join(dir, keyring.FileName))))
}
