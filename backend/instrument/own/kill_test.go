//go:build linux && !race

package own

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/norm/imported"
)

// These make the test binary import a norm file or an instrument into that folder,
// and kill itself with SIGKILL before or within the n-th writing, or so many
// microseconds after the first. With the last it writes straight into the place,
// which the test must notice.
const (
	killWhat     = "KITEWISE_TEST_IMPORT"
	killData     = "KITEWISE_TEST_IMPORT_DATA"
	killFrom     = "KITEWISE_TEST_IMPORT_FROM"
	killStep     = "KITEWISE_TEST_IMPORT_STEP"
	killAfter    = "KITEWISE_TEST_IMPORT_AFTER"
	killInPlace  = "KITEWISE_TEST_IMPORT_IN_PLACE"
	killedNorm   = "norm"
	killedFolder = "folder"
)

func init() {
	if what := os.Getenv(killWhat); what != "" {
		if err := importUntilKilled(what); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// cycle is the shipped instruments with one of them, which is enough and quick.
func cycle() (fs.FS, error) {
	out := fstest.MapFS{}
	for _, name := range []string{"learning-cycle", "schema"} {
		err := fs.WalkDir(shipped, name, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(shipped, path)
			out[path] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func importUntilKilled(what string) error {
	root, err := cycle()
	if err != nil {
		return err
	}
	k, steps, begun := New(root, os.Getenv(killData)), 0, time.Time{}
	die := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL); select {} }
	last, err := strconv.Atoi(os.Getenv(killStep))
	if err != nil {
		last = -1
	}
	step := func() {
		if steps == last {
			die()
		}
		steps++
	}
	write := (*staging).put
	if os.Getenv(killInPlace) != "" {
		write = inPlace
	}
	k.put = func(s *staging, name string, data []byte) error {
		if begun.IsZero() {
			begun = time.Now()
			if us, err := strconv.Atoi(os.Getenv(killAfter)); err == nil {
				time.AfterFunc(time.Duration(us)*time.Microsecond, die)
			}
		}
		step()
		if steps == last { // the next is within this writing
			if err := write(s, name, data[:len(data)/2]); err != nil {
				return err
			}
			step()
		}
		steps++
		return write(s, name, data)
	}
	var faults []domain.Fault
	if what == killedNorm {
		_, faults, err = k.Norm("one.csv", norms("one", "EDU:x", "100"), false)
	} else {
		_, faults, err = k.Folder(Folder(os.Getenv(killFrom)))
	}
	if err != nil || len(faults) > 0 {
		return fmt.Errorf("%v %w", faults, err)
	}
	fmt.Println("acknowledged", steps, time.Since(begun).Microseconds())
	return nil
}

// inPlace is how it must not be done.
func inPlace(s *staging, name string, data []byte) error {
	path := filepath.Join(s.root.Name(), "my-cycle", "1.0.0", filepath.FromSlash(name))
	if name == "part" {
		path = filepath.Join(s.root.Name(), imported.FileName(1, "klsi4", "one"))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}

// killer kills imports of one kind.
type killer struct {
	what, from string
	root       fs.FS
	inPlace    bool
	// steps and us are what an import takes that is not killed.
	steps, us int
}

func newKiller(t *testing.T, what string) *killer {
	t.Helper()
	root, err := cycle()
	if err != nil {
		t.Fatal(err)
	}
	k := &killer{what: what, from: mine(t, "my-cycle", "1.0.0"), root: root}
	changed(t, filepath.Join(k.from, "vectors.json"), func(m map[string]any) { // a few are enough, and quick
		m["vectors"] = m["vectors"].([]any)[:4]
	})
	out, ended := k.run(t, t.TempDir())
	if _, err := fmt.Sscanf(out, "acknowledged %d %d", &k.steps, &k.us); !ended || err != nil {
		t.Fatalf("%q %v", out, err)
	}
	return k
}

// run imports in another process, and says whether it came to its end.
func (k *killer) run(t *testing.T, data string, env ...string) (out string, ended bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), killWhat+"="+k.what, killData+"="+data, killFrom+"="+k.from), env...)
	if k.inPlace {
		cmd.Env = append(cmd.Env, killInPlace+"=1")
	}
	raw, err := cmd.Output()
	if err != nil && err.Error() != "signal: killed" {
		t.Fatalf("the import ended by itself: %v %s", err, raw)
	}
	return string(raw), err == nil
}

// judge opens the workspace as the next start does and says what is wrong with it.
func (k *killer) judge(t *testing.T, data string, acknowledged bool) string {
	t.Helper()
	c, err := instrument.Load(k.root, Files(data))
	if err == nil {
		err = c.TakeNorms(Norms(data))
	}
	if err != nil {
		return err.Error()
	}
	there := false
	for _, e := range c.List() {
		if e.State != instrument.Ready {
			return fmt.Sprintf("half an instrument: %s %v", e.ID, e.Faults)
		}
		there = there || k.what == killedFolder && e.Own
	}
	for _, n := range c.NormImports() {
		if len(n.Faults) > 0 {
			return fmt.Sprintf("half a norm file: %v", n.Faults)
		}
		there = there || k.what == killedNorm
	}
	if acknowledged && !there {
		return "lost what was acknowledged"
	}
	return k.again(t, data, there)
}

// again imports once more, and looks for what the kill left when it is old.
func (k *killer) again(t *testing.T, data string, there bool) string {
	t.Helper()
	age(t, data)
	keeper, already := New(k.root, data), false
	var faults []domain.Fault
	var err error
	if k.what == killedNorm {
		var p domain.NormPreview
		p, faults, err = keeper.Norm("one.csv", norms("one", "EDU:x", "100"), false)
		already = p.Already
		if err == nil && already { // which sweeps nothing
			_, faults, err = keeper.Norm("two.csv", norms("two", "EDU:x", "99"), false)
		}
	} else {
		var kept Kept
		kept, faults, err = keeper.Folder(Folder(k.from))
		already = kept.Already
	}
	if err != nil || len(faults) > 0 || already != there {
		return fmt.Sprintf("again: %v %v, already %v", faults, err, already)
	}
	left := ""
	_ = filepath.WalkDir(data, func(path string, _ fs.DirEntry, _ error) error {
		if strings.HasPrefix(filepath.Base(path), ".import-") {
			left = "left " + path
		}
		return nil
	})
	return left
}

// age makes everything two hours old.
func age(t *testing.T, data string) {
	t.Helper()
	then := time.Now().Add(-2 * leftAfter)
	paths := []string{}
	err := filepath.WalkDir(data, func(path string, _ fs.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Backward(paths) {
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
}

// killed kills before and within every writing, of instruments at the first size
// every third, and in so many rounds at any moment.
// It gives what was wrong, and how many were killed.
func (k *killer) killed(t *testing.T, rounds int) (wrong []string, kills int) {
	t.Helper()
	random, every := rand.New(rand.NewPCG(3, 5)), 1
	if k.what == killedFolder && rounds <= fewRounds {
		every = 3
	}
	for i := 0; i < k.steps+rounds; i++ {
		if i < k.steps && i%every > 0 {
			continue
		}
		env, data := killStep+"="+strconv.Itoa(i), t.TempDir()
		if i >= k.steps {
			env = killAfter + "=" + strconv.Itoa(random.IntN(k.us+k.us/4+1))
		}
		_, ended := k.run(t, data, env)
		if !ended {
			kills++
		}
		if w := k.judge(t, data, ended); w != "" {
			wrong = append(wrong, env+": "+w)
		}
	}
	return wrong, kills
}

// fewRounds is the first size.
const fewRounds = 8

func killRounds() int {
	if n, err := strconv.Atoi(os.Getenv("KITEWISE_ROUNDS")); err == nil && n > 0 {
		return min(n, 400)
	}
	return fewRounds
}

// TestAKilledImportIsWholeOrNothing for norm files and instruments; what it leaves
// is swept by a later one.
func TestAKilledImportIsWholeOrNothing(t *testing.T) {
	for _, what := range []string{killedNorm, killedFolder} {
		k := newKiller(t, what)
		wrong, kills := k.killed(t, killRounds())
		t.Logf("%s: %d steps, %d µs, %d killed", what, k.steps, k.us, kills)
		if len(wrong) > 0 || kills < k.steps/3 {
			t.Errorf("%s, %d kills: %s", what, kills, strings.Join(wrong, "\n"))
		}
	}
}

// TestAnImportInItsPlaceIsNoticed is the control.
func TestAnImportInItsPlaceIsNoticed(t *testing.T) {
	for _, what := range []string{killedNorm, killedFolder} {
		k := newKiller(t, what)
		k.inPlace = true
		wrong, kills := k.killed(t, 0)
		// With its manifest there is half an instrument; without, it stands in the way of the next import.
		found := strings.Join(wrong, "\n")
		if len(wrong) < k.steps/6 || !strings.Contains(found, "half a") && !strings.Contains(found, "file already exists") {
			t.Errorf("%s, %d kills: %q", what, kills, wrong)
		}
	}
}
