//go:build !race

package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
)

// stored is a whole log as it lies in the tables and the witness.
type stored struct {
	rows    []audit.Row
	notes   map[int64]string
	witness audit.Witness
}

func (l stored) clone() stored {
	out := stored{notes: map[int64]string{}, witness: l.witness}
	for number, text := range l.notes {
		out.notes[number] = text
	}
	for _, r := range l.rows {
		r.Leaf.Digest, r.Hashes = bytes.Clone(r.Leaf.Digest), bytes.Clone(r.Hashes)
		body := *r.Body
		body.Salt = bytes.Clone(body.Salt)
		r.Body = &body
		out.rows = append(out.rows, r)
	}
	return out
}

// kept makes a workspace whose log has so many entries, in stretches that begin
// with an unlocking, and reads it.
func kept(t *testing.T, entries int) (*Store, stored) {
	t.Helper()
	s := openTest(t, t.TempDir(), Options{})
	for i := range 4 {
		person(t, s, fmt.Sprintf("p%d", i), "A", 1)
	}
	for i := 0; i < entries-5; i++ {
		e := domain.Entry{Act: domain.ActView, Actor: "owner", ParticipantID: fmt.Sprintf("p%d", i%4), Detail: map[string]string{"part": fmt.Sprint(i)}}
		var err error
		switch i % 17 {
		case 0:
			err = s.SignWith(t.Context(), testSigner(t), domain.Entry{Act: domain.ActUnlock})
		case 9:
			err = s.Note(t.Context(), domain.Entry{Act: domain.ActLock})
			s.book.signer.Store(nil)
		default:
			err = s.Note(t.Context(), e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	s.book.signer.Store(nil) // it is checked by the stored key, as beside a locked desk
	l := stored{notes: map[int64]string{}}
	err := s.read(t.Context(), "read log", func(r runner) error {
		if err := eachRow(r, func(row audit.Row) { l.rows = append(l.rows, row) }); err != nil {
			return err
		}
		return r.each(func(scan func(...any) error) error {
			number, text := int64(0), ""
			err := scan(&number, &text)
			l.notes[number] = text
			return err
		}, `SELECT number, note FROM audit_checkpoint`)
	})
	if err == nil {
		s.tellWitness()
		l.witness, err = s.readWitness()
	}
	if err != nil || len(l.rows) != entries || len(l.notes) < 4 {
		t.Fatalf("%d entries, %d checkpoints, %v", len(l.rows), len(l.notes), err)
	}
	return s, l
}

var errUndo = errors.New("undo")

// verdict writes a log over that of the workspace, checks it, and undoes it.
func verdict(t *testing.T, s *Store, l stored) []audit.Finding {
	t.Helper()
	var check LogCheck
	err := s.write(t.Context(), "tamper", func(r runner) error {
		err := unguarded(r, []string{"audit", "audit_body", "audit_checkpoint"}, func() error { return l.put(r) })
		if err == nil {
			check, err = s.checkLog(r, l.witness, nil, nil)
		}
		return errors.Join(err, errUndo)
	})
	if !errors.Is(err, errUndo) || domain.CodeOf(err) != domain.CodeInternal {
		t.Fatal(err)
	}
	return check.Findings
}

func (l stored) put(r runner) error {
	for _, table := range []string{"audit_checkpoint", "audit_body", "audit"} {
		if _, err := r.exec(`DELETE FROM ` + table); err != nil {
			return err
		}
	}
	for _, row := range l.rows {
		_, err := r.exec(`INSERT INTO audit (number, at, act, actor, digest, hashes) VALUES (?, ?, ?, ?, ?, ?)`,
			row.Leaf.Number, row.Leaf.At, row.Leaf.Act, row.Leaf.Actor, row.Leaf.Digest, row.Hashes)
		if err == nil && row.Body != nil {
			_, err = r.exec(`INSERT INTO audit_body (number, salt, session_id, participant_id, body) VALUES (?, ?, nullif(?, ''), nullif(?, ''), ?)`,
				row.Leaf.Number, row.Body.Salt, row.Body.SessionID, row.Body.ParticipantID, row.Body.Detail)
		}
		if err != nil {
			return err
		}
	}
	for number, text := range l.notes {
		if slices.ContainsFunc(l.rows, func(r audit.Row) bool { return r.Leaf.Number == number }) {
			if _, err := r.exec(`INSERT INTO audit_checkpoint (number, note) VALUES (?, ?)`, number, text); err != nil {
				return err
			}
		}
	}
	return nil
}

// regrow makes every hash of the log anew, as somebody does who knows how.
func (l *stored) regrow(t *testing.T) {
	t.Helper()
	edge := audit.Edge{}
	for i := range l.rows {
		row := &l.rows[i]
		row.Leaf.Number = int64(i + 1)
		if row.Body != nil {
			row.Leaf.Digest = row.Body.Digest()
		}
		next, hashes, err := edge.Append(row.Leaf)
		if err != nil {
			t.Fatal(err)
		}
		edge, row.Hashes = next, hashes
	}
	head, err := edge.Head()
	if err != nil {
		t.Fatal(err)
	}
	l.witness.Head = head
}

// The ways of tampering. Each changes the log so that it is not the same.
var ways = map[string]func(l *stored, random *rand.Rand){
	"edit": func(l *stored, random *rand.Rand) {
		row := &l.rows[random.IntN(len(l.rows))]
		switch random.IntN(7) {
		case 0:
			row.Leaf.At++
		case 1:
			row.Leaf.Act = domain.ActExport + "x"
		case 2:
			row.Leaf.Actor = "reader"
		case 3:
			other := map[bool]string{true: "p2", false: "p1"}[row.Body.ParticipantID == "p1"]
			row.Body.ParticipantID = other
		case 4:
			row.Body.Detail = `{"part":"changed"}`
		case 5:
			row.Body.Salt[random.IntN(len(row.Body.Salt))] ^= 1 << random.IntN(8)
		case 6:
			row.Leaf.Digest[random.IntN(len(row.Leaf.Digest))] ^= 1 << random.IntN(8)
			row.Body.Salt[0] ^= 1
		}
	},
	"insert": func(l *stored, random *rand.Rand) {
		at := random.IntN(len(l.rows))
		copied := l.clone().rows[random.IntN(len(l.rows))]
		copied.Leaf.At += domain.Instant(random.IntN(3))
		copied.Body.Salt[0]++
		l.rows = slices.Insert(l.rows, at, copied)
		for i := range l.rows {
			l.rows[i].Leaf.Number = int64(i + 1)
		}
	},
	"reorder": func(l *stored, random *rand.Rand) {
		a := random.IntN(len(l.rows))
		b := (a + 1 + random.IntN(len(l.rows)-1)) % len(l.rows)
		l.rows[a], l.rows[b] = l.rows[b], l.rows[a]
		l.rows[a].Leaf.Number, l.rows[b].Leaf.Number = l.rows[b].Leaf.Number, l.rows[a].Leaf.Number
		if random.IntN(2) == 0 { // with the hashes of the place
			l.rows[a].Hashes, l.rows[b].Hashes = l.rows[b].Hashes, l.rows[a].Hashes
		}
	},
	"cut": func(l *stored, random *rand.Rand) {
		n := 1 + random.IntN(5)
		l.rows = l.rows[:len(l.rows)-n]
	},
	"gap": func(l *stored, random *rand.Rand) {
		at := random.IntN(len(l.rows) - 1)
		l.rows = slices.Delete(l.rows, at, at+1)
		if random.IntN(2) == 0 {
			for i := range l.rows {
				l.rows[i].Leaf.Number = int64(i + 1)
			}
		}
	},
	"empty": func(l *stored, random *rand.Rand) { l.rows[random.IntN(len(l.rows))].Body = nil },
	"tree": func(l *stored, random *rand.Rand) {
		hashes := l.rows[random.IntN(len(l.rows))].Hashes
		hashes[random.IntN(len(hashes))] ^= 1 << random.IntN(8)
	},
}

// How far somebody goes to hide it.
const (
	plainly   = iota // changes the rows
	regrown          // and makes every hash anew
	witnessed        // and the witness too
	unsigned         // and takes the checkpoints away that no longer fit
	depths
)

// tamper changes a log in one way, hidden that far.
func tamper(t *testing.T, l stored, way string, depth int, random *rand.Rand) stored {
	t.Helper()
	out := l.clone()
	ways[way](&out, random)
	if depth == plainly || way == "tree" || way == "empty" {
		return out
	}
	known := out.witness.Head
	out.regrow(t)
	if depth == regrown {
		out.witness.Head = known
	}
	if depth == unsigned {
		for number, text := range out.notes {
			if !out.fits(t, text) {
				delete(out.notes, number)
			}
		}
		out.witness.Checkpoint = ""
	}
	return out
}

// fits reports whether the log still has the head that a checkpoint names.
func (l stored) fits(t *testing.T, text string) bool {
	t.Helper()
	signed, err := audit.ReadCheckpoint(testSigner(t).Key(), text)
	if err != nil {
		t.Fatal(err)
	}
	edge := audit.Edge{}
	for _, row := range l.rows[:min(int(signed.Count), len(l.rows))] {
		if edge, _, err = edge.Append(row.Leaf); err != nil {
			t.Fatal(err)
		}
	}
	head, err := edge.Head()
	return err == nil && head == signed
}

// TestEveryTamperingIsFound plants edits, insertions, reorderings and cuts, the
// plain ones and those of somebody who makes every hash anew, and rewrites the
// witness, and takes misfitting checkpoints away. What was changed after the last
// checkpoint has no other proof than the witness, and a whole folder that was put
// back has none: there the witness is left alone.
func TestEveryTamperingIsFound(t *testing.T) {
	s, l := kept(t, 70)
	if clean := verdict(t, s, l); len(clean) != 0 {
		t.Fatalf("the control: an untouched log gives %v", clean)
	}
	lastSigned := int64(0)
	for number := range l.notes {
		lastSigned = max(lastSigned, number)
	}
	random := rand.New(rand.NewPCG(11, 13))
	names := []string{}
	for name := range ways {
		names = append(names, name)
	}
	slices.Sort(names)
	planted, missed := map[string]int{}, map[string]int{}
	const rounds = 1000
	for i := range rounds {
		way, depth := names[i%len(names)], i/len(names)%depths
		changed := tamper(t, l, way, depth, random)
		if depth >= witnessed && sameUntil(l, changed, lastSigned) || depth == unsigned && way == "cut" {
			changed = tamper(t, l, way, regrown, random) // nothing but the witness could tell
			depth = regrown
		}
		label := fmt.Sprintf("%s/%d", way, depth)
		planted[label]++
		if len(verdict(t, s, changed)) == 0 {
			missed[label]++
		}
	}
	if len(missed) > 0 {
		t.Errorf("missed %v of %v", missed, planted)
	}
	t.Logf("%d planted: %v", rounds, planted)
}

// sameUntil reports whether two logs have the same beginning.
func sameUntil(a, b stored, count int64) bool {
	if int64(len(b.rows)) < count {
		return false
	}
	for i := range count {
		x, y := a.rows[i], b.rows[i]
		if !bytes.Equal(x.Hashes, y.Hashes) || x.Leaf.Number != y.Leaf.Number {
			return false
		}
	}
	return true
}

// TestAPlainChainMissesACut is the control: a chain of hashes over the same
// entries, without a head that is kept elsewhere, finds an edit and misses every
// cut of its tail.
func TestAPlainChainMissesACut(t *testing.T) {
	_, l := kept(t, 70)
	chain := func(l stored) (links [][]byte) {
		last := []byte{}
		for _, row := range l.rows {
			sum := sha256.Sum256(fmt.Appendf(last, "%+v", row.Leaf))
			last = sum[:]
			links = append(links, bytes.Clone(last))
		}
		return links
	}
	whole := chain(l)
	broken := func(l stored) bool { // by the links that are stored beside the entries
		for i, link := range chain(l) {
			if !bytes.Equal(link, whole[i]) {
				return true
			}
		}
		return false
	}
	random := rand.New(rand.NewPCG(17, 19))
	missed := 0
	for range 50 {
		if !broken(tamper(t, l, "cut", plainly, random)) {
			missed++
		}
		if !broken(tamper(t, l, "reorder", plainly, random)) {
			t.Error("the chain does not even find a reordering")
		}
	}
	if missed != 50 {
		t.Errorf("the chain without a head missed %d of 50 cuts: the control is none", missed)
	}
}

// TestWithoutHeadsARegrownLogLooksSound is the other control: the tree alone
// does not find what was made anew as a whole; only the checkpoints and the
// witness do.
func TestWithoutHeadsARegrownLogLooksSound(t *testing.T) {
	_, l := kept(t, 70)
	for i := range 50 {
		changed := tamper(t, l, "edit", witnessed, rand.New(rand.NewPCG(23, uint64(i))))
		c := audit.Checker{}
		for _, row := range changed.rows {
			c.Row(row)
		}
		if _, findings := c.End(); slices.ContainsFunc(findings, func(f audit.Finding) bool { return f.Kind != audit.FaultSignature }) {
			t.Errorf("the control found %v", findings)
		}
	}
}
