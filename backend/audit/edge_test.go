package audit

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"kitewise/backend/domain"
)

func leaf(n int64) Leaf {
	return Leaf{Number: n, At: domain.Instant(1000 + n), Act: domain.ActView, Actor: "owner", Digest: bytes.Repeat([]byte{byte(n)}, 32)}
}

// shelf keeps the hashes of entries as the store does, by their number.
type shelf map[int64][]byte

func (s shelf) read(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		number, offset := Place(index)
		if copy(out[i][:], s[number][offset:]) != tlog.HashSize {
			return nil, fmt.Errorf("no hash %d", index)
		}
	}
	return out, nil
}

// TestTheEdgeGrowsTheTreeOfRFC6962 compares, after every entry, the head of the
// edge with the tree's definition (RFC 6962, 2.1), spelled out here, and an edge
// that is read back from what was stored with the one that was carried on.
func TestTheEdgeGrowsTheTreeOfRFC6962(t *testing.T) {
	var root func(leaves []tlog.Hash) tlog.Hash
	root = func(leaves []tlog.Hash) tlog.Hash {
		if len(leaves) == 1 {
			return leaves[0]
		}
		k := 1
		for 2*k < len(leaves) {
			k *= 2
		}
		return tlog.NodeHash(root(leaves[:k]), root(leaves[k:]))
	}
	edge, kept, leaves := Edge{}, shelf{}, []tlog.Hash{}
	for n := int64(1); n <= 300; n++ {
		next, stored, err := edge.Append(leaf(n))
		if err != nil {
			t.Fatal(err)
		}
		edge, kept[n] = next, stored
		leaves = append(leaves, tlog.RecordHash(leaf(n).bytes()))
		head, err := edge.Head()
		if err != nil || head.Count != n || head.Hash != root(leaves) {
			t.Fatalf("after %d: %v, %v", n, head, err)
		}
		again, err := EdgeAt(n, kept.read)
		if err != nil {
			t.Fatal(err)
		}
		if h, err := again.Head(); err != nil || h != head {
			t.Fatalf("read back at %d: %v, %v", n, h, err)
		}
	}
	if _, _, err := edge.Append(leaf(7)); err == nil {
		t.Error("an entry out of turn was taken")
	}
	head, err := (Edge{}).Head()
	if err != nil || head.Count != 0 || fmt.Sprintf("%x", head.Hash[:4]) != "e3b0c442" { // SHA-256 of nothing
		t.Errorf("an empty log: %v, %v", head, err)
	}
}

func TestABodyCommitsToEveryPartAndHidesIt(t *testing.T) {
	e := domain.Entry{Act: domain.ActView, SessionID: "s1", ParticipantID: "p1", Detail: map[string]string{"part": "result"}}
	body, err := NewBody(e)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Body){
		"salt":    func(b *Body) { b.Salt = append([]byte{b.Salt[0] + 1}, b.Salt[1:]...) },
		"session": func(b *Body) { b.SessionID = "s2" },
		"person":  func(b *Body) { b.ParticipantID = "p2" },
		"detail":  func(b *Body) { b.Detail = `{"part":"report"}` },
		"border":  func(b *Body) { b.SessionID, b.ParticipantID = "s1p", "1" },
	} {
		other := body
		change(&other)
		if bytes.Equal(other.Digest(), body.Digest()) {
			t.Errorf("another %s has the same digest", name)
		}
	}
	twin, err := NewBody(e)
	if err != nil || bytes.Equal(twin.Digest(), body.Digest()) {
		t.Errorf("the same body twice can be seen from its digest (%v)", err)
	}
}

func TestTheLogTakesNoNames(t *testing.T) {
	for _, detail := range []map[string]string{
		{"name": "Dewi Lestari"}, {"note": "Zoë"}, {"Field": "x"}, {"": "x"}, {"long": string(bytes.Repeat([]byte{'x'}, 70000))},
	} {
		if _, err := NewBody(domain.Entry{Act: domain.ActView, Detail: detail}); err == nil {
			t.Errorf("%v was taken", detail)
		}
	}
}

// TestRangesThatNobodyWroteAreLeftOut: otherwise whoever can write into the file
// would keep the check of the log busy for ever.
func TestRangesThatNobodyWroteAreLeftOut(t *testing.T) {
	got := readRanges("-9000000000000000000-2,3-9,12,5-6,12-13,9-4,20-18,15-9000000000000000000")
	if want := [][2]int64{{3, 9}, {12, 12}, {15, 9000000000000000000}}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	c := &Checker{}
	body := Body{Salt: make([]byte, SaltSize), Detail: `{"emptied":"-9000000000000000000-1,1-9000000000000000000"}`}
	l := leaf(1)
	l.Digest = body.Digest()
	_, hashes, err := Edge{}.Append(l)
	if err != nil {
		t.Fatal(err)
	}
	c.Row(Row{Leaf: l, Hashes: hashes, Body: &body})
	if head, _ := c.End(); head.Count != 1 {
		t.Errorf("the check came to %d", head.Count)
	}
}

// TestRangesComeBackAsTheyWereWritten is what the check lives on.
func TestRangesComeBackAsTheyWereWritten(t *testing.T) {
	for _, numbers := range [][]int64{{}, {1}, {1, 2, 3}, {2, 4, 5, 6, 9}, {1, 3, 5, 7}} {
		back := []int64{}
		for _, span := range readRanges(Ranges(numbers)) {
			for n := span[0]; n <= span[1]; n++ {
				back = append(back, n)
			}
		}
		if !slices.Equal(back, numbers) {
			t.Errorf("%v came back as %v", numbers, back)
		}
	}
}
