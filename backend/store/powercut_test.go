//go:build linux && !race

package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kitewise/backend/audit"
	"kitewise/backend/store/faultfs"
	"kitewise/backend/store/folder"
)

// cut is a folder as a loss of power may leave it.
type cut struct {
	files map[string][]byte
	// acknowledged counts the acts that were, when the power went.
	acknowledged int
	where        string
}

// cuts is what opening them gave.
type cuts struct {
	images, lost, phantom, unsound int
	// cases are the first of those that are not as they must be.
	cases []string
}

func (c cuts) bad() int { return c.lost + c.phantom + c.unsound }

// outage loses power before every operation of a workload.
type outage struct {
	t     *testing.T
	work  workload
	old   int // the version of the schema before, 0 if there is nothing
	lies  bool
	each  int // how many images before an operation, at most
	cuts  chan cut
	mu    sync.Mutex
	found cuts
}

// lose goes through the workload until so many images were opened.
func (o *outage) lose(size int) cuts {
	o.t.Helper()
	o.cuts = make(chan cut, 16)
	var openers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		dir := o.t.TempDir()
		watch(o.t, dir, faultfs.Quick{})
		openers.Go(func() {
			for c := range o.cuts {
				o.open(dir, c)
			}
		})
	}
	begun, made, passes := time.Now(), 0, 0
	for made < size {
		passes++
		made += o.pass(uint64(passes))
	}
	close(o.cuts)
	openers.Wait()
	o.t.Logf("%d images in %d passes, %v: %d lost, %d phantom, %d unsound", o.found.images, passes,
		time.Since(begun).Round(time.Second/10), o.found.lost, o.found.phantom, o.found.unsound)
	return o.found
}

// pass runs the workload once and takes different images before every operation.
func (o *outage) pass(seed uint64) (made int) {
	dir := o.t.TempDir()
	if err := put(dir, o.work.start); err != nil {
		o.t.Fatal(err)
	}
	disk, random := faultfs.NewDisk(), rand.New(rand.NewPCG(seed, 29))
	disk.Lies = o.lies
	end, err := faultfs.Watch(dir, disk)
	if err != nil {
		o.t.Fatal(err)
	}
	defer end()
	acknowledged, witnesses := 0, [][]byte{}
	disk.Before = func(op faultfs.Op) {
		known := map[[32]byte]bool{}
		for i := range o.each {
			loss := faultfs.Loss(i)
			if loss >= faultfs.Losses {
				loss = faultfs.Tail + faultfs.Loss(i)%(faultfs.Losses-faultfs.Tail)
			}
			image := disk.Image(loss, random)
			o.besides(dir, image, witnesses, random)
			if sum := sumOf(image); known[sum] {
				continue
			} else {
				known[sum] = true
			}
			made++
			o.cuts <- cut{image, acknowledged, fmt.Sprintf("pass %d, %d acts, before %s %s, %d", seed, acknowledged, op.Kind, filepath.Base(op.Path), loss)}
		}
	}
	err = o.work.run(o.t.Context(), &bench{dir: dir}, func(b *bench, n int) error {
		acknowledged = n
		b.s.witnesses.Wait()
		w, err := os.ReadFile(filepath.Join(dir, audit.WitnessFile))
		witnesses = append(witnesses, w)
		return err
	})
	if err != nil {
		o.t.Error(err)
	}
	return made
}

// besides puts beside an image what the program itself writes into the folder:
// the witness as it was at some moment since the opening, for it may lag.
func (o *outage) besides(dir string, image map[string][]byte, witnesses [][]byte, random *rand.Rand) {
	if len(witnesses) > 0 {
		back := min(random.IntN(4), random.IntN(len(witnesses)))
		image[audit.WitnessFile] = witnesses[len(witnesses)-1-back]
		return
	}
	w, err := os.ReadFile(filepath.Join(dir, audit.WitnessFile))
	_, begun := image[folder.Database]
	if err == nil && (begun || random.IntN(2) == 0) {
		image[audit.WitnessFile] = w
	}
}

func sumOf(files map[string][]byte) (sum [32]byte) {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		_, _ = fmt.Fprintf(h, "%s %d ", name, len(files[name]))
		_, _ = h.Write(files[name])
	}
	return [32]byte(h.Sum(sum[:0]))
}

