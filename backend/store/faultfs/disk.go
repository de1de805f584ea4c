//go:build linux

package faultfs

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"

	lib "modernc.org/sqlite/lib"
)

// sector is the least that a disk writes whole.
const sector = 512

// Disk is a hook that knows what a disk which honours nothing but a flush is
// bound to hold of a folder, beside what the running program sees. Image gives
// one of the states in which a loss of power can leave it.
//
// The folder is kept apart from the files in it: a new or deleted name is as
// unsafe before the folder is flushed as a written sector before its file is. A
// renaming by the program itself is taken as flushed, as the store does.
type Disk struct {
	// Lies makes a flush do nothing: the disk says yes and keeps all in its cache.
	Lies bool
	// Before is told of every operation that changes something, before it is done.
	// It may ask for images.
	Before func(op Op)

	mu      sync.Mutex
	now     map[string]*content // the folder as the program sees it
	durable map[string]*content // the folder that is safe
	renamed []entry             // what was done to the folder since
}

// entry is one change of a folder: a name that is new, or one that is gone.
type entry struct {
	name string
	file *content // nil: gone
}

// content is what is in a file, whatever it is called.
type content struct {
	safe    []byte
	pending []change
	info    os.FileInfo
	// newJournal is set until the first flush of a journal that was opened to be
	// made: with it the folder is flushed.
	newJournal bool
}

// change is a writing, or with data nil a new length.
type change struct {
	offset int64
	data   []byte
}

// NewDisk gives a disk on which everything that is there now is safe.
func NewDisk() *Disk {
	return &Disk{now: map[string]*content{}, durable: map[string]*content{}}
}

