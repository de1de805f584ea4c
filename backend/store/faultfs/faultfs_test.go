//go:build linux && !race

package faultfs

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	lib "modernc.org/sqlite/lib"
)

// plain does to real files what SQLite's own file system would.
func plain(t *testing.T) func(Op) int32 {
	t.Helper()
	return func(op Op) int32 {
		var err error
		switch op.Kind {
		case Open:
			var f *os.File
			if f, err = os.OpenFile(op.Path, os.O_RDWR|os.O_CREATE, 0o600); err == nil {
				err = f.Close()
			}
		case Write:
			var f *os.File
			if f, err = os.OpenFile(op.Path, os.O_RDWR, 0); err == nil {
				if _, err = f.WriteAt(op.Data, op.Offset); err == nil {
					err = f.Close()
				}
			}
		case Truncate:
			err = os.Truncate(op.Path, op.Offset)
		case Delete:
			err = os.Remove(op.Path)
		}
		if err != nil {
			t.Error(err)
			return lib.SQLITE_IOERR
		}
		return lib.SQLITE_OK
	}
}

// old and fresh fill two sectors each.
var old, fresh = bytes.Repeat([]byte("o"), 2*sector), bytes.Repeat([]byte("f"), 2*sector)

// written is a disk with a safe file whose bytes were written over since.
func written(t *testing.T, lies bool) (d *Disk, do func(Op), path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	d = NewDisk()
	d.Lies = lies
	do = func(op Op) {
		if rc := d.Do(op, plain(t)); rc != lib.SQLITE_OK {
			t.Errorf("%s gives %d", op.Kind, rc)
		}
	}
	do(Op{Kind: Open, Path: path})
	do(Op{Kind: Write, Path: path, Data: fresh})
	return d, do, path
}

func TestADiskHoldsWhatWasFlushedAndMayHoldTheRest(t *testing.T) {
	d, do, path := written(t, false)
	random := rand.New(rand.NewPCG(1, 2))
	image := func(loss Loss) string { return string(d.Image(loss, random)["a"]) }
	if image(All) != string(old) || image(Nothing) != string(fresh) {
		t.Error("what is not flushed is not all or nothing")
	}
	kinds := map[Loss]map[string]bool{Tail: {}, Some: {}, Garbled: {}}
	for range 200 {
		for loss, found := range kinds {
			found[image(loss)] = true
		}
	}
	// Two sectors, each old or new: four states. A tail has a state for every byte.
	if len(kinds[Some]) != 4 || len(kinds[Tail]) < 20 || len(kinds[Garbled]) < 20 {
		t.Errorf("%d states of sectors, %d of a tail, %d garbled", len(kinds[Some]), len(kinds[Tail]), len(kinds[Garbled]))
	}
	do(Op{Kind: Sync, Path: path})
	for loss := range Losses {
		if image(loss) != string(fresh) {
			t.Errorf("loss %d lost what was flushed", loss)
		}
	}
	do(Op{Kind: Truncate, Path: path, Offset: 3})
	if image(All) != string(fresh) || image(Nothing) != "fff" {
		t.Error("a cut is not lost, or not made")
	}
}

func TestADiskThatLiesHoldsNothing(t *testing.T) {
	d, do, path := written(t, true)
	do(Op{Kind: Sync, Path: path})
	if got := d.Image(All, nil)["a"]; string(got) != string(old) {
		t.Error("a flush that was a lie made something safe")
	}
}

func TestANameIsSafeWhenTheFolderIsFlushed(t *testing.T) {
	d, do, path := written(t, false)
	journal := path + "-journal"
	has := func(loss Loss, name string) bool { _, ok := d.Image(loss, nil)[name]; return ok }
	do(Op{Kind: Open, Path: journal, Creates: true, Journal: true})
	do(Op{Kind: Write, Path: journal, Data: fresh})
	if has(All, "a-journal") || !has(Nothing, "a-journal") {
		t.Error("a new name is safe before a flush")
	}
	do(Op{Kind: Sync, Path: journal})
	if !has(All, "a-journal") {
		t.Error("a new journal is not safe after its flush")
	}
	do(Op{Kind: Delete, Path: journal})
	if !has(All, "a-journal") || has(Nothing, "a-journal") {
		t.Error("a deletion is safe before a flush")
	}
	do(Op{Kind: Open, Path: journal, Creates: true, Journal: true}) // another file of that name
	do(Op{Kind: Sync, Path: journal})
	if got := d.Image(All, nil)["a-journal"]; len(got) != 0 {
		t.Error("the deleted file came back after the flush of its successor")
	}
	if err := os.Rename(path, path+".b"); err != nil {
		t.Fatal(err)
	}
	if has(Nothing, "a") || string(d.Image(Nothing, nil)["a.b"]) != string(fresh) {
		t.Error("what the program renamed is not found")
	}
}

func TestTheNthOperationFailsOnceOrForEver(t *testing.T) {
	for failure, f := range of {
		for _, forEver := range []bool{false, true} {
			hook, got := &Failing{}, []bool{}
			hook.Arm(failure, 2, forEver)
			for range 4 {
				op := Op{Kind: f.kind, Data: make([]byte, 8)}
				rc := hook.Do(op, func(op Op) int32 {
					if failure == HalfIsWritten && len(op.Data) != 8 && len(op.Data) != 4 {
						t.Error("half is", len(op.Data))
					}
					return lib.SQLITE_OK
				})
				if rc != lib.SQLITE_OK && rc != f.code {
					t.Errorf("%s gives %d", failure, rc)
				}
				got = append(got, rc != lib.SQLITE_OK)
			}
			if want := [4]bool{false, true, forEver, forEver}; [4]bool(got) != want {
				t.Errorf("%s, for ever %v: failed %v", failure, forEver, got)
			}
			if n := hook.Disarm(); n == 0 || hook.Do(Op{Kind: f.kind}, func(Op) int32 { return lib.SQLITE_OK }) != lib.SQLITE_OK {
				t.Errorf("%s: %d failed, and it goes on", failure, n)
			}
		}
	}
}
