package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
)

const passphrase = "a kite over the rice fields"

// made is a workspace with one person, opened.
type made struct {
	dir, code string

	ws   *workspace.Workspace
	keys *keyring.Keys
	k    *Keeper
	by   *Opener
}

// unnoted stands for a log into which everything can be written.
func unnoted() error { return nil }

func make1(t *testing.T) *made {
	t.Helper()
	m := &made{dir: t.TempDir()}
	ring := keyring.New(m.dir, slow.Quick)
	var err error
	check := func() {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	m.ws, err = workspace.Open(t.Context(), m.dir, os.DirFS("../../instruments"), store.Options{})
	check()
	t.Cleanup(func() { _ = m.ws.Close() })
	draft, err := ring.Draft(passphrase)
	check()
	m.code = draft.Code
	m.keys, err = draft.Keep(strings.Split(draft.Code, "-")[draft.Asked-1])
	check()
	err = m.ws.Unlock(t.Context(), m.keys, "first")
	check()
	_, err = m.ws.Store.CreateParticipant(t.Context(), domain.Participant{ID: "p1", Name: "Zzmarker Wayan", CreatedAt: 1})
	check()
	id, err := m.keys.Identity(keyring.Backup)
	check()
	m.k, m.by = New(m.dir, ring, "1.2.3"), &Opener{Until: t.Context(), Identity: id}
	err = m.k.Open()
	check()
	return m
}

func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("KITEWISE_ROUNDS")); err == nil && n > 0 {
		return 200
	}
	return 5
}