// Do does what is asked, except to trouble the real disk with a flush: what is
// safe is kept here.
func (d *Disk) Do(op Op, next func(Op) int32) int32 {
	if op.Kind == Read {
		return next(op)
	}
	if d.Before != nil && op.Kind != Open {
		d.Before(op)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch op.Kind {
	case Open:
		return d.open(op, next)
	case Write:
		d.change(op, change{op.Offset, slices.Clone(op.Data)})
	case Truncate:
		d.change(op, change{offset: op.Offset})
	case Sync:
		d.flush(d.now[op.Path])
		return lib.SQLITE_OK
	case Delete:
		return d.remove(op, next)
	}
	return next(op)
}

func (d *Disk) change(op Op, c change) {
	if f := d.now[op.Path]; f != nil { // else it has no name any more, and goes with the power
		f.pending = append(f.pending, c)
	}
}

func (d *Disk) open(op Op, next func(Op) int32) int32 {
	d.follow()
	before, statErr := os.Stat(op.Path)
	rc := next(op)
	if rc != lib.SQLITE_OK {
		return rc
	}
	if statErr == nil {
		d.recognise(op.Path, before)
	} else if info, err := os.Stat(op.Path); err == nil {
		made := &content{info: info}
		d.now[op.Path] = made
		d.renamed = append(d.renamed, entry{op.Path, made})
	}
	if f := d.now[op.Path]; f != nil && op.Creates && op.Journal {
		f.newJournal = true
	}
	return rc
}

// recognise takes a file that was there from the beginning as safe.
func (d *Disk) recognise(path string, info os.FileInfo) {
	if f := d.now[path]; f != nil && os.SameFile(f.info, info) {
		return
	}
	safe, err := os.ReadFile(path)
	if err != nil {
		return
	}
	f := &content{safe: safe, info: info}
	d.now[path], d.durable[path] = f, f
}

// follow finds out what the program itself renamed or removed, past SQLite. It is
// taken as flushed, with everything that was done to the folder before.
func (d *Disk) follow() {
	for name, f := range maps.Clone(d.now) {
		if info, err := os.Lstat(name); err == nil && os.SameFile(info, f.info) {
			continue
		}
		d.flushFolder()
		delete(d.now, name)
		delete(d.durable, name)
		entries, err := os.ReadDir(filepath.Dir(name))
		if err != nil {
			continue
		}
		for _, e := range entries {
			if info, err := e.Info(); err == nil && os.SameFile(info, f.info) {
				to := filepath.Join(filepath.Dir(name), e.Name())
				d.now[to], d.durable[to] = f, f
			}
		}
	}
}

func (d *Disk) remove(op Op, next func(Op) int32) int32 {
	rc := next(op)
	if rc == lib.SQLITE_OK && d.now[op.Path] != nil {
		delete(d.now, op.Path)
		d.renamed = append(d.renamed, entry{name: op.Path})
		if op.FlushesFolder && !d.Lies {
			d.flushFolder()
		}
	}
	return rc
}

func (d *Disk) flush(f *content) {
	if d.Lies || f == nil {
		return
	}
	for _, c := range f.pending {
		f.safe = c.on(f.safe)
	}
	f.pending = nil
	if f.newJournal {
		f.newJournal = false
		d.flushFolder()
	}
}

func (d *Disk) flushFolder() {
	for _, e := range d.renamed {
		e.in(d.durable)
	}
	d.renamed = nil
}

func (e entry) in(folder map[string]*content) {
	if e.file == nil {
		delete(folder, e.name)
	} else {
		folder[e.name] = e.file
	}
}

// on gives a file's bytes with a change made. It may use their memory.
func (c change) on(data []byte) []byte {
	end := c.offset + int64(len(c.data))
	if c.data == nil && int64(len(data)) > end {
		return data[:end:end]
	}
	if more := end - int64(len(data)); more > 0 {
		data = append(data, make([]byte, more)...)
	}
	copy(data[c.offset:], c.data)
	return data
}

// Loss is what becomes of the changes that no flush has made safe.
type Loss int

// The ways of losing them.
const (
	All     Loss = iota // none of them is on the disk
	Nothing             // all are, as after a killed program
	Tail                // the first ones are, the last of these in part
	Some                // any sectors of them are
	Garbled             // as Some, and a sector may hold anything
	Losses              // how many ways there are
)

// Image gives one state of the folder after a loss of power: file names and
// what is in them.
func (d *Disk) Image(loss Loss, random *rand.Rand) map[string][]byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.follow()
	folder := maps.Clone(d.durable)
	reached := len(d.renamed)
	switch loss {
	case All:
		reached = 0
	case Nothing:
	default:
		reached = random.IntN(reached + 1)
	}
	for _, e := range d.renamed[:reached] {
		e.in(folder)
	}
	out := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(folder)) { // sorted: the same seed, the same image
		out[filepath.Base(name)] = folder[name].after(loss, random)
	}
	return out
}

// after gives what is in a file after a loss of power.
func (f *content) after(loss Loss, random *rand.Rand) []byte {
	data := slices.Clone(f.safe)
	reached := f.pending
	switch loss {
	case All:
		return data
	case Tail:
		reached = reached[:random.IntN(len(reached)+1)]
	}
	for i, c := range reached {
		switch {
		case loss == Tail && i == len(reached)-1 && len(c.data) > 0:
			c.data = c.data[:1+random.IntN(len(c.data))]
			data = c.on(data)
		case loss == Some || loss == Garbled:
			data = c.inSectors(data, loss, random)
		default:
			data = c.on(data)
		}
	}
	return data
}

// inSectors makes a change sector by sector, each or not.
func (c change) inSectors(data []byte, loss Loss, random *rand.Rand) []byte {
	if c.data == nil {
		if random.IntN(2) == 0 {
			return c.on(data)
		}
		return data
	}
	for from := int64(0); from < int64(len(c.data)); {
		offset := c.offset + from
		n := min(sector-offset%sector, int64(len(c.data))-from)
		part := change{offset, c.data[from : from+n]}
		switch chance := random.IntN(4); {
		case chance < 2:
			data = part.on(data)
		case chance == 2 && loss == Garbled:
			part.data = noise(int(n), random)
			data = part.on(data)
		}
		from += n
	}
	return data
}

func noise(n int, random *rand.Rand) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(random.Uint32())
	}
	return out
}
