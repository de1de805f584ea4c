package keyring

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/vault/slot"
	"kitewise/backend/vault/slow"
)

const third = "rain on a tin roof at noon"

// staffed is a vault with an owner, an assistant and a reader.
func staffed(t *testing.T) (r *Ring, c *clock, dir string, assistant, reader Holder) {
	t.Helper()
	r, c, dir, _ = made(t)
	var err error
	if assistant, err = added(r.Add(phrase, Holder{Name: "Ayu", Role: domain.RoleAssistant}, other)); err != nil {
		t.Fatal(err)
	}
	if reader, err = added(r.Add(phrase, Holder{Name: "Rai", Role: domain.RoleReader}, third)); err != nil {
		t.Fatal(err)
	}
	return r, c, dir, assistant, reader
}

// opensAs wants the passphrase to open one holder's slot, with the role.
func opensAs(t *testing.T, r *Ring, h Holder, passphrase string) {
	t.Helper()
	k, err := r.Unlock(h.ID, passphrase)
	if err != nil || k.Holder != h {
		t.Fatalf("%+v, %v: want %+v", k, err, h)
	}
	k.Wipe()
}

func TestEachHolderOpensWithTheOwnPassphraseAndRole(t *testing.T) {
	r, c, _, assistant, reader := staffed(t)
	list, err := r.Holders()
	if err != nil || len(list) != 3 || list[0].Role != domain.RoleOwner || !slices.Equal(list[1:], []Holder{assistant, reader}) {
		t.Fatalf("%+v, %v", list, err)
	}
	secrets := map[Holder]string{list[0]: phrase, assistant: other, reader: third}
	root := map[string]bool{}
	for h := range secrets {
		for of, secret := range secrets {
			k, err := r.Unlock(h.ID, secret)
			if h == of {
				if err != nil || k.Holder != h {
					t.Errorf("%s: %+v, %v", h.Name, k, err)
				}
				root[string(k.identity)] = true
			} else {
				wantCode(t, err, domain.CodeWrongPassphrase)
			}
			c.at = c.at.Add(longestWait)
		}
	}
	if len(root) != 1 {
		t.Errorf("%d different keys", len(root))
	}
	_, err = r.Unlock("", phrase)
	if e := wantCode(t, err, domain.CodeInvalid); e.Params["Field"] != "who" {
		t.Errorf("%v", e.Params)
	}
	_, err = r.Unlock("somebody", phrase)
	wantCode(t, err, domain.CodeNotFound)
}

// TestUnlockingTriesOneSlot: the cost of a try does not grow with the people.
func TestUnlockingTriesOneSlot(t *testing.T) {
	r, _, dir, assistant, _ := staffed(t)
	f, err := readFile(dir, slow.Quick)
	if err != nil {
		t.Fatal(err)
	}
	// A try of one that needs a gibibyte would be noticed, on the slowest and the
	// busiest machine: the others are made to need it.
	for i, s := range f.Slots {
		if s.ID != assistant.ID && s.Kind == slot.Passphrase {
			f.Slots[i].Cost = slow.Safe.Ceiling
		}
	}
	if err := f.write(dir); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = r.Unlock(assistant.ID, other)
	runtime.ReadMemStats(&after)
	wantCode(t, err, domain.CodeDamagedKeys) // it opened, and the file was edited
	if taken := after.TotalAlloc - before.TotalAlloc; taken > uint64(slow.Safe.Ceiling.MemoryKiB)<<10/4 {
		t.Errorf("it took %d bytes of memory", taken)
	}
}

