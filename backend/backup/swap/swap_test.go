//go:build linux

package swap

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// These make the test binary do a switch, or finish one, in that folder and kill
// itself with SIGKILL before the n-th change of the disk.
const (
	killDir = "KITEWISE_TEST_SWAP"
	killAt  = "KITEWISE_TEST_SWAP_AT"
)

func TestMain(m *testing.M) {
	dir := os.Getenv(killDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	left, _ := strconv.Atoi(os.Getenv(killAt))
	Step = func() {
		if left--; left < 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	half, err := Pending(dir)
	if err == nil && half {
		_, err = Finish(dir)
	} else if err == nil {
		_, err = Switch(dir, filepath.Join(dir, "restore-x"), names, time.Unix(0, 0))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// names are what is switched; the log has no new one, the norms no old one.
var names = []string{"kitewise.db-wal", "kitewise.db", "key.json", "norms"}

// laid makes a folder with old files and a stage with new ones.
func laid(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"kitewise.db": "old", "kitewise.db-wal": "old log", "key.json": "old keys", "other": "stays",
		"restore-x/kitewise.db": "new", "restore-x/key.json": "new keys", "restore-x/norms/a.csv": "new norm",
	} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// state lists every file with its text.
func state(t *testing.T, dir string) string {
	t.Helper()
	out := []string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		out = append(out, strings.TrimPrefix(path, dir+"/")+"="+string(raw))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

const after = `key.json=new keys
kitewise.db=new
norms/a.csv=new norm
other=stays
replaced-19700101-000000/key.json=old keys
replaced-19700101-000000/kitewise.db-wal=old log
replaced-19700101-000000/kitewise.db=old`

// killed runs a switch or its finishing and kills it before the n-th change;
// ended says that it came to its end before that.
func killed(t *testing.T, dir string, n int) (ended bool) {
	t.Helper()
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(me)
	cmd.Env = append(os.Environ(), killDir+"="+dir, killAt+"="+strconv.Itoa(n))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ProcessState.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return false
	}
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return true
}

// run kills a switch before its n-th change, and the finishing of it before each
// of its own; spoil may lay hands on the folder between them. It gives what
// stands there at the end, and whether the first came to its end.
func run(t *testing.T, n int, spoil func(dir string)) (string, bool) {
	t.Helper()
	dir := laid(t)
	before := state(t, dir)
	ended := killed(t, dir, n)
	spoil(dir)
	for k := 0; ; k++ {
		half, err := Pending(dir)
		if err != nil {
			t.Fatal(err)
		}
		if !half || killed(t, dir, k) {
			break
		}
	}
	if _, err := Finish(dir); err != nil {
		t.Fatal(err)
	}
	now := strings.ReplaceAll(state(t, dir), "restore.json.part=", "part=")
	if strings.Contains(now, "restore-x/kitewise.db=") && strings.Contains(now, "\nkitewise.db=old\n") {
		return strings.Split(before, "\npart=")[0], ended // nothing was done yet
	}
	return now, ended
}

// TestAKilledSwitchIsWholeOrNotThere kills it before every change of the disk,
// and the finishing too, again and again.
func TestAKilledSwitchIsWholeOrNotThere(t *testing.T) {
	before := state(t, laid(t))
	for n := 0; ; n++ {
		got, ended := run(t, n, func(string) {})
		if got != after && got != before {
			t.Errorf("killed before change %d:\n%s", n, got)
		}
		if ended {
			if n < 8 {
				t.Errorf("only %d changes", n)
			}
			return
		}
	}
}

// TestWithoutTheNoteASwitchIsHalf is the control: the same kills, with the note
// thrown away, must leave a half state somewhere.
func TestWithoutTheNoteASwitchIsHalf(t *testing.T) {
	before := state(t, laid(t))
	for n := 0; n < 20; n++ {
		got, ended := run(t, n, func(dir string) { _ = os.Remove(filepath.Join(dir, journal)) })
		if got != after && got != before {
			return
		}
		if ended {
			break
		}
	}
	t.Error("no kill left a half state without the note")
}

// TestAFailedSwitchIsTakenBack: the new database cannot be moved into its place.
func TestAFailedSwitchIsTakenBack(t *testing.T) {
	dir := laid(t)
	before := state(t, dir)
	moves := 0
	Step = func() {
		if moves++; moves == 6 { // between the old ones and the new ones
			if err := os.Rename(filepath.Join(dir, "restore-x", "kitewise.db"), filepath.Join(dir, "restore-x", "gone")); err != nil {
				t.Error(err)
			}
		}
	}
	defer func() { Step = func() {} }()
	_, err := Switch(dir, filepath.Join(dir, "restore-x"), names, time.Unix(0, 0))
	if err == nil {
		t.Fatalf("no error after %d changes", moves)
	}
	want := []string{}
	for _, line := range strings.Split(before, "\n") {
		if !strings.HasPrefix(line, "restore-x") {
			want = append(want, line)
		}
	}
	if got := state(t, dir); got != strings.Join(want, "\n") {
		t.Errorf("after a failure:\n%s", got)
	}
}

func TestANoteThatLeadsElsewhereIsRefused(t *testing.T) {
	for _, text := range []string{"{", `{"stage":"restore-x","replaced":"replaced-1","out":["../a"]}`, `{"stage":"../x","replaced":"replaced-1"}`, `{"stage":"restore-x","replaced":"kitewise.db"}`} {
		dir := laid(t)
		if err := os.WriteFile(filepath.Join(dir, journal), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		before := state(t, dir)
		if _, err := Finish(dir); err == nil || state(t, dir) != before {
			t.Errorf("%s: %v", text, err)
		}
	}
}
