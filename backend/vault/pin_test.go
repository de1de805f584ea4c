package vault

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/vault/slow"
)

// cheap makes many tries possible; what is tested here does not depend on it.
var cheap = slow.Cost{Passes: 1, MemoryKiB: 8, Lanes: 1}

// memory keeps settings and can break: broken for writing, silent for reading.
type memory struct {
	settings       map[string]string
	broken, silent error
}

func (m *memory) Settings(context.Context) (map[string]string, error) {
	if m.silent != nil {
		return nil, m.silent
	}
	return maps.Clone(m.settings), nil
}

func (m *memory) SaveSettings(_ context.Context, settings map[string]string, _ ...domain.Entry) error {
	if m.broken == nil {
		maps.Copy(m.settings, settings)
	}
	return m.broken
}

// bench is a PIN whose clock the test holds.
type bench struct {
	*PIN
	kept *memory
	at   time.Time
}

func newBench() *bench {
	b := &bench{kept: &memory{settings: map[string]string{}}, at: time.Unix(1_000_000, 0)}
	b.restart()
	return b
}

// restart is a start of the program on the same workspace.
func (b *bench) restart() { b.PIN = NewPIN(b.kept, cheap, func() time.Time { return b.at }) }

// want fails unless the error has the code, and gives its parameters.
func want(t *testing.T, err error, code domain.Code) map[string]string {
	t.Helper()
	var e *domain.Error
	if domain.CodeOf(err) != code || code != "" && !errors.As(err, &e) {
		t.Fatalf("got %v, want code %q", err, code)
	}
	if e == nil {
		return nil
	}
	return e.Params
}

func TestThePINIsSetOnceAndChangedWithTheOldOne(t *testing.T) {
	b, ctx := newBench(), t.Context()
	if p := want(t, b.Check(ctx, "2580"), domain.CodeConflict); p["Reason"] != "no_pin" {
		t.Errorf("%v", p)
	}
	want(t, b.Set(ctx, "", "2580"), "")
	if set, err := b.IsSet(ctx); !set || err != nil {
		t.Error(set, err)
	}
	want(t, b.Check(ctx, "2580"), "")
	want(t, b.Set(ctx, "", "7391"), domain.CodePINWrong)
	b.at = b.at.Add(time.Second)
	want(t, b.Set(ctx, "2580", "7391"), "")
	want(t, b.Check(ctx, "2580"), domain.CodePINWrong)
	b.at = b.at.Add(time.Second)
	want(t, b.Check(ctx, "7391"), "")
	want(t, b.Reset(ctx), "")
	if set, err := b.IsSet(ctx); set || err != nil {
		t.Error(set, err)
	}
}

func TestAWeakPINIsRefusedWithItsReason(t *testing.T) {
	b := newBench()
	for pin, reason := range map[string]string{
		"": "short", "258": "short", "25a0": "digits", "２５８０": "digits", "-258": "digits", " 2580": "digits",
		"0000": "easy", "1234": "easy", "87654": "easy", "2468": "easy", strings.Repeat("25", 17): "long",
	} {
		if p := want(t, b.Set(t.Context(), "", pin), domain.CodeInvalid); p["Reason"] != reason || p["Field"] != "pin" {
			t.Errorf("%q: %v, want %s", pin, p, reason)
		}
	}
	for _, pin := range []string{"2580", "0070", "12345679", strings.Repeat("25", 16)} {
		b = newBench()
		want(t, b.Set(t.Context(), "", pin), "")
		want(t, b.Check(t.Context(), pin), "")
	}
}

// TestWrongTriesWaitLongerAndLonger and the right PIN waits with them: a wait
// that it could cut short would say that it was right.
func TestWrongTriesWaitLongerAndLonger(t *testing.T) {
	b, ctx := newBench(), t.Context()
	want(t, b.Set(ctx, "", "2580"), "")
	for _, wait := range []string{"1", "2", "4", "8", "16", "32", "60", "60"} {
		if p := want(t, b.Check(ctx, "9999"), domain.CodePINWrong); p["Seconds"] != wait {
			t.Fatalf("waits %s, want %s", p["Seconds"], wait)
		}
		d, _ := time.ParseDuration(wait + "s")
		b.at = b.at.Add(d - time.Millisecond)
		if p := want(t, b.Check(ctx, "2580"), domain.CodePINWait); p["Seconds"] != "1" {
			t.Fatalf("just before the end of %s s: %v", wait, p)
		}
		b.at = b.at.Add(time.Millisecond)
	}
	want(t, b.Check(ctx, "2580"), "")
	if p := want(t, b.Check(ctx, "9999"), domain.CodePINWrong); p["Seconds"] != "1" {
		t.Errorf("after a right one: %v", p)
	}
}

func TestAStartWaitsTheWholeWaitAgainWhateverTheClockSays(t *testing.T) {
	for name, jump := range map[string]time.Duration{"same": 0, "back": -100 * time.Hour, "forward": 100 * time.Hour} {
		b, ctx := newBench(), t.Context()
		want(t, b.Set(ctx, "", "2580"), "")
		for range 4 {
			want(t, b.Check(ctx, "9999"), domain.CodePINWrong)
			b.at = b.at.Add(longestWait)
		}
		b.at = b.at.Add(jump)
		b.restart()
		if p := want(t, b.Check(ctx, "2580"), domain.CodePINWait); p["Seconds"] != "8" {
			t.Errorf("%s: %v", name, p)
		}
		b.at = b.at.Add(8 * time.Second)
		want(t, b.Check(ctx, "2580"), "")
	}
}

