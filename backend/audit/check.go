package audit

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"kitewise/backend/domain"
)

// Kind is what is wrong with a log, the end of the locale text "audit.fault.<kind>".
type Kind string

// The kinds of finding.
const (
	// FaultOrder: an entry does not follow the one before it.
	FaultOrder Kind = "order"
	// FaultEntry: an entry is not as it was written.
	FaultEntry Kind = "entry"
	// FaultTree: a hash of the tree is not as it was written.
	FaultTree Kind = "tree"
	// FaultBody: what an entry says is not as it was written.
	FaultBody Kind = "body"
	// FaultGone: what an entry says is gone, and no erasure says so.
	FaultGone Kind = "gone"
	// FaultCut: the log ends before a head that was known.
	FaultCut Kind = "cut"
	// FaultHead: the log is not the one whose head was known.
	FaultHead Kind = "head"
	// FaultSignature: a checkpoint was not signed with the key of the workspace.
	FaultSignature Kind = "signature"
	// FaultWitness: the witness is missing, cannot be read, or holds a checkpoint
	// that the key did not sign.
	FaultWitness Kind = "witness"
	// FaultAnswers: fewer answers are stored than the witness has seen.
	FaultAnswers Kind = "answers"
	// FaultKey: the stored key of the log is not that of the workspace.
	FaultKey Kind = "key"
)

// Kinds lists every kind.
func Kinds() []Kind {
	return []Kind{FaultOrder, FaultEntry, FaultTree, FaultBody, FaultGone, FaultCut, FaultHead, FaultSignature, FaultWitness, FaultAnswers, FaultKey}
}

// Finding is one fault; Number is the entry at which it shows, 0 for none.
type Finding struct {
	Number int64 `json:"number"`
	Kind   Kind  `json:"kind"`
}

// Row is an entry as it is stored; Body is nil when it is gone.
type Row struct {
	Leaf   Leaf
	Hashes []byte
	Body   *Body
}

// mostFindings bounds what a check keeps; more say no more.
const mostFindings = 100

// Emptied is the key of a detail that names the entries whose bodies an act
// erased, in the form of Ranges.
const Emptied = "emptied"

// Checker checks a log entry by entry. The heads that must hold are told first,
// then every row in the order of its number, then End.
type Checker struct {
	edge     Edge
	expected map[int64][]string
	most     int64
	signed   map[int64]bool
	gone     map[int64]bool
	findings []Finding
}

// Expect says what a head is known to be: its whole hash, or as much as was
// printed, in hex.
func (c *Checker) Expect(count int64, hex string) {
	if c.expected == nil {
		c.expected = map[int64][]string{}
	}
	c.expected[count] = append(c.expected[count], hex)
	c.most = max(c.most, count)
}

// ExpectHead is Expect with a whole head.
func (c *Checker) ExpectHead(h Head) { c.Expect(h.Count, hex.EncodeToString(h.Hash[:])) }

// Signed tells of a checkpoint that is stored with an entry.
func (c *Checker) Signed(key string, number int64, text string) {
	head, err := ReadCheckpoint(key, text)
	if err != nil || head.Count != number {
		c.find(number, FaultSignature)
		return
	}
	if c.signed == nil {
		c.signed = map[int64]bool{}
	}
	c.signed[number] = true
	c.ExpectHead(head)
}

func (c *Checker) find(number int64, kind Kind) {
	if len(c.findings) < mostFindings {
		c.findings = append(c.findings, Finding{number, kind})
	}
}

// Row checks the next entry. After a fault it goes on from what is stored, so
// that each is told once.
func (c *Checker) Row(r Row) {
	n := c.edge.Count() + 1
	if r.Leaf.Number != n {
		c.find(r.Leaf.Number, FaultOrder)
		r.Leaf.Number = n
	}
	own := tlog.RecordHash(r.Leaf.bytes())
	stored := own
	if len(r.Hashes) < tlog.HashSize || !bytes.Equal(own[:], r.Hashes[:tlog.HashSize]) {
		c.find(n, FaultEntry)
		copy(stored[:], r.Hashes)
	}
	next, hashes, err := c.edge.grow(stored)
	if err != nil { // cannot be: the edge has what it needs
		c.find(n, FaultTree)
		return
	}
	if !bytes.Equal(hashes, r.Hashes) && bytes.Equal(hashes[:tlog.HashSize], r.Hashes[:min(tlog.HashSize, len(r.Hashes))]) {
		c.find(n, FaultTree)
	}
	c.edge = next
	// Whoever unlocks or locks has the key, and signs in the same transaction.
	if (r.Leaf.Act == domain.ActUnlock || r.Leaf.Act == domain.ActLock) && !c.signed[n] {
		c.find(n, FaultSignature)
	}
	c.body(n, r)
	c.known(n)
}

// body checks what an entry says, or notes that it is gone.
func (c *Checker) body(n int64, r Row) {
	if r.Body == nil {
		if c.gone == nil {
			c.gone = map[int64]bool{}
		}
		c.gone[n] = true
		return
	}
	if !bytes.Equal(r.Body.Digest(), r.Leaf.Digest) {
		c.find(n, FaultBody)
	}
	detail := map[string]string{}
	if json.Unmarshal([]byte(r.Body.Detail), &detail) == nil && detail[Emptied] != "" {
		for _, span := range readRanges(detail[Emptied]) {
			for number := span[0]; number <= min(span[1], n); number++ {
				delete(c.gone, number)
			}
		}
	}
}

// known compares the head after an entry with what it is known to be.
func (c *Checker) known(n int64) {
	expected := c.expected[n]
	if len(expected) == 0 {
		return
	}
	head, err := c.edge.Head()
	whole := hex.EncodeToString(head.Hash[:])
	for _, known := range expected {
		if err != nil || !strings.HasPrefix(whole, known) {
			c.find(n, FaultHead)
			return
		}
	}
}

// End gives what was found, and the head.
func (c *Checker) End() (Head, []Finding) {
	if c.most > c.edge.Count() {
		c.find(c.most, FaultCut)
	}
	for n := int64(1); n <= c.edge.Count() && len(c.gone) > 0; n++ {
		if c.gone[n] {
			c.find(n, FaultGone)
			delete(c.gone, n)
		}
	}
	head, err := c.edge.Head()
	if err != nil { // cannot be: the edge has what it needs
		c.find(c.edge.Count(), FaultTree)
	}
	return head, c.findings
}

// Ranges writes ascending numbers as "3-9,12".
func Ranges(numbers []int64) string {
	parts := []string{}
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		part := strconv.FormatInt(numbers[i], 10)
		if j > i {
			part += "-" + strconv.FormatInt(numbers[j], 10)
		}
		parts, i = append(parts, part), j+1
	}
	return strings.Join(parts, ",")
}

// readRanges reads what Ranges wrote; what it did not write is left out: whoever
// can write into the file must not keep the check busy for ever.
func readRanges(text string) [][2]int64 {
	out, last := [][2]int64{}, int64(0)
	for part := range strings.SplitSeq(text, ",") {
		span := [2]int64{}
		if n, _ := fmt.Sscanf(part, "%d-%d", &span[0], &span[1]); n == 1 {
			span[1] = span[0]
		} else if n != 2 {
			continue
		}
		if span[0] <= last || span[1] < span[0] {
			continue
		}
		out, last = append(out, span), span[1]
	}
	return out
}