func TestOnlyTheOwnerDecidesWhoOpens(t *testing.T) {
	r, c, dir, assistant, reader := staffed(t)
	before, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	for name, act := range map[string]func(secret string) error{
		"add": func(s string) error {
			_, err := added(r.Add(s, Holder{Name: "X", Role: domain.RoleReader}, "a fourth long one"))
			return err
		},
		"remove": func(s string) error { return kept(r.Remove(s, reader.ID)) },
		"reset":  func(s string) error { return kept(r.Reset(s, reader.ID, "a fourth long one")) },
		"code":   func(s string) error { _, err := confirmed(r.NewCode(s)); return err },
	} {
		for _, secret := range []string{other, third, "wrong passphrase"} {
			if domain.CodeOf(act(secret)) != domain.CodeWrongPassphrase {
				t.Errorf("%s: taken from somebody else", name)
			}
			c.at = c.at.Add(longestWait)
		}
	}
	if after, err := os.ReadFile(filepath.Join(dir, FileName)); err != nil || !bytes.Equal(before, after) {
		t.Error("the key file changed")
	}
	for range 4 {
		_, err := r.Unlock(assistant.ID, "forgotten, and guessed at")
		wantCode(t, err, domain.CodeWrongPassphrase)
		c.at = c.at.Add(longestWait)
	}
	_, err = r.Unlock(assistant.ID, "forgotten, and guessed at")
	wantCode(t, err, domain.CodeWrongPassphrase)
	if err := kept(r.Reset(phrase, assistant.ID, "a fourth long one")); err != nil {
		t.Fatal(err)
	}
	opensAs(t, r, assistant, "a fourth long one") // without the wait of the old one
	if err := kept(r.Remove(phrase, assistant.ID)); err != nil {
		t.Fatal(err)
	}
	_, err = r.Unlock(assistant.ID, "a fourth long one")
	wantCode(t, err, domain.CodeNotFound)
	opensAs(t, r, reader, third)
}

func TestTheOwnerStaysAndIsOne(t *testing.T) {
	r, _, _, assistant, _ := staffed(t)
	list, err := r.Holders()
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{kept(r.Remove(phrase, list[0].ID)), kept(r.Reset(phrase, list[0].ID, "a fourth long one"))} {
		if e := wantCode(t, err, domain.CodeConflict); e.Params["Reason"] != "owner_stays" {
			t.Errorf("%v", e.Params)
		}
	}
	wantCode(t, kept(r.Remove(phrase, "somebody")), domain.CodeNotFound)
	opensAs(t, r, list[0], phrase)
	opensAs(t, r, assistant, other)
}

// TestARoleIsNeverGivenByDefault goes through what Add refuses.
func TestARoleIsNeverGivenByDefault(t *testing.T) {
	r, _, dir, _, _ := staffed(t)
	before, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		h             Holder
		passphrase    string
		field, reason string
	}{
		"no role":         {Holder{Name: "X"}, "a fourth long one", "role", "unknown_option"},
		"a second owner":  {Holder{Name: "X", Role: domain.RoleOwner}, "a fourth long one", "role", "unknown_option"},
		"an unknown role": {Holder{Name: "X", Role: "admin"}, "a fourth long one", "role", "unknown_option"},
		"no name":         {Holder{Role: domain.RoleReader}, "a fourth long one", "name", "missing"},
		"a taken name":    {Holder{Name: "AYU", Role: domain.RoleReader}, "a fourth long one", "name", "taken"},
		"a long name":     {Holder{Name: strings.Repeat("x", longestName+1), Role: domain.RoleReader}, "a fourth long one", "name", "too_long"},
		"two lines":       {Holder{Name: "X\nY", Role: domain.RoleReader}, "a fourth long one", "name", "control_characters"},
		"short":           {Holder{Name: "X", Role: domain.RoleReader}, "short", "passphrase", "too_short"},
		"the owner's":     {Holder{Name: "X", Role: domain.RoleReader}, phrase, "passphrase", "taken"},
		"the assistant's": {Holder{Name: "X", Role: domain.RoleReader}, other, "passphrase", "taken"},
	} {
		_, err := added(r.Add(phrase, tc.h, tc.passphrase))
		if e := wantCode(t, err, domain.CodeInvalid); e.Params["Field"] != tc.field || e.Params["Reason"] != tc.reason {
			t.Errorf("%s: %v", name, e.Params)
		}
	}
	if after, err := os.ReadFile(filepath.Join(dir, FileName)); err != nil || !bytes.Equal(before, after) {
		t.Error("the key file changed")
	}
}

