//go:build linux && !race

package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/store/faultfs"
	"kitewise/backend/store/folder"
)

// pageSize is that of our databases.
const pageSize = 4096

// damages are ways in which a file comes back otherwise than it was written.
var damages = map[string]func(b []byte, random *rand.Rand) []byte{
	"bits": func(b []byte, random *rand.Rand) []byte {
		for range 1 + random.IntN(4) {
			b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		}
		return b
	},
	"bits of the beginning": func(b []byte, random *rand.Rand) []byte {
		b[random.IntN(min(100, len(b)))] ^= 1 << random.IntN(8)
		return b
	},
	"cut":           func(b []byte, random *rand.Rand) []byte { return b[:random.IntN(len(b))] },
	"cut at a page": func(b []byte, random *rand.Rand) []byte { return b[:random.IntN(len(b)/pageSize+1)*pageSize] },
	"nothing in it": func([]byte, *rand.Rand) []byte { return nil },
	"text":          func([]byte, *rand.Rand) []byte { return bytes.Repeat([]byte("a letter to nobody\n"), 500) },
	"more at end":   func(b []byte, random *rand.Rand) []byte { return append(b, noise(1+random.IntN(9000), random)...) },
	"a sector":      func(b []byte, random *rand.Rand) []byte { return over(b, noise(512, random), random) },
	"zeros":         func(b []byte, random *rand.Rand) []byte { return over(b, make([]byte, 1+random.IntN(3000)), random) },
	"swapped pages": swapped,
}

func noise(n int, random *rand.Rand) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(random.Uint32())
	}
	return out
}

func over(b, patch []byte, random *rand.Rand) []byte {
	copy(b[random.IntN(len(b)):], patch)
	return b
}

func swapped(b []byte, random *rand.Rand) []byte {
	pages := len(b) / pageSize
	if pages < 2 {
		return b[:len(b)/2]
	}
	i := random.IntN(pages)
	j := (i + 1 + random.IntN(pages-1)) % pages
	x, y := b[i*pageSize:(i+1)*pageSize], b[j*pageSize:(j+1)*pageSize]
	kept := bytes.Clone(x)
	copy(x, y)
	copy(y, kept)
	return b
}

// looked is what the next start and a whole look at a damaged workspace gave.
type looked struct {
	refused error // it was not opened
	doubt   *LogDoubt
	noticed error // it was opened, and reading or checking found it out
	got     contents
	touched []string // files that are not as they were
}