// open opens one image as the next start does and compares it with what was
// acknowledged and with what was just being done.
func (o *outage) open(dir string, c cut) {
	got, err := contents{}, put(dir, c.files)
	if err == nil {
		err = o.copies(dir, c)
	}
	if err == nil {
		got, err = sound(context.Background(), dir)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.found.images++
	at, say := o.work.at(got), ""
	next := min(c.acknowledged+1, len(o.work.acts))
	switch {
	case err != nil:
		o.found.unsound++
		say = err.Error()
	case got.equal(o.work.after[c.acknowledged]) || got.equal(o.work.after[next]):
		return
	case at < 0:
		o.found.unsound++
		say = "what is there is from no moment: " + got.log
	case at < c.acknowledged:
		o.found.lost++
		say = fmt.Sprintf("only %d acts are there", at)
	default:
		o.found.phantom++
		say = fmt.Sprintf("%d acts are there", at)
	}
	if len(o.found.cases) < 5 {
		o.found.cases = append(o.found.cases, c.where+": "+say)
	}
}

// versionAt is where a database's header keeps the version of its schema.
// Layout: sqlite.org, Database File Format, section 1.3.
const versionAt = 60

// copies looks at the copy that a migration puts aside: once a step is in the
// file it must be there, and whole, until the taking over does away with it.
func (o *outage) copies(dir string, c cut) error {
	if o.old == 0 || c.acknowledged > 0 {
		return nil
	}
	name := fmt.Sprintf("%s.before-%04d", folder.Database, o.old+1)
	_, there := c.files[name]
	data := c.files[folder.Database]
	if moved := int(binary.BigEndian.Uint32(data[versionAt:])) > o.old; moved && !there {
		return fmt.Errorf("the file was migrated without a copy")
	}
	if !there {
		return nil
	}
	version, err := readVersion(context.Background(), filepath.Join(dir, name))
	if err == nil && version != o.old {
		err = fmt.Errorf("the copy has version %d", version)
	}
	return err
}

// twoSittings are two sittings with a restart of the program between them.
func twoSittings(t *testing.T) []act {
	t.Helper()
	return append(append(sitting(t, 1), reopening()), sitting(t, 2)...)
}

// takingOver is what the first unlocking does to a workspace that has no keys
// yet: it seals what stands in clear and writes every file anew.
func takingOver() []act {
	keys := steadyKeys{newTestKeys()}
	return []act{
		{"seal", func(ctx context.Context, b *bench) error { return b.s.sealAll(ctx, "w1", keys) }},
		{"scrub", func(ctx context.Context, b *bench) error { return fault("scrub", b.s.scrub(ctx)) }},
		{"scrubbed", func(ctx context.Context, b *bench) error {
			return b.s.SaveSettings(ctx, map[string]string{settingScrub: ""})
		}},
	}
}

// TestNoLossOfPowerLosesWhatWasAcknowledged loses power before every operation
// on the disk: while people answer, while a workspace is made, and while one from
// an older version is brought to this one's schema.
func TestNoLossOfPowerLosesWhatWasAcknowledged(t *testing.T) {
	old, version := aged(t)
	for _, tc := range []struct {
		name  string
		start map[string][]byte
		acts  []act
		old   int
		each  int // images before an operation
		part  int // of a hundred images
	}{
		{"sittings", blank(t), twoSittings(t), 0, 10, 81},
		{"making", nil, nil, 0, 4, 6},
		{"migrating", old, takingOver(), version, 6, 10},
	} {
		t.Run(tc.name, func(t *testing.T) {
			work := measured(t, workload{start: tc.start, acts: tc.acts, locked: tc.old > 0})
			o := &outage{t: t, work: work, old: tc.old, each: tc.each}
			if found := o.lose(rounds(13_000, 250_000) * tc.part / 100); found.bad() > 0 {
				t.Error(strings.Join(found.cases, "\n"))
			}
		})
	}
}

// TestALossOfPowerFindsAWeakFlush is the control: a disk that lies about
// flushing, and a store that does not wait for it, must lose something.
func TestALossOfPowerFindsAWeakFlush(t *testing.T) {
	start, acts := blank(t), sitting(t, 1)
	pragma := func(level string) func(*Store) error {
		return func(s *Store) error {
			_, err := s.writer.ExecContext(context.Background(), "PRAGMA synchronous = "+level)
			return err
		}
	}
	for _, tc := range []struct {
		name string
		lies bool
		tune func(*Store) error
	}{
		{"a disk that lies", true, nil},
		{"synchronous OFF", false, pragma("OFF")},
		{"synchronous NORMAL", false, pragma("NORMAL")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			work := measured(t, workload{start: start, acts: acts})
			work.tune = tc.tune
			o := &outage{t: t, work: work, lies: tc.lies, each: 3}
			if found := o.lose(1); found.lost == 0 {
				t.Errorf("it lost nothing: %+v", found)
			}
		})
	}
}