func TestADeskHoldsSoManyPeople(t *testing.T) {
	r, _, _, _ := made(t)
	for i := range mostHolders - 1 {
		if _, err := added(r.Add(phrase, Holder{Name: fmt.Sprint("N", i), Role: domain.RoleReader}, fmt.Sprint("a long passphrase ", i))); err != nil {
			t.Fatal(err)
		}
	}
	_, err := added(r.Add(phrase, Holder{Name: "one more", Role: domain.RoleReader}, "one more passphrase"))
	if e := wantCode(t, err, domain.CodeConflict); e.Params["Reason"] != "desk_full" {
		t.Errorf("%v", e.Params)
	}
	opens := 0
	list, err := r.Holders()
	for i, h := range list[1:] {
		opensAs(t, r, h, fmt.Sprint("a long passphrase ", i))
		opens++
	}
	if err != nil || opens != mostHolders-1 {
		t.Errorf("%d open, %v", opens, err)
	}
}

func TestNobodyTakesAnothersPassphrase(t *testing.T) {
	r, c, _, assistant, reader := staffed(t)
	taken := func(err error) {
		t.Helper()
		if e := wantCode(t, err, domain.CodeInvalid); e.Params["Reason"] != "taken" || e.Params["Field"] != "passphrase" {
			t.Errorf("%v", e.Params)
		}
	}
	taken(kept(r.Change(assistant.ID, other, phrase)))
	taken(kept(r.Reset(phrase, reader.ID, other)))
	// What a change tells must not be guessed faster than at the locked screen,
	// whatever the person opens in between.
	opensAs(t, r, assistant, other)
	if e := wantCode(t, kept(r.Change(assistant.ID, other, third)), domain.CodeTooSoon); e.Params["Wait"] != "60" {
		t.Errorf("%v", e.Params)
	}
	c.at = c.at.Add(changeEvery)
	if err := kept(r.Change(assistant.ID, other, "a fourth long one")); err != nil {
		t.Fatal(err)
	}
	wantCode(t, kept(r.Change(assistant.ID, "a fourth long one", "a fifth long one")), domain.CodeTooSoon)
	opensAs(t, r, assistant, "a fourth long one")
	opensAs(t, r, reader, third)
	// The own one again is no other's.
	c.at = c.at.Add(changeEvery)
	if err := kept(r.Change(assistant.ID, "a fourth long one", "a fourth long one")); err != nil {
		t.Error(err)
	}
}

// TestARightPassphraseGivesNoFreeTriesAtAnothers: otherwise an assistant could
// guess the owner's without waiting.
func TestARightPassphraseGivesNoFreeTriesAtAnothers(t *testing.T) {
	r, c, _, assistant, _ := staffed(t)
	list, err := r.Holders()
	if err != nil {
		t.Fatal(err)
	}
	owner := list[0]
	for _, want := range []string{"1", "2", "4", "8"} {
		_, err := r.Unlock(owner.ID, "a guess of the passphrase")
		if e := wantCode(t, err, domain.CodeWrongPassphrase); e.Params["Wait"] != want {
			t.Fatalf("wait %s, want %s", e.Params["Wait"], want)
		}
		opensAs(t, r, assistant, other) // does not wait, and forgives nothing
		_, err = r.Unlock(owner.ID, phrase)
		if e := wantCode(t, err, domain.CodeTooSoon); e.Params["Wait"] != want {
			t.Fatalf("%s left, want %s", e.Params["Wait"], want)
		}
		d, _ := time.ParseDuration(want + "s")
		c.at = c.at.Add(d)
	}
	opensAs(t, r, owner, phrase)
}