// TestATryIsCountedBeforeItIsLookedAt: with a store that fails in a way of its own,
// even the right PIN opens nothing, for a kill would otherwise undo the count.
func TestATryIsCountedBeforeItIsLookedAt(t *testing.T) {
	b, ctx := newBench(), t.Context()
	want(t, b.Set(ctx, "", "2580"), "")
	b.kept.broken = domain.Fail(domain.CodeInternal, nil)
	want(t, b.Check(ctx, "2580"), domain.CodeInternal)
	want(t, b.Set(ctx, "2580", "7391"), domain.CodeInternal)
	want(t, b.Reset(ctx), domain.CodeInternal)
	b.kept.broken = nil
	want(t, b.Check(ctx, "2580"), "")
	b.kept.settings[keyTries] = "many"
	if p := want(t, b.Check(ctx, "2580"), domain.CodePINWait); p["Seconds"] != "60" {
		t.Errorf("a count that cannot be read: %v", p)
	}
}

// TestWhileTheDiskRefusesTheProgramCounts: the PIN leads out of the participant's
// view on a bad day too, and wrong ones wait as long as ever, also when the disk
// takes the count again.
func TestWhileTheDiskRefusesTheProgramCounts(t *testing.T) {
	for _, code := range []domain.Code{
		domain.CodeDiskFull, domain.CodeDiskFailed, domain.CodeReadOnly, domain.CodeNoPermission, domain.CodeInUse, domain.CodeMovedDatabase,
	} {
		b, ctx := newBench(), t.Context()
		want(t, b.Set(ctx, "", "2580"), "")
		want(t, b.Check(ctx, "9999"), domain.CodePINWrong)
		b.at = b.at.Add(time.Second)
		b.kept.broken, b.kept.silent = domain.Fail(code, nil), domain.Fail(code, nil)
		for _, wait := range []string{"2", "4", "8"} {
			if p := want(t, b.Check(ctx, "9999"), domain.CodePINWrong); p["Seconds"] != wait {
				t.Fatalf("%s: waits %s, want %s", code, p["Seconds"], wait)
			}
			want(t, b.Check(ctx, "2580"), domain.CodePINWait)
			d, _ := time.ParseDuration(wait + "s")
			b.at = b.at.Add(d)
		}
		if got := b.kept.settings[keyTries]; got != "1" {
			t.Errorf("%s: %s tries were stored", code, got)
		}
		want(t, b.Set(ctx, "2580", "7391"), code)
		want(t, b.Check(ctx, "9999"), domain.CodePINWrong)
		b.at = b.at.Add(time.Second)
		b.kept.broken, b.kept.silent = nil, nil
		if p := want(t, b.Check(ctx, "9999"), domain.CodePINWrong); p["Seconds"] != "2" || b.kept.settings[keyTries] != "2" {
			t.Errorf("%s: with room again %v, stored %s", code, p, b.kept.settings[keyTries])
		}
		b.at = b.at.Add(2 * time.Second)
		want(t, b.Check(ctx, "2580"), "")
		b.restart()
		b.kept.silent = domain.Fail(code, nil)
		want(t, b.Check(ctx, "2580"), code) // nothing was ever read
	}
}

func TestTriesAtOnceAreTakenOneByOne(t *testing.T) {
	b, ctx := newBench(), t.Context()
	want(t, b.Set(ctx, "", "2580"), "")
	codes := make(chan domain.Code, 50)
	for range cap(codes) {
		go func() { codes <- domain.CodeOf(b.Check(ctx, "9999")) }()
	}
	counts := map[domain.Code]int{}
	for range cap(codes) {
		counts[<-codes]++
	}
	if counts[domain.CodePINWrong] != 1 || counts[domain.CodePINWait] != 49 {
		t.Errorf("%v: 50 tries in the same moment are one", counts)
	}
}

func TestOnlyASlowSaltedHashIsStored(t *testing.T) {
	b := newBench()
	want(t, b.Set(t.Context(), "", "258036"), "")
	first := b.kept.settings[keyPIN]
	for key, value := range b.kept.settings {
		if strings.Contains(value, "258036") {
			t.Errorf("%s holds the PIN", key)
		}
	}
	b = newBench()
	want(t, b.Set(t.Context(), "", "258036"), "")
	if first == b.kept.settings[keyPIN] {
		t.Error("two workspaces with one PIN have the same hash")
	}
}

// TestADamagedHashOpensNothing: also one that asks for more than a machine has.
func TestADamagedHashOpensNothing(t *testing.T) {
	sound := slow.Hash("2580", cheap)
	if ok, err := slow.Equal("2580", sound); !ok || err != nil {
		t.Fatal("the control fails: ", err)
	}
	for _, hash := range []string{
		"2580", "$argon2id$v=19$m=8,t=1,p=1$$", sound + "$", strings.Replace(sound, "argon2id", "argon2i", 1),
		strings.Replace(sound, "v=19", "v=18", 1), strings.Replace(sound, "m=8,", "m=4000000000,", 1),
		strings.Replace(sound, "t=1,", "t=0,", 1), strings.Replace(sound, "t=1,", "t=100000,", 1), sound[:len(sound)-4],
	} {
		b := newBench()
		b.kept.settings[keyPIN] = hash
		want(t, b.Check(t.Context(), "2580"), domain.CodeDamagedDatabase)
	}
}
