//go:build linux && !race

package backup

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"kitewise/backend/backup/swap"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
)

// These make the test binary do that ("make", "restore") in a workspace's folder,
// and kill itself with SIGKILL before the n-th change of the disk, or after so
// many microseconds. What it says is acknowledged before.
const (
	killWhat  = "KITEWISE_TEST_BACKUP"
	killDir   = "KITEWISE_TEST_BACKUP_DIR"
	killStep  = "KITEWISE_TEST_BACKUP_STEP"
	killAfter = "KITEWISE_TEST_BACKUP_AFTER"
)

func TestMain(m *testing.M) {
	acts := map[string]func(dir string) error{
		"make": makeOne, "restore": restoreOne, "restore by code": restoreByCode, "full make": makeOnAFullDisk, "full restore": restoreOnAFullDisk,
		"careless make": makeCarelessly, "careless restore": restoreCarelessly,
	}
	act := acts[os.Getenv(killWhat)]
	if act == nil {
		os.Exit(m.Run())
	}
	if err := act(os.Getenv(killDir)); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// aim sets when the process dies.
func aim() {
	die := func() {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
	if n, err := strconv.Atoi(os.Getenv(killStep)); err == nil {
		swap.Step = func() {
			if n--; n < 0 {
				die()
			}
		}
	}
	if us, err := strconv.Atoi(os.Getenv(killAfter)); err == nil {
		time.AfterFunc(time.Duration(us)*time.Microsecond, die)
	}
}

// at is an opened workspace, with the keys.
type at struct {
	ws   *workspace.Workspace
	ring *keyring.Ring
	k    *Keeper
	by   *Opener
	keys *keyring.Keys
}

func enter(dir string, opts store.Options) (*at, error) { return enterWith(passphrase, dir, opts) }

func enterWith(passphrase, dir string, opts store.Options) (*at, error) {
	ctx := context.Background()
	a := &at{ring: keyring.New(dir, slow.Quick)}
	var err error
	if a.ws, err = workspace.Open(ctx, dir, os.DirFS("../../instruments"), opts); err != nil {
		return nil, err
	}
	who, err := a.ring.Owner()
	if err != nil {
		return nil, err
	}
	if a.keys, err = a.ring.Unlock(who.ID, passphrase); err != nil {
		return nil, err
	}
	if a.ws.Store.Doubt() != nil {
		return nil, fmt.Errorf("doubt: %+v", a.ws.Store.Doubt())
	}
	if err := a.ws.Unlock(ctx, a.keys, "passphrase"); err != nil {
		return nil, err
	}
	id, err := a.keys.Identity(keyring.Backup)
	a.k, a.by = New(dir, a.ring, "1.2.3"), &Opener{Until: ctx, Identity: id}
	return a, errors.Join(err, a.k.Open())
}

const counted = "test.counted"

// makeOne writes something, acknowledges it, and makes a backup of it.
func makeOne(dir string) error {
	a, err := enter(dir, store.Options{})
	if err != nil {
		return err
	}
	if err := a.ws.Store.SaveSettings(context.Background(), map[string]string{counted: "3"}); err != nil {
		return err
	}
	fmt.Println("acknowledged")
	aim()
	begun := time.Now()
	e, err := a.k.Make(context.Background(), a.ws.Store, a.by, true)
	fmt.Println("made", e.Name, time.Since(begun).Microseconds())
	return err
}

// laid is a workspace with two backups: in the first the count is 1, in the second
// 2, and 2 is what stands there. It holds enough that writing takes a while.
func laid(t *testing.T) string {
	t.Helper()
	return laidIn(t, make1(t))
}

func laidIn(t *testing.T, m *made) string {
	t.Helper()
	ctx, fill := t.Context(), map[string]string{}
	for i := range 64 {
		raw := make([]byte, 12<<10)
		for j := range raw {
			raw[j] = byte('a' + rand.IntN(26))
		}
		fill["test.fill"+strconv.Itoa(i)] = string(raw)
	}
	err := m.ws.Store.SaveSettings(ctx, fill)
	for i := 1; i <= 2 && err == nil; i++ {
		m.k.Now = func() time.Time { return time.Now().Add(time.Duration(i) * time.Minute) }
		if err = m.ws.Store.SaveSettings(ctx, map[string]string{counted: strconv.Itoa(i)}); err == nil {
			_, err = m.k.Make(ctx, m.ws.Store, m.by, true)
		}
	}
	if err = errors.Join(err, m.ws.Close()); err != nil {
		t.Fatal(err)
	}
	return m.dir
}

// shot is how a run of the test binary ended.
type shot struct {
	dir    string
	killed bool
	said   string
	took   int // microseconds, when it came to its end
}

// shoot does what in a copy of the workspace and kills it as aim says.
func shoot(t *testing.T, what, from, aim, at string) shot {
	t.Helper()
	s := shot{dir: filepath.Join(t.TempDir(), "data")}
	if err := os.CopyFS(s.dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(me)
	cmd.Env = append(os.Environ(), killWhat+"="+what, killDir+"="+s.dir, aim+"="+at)
	out, err := cmd.CombinedOutput()
	s.said = string(out)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ProcessState.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		s.killed = true
		return s
	}
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	words := strings.Fields(s.said)
	s.took, _ = strconv.Atoi(words[len(words)-1])
	return s
}

// leftovers lists what neither belongs to the workspace nor is a backup.
func leftovers(dir string) []string {
	out := []string{}
	for _, pattern := range []string{"restore*", workFolder, filepath.Join(Folder, "*.part"), ".*.part"} {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		out = append(out, found...)
	}
	return out
}

// wrongAfterMaking opens what a kill inside of Make left, and says what is wrong.
func wrongAfterMaking(t *testing.T, s shot) (wrong []string) {
	t.Helper()
	a, err := enter(s.dir, store.Options{})
	if err != nil {
		return []string{err.Error()}
	}
	defer func() { _ = a.ws.Close() }()
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	all, err := a.ws.Store.Settings(t.Context())
	if err != nil || all[counted] != "3" {
		say("what was acknowledged is %q, %v", all[counted], err)
	}
	if left := leftovers(s.dir); len(left) > 0 {
		say("left: %v", left)
	}
	entries := a.k.now().Entries
	if len(entries) < 2 || len(entries) > 3 || !s.killed && len(entries) != 3 {
		say("%d backups", len(entries))
	}
	for i, e := range entries {
		x, err := extract(t.Context(), a.k.path(e.Name), t.TempDir(), a.by.Identity)
		if err != nil {
			say("backup %d counts and does not open: %v", i+1, err)
		} else if x.Files[0].Name != folder.Database {
			say("backup %d holds %v", i+1, x.Files)
		}
	}
	if _, err := a.k.Make(t.Context(), a.ws.Store, a.by, true); err != nil {
		say("no new backup can be made: %v", err)
	}
	return wrong
}

// killRounds is how many kills at any moment there are.
func killRounds() int {
	if os.Getenv("KITEWISE_ROUNDS") != "" {
		return 400
	}
	return 12
}

// TestAKilledBackupDoesNotCountAndLosesNothing kills the making of a backup before
// every change of the disk, and at any moment.
func TestAKilledBackupDoesNotCountAndLosesNothing(t *testing.T) {
	from := laid(t)
	took := 0
	for n := 0; ; n++ {
		s := shoot(t, "make", from, killStep, strconv.Itoa(n))
		for _, wrong := range wrongAfterMaking(t, s) {
			t.Errorf("killed before change %d: %s", n, wrong)
		}
		if s.killed {
			continue
		}
		if took = s.took; n < 7 {
			t.Errorf("only %d changes", n)
		}
		break
	}
	kills := 0
	for range killRounds() {
		s := shoot(t, "make", from, killAfter, strconv.Itoa(rand.IntN(took+1)))
		for _, wrong := range wrongAfterMaking(t, s) {
			t.Errorf("killed at any moment: %s", wrong)
		}
		if s.killed {
			kills++
		}
	}
	if kills == 0 {
		t.Error("nothing was killed")
	}
}

// TestAHalfBackupWouldBeSeen is the control: a backup that is written in its place
// and not beside it counts although it is half.
func TestAHalfBackupWouldBeSeen(t *testing.T) {
	from := laid(t)
	took := shoot(t, "make", from, killStep, "1000").took
	for range 200 {
		s := shoot(t, "make", from, killAfter, strconv.Itoa(rand.IntN(took+1)))
		parts, err := filepath.Glob(filepath.Join(s.dir, Folder, "*.part"))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if err := os.Rename(part, strings.TrimSuffix(part, ".part")); err != nil {
				t.Fatal(err)
			}
		}
		for _, wrong := range wrongAfterMaking(t, s) {
			if strings.Contains(wrong, "counts and does not open") {
				return
			}
		}
	}
	t.Error("no half backup was seen")
}