// TestBackupsWhileWriting: each holds one moment, everything acknowledged before
// it began, and no writer waits long for it.
func TestBackupsWhileWriting(t *testing.T) {
	m := make1(t)
	ctx, cancel := context.WithCancel(t.Context())
	acknowledged, slowest, done := 0, atomic.Int64{}, make(chan error, 1)
	waits := []time.Duration{} // the longest beside each backup
	told := make(chan int, 1)
	go func() {
		for n := 1; ctx.Err() == nil; n++ {
			begun, text := time.Now(), strconv.Itoa(n)
			if err := m.ws.Store.SaveSettings(context.Background(), map[string]string{"test.a": text, "test.b": text, "test.fill": strings.Repeat(text, 500)}); err != nil {
				done <- err
				return
			}
			slowest.Store(max(slowest.Load(), int64(time.Since(begun)))) // the other side only begins anew
			select {
			case <-told:
			default:
			}
			told <- n
		}
		done <- nil
	}()
	for range rounds() {
		slowest.Store(0)
		acknowledged = <-told
		e, err := m.k.Make(t.Context(), m.ws.Store, m.by, true)
		if err != nil || e.Verified == 0 {
			t.Fatalf("%+v, %v", e, err)
		}
		dir := t.TempDir()
		if _, err := extract(t.Context(), m.k.path(e.Name), dir, m.by.Identity); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), dir, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.Settings(t.Context())
		if err = joined(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		if n, _ := strconv.Atoi(all["test.a"]); all["test.a"] != all["test.b"] || n < acknowledged {
			t.Errorf("holds %q and %q, acknowledged were %d", all["test.a"], all["test.b"], acknowledged)
		}
		waits = append(waits, time.Duration(slowest.Load()))
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	slices.Sort(waits)
	t.Logf("the slowest writings took %v", waits)
	// The fold alone would wait for five seconds beside every backup; a machine
	// that stalls does so beside one of them.
	if middle := waits[len(waits)/2]; middle > 4*time.Second {
		t.Errorf("a writing takes %v beside a backup", middle)
	}
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func joined(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// print is every file of a folder with its bytes.
func print1(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %x\n", path, raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestABadBackupTouchesNothing damages a backup in every way: each is a clear
// error, and the workspace is the same to the bit.
func TestABadBackupTouchesNothing(t *testing.T) {
	m := make1(t)
	e, err := m.k.Make(t.Context(), m.ws.Store, m.by, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.ws.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(m.k.path(e.Name))
	if err != nil {
		t.Fatal(err)
	}
	other := make1(t)
	oe, err := other.k.Make(t.Context(), other.ws.Store, other.by, true)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(other.k.path(oe.Name))
	if err != nil {
		t.Fatal(err)
	}
	cases := []badFile{
		{"empty", nil, domain.CodeBadBackup}, {"text", []byte("a letter"), domain.CodeBadBackup}, {"foreign", foreign, domain.CodeBadBackup},
		{"newer", bytes.Replace(raw, []byte("kitewise-backup/1"), []byte("kitewise-backup/2"), 1), domain.CodeBadBackup},
		{"other header, sum made right", resum(bytes.Replace(raw, []byte(`"program":"1.2.3"`), []byte(`"program":"9.9.9"`), 1)), domain.CodeBadBackup},
		{"other key file, sum made right", resum(swapKeys(raw, foreign)), domain.CodeBadBackup},
		{"longer", append(slices.Clone(raw), 'x'), domain.CodeBadBackup},
	}
	for i := range 40 {
		at := (i*len(raw))/40 + i%7
		cases = append(cases, badFile{"cut at " + strconv.Itoa(at), raw[:at], domain.CodeBadBackup})
		flipped := slices.Clone(raw)
		flipped[at] ^= 1 << (i % 8)
		cases = append(cases, badFile{"bit at " + strconv.Itoa(at), flipped, domain.CodeBadBackup}, badFile{"bit at " + strconv.Itoa(at) + ", sum made right", resum(flipped), domain.CodeBadBackup})
	}
	before := print1(t, m.dir)
	for _, tc := range append(cases, badFile{"the control", raw, ""}) {
		if wrong := m.tryBad(t, tc, before, m.prepare); wrong != "" {
			t.Fatalf("%s: %s", tc.name, wrong)
		}
	}
	// Weaker ways to restore, which must be noticed.
	in := filepath.Join(m.dir, folder.Database)
	for want, weak := range map[string]func(path string) error{
		"want bad_backup, got": func(path string) error { _, err := os.ReadFile(path); return err }, // believes what it is given
		"the workspace was touched": func(path string) error { // writes before it has read to the end
			return errors.Join(os.WriteFile(in, raw[:len(raw)/2], 0o600), m.prepare(path))
		},
	} {
		if wrong := m.tryBad(t, badFile{"cut", raw[:len(raw)-1], domain.CodeBadBackup}, before, weak); !strings.HasPrefix(wrong, want) {
			t.Errorf("the control: %q, want %q", wrong, want)
		}
	}
}

// badFile is a file that is no whole backup, and how it is refused; "" if it is one.
type badFile struct {
	name string
	data []byte
	code domain.Code
}

// prepare does everything of a restore that comes before files are put in place.
func (m *made) prepare(path string) error {
	r, err := Begin(m.dir, path, func(dir string) *keyring.Ring { return keyring.New(dir, slow.Quick) })
	if err == nil {
		err = r.Prepare(context.Background(), m.keys, nil)
	}
	return errors.Join(err, r.Drop())
}

// tryBad restores such a file in that way and says what was wrong, "" for nothing.
func (m *made) tryBad(t *testing.T, tc badFile, before string, restore func(path string) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bad.kwb")
	if err := os.WriteFile(path, tc.data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := restore(path); domain.CodeOf(err) != tc.code {
		return fmt.Sprintf("want %s, got %v", tc.code, err)
	}
	if print1(t, m.dir) != before {
		return "the workspace was touched"
	}
	return ""
}

// resum makes the sum at the end right again.
func resum(raw []byte) []byte {
	out := slices.Clone(raw[:len(raw)-66])
	return append(out, []byte("\n"+sumOf(out)+"\n")...)
}

// swapKeys puts the header of another backup before the stream of this one.
func swapKeys(raw, foreign []byte) []byte {
	end := func(b []byte) int {
		first := bytes.IndexByte(b, '\n') + 1
		return first + bytes.IndexByte(b[first:], '\n') + 1
	}
	workspace := func(b []byte) []byte {
		at := bytes.Index(b, []byte(`"workspace":"`)) + 13
		return b[at : at+bytes.IndexByte(b[at:], '"')]
	}
	head := bytes.Replace(slices.Clone(foreign[:end(foreign)]), workspace(foreign), workspace(raw), 1)
	return append(head, raw[end(raw):]...)
}

// TestABackupShowsNoName looks for a planted name in the file, in seven
// encodings; in the workspace's open memory it is there.
func TestABackupShowsNoName(t *testing.T) {
	m := make1(t)
	if err := m.ws.Store.SaveSettings(t.Context(), map[string]string{"test.marker": "Zzplain-Setting"}); err != nil {
		t.Fatal(err)
	}
	e, err := m.k.Make(t.Context(), m.ws.Store, m.by, true)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(m.k.path(e.Name))
	if err != nil {
		t.Fatal(err)
	}
	for _, marker := range []string{"Zzmarker Wayan", "Zzplain-Setting", "learning-cycle"} {
		for name, form := range encodings(marker) {
			if bytes.Contains(bytes.ToLower(raw), bytes.ToLower(form)) {
				t.Errorf("%q stands in the backup as %s", marker, name)
			}
		}
	}
	dir := t.TempDir()
	if _, err := extract(t.Context(), m.k.path(e.Name), dir, m.by.Identity); err != nil {
		t.Fatal(err)
	}
	plain, err := os.ReadFile(filepath.Join(dir, folder.Database))
	if err != nil || !bytes.Contains(plain, []byte("Zzplain-Setting")) || bytes.Contains(plain, []byte("Zzmarker")) {
		t.Errorf("the control: %v", err) // the search finds what is there, and names are sealed inside too
	}
}

func encodings(text string) map[string][]byte {
	wide := func(big bool) (out []byte) {
		for _, u := range utf16.Encode([]rune(text)) {
			if big {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return out
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return map[string][]byte{
		"utf8": []byte(text), "utf16le": wide(false), "utf16be": wide(true), "hex": []byte(hex.EncodeToString([]byte(text))),
		"base64": []byte(b64([]byte(text)))[:8], "base64+1": []byte(b64([]byte("x" + text)))[4:12], "base64+2": []byte(b64([]byte("xx" + text)))[4:12],
	}
}

// TestThinningKnowsItsOwn removes old backups of this workspace and nothing else.
func TestThinningKnowsItsOwn(t *testing.T) {
	m := make1(t)
	for back := 20; back >= 0; back-- {
		m.k.Now = func() time.Time { return time.Now().AddDate(0, 0, -back) }
		if _, err := m.k.Make(t.Context(), m.ws.Store, m.by, true); err != nil {
			t.Fatal(err)
		}
	}
	own := len(m.k.now().Entries)
	other := make1(t)
	oe, err := other.k.Make(t.Context(), other.ws.Store, other.by, true)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(other.k.path(oe.Name))
	if err != nil {
		t.Fatal(err)
	}
	strangers := map[string][]byte{oe.Name: raw, "holiday.jpg": []byte("x"), "kitewise-20200101-000000-" + shortCode(m.k.now().Workspace) + "-aaaa.kwb": []byte("not one")}
	for name, data := range strangers {
		if err := os.WriteFile(m.k.path(name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.k.Thin(); err != nil {
		t.Fatal(err)
	}
	for name := range strangers {
		if _, err := os.Stat(m.k.path(name)); err != nil {
			t.Error(err)
		}
	}
	if left := len(m.k.now().Entries); left >= own || left < 12 {
		t.Errorf("%d of %d stay", left, own)
	}
}
