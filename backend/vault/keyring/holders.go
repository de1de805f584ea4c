package keyring

import (
	"fmt"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/vault/slot"
	"kitewise/backend/vault/slow"
)

// mostHolders bounds how many people one workspace has: a new passphrase is
// tried on the slot of each, which takes up to a second.
const mostHolders = 12

// longestName is the greatest length of a holder's name, in characters.
const longestName = 40

// Holder is somebody who can open the workspace, with a slot of their own. The
// owner is exactly one. Name is a label in clear, "" for an owner without one;
// ID stays through changes of the passphrase.
type Holder struct {
	ID   string      `json:"id"`
	Name string      `json:"name"`
	Role domain.Role `json:"role"`
}

func holderOf(s slot.Slot) Holder { return Holder{ID: s.ID, Name: s.Name, Role: s.Role} }

// Holders lists who can open the workspace, the owner first. Whether the file
// stands as it was written shows only when somebody unlocks.
func (r *Ring) Holders() ([]Holder, error) {
	f, err := readFile(r.dir, r.Limits)
	if err != nil {
		return nil, fmt.Errorf("list holders: %w", err)
	}
	out := []Holder{}
	for _, s := range f.Slots {
		if s.Kind == slot.Passphrase {
			out = append(out, holderOf(s))
		}
	}
	slices.SortStableFunc(out, func(a, b Holder) int { return ownerFirst(a.Role) - ownerFirst(b.Role) })
	return out, nil
}

// Owner gives the owner, who is always there.
func (r *Ring) Owner() (Holder, error) {
	list, err := r.Holders()
	if err != nil {
		return Holder{}, err
	}
	return list[0], nil
}

func ownerFirst(r domain.Role) int {
	if r == domain.RoleOwner {
		return 0
	}
	return 1
}

// Add gives the key file in which somebody has a slot: h names Name and Role,
// owner is the owner's passphrase, passphrase the new person's. A fault is invalid in the Field
// "name" (missing, taken, too_long, control_characters), "role" or "passphrase" (too_short, too_long, taken);
// too many people are a conflict with the Reason desk_full.
func (r *Ring) Add(owner string, h Holder, passphrase string) (Holder, *Renewal, error) {
	if err := acceptable(passphrase); err != nil {
		return Holder{}, nil, err
	}
	if !h.Role.Known() || h.Role == domain.RoleOwner {
		return Holder{}, nil, domain.Fail(domain.CodeInvalid, nil, "Field", "role", "Reason", "unknown_option")
	}
	reason := domain.RefusesText(h.Name, longestName)
	if h.Name == "" {
		reason = "missing"
	}
	if reason != "" {
		return Holder{}, nil, domain.Fail(domain.CodeInvalid, nil, "Field", "name", "Reason", reason)
	}
	n, err := r.asOwner(owner, func(f *file, root []byte) error {
		people := 0
		for _, s := range f.Slots {
			if s.Kind != slot.Passphrase {
				continue
			}
			people++
			if strings.EqualFold(s.Name, h.Name) {
				return domain.Fail(domain.CodeInvalid, nil, "Field", "name", "Reason", "taken")
			}
		}
		if people >= mostHolders {
			return domain.Fail(domain.CodeConflict, nil, "Reason", "desk_full")
		}
		if err := f.free("", passphrase); err != nil {
			return err
		}
		made := r.rewrap(f.Workspace, slot.Slot{Kind: slot.Passphrase, Role: h.Role, Name: h.Name}, passphrase, root)
		f.Slots, h = append(f.Slots, made), holderOf(made)
		return nil
	})
	if err != nil {
		return Holder{}, nil, fmt.Errorf("add a holder: %w", err)
	}
	return h, n, nil
}