func TestTheRecoveryCodeIsTheOwners(t *testing.T) {
	r, _, _, printed := made(t)
	assistant, err := added(r.Add(phrase, Holder{Name: "Ayu", Role: domain.RoleAssistant}, other))
	if err != nil {
		t.Fatal(err)
	}
	_, err = recovered(r.Recover(printed, other))
	if e := wantCode(t, err, domain.CodeInvalid); e.Params["Reason"] != "taken" {
		t.Errorf("%v", e.Params)
	}
	k, err := recovered(r.Recover(printed, third))
	if err != nil || k.Holder.Role != domain.RoleOwner {
		t.Fatalf("%+v, %v", k, err)
	}
	opensAs(t, r, assistant, other)
	opensAs(t, r, k.Holder, third)
}

// TestNoEditRaisesARole plants what somebody with an editor would try.
func TestNoEditRaisesARole(t *testing.T) {
	for name, tc := range map[string]struct {
		edit func(f *file, at map[domain.Role]int)
		want domain.Code
	}{
		"an assistant as counsellor": {func(f *file, at map[domain.Role]int) { f.Slots[at["assistant"]].Role = domain.RoleCounsellor }, domain.CodeWrongPassphrase},
		"an assistant as owner": {func(f *file, at map[domain.Role]int) {
			f.Slots[at["assistant"]].Role, f.Slots[at["owner"]].Role = domain.RoleOwner, domain.RoleReader
		}, domain.CodeWrongPassphrase},
		"two owners":                {func(f *file, at map[domain.Role]int) { f.Slots[at["reader"]].Role = domain.RoleOwner }, domain.CodeDamagedKeys},
		"another name":              {func(f *file, at map[domain.Role]int) { f.Slots[at["assistant"]].Name = "Owner" }, domain.CodeWrongPassphrase},
		"another one's name":        {func(f *file, at map[domain.Role]int) { f.Slots[at["reader"]].Name = "Owner" }, domain.CodeDamagedKeys},
		"another one's role":        {func(f *file, at map[domain.Role]int) { f.Slots[at["reader"]].Role = domain.RoleCounsellor }, domain.CodeDamagedKeys},
		"the reader taken away":     {func(f *file, at map[domain.Role]int) { f.Slots = slices.Delete(f.Slots, at["reader"], at["reader"]+1) }, domain.CodeDamagedKeys},
		"the order":                 {func(f *file, _ map[domain.Role]int) { slices.Reverse(f.Slots) }, domain.CodeDamagedKeys},
		"one id twice":              {func(f *file, at map[domain.Role]int) { f.Slots[at["reader"]].ID = f.Slots[at["assistant"]].ID }, domain.CodeDamagedKeys},
		"nothing at all: a control": {func(*file, map[domain.Role]int) {}, ""},
	} {
		r, _, dir, assistant, _ := staffed(t)
		f, err := readFile(dir, slow.Quick)
		if err != nil {
			t.Fatal(err)
		}
		at := map[domain.Role]int{}
		for i, s := range f.Slots {
			if s.Kind == slot.Passphrase {
				at[s.Role] = i
			}
		}
		tc.edit(&f, at)
		if err := f.write(dir); err != nil {
			t.Fatal(err)
		}
		_, err = r.Unlock(assistant.ID, other)
		if got := domain.CodeOf(err); got != tc.want {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
}

// TestAFileOfOneOwnerReads: what was made before there were roles opens as it did.
func TestAFileOfOneOwnerReads(t *testing.T) {
	r, _, dir, _ := made(t)
	if err := os.WriteFile(filepath.Join(dir, triesName), []byte(`{"wrong":3,"at":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := r.Unlock("", phrase)
	wantCode(t, err, domain.CodeTooSoon) // a count in the old form is one that cannot be read
	if err := os.Remove(filepath.Join(dir, triesName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	list, err := r.Holders()
	if err != nil || len(list) != 1 || list[0].Name != "" {
		t.Fatalf("%+v, %v", list, err)
	}
	opensAs(t, r, list[0], phrase)
}
