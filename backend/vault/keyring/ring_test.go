package keyring

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/vault/code"
	"kitewise/backend/vault/slow"
)

const phrase, other = "a kite over the rice fields", "another long passphrase"

// clock is a clock that stands until it is moved.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func testRing(dir string) (*Ring, *clock) {
	c := &clock{time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	r := New(dir, slow.Quick)
	r.Now = c.now
	return r, c
}

// made is a vault with a key file, and its recovery code.
func made(t *testing.T) (r *Ring, c *clock, dir, printed string) {
	t.Helper()
	dir = t.TempDir()
	r, c = testRing(dir)
	d, err := r.Draft(phrase)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := d.Keep(strings.Split(d.Code, "-")[d.Asked-1])
	if err != nil {
		t.Fatal(err)
	}
	keys.Wipe()
	return r, c, dir, d.Code
}

func wantCode(t *testing.T, err error, want domain.Code) *domain.Error {
	t.Helper()
	if got := domain.CodeOf(err); got != want {
		t.Fatalf("got code %q (%v), want %q", got, err, want)
	}
	var e *domain.Error
	errors.As(err, &e)
	return e
}

func opens(t *testing.T, r *Ring, passphrase string) *Keys {
	t.Helper()
	k, err := r.Unlock("", passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestWhatOneUnlockingSealsTheNextOpens(t *testing.T) {
	r, _, _, printed := made(t)
	sealed, err := opens(t, r, phrase).Seal("participant", "name", "p1", []byte("Dewi"))
	if err != nil {
		t.Fatal(err)
	}
	back, err := recovered(r.Recover(strings.ToLower(printed), other))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []*Keys{back, opens(t, r, other)} {
		got, err := k.Open("participant", "name", "p1", sealed)
		if err != nil || string(got) != "Dewi" || k.Holder.Role != domain.RoleOwner {
			t.Errorf("%q, %v, %s", got, err, k.Holder.Role)
		}
		_, err = k.Open("participant", "name", "p2", sealed)
		wantCode(t, err, domain.CodeDamagedDatabase)
		k.Wipe()
		_, err = k.Open("participant", "name", "p1", sealed)
		wantCode(t, err, domain.CodeLocked)
	}
	_, err = r.Unlock("", phrase)
	wantCode(t, err, domain.CodeWrongPassphrase)
}

func TestADraftIsKeptOnlyWithTheGroupThatWasAsked(t *testing.T) {
	dir := t.TempDir()
	r, _ := testRing(dir)
	d, err := r.Draft(phrase)
	if err != nil {
		t.Fatal(err)
	}
	groups := strings.Split(d.Code, "-")
	_, err = d.Keep(groups[d.Asked%code.Groups])
	wantCode(t, err, domain.CodeInvalid)
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Fatalf("a draft left %v", entries)
	}
	if _, err := d.Keep(groups[d.Asked-1]); err != nil {
		t.Fatal(err)
	}
	_, err = d.Keep(groups[d.Asked-1])
	wantCode(t, err, domain.CodeConflict)
	d.Wipe()
	if d.Code != "" || !bytes.Equal(d.root, make([]byte, len(d.root))) {
		t.Error("a wiped draft still knows something")
	}
	info, err := os.Stat(filepath.Join(dir, FileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestPassphrasesThatNobodyShouldTake(t *testing.T) {
	r, _, _, printed := made(t)
	for _, p := range []string{"", "short", strings.Repeat("é", 9), strings.Repeat("x", 201)} {
		_, err := r.Draft(p)
		wantCode(t, err, domain.CodeInvalid)
		wantCode(t, kept(r.Change("", phrase, p)), domain.CodeInvalid)
		_, err = recovered(r.Recover(printed, p))
		wantCode(t, err, domain.CodeInvalid)
	}
	opens(t, r, phrase)
}

func TestChangingThePassphraseKeepsTheRestAsItIs(t *testing.T) {
	r, c, dir, printed := made(t)
	before, err := readFile(dir, slow.Quick)
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, kept(r.Change("", "not the passphrase", other)), domain.CodeWrongPassphrase)
	c.at = c.at.Add(time.Second)
	if err := kept(r.Change("", phrase, other)); err != nil {
		t.Fatal(err)
	}
	after, err := readFile(dir, slow.Quick)
	if err != nil || after.Workspace != before.Workspace || !bytes.Equal(after.Slots[1].Wrapped, before.Slots[1].Wrapped) ||
		bytes.Equal(after.Slots[0].Wrapped, before.Slots[0].Wrapped) || after.Slots[0].ID != before.Slots[0].ID || bytes.Equal(after.Slots[0].Salt, before.Slots[0].Salt) {
		t.Errorf("%v: more or less than one slot changed", err)
	}
	_, err = r.Unlock("", phrase)
	wantCode(t, err, domain.CodeWrongPassphrase)
	c.at = c.at.Add(time.Minute)
	opens(t, r, other)
	if _, err := recovered(r.Recover(printed, phrase)); err != nil {
		t.Error(err)
	}
}

func TestANewRecoveryCodeEndsTheOldOne(t *testing.T) {
	r, c, _, old := made(t)
	printed, err := confirmed(r.NewCode(phrase))
	if err != nil || printed == old {
		t.Fatal(printed, err)
	}
	_, err = recovered(r.Recover(old, other))
	wantCode(t, err, domain.CodeWrongPassphrase)
	c.at = c.at.Add(time.Minute)
	if _, err := recovered(r.Recover(printed, other)); err != nil {
		t.Error(err)
	}
}

// TestWrongTriesWait goes over the end of the program, a clock that goes back,
// and a lost count.
func TestWrongTriesWait(t *testing.T) {
	r, c, dir, _ := made(t)
	for i, want := range []string{"1", "2", "4", "8", "16", "32", "60", "60"} {
		_, err := r.Unlock("", "wrong passphrase")
		if e := wantCode(t, err, domain.CodeWrongPassphrase); e.Params["Wait"] != want {
			t.Errorf("after %d tries: wait %s, want %s", i+1, e.Params["Wait"], want)
		}
		r, _ = testRing(dir) // as after a restart
		r.Now = c.now
		_, err = r.Unlock("", phrase)
		if e := wantCode(t, err, domain.CodeTooSoon); e.Params["Wait"] != want {
			t.Errorf("after %d tries: %s left, want %s", i+1, e.Params["Wait"], want)
		}
		c.at = c.at.Add(-24 * time.Hour)
		_, err = r.Unlock("", phrase)
		if e := wantCode(t, err, domain.CodeTooSoon); e.Params["Wait"] != want {
			t.Errorf("with the clock back: %s left, want %s", e.Params["Wait"], want)
		}
		c.at = c.at.Add(24*time.Hour + longestWait)
	}
	opens(t, r, phrase)
	opens(t, r, phrase) // at once again
	if _, err := os.Stat(filepath.Join(dir, triesName)); !os.IsNotExist(err) {
		t.Errorf("the count stays after the right one: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, triesName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := r.Unlock("", phrase)
	if e := wantCode(t, err, domain.CodeTooSoon); e.Params["Wait"] != "1" {
		t.Errorf("a damaged count waits %s", e.Params["Wait"])
	}
}

// TestAKilledTryCounts: the count stands on the disk before the try.
func TestAKilledTryCounts(t *testing.T) {
	r, _, dir, _ := made(t)
	counted := 0
	r.Now = func() time.Time {
		if raw, err := os.ReadFile(filepath.Join(dir, triesName)); err == nil && strings.Contains(string(raw), `"wrong":1`) {
			counted++
		}
		return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	}
	_, err := r.Unlock("", "wrong passphrase")
	wantCode(t, err, domain.CodeWrongPassphrase)
	if counted == 0 {
		t.Error("the try was not noted before it was made")
	}
}

// TestNoEditOfTheKeyFileIsTaken plants edits: none opens, or opens weaker.
func TestNoEditOfTheKeyFileIsTaken(t *testing.T) {
	for name, tc := range map[string]struct {
		edit func(f *file)
		want domain.Code
	}{
		"weaker memory":       {func(f *file) { f.Slots[0].Cost.MemoryKiB = 8 }, domain.CodeDamagedKeys},
		"no passes":           {func(f *file) { f.Slots[0].Cost.Passes = 0 }, domain.CodeDamagedKeys},
		"costly":              {func(f *file) { f.Slots[0].Cost.MemoryKiB = 2 << 20 }, domain.CodeDamagedKeys},
		"other cost":          {func(f *file) { f.Slots[0].Cost.Passes = 2 }, domain.CodeWrongPassphrase},
		"other salt":          {func(f *file) { f.Slots[0].Salt[3] ^= 1 }, domain.CodeWrongPassphrase},
		"no owner":            {func(f *file) { f.Slots[0].Role = domain.RoleReader }, domain.CodeDamagedKeys},
		"another name":        {func(f *file) { f.Slots[0].Name = "x" }, domain.CodeWrongPassphrase},
		"other workspace":     {func(f *file) { f.Workspace = "x" }, domain.CodeWrongPassphrase},
		"no recovery slot":    {func(f *file) { f.Slots = f.Slots[:1] }, domain.CodeDamagedKeys},
		"a slot twice":        {func(f *file) { f.Slots = append(f.Slots, f.Slots[1]) }, domain.CodeDamagedKeys},
		"the other slot":      {func(f *file) { f.Slots[1].Wrapped[0] ^= 1 }, domain.CodeDamagedKeys},
		"another birthday":    {func(f *file) { f.CreatedAt++ }, domain.CodeDamagedKeys},
		"no seal":             {func(f *file) { f.Seal = nil }, domain.CodeDamagedKeys},
		"no slots":            {func(f *file) { f.Slots = nil }, domain.CodeDamagedKeys},
		"another format":      {func(f *file) { f.Format = "kitewise-key/2" }, domain.CodeDamagedKeys},
		"nothing (a control)": {func(*file) {}, ""},
	} {
		r, _, dir, _ := made(t)
		f, err := readFile(dir, slow.Quick)
		if err != nil {
			t.Fatal(err)
		}
		tc.edit(&f)
		if err := f.write(dir); err != nil {
			t.Fatal(err)
		}
		_, err = r.Unlock("", phrase)
		if got := domain.CodeOf(err); got != tc.want {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
}

func TestDamagedKeyFiles(t *testing.T) {
	r, _, dir, _ := made(t)
	path := filepath.Join(dir, FileName)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"empty": "", "cut": string(good[:len(good)/2]), "text": "hello", "more": string(good) + "{}", "list": "[]",
		"unknown": strings.Replace(string(good), `"format"`, `"Format2":1,"format"`, 1), "large": string(good) + strings.Repeat(" ", maxFile),
	} {
		if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := r.Unlock("", phrase)
		wantCode(t, err, domain.CodeDamagedKeys)
		if now, err := os.ReadFile(path); err != nil || string(now) != bad {
			t.Errorf("%s: the file was touched", name)
		}
	}
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	opens(t, r, phrase)
}

// TestThePassphraseAndTheCodeStandNowhere looks through the folder.
func TestThePassphraseAndTheCodeStandNowhere(t *testing.T) {
	r, _, dir, printed := made(t)
	keys := opens(t, r, phrase)
	secret, err := code.Read(printed)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v", entries, err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	encoded := func(b []byte) string { text, _ := json.Marshal(b); return strings.Trim(string(text), `"`) }
	for name, needle := range map[string]string{"passphrase": phrase, "code": printed[:9], "secret": encoded(secret)[:20], "key": encoded(keys.identity)[:20]} {
		if strings.Contains(string(raw), needle) {
			t.Errorf("the %s stands in the key file", name)
		}
	}
	f, err := readFile(dir, slow.Quick)
	if err != nil || !strings.Contains(string(raw), encoded(f.Slots[0].Salt)) {
		t.Error("the search finds nothing that is there")
	}
}

// TestSubKeysAreHKDF compares with the library's.
func TestSubKeysAreHKDF(t *testing.T) {
	root := newRoot()
	for _, label := range []string{labelIdentity, labelFile} {
		want, err := hkdf.Key(sha256.New, root, []byte("w1"), label, 32)
		if err != nil || !bytes.Equal(subKey(root, "w1", label), want) {
			t.Errorf("%s: %v", label, err)
		}
	}
}