// look opens a folder and reads everything that can be read.
func look(ctx context.Context, dir string, files map[string][]byte) (l looked, err error) {
	if err := put(dir, files); err != nil {
		return l, err
	}
	defer func() {
		now, readErr := folderOf(dir)
		for name, data := range files {
			if !bytes.Equal(now[name], data) {
				l.touched = append(l.touched, name)
			}
		}
		if said := recover(); said != nil {
			readErr = fmt.Errorf("panic: %v", said)
		}
		err = errors.Join(err, readErr)
	}()
	s, openErr := openStill(ctx, dir, Options{})
	if openErr != nil {
		l.refused = openErr
		return l, nil
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if l.doubt = s.Doubt(); l.doubt != nil {
		if code := domain.CodeOf(s.SaveSettings(ctx, map[string]string{"a": "b"})); code != domain.CodeLogDoubt {
			err = fmt.Errorf("a doubted workspace was written: %q", code)
		}
		l.got, l.noticed = contentsOf(ctx, s)
		return l, err
	}
	if l.noticed = s.Unlock(ctx, steadyKeys{newTestKeys()}); l.noticed == nil { // opens every name
		l.got, l.noticed = examined(ctx, s)
	}
	return l, err
}

// differing gives the tables in which two contents are not the same.
func differing(a, b contents) []string {
	tables := map[string]bool{}
	for _, pair := range [][2]contents{{a, b}, {b, a}} {
		for _, row := range pair[0].rows {
			if _, there := slices.BinarySearch(pair[1].rows, row); !there {
				table, _, _ := strings.Cut(row, " ")
				tables[table] = true
			}
		}
	}
	if a.log != b.log {
		tables["audit"] = true
	}
	return slices.Sorted(maps.Keys(tables))
}

// covered are the tables whose every row of a finished session is under its
// seal; names are sealed, and the log is a tree. In the others nothing but
// SQLite's own checks can tell a changed byte.
var covered = []string{"session", "result", "response", "consent", "practice", "event", "visit", "audit"}

// damageTally counts what became of damaged files.
type damageTally struct {
	files, refused, noticed, doubted, unchanged int
	// silent counts files with changed rows in tables that nothing covers.
	silent int
	wrong  []string
}

func (d *damageTally) fault(where, what string) { d.wrong = append(d.wrong, where+": "+what) }

// judge says whether what became of a damaged database may be.
func (d *damageTally) judge(where string, l looked, want contents) {
	d.files++
	switch tables := differing(l.got, want); {
	case l.refused != nil:
		d.refused++
		if code := domain.CodeOf(l.refused); code != domain.CodeDamagedDatabase && code != domain.CodeNewerDatabase {
			d.fault(where, fmt.Sprintf("refused as %q: %v", code, l.refused))
		}
		if len(l.touched) > 0 {
			d.fault(where, fmt.Sprintf("refused, and touched: %v", l.touched))
		}
	case l.doubt != nil:
		d.doubted++
	case l.noticed != nil:
		d.noticed++
	case len(tables) == 0:
		d.unchanged++
	case slices.ContainsFunc(tables, func(table string) bool { return slices.Contains(covered, table) }):
		d.fault(where, fmt.Sprintf("changed unnoticed: %v", tables))
	default:
		d.silent++
	}
}

// report fails the test for what must not be.
func (d *damageTally) report(t *testing.T) {
	t.Helper()
	t.Logf("%d files: %d refused, %d noticed when read or checked, %d doubted, %d unchanged, %d changed where nothing covers it, %d wrong",
		d.files, d.refused, d.noticed, d.doubted, d.unchanged, d.silent, len(d.wrong))
	if len(d.wrong) > 0 {
		t.Error(strings.Join(d.wrong[:min(12, len(d.wrong))], "\n"))
	}
}

// damagedIn damages one file of a workspace in every way, so many times in all,
// and calls judge with what became of each.
func damagedIn(t *testing.T, files map[string][]byte, name string, size int, judge func(where string, l looked)) {
	t.Helper()
	dir, random := t.TempDir(), rand.New(rand.NewPCG(31, 37))
	watch(t, dir, faultfs.Quick{})
	kinds := slices.Sorted(maps.Keys(damages))
	for i := range size {
		kind := kinds[i%len(kinds)]
		bad := maps.Clone(files)
		bad[name] = damages[kind](bytes.Clone(files[name]), random)
		l, err := look(t.Context(), dir, bad)
		if err != nil {
			t.Errorf("%s, %s, number %d: %v", name, kind, i, err)
		}
		judge(fmt.Sprintf("%s, number %d", kind, i), l)
	}
}

// finished is a workspace with two finished sessions, closed, and what is in it.
func finished(t *testing.T) (map[string][]byte, contents) {
	t.Helper()
	work := measured(t, workload{start: blank(t), acts: twoSittings(t)})
	dir := t.TempDir()
	watch(t, dir, faultfs.Quick{})
	if err := put(dir, work.start); err != nil {
		t.Fatal(err)
	}
	if err := work.run(t.Context(), &bench{dir: dir}, func(*bench, int) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return filesIn(t, dir), work.after[len(work.acts)]
}

// TestADamagedDatabaseIsRefusedOrTold: refused and left as it is, or found out by
// whoever reads what was changed, or not changed at all.
func TestADamagedDatabaseIsRefusedOrTold(t *testing.T) {
	files, want := finished(t)
	tally := &damageTally{}
	damagedIn(t, files, folder.Database, rounds(180, 1_800), func(where string, l looked) { tally.judge(where, l, want) })
	tally.report(t)
	if tally.refused == 0 || tally.noticed == 0 || tally.unchanged == 0 {
		t.Error("the damage tells nothing")
	}
}

// TestEveryBitOfTheBeginning turns each bit of the header of the file round, on
// which everything else hangs.
func TestEveryBitOfTheBeginning(t *testing.T) {
	files, want := finished(t)
	dir, tally := t.TempDir(), &damageTally{}
	watch(t, dir, faultfs.Quick{})
	for bit := range 8 * 100 {
		bad := maps.Clone(files)
		bad[folder.Database] = bytes.Clone(files[folder.Database])
		bad[folder.Database][bit/8] ^= 1 << (bit % 8)
		where := fmt.Sprintf("byte %d, bit %d", bit/8, bit%8)
		l, err := look(t.Context(), dir, bad)
		if err != nil {
			t.Error(where, err)
		}
		tally.judge(where, l, want)
	}
	tally.report(t)
}

// TestADamagedLogGivesAnEarlierMomentWhole: what SQLite recovers from a damaged
// write-ahead log is the workspace as it was after some act, and the witness tells
// that something is gone, entries of the log of acts or answers since the last.
func TestADamagedLogGivesAnEarlierMomentWhole(t *testing.T) {
	work := measured(t, workload{start: blank(t), acts: sitting(t, 1)[:8]}) // ends with three answers
	dir, files := t.TempDir(), map[string][]byte{}
	watch(t, dir, faultfs.Quick{})
	if err := put(dir, work.start); err != nil {
		t.Fatal(err)
	}
	err := work.run(t.Context(), &bench{dir: dir}, func(b *bench, n int) (err error) {
		if n == len(work.acts) {
			b.s.witnesses.Wait()
			files, err = folderOf(dir)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	tally, reasons := &damageTally{}, map[string]int{}
	damagedIn(t, files, folder.Database+"-wal", rounds(60, 600), func(where string, l looked) {
		tally.files++
		at := work.at(l.got)
		switch {
		case l.refused != nil || l.noticed != nil || at < 0:
			tally.fault(where, fmt.Sprintf("refused %v, noticed %v, moment %d", l.refused, l.noticed, at))
		case l.doubt != nil:
			tally.doubted++
		case at == len(work.acts):
			tally.unchanged++
		default:
			tally.fault(where, fmt.Sprintf("%d acts are gone and nobody says so", len(work.acts)-at))
		}
		if l.doubt != nil {
			reasons[l.doubt.Reason]++
		}
	})
	tally.report(t)
	t.Log(reasons)
	if reasons["cut"] == 0 || reasons["answers"] == 0 || tally.unchanged == 0 {
		t.Error("the damage tells nothing")
	}
}

// TestADamagedWitnessStopsEveryWrite, and never touches the database.
func TestADamagedWitnessStopsEveryWrite(t *testing.T) {
	files, want := finished(t)
	tally := &damageTally{}
	damagedIn(t, files, audit.WitnessFile, rounds(60, 600), func(where string, l looked) {
		tally.judge(where, l, want)
		if len(differing(l.got, want)) > 0 || len(l.touched) > 0 {
			tally.fault(where, fmt.Sprintf("touched %v", l.touched))
		}
	})
	tally.report(t)
	if tally.doubted == 0 {
		t.Error("no damage was doubted")
	}
}

// TestTheDamageFindsAForgery is the control: a workspace that holds together and
// is another one must not pass for the one that was written.
func TestTheDamageFindsAForgery(t *testing.T) {
	files, want := finished(t)
	dir := t.TempDir()
	watch(t, dir, faultfs.Quick{})
	for name, spoil := range map[string]func(*contents){
		"an answer is missing": func(c *contents) {
			c.rows = slices.DeleteFunc(slices.Clone(c.rows), func(row string) bool { return strings.HasPrefix(row, "response [s1 a 1") })
		},
		"an entry is missing": func(c *contents) { c.log = "1 entries" },
	} {
		l, err := look(t.Context(), dir, files)
		if err != nil {
			t.Fatal(err)
		}
		spoil(&l.got)
		tally := &damageTally{}
		if tally.judge(name, l, want); len(tally.wrong) == 0 {
			t.Errorf("%s: it passed", name)
		}
	}
}
