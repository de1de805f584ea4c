package keyring

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/vault/slot"
)

// Renewal is a changed key file that is not written yet: the log of acts says
// first what it is. Until Keep the old one is what opens the workspace.
type Renewal struct {
	// Before and After tell the slots of the old file and of the new one.
	Before, After Marks

	ring *Ring
	file file
	// from is the seal of the file that it was made of.
	from []byte
}

// renewed seals a file that was made of another and not written yet.
func (r *Ring) renewed(before, after file, root []byte) *Renewal {
	return &Renewal{
		Before: before.marks(), After: after.marks(),
		ring: r, file: after.sealed(root), from: bytes.Clone(before.Seal),
	}
}

// Stands says whether the key file is still the one that the renewal was made
// of: otherwise it is a conflict.
func (n *Renewal) Stands() error {
	now, err := readFile(n.ring.dir, n.ring.Limits)
	if err == nil && !bytes.Equal(now.Seal, n.from) {
		err = domain.Fail(domain.CodeConflict, nil, "Reason", "keys_changed")
	}
	if err != nil {
		return fmt.Errorf("renew the key file: %w", err)
	}
	return nil
}

// Keep writes the file; a kill leaves the old one or the new one. After an
// error either may stand: see Standing.
func (n *Renewal) Keep() error {
	n.ring.files.Lock()
	defer n.ring.files.Unlock()
	if err := n.Stands(); err != nil {
		return err
	}
	if err := n.file.write(n.ring.dir); err != nil {
		return fmt.Errorf("renew the key file: %w", err)
	}
	return nil
}

// Standing tells the slots of the key file as it stands now.
func (n *Renewal) Standing() (Marks, error) { return n.ring.Marks() }

// KeepIn writes the file into another folder, from which it is put in its place.
func (n *Renewal) KeepIn(dir string) error { return n.file.write(dir) }

// MarkRecovery stands for the slot of the recovery code, whichever it is.
const MarkRecovery = "recovery"

// Mark tells a slot from others, and from itself after a change. Nothing in it
// is secret.
type Mark struct {
	// ID is the holder's, or MarkRecovery.
	ID   string
	Role domain.Role
	// Sum is the beginning of a hash over the slot.
	Sum string
}

// Marks tell the slots of a key file, in their order.
type Marks []Mark

// Of gives the mark with that id, the zero one if there is none.
func (m Marks) Of(id string) Mark {
	for _, one := range m {
		if one.ID == id {
			return one
		}
	}
	return Mark{}
}

// String gives the marks as ReadMarks reads them.
func (m Marks) String() string {
	words := make([]string, len(m))
	for i, one := range m {
		words[i] = one.ID + "/" + string(one.Role) + "/" + one.Sum
	}
	return strings.Join(words, " ")
}

// ReadMarks reads what String gave, and leaves out what it cannot read.
func ReadMarks(text string) Marks {
	out := Marks{}
	for _, word := range strings.Fields(text) {
		if parts := strings.Split(word, "/"); len(parts) == 3 {
			out = append(out, Mark{ID: parts[0], Role: domain.Role(parts[1]), Sum: parts[2]})
		}
	}
	return out
}

// Marks tells the slots as they stand now. Whether the file stands as it was
// written shows only when somebody unlocks.
func (r *Ring) Marks() (Marks, error) {
	f, err := readFile(r.dir, r.Limits)
	if err != nil {
		return nil, fmt.Errorf("read the slots: %w", err)
	}
	return f.marks(), nil
}

func (f file) marks() Marks {
	out := Marks{}
	for _, s := range f.Slots {
		raw, err := json.Marshal(s)
		if err != nil {
			panic(err) // plain data
		}
		sum, id := sha256.Sum256(raw), s.ID
		if s.Kind == slot.Recovery {
			id = MarkRecovery
		}
		out = append(out, Mark{ID: id, Role: s.Role, Sum: hex.EncodeToString(sum[:8])})
	}
	return out
}
