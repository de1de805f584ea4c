package audit

import (
	"fmt"
	"maps"

	"golang.org/x/mod/sumdb/tlog"
)

// Head names a log: how many entries it has, and the hash over all of them.
type Head struct {
	Count int64
	Hash  [tlog.HashSize]byte
}

// Edge is the right edge of a log: all that is needed to append to it. It never
// changes; Append gives another one. The zero value is an empty log.
type Edge struct {
	count int64
	// whole are the hashes of the largest whole subtrees, by their stored index.
	whole map[int64]tlog.Hash
}

// EdgeAt reads the edge of a log with so many entries. Reading is as in
// tlog.HashReader: it gives the hashes at stored indexes.
func EdgeAt(count int64, read func(indexes []int64) ([]tlog.Hash, error)) (Edge, error) {
	e := Edge{count: count}
	hashes, err := read(e.indexes())
	if err != nil {
		return Edge{}, err
	}
	e.whole = map[int64]tlog.Hash{}
	for i, index := range e.indexes() {
		e.whole[index] = hashes[i]
	}
	return e, nil
}

// Count is the number of entries.
func (e Edge) Count() int64 { return e.count }

// indexes are the stored indexes of the largest whole subtrees.
func (e Edge) indexes() []int64 {
	out := []int64{}
	for level := 62; level >= 0; level-- {
		if e.count>>level&1 == 1 {
			out = append(out, tlog.StoredHashIndex(level, e.count>>level-1))
		}
	}
	return out
}

// reader gives what the edge has.
func (e Edge) reader() tlog.HashReaderFunc {
	return func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			h, ok := e.whole[index]
			if !ok {
				return nil, fmt.Errorf("hash %d is not on the edge", index)
			}
			out[i] = h
		}
		return out, nil
	}
}

// Head gives the head of the log.
func (e Edge) Head() (Head, error) {
	hash, err := tlog.TreeHash(e.count, e.reader())
	return Head{Count: e.count, Hash: hash}, err
}

// Append adds a leaf, whose Number must be the next one, and gives the hashes
// that are to be stored with it: its own and those of the subtrees that it
// completes, one after the other.
func (e Edge) Append(l Leaf) (next Edge, stored []byte, err error) {
	if l.Number != e.count+1 {
		return e, nil, fmt.Errorf("entry %d cannot follow %d", l.Number, e.count)
	}
	return e.grow(tlog.RecordHash(l.bytes()))
}

// grow adds the hash of a leaf.
func (e Edge) grow(leaf tlog.Hash) (next Edge, stored []byte, err error) {
	hashes, err := tlog.StoredHashesForRecordHash(e.count, leaf, e.reader())
	if err != nil {
		return e, nil, err
	}
	all, first := maps.Clone(e.whole), tlog.StoredHashIndex(0, e.count)
	if all == nil {
		all = map[int64]tlog.Hash{}
	}
	for i, h := range hashes {
		all[first+int64(i)] = h
		stored = append(stored, h[:]...)
	}
	next = Edge{count: e.count + 1, whole: map[int64]tlog.Hash{}}
	for _, index := range next.indexes() {
		next.whole[index] = all[index]
	}
	return next, stored, nil
}

// Place says with which entry a hash is stored, and at which byte of its hashes.
func Place(index int64) (number int64, offset int) {
	level, n := tlog.SplitStoredHashIndex(index)
	return (n + 1) << level, level * tlog.HashSize
}
