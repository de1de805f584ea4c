package names

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Key orders people: newest activity first, then by id, the greatest first.
type Key struct {
	At int64
	ID string
}

func (k Key) compare(l Key) int {
	return cmp.Or(cmp.Compare(l.At, k.At), strings.Compare(l.ID, k.ID))
}

// entry is one person; the text lies in the index's room from..to.
type entry struct {
	Key
	from, to int
}

// Index holds people with their folded names and codes. It is not safe for use
// by several goroutines.
type Index struct {
	entries []entry // in order, once settled
	at      map[string]int64
	room    []byte
	waste   int
	settled bool
}

// New makes an empty index with room for so many people.
func New(people int) *Index {
	return &Index{entries: make([]entry, 0, people), at: make(map[string]int64, people), settled: true}
}

// Len is the number of people.
func (x *Index) Len() int { return len(x.entries) }

// Add adds somebody who is not in it: name and code can be found in any case.
func (x *Index) Add(key Key, name, code string) {
	from := len(x.room)
	x.grow(len(name) + len(code) + 1)
	x.room = append(x.room, Fold(name)...)
	x.room = append(x.room, '\n')
	x.room = append(x.room, Fold(code)...)
	x.entries = append(x.entries, entry{key, from, len(x.room)})
	x.at[key.ID] = key.At
	x.settled = false
}

// Change gives somebody another name or code.
func (x *Index) Change(key Key, name, code string) {
	x.remove(key.ID)
	x.Add(key, name, code)
	if x.waste > len(x.room)/2 {
		x.squeeze()
	}
}

// Remove takes somebody out and overwrites the name.
func (x *Index) Remove(id string) {
	x.remove(id)
	if x.waste > len(x.room)/2 {
		x.squeeze()
	}
}

// Move moves somebody to another moment of activity.
func (x *Index) Move(key Key) {
	if old, ok := x.at[key.ID]; !ok || old == key.At {
		return
	}
	i, found := x.find(key.ID)
	if !found {
		return
	}
	e := x.entries[i]
	e.Key = key
	x.entries = slices.Delete(x.entries, i, i+1)
	i, _ = x.search(key)
	x.entries = slices.Insert(x.entries, i, e)
	x.at[key.ID] = key.At
}

// Page gives the keys of the people after one ("" id: from the beginning) whose
// name or code contains the folded query, at most limit, and how many there are
// in all.
func (x *Index) Page(query string, after Key, limit int) (page []Key, total int) {
	x.settle()
	needle := []byte(query)
	for _, e := range x.entries {
		if !bytes.Contains(x.room[e.from:e.to], needle) {
			continue
		}
		total++
		if len(page) < limit && (after.ID == "" || after.compare(e.Key) < 0) {
			page = append(page, e.Key)
		}
	}
	return page, total
}

// Wipe overwrites the names.
func (x *Index) Wipe() {
	if x == nil {
		return
	}
	clear(x.room[:cap(x.room)])
	clear(x.entries)
	*x = Index{at: map[string]int64{}, settled: true}
}

func (x *Index) settle() {
	if !x.settled {
		slices.SortFunc(x.entries, func(a, b entry) int { return a.compare(b.Key) })
		x.settled = true
	}
}

func (x *Index) search(key Key) (int, bool) {
	x.settle()
	return slices.BinarySearchFunc(x.entries, key, func(e entry, k Key) int { return e.compare(k) })
}

func (x *Index) find(id string) (int, bool) {
	at, ok := x.at[id]
	if !ok {
		return 0, false
	}
	return x.search(Key{At: at, ID: id})
}

func (x *Index) remove(id string) {
	i, ok := x.find(id)
	if !ok {
		return
	}
	e := x.entries[i]
	clear(x.room[e.from:e.to])
	x.waste += e.to - e.from
	x.entries = slices.Delete(x.entries, i, i+1)
	delete(x.at, id)
}

// grow makes room by hand, so that the smaller one is overwritten.
func (x *Index) grow(more int) {
	// Folding may lengthen a letter, to four bytes at most.
	if need := len(x.room) + 4*more; need > cap(x.room) {
		x.move(2 * need)
	}
}

func (x *Index) move(size int) {
	larger := append(make([]byte, 0, size), x.room...)
	clear(x.room)
	x.room = larger
}

// squeeze leaves out what belongs to nobody.
func (x *Index) squeeze() {
	packed := make([]byte, 0, len(x.room))
	for i, e := range x.entries {
		from := len(packed)
		packed = append(packed, x.room[e.from:e.to]...)
		x.entries[i].from, x.entries[i].to = from, len(packed)
	}
	clear(x.room)
	x.room, x.waste = packed, 0
}

// Fold maps every letter to one form for all its cases (Unicode simple case
// folding: the least rune of its orbit), so that a search finds any case.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, s)
}