// Remove gives the key file without somebody's slot. The owner's stays: a
// conflict with the Reason owner_stays.
func (r *Ring) Remove(owner, id string) (*Renewal, error) {
	n, err := r.asOwner(owner, func(f *file, _ []byte) error {
		i, err := f.other(id)
		if err == nil {
			f.Slots = slices.Delete(f.Slots, i, i+1)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("remove a holder: %w", err)
	}
	return n, nil
}

// Reset gives the key file in which somebody, who forgot theirs, has a new
// passphrase, and ends the wait after wrong ones. The owner's is changed by
// Change, or by the recovery code.
func (r *Ring) Reset(owner, id, passphrase string) (*Renewal, error) {
	if err := acceptable(passphrase); err != nil {
		return nil, err
	}
	n, err := r.asOwner(owner, func(f *file, root []byte) error {
		i, err := f.other(id)
		if err != nil {
			return err
		}
		if err := f.free(id, passphrase); err != nil {
			return err
		}
		f.Slots[i] = r.rewrap(f.Workspace, f.Slots[i], passphrase, root)
		return r.forgive(r.readCounts(*f), id)
	})
	if err != nil {
		return nil, fmt.Errorf("reset a passphrase: %w", err)
	}
	return n, nil
}

// asOwner opens the file with the owner's passphrase, and gives it as act
// changes it.
func (r *Ring) asOwner(passphrase string, act func(f *file, root []byte) error) (*Renewal, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, err := readFile(r.dir, r.Limits)
	if err != nil {
		return nil, err
	}
	root, err := r.open(before, before.Slots[before.owner()], []byte(passphrase))
	if err != nil {
		return nil, err
	}
	defer clear(root)
	f := before.copied()
	if err := act(&f, root); err != nil {
		return nil, err
	}
	return r.renewed(before, f, root), nil
}

// owner gives the place of the owner's slot, which every file that was read has.
func (f file) owner() int {
	return slices.IndexFunc(f.Slots, func(s slot.Slot) bool { return s.Kind == slot.Passphrase && s.Role == domain.RoleOwner })
}

// of gives the passphrase slot of somebody; "" is the only one there is.
func (f file) of(id string) (slot.Slot, error) {
	if id == "" {
		people := slices.DeleteFunc(slices.Clone(f.Slots), func(s slot.Slot) bool { return s.Kind != slot.Passphrase })
		if len(people) > 1 {
			return slot.Slot{}, domain.Fail(domain.CodeInvalid, nil, "Field", "who", "Reason", "several")
		}
		return people[0], nil
	}
	i, err := f.at(id)
	if err != nil {
		return slot.Slot{}, err
	}
	return f.Slots[i], nil
}

// at gives the place of somebody's slot: not_found if there is none.
func (f file) at(id string) (int, error) {
	i := slices.IndexFunc(f.Slots, func(s slot.Slot) bool { return s.Kind == slot.Passphrase && s.ID == id })
	if i < 0 {
		return i, domain.Fail(domain.CodeNotFound, nil, "What", "holder")
	}
	return i, nil
}

// other gives the place of a slot that the owner may take away or reset.
func (f file) other(id string) (int, error) {
	i, err := f.at(id)
	if err == nil && f.Slots[i].Role == domain.RoleOwner {
		err = domain.Fail(domain.CodeConflict, nil, "Reason", "owner_stays")
	}
	return i, err
}

// free refuses a passphrase that somebody but the one with the id has. It
// costs one try for each.
func (f file) free(id, passphrase string) error {
	for _, s := range f.Slots {
		if s.Kind != slot.Passphrase || s.ID == id {
			continue
		}
		root, err := s.Open(f.Workspace, []byte(passphrase))
		clear(root)
		if err == nil {
			return domain.Fail(domain.CodeInvalid, nil, "Field", "passphrase", "Reason", "taken")
		}
	}
	return nil
}

// rewrap makes a slot, or makes it anew for another passphrase, at today's cost.
func (r *Ring) rewrap(workspace string, s slot.Slot, passphrase string, root []byte) slot.Slot {
	s.Cost = slow.Calibrate(r.Limits, r.Measure)
	return slot.Wrap(workspace, s, []byte(passphrase), root)
}
