package keyring

import (
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/code"
	"kitewise/backend/vault/slot"
	"kitewise/backend/vault/slow"
)

// Ring is the key file of one workspace folder. It is safe for use by several
// goroutines: tries go one after the other.
type Ring struct {
	// Limits bound the cost of a try, Measure finds it, Now is the clock.
	Limits  slow.Limits
	Measure func(slow.Cost) time.Duration
	Now     func() time.Time

	dir string
	mu  sync.Mutex
	// relieve is as in Relieved, nil for nothing to give up.
	relieve func(failed error) bool
	// files is held while the key file is written, and never during a try.
	files sync.Mutex
}

// New gives the ring of a folder. It touches nothing.
func New(dir string, limits slow.Limits) *Ring {
	return &Ring{Limits: limits, Measure: slow.Measure, Now: time.Now, dir: dir}
}

// Relieved says what makes room when a try cannot be noted because the disk is
// full, and reports whether it did: a full disk must not keep people out of the
// workspace in which they would make room.
func (r *Ring) Relieved(by func(failed error) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.relieve = by
}

// Of gives the ring of another folder, within the same limits.
func (r *Ring) Of(dir string) *Ring {
	if dir == r.dir {
		return r
	}
	return &Ring{Limits: r.Limits, Measure: r.Measure, Now: r.Now, dir: dir}
}

// Check reads the key file without opening it: damaged_keys if it cannot be
// trusted. It gives the id of the workspace.
func (r *Ring) Check() (workspace string, err error) {
	f, err := readFile(r.dir, r.Limits)
	return f.Workspace, err
}

// File gives the bytes of the key file, after the same look as Check. Its slots
// are wrapped: it may stand wherever the workspace's copies do.
func (r *Ring) File() (raw []byte, workspace string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f, err := readFile(r.dir, r.Limits)
	if err != nil {
		return nil, "", err
	}
	raw, err = os.ReadFile(filepath.Join(r.dir, FileName))
	return raw, f.Workspace, err
}

// CopyTo writes the key file, as it stands, into another folder, durable.
func (r *Ring) CopyTo(dir string) error {
	raw, _, err := r.File()
	if err != nil {
		return fmt.Errorf("copy the key file: %w", err)
	}
	return folder.Replace(filepath.Join(dir, FileName), raw)
}

// Unlock opens the workspace with the passphrase of the holder with that id; ""
// is the only one there is, and with several invalid in the Field "who". A wrong
// passphrase is wrong_passphrase with the seconds to Wait; a try before they are
// over is too_soon and does not count. A changed key file is damaged_keys.
func (r *Ring) Unlock(who, passphrase string) (*Keys, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f, s, root, err := r.openHolder(who, passphrase)
	if err != nil {
		return nil, fmt.Errorf("unlock: %w", err)
	}
	defer clear(root)
	// An older version of the program gave no recipients.
	if changed, err := f.complete(root); err != nil || changed {
		if err = errors.Join(err, r.keep(f, root)); err != nil {
			return nil, fmt.Errorf("unlock: %w", err)
		}
	}
	return newKeys(root, f, holderOf(s)), nil
}

// Recover opens the workspace with its recovery code, and gives the key file
// with a new passphrase for the owner, which is not written yet. The code stays
// valid; wrong ones wait like passphrases. A passphrase that another person has
// is invalid, and then nothing is opened.
func (r *Ring) Recover(typed, passphrase string) (*Keys, *Renewal, error) {
	if err := acceptable(passphrase); err != nil {
		return nil, nil, err
	}
	secret, err := code.Read(typed)
	if err != nil {
		return nil, nil, err
	}
	defer clear(secret)
	r.mu.Lock()
	defer r.mu.Unlock()
	keys, n, err := r.recover(secret, passphrase)
	if err != nil {
		return nil, nil, fmt.Errorf("recover: %w", err)
	}
	return keys, n, nil
}

func (r *Ring) recover(secret []byte, passphrase string) (*Keys, *Renewal, error) {
	before, err := readFile(r.dir, r.Limits)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(before.Slots, func(s slot.Slot) bool { return s.Kind == slot.Recovery })
	if i < 0 {
		return nil, nil, damaged("slots", nil)
	}
	root, err := r.open(before, before.Slots[i], secret)
	if err != nil {
		return nil, nil, err
	}
	defer clear(root)
	f := before.copied()
	owner := &f.Slots[f.owner()]
	if err := f.free(owner.ID, passphrase); err != nil {
		return nil, nil, err
	}
	*owner = r.rewrap(f.Workspace, *owner, passphrase, root)
	if _, err := f.complete(root); err != nil {
		return nil, nil, err
	}
	keys := newKeys(root, f, holderOf(*owner))
	keys.Slots = before.marks()
	return keys, r.renewed(before, f, root), nil
}

// Change gives the key file in which a holder has a new passphrase in the place
// of the old one. One that another person has is invalid in the Field
// "passphrase" with the Reason taken; for anybody but the owner the next change
// is too_soon for a while.
func (r *Ring) Change(who, old, passphrase string) (*Renewal, error) {
	if err := acceptable(passphrase); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	n, err := r.change(who, old, passphrase)
	if err != nil {
		return nil, fmt.Errorf("change passphrase: %w", err)
	}
	return n, nil
}

func (r *Ring) change(who, old, passphrase string) (*Renewal, error) {
	before, s, root, err := r.openHolder(who, old)
	if err != nil {
		return nil, err
	}
	defer clear(root)
	if err := r.mayChange(before, s); err != nil {
		return nil, err
	}
	f := before.copied()
	if err := f.free(s.ID, passphrase); err != nil {
		return nil, err
	}
	i, err := f.at(s.ID)
	if err != nil {
		return nil, err
	}
	f.Slots[i] = r.rewrap(f.Workspace, s, passphrase, root)
	return r.renewed(before, f, root), nil
}

// mayChange notes that a passphrase is about to be compared with those of the
// others, or refuses because that was done just now. The owner, who can add
// people, learns nothing by it.
func (r *Ring) mayChange(f file, s slot.Slot) error {
	if s.Role == domain.RoleOwner {
		return nil
	}
	c, err := r.counted(f)
	if err != nil {
		return err
	}
	t := c[s.ID]
	if left := t.leftToChange(r.Now()); left > 0 {
		return domain.Fail(domain.CodeTooSoon, nil, "Wait", seconds(left))
	}
	t.Changed = domain.InstantOf(r.Now())
	c[s.ID] = t
	return r.note(c)
}

// NewCode makes a new recovery code, with the owner's passphrase.
func (r *Ring) NewCode(passphrase string) (*Fresh, error) {
	printed := ""
	n, err := r.asOwner(passphrase, func(f *file, root []byte) error {
		for i, s := range f.Slots {
			if s.Kind == slot.Recovery {
				f.Slots[i], printed = recoverySlot(f.Workspace, root)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("new recovery code: %w", err)
	}
	return &Fresh{Code: printed, Asked: r.random(code.Groups) + 1, file: n}, nil
}

// openHolder opens the slot of a holder.
func (r *Ring) openHolder(who, passphrase string) (f file, s slot.Slot, root []byte, err error) {
	if f, err = readFile(r.dir, r.Limits); err != nil {
		return f, s, nil, err
	}
	if s, err = f.of(who); err != nil {
		return f, s, nil, err
	}
	root, err = r.open(f, s, []byte(passphrase))
	return f, s, root, err
}

// open tries a secret on a slot, after the wait and counted, and gives the root
// key, which the caller overwrites.
func (r *Ring) open(f file, s slot.Slot, secret []byte) ([]byte, error) {
	c, err := r.counted(f)
	if err != nil {
		return nil, err
	}
	t := c[s.ID]
	if left := t.left(r.Now()); left > 0 {
		return nil, domain.Fail(domain.CodeTooSoon, nil, "Wait", seconds(left))
	}
	t.Wrong, t.At = t.Wrong+1, domain.InstantOf(r.Now())
	c[s.ID] = t
	if err := r.note(c); err != nil {
		return nil, fmt.Errorf("note the try: %w", err)
	}
	root, err := s.Open(f.Workspace, secret)
	if errors.Is(err, slot.ErrWrong) {
		t.At = domain.InstantOf(r.Now())
		c[s.ID] = t
		return nil, errors.Join(r.note(c), domain.Fail(domain.CodeWrongPassphrase, nil, "Wait", seconds(t.delay())))
	}
	if err = errors.Join(err, r.forgive(c, s.ID), f.verify(root)); err != nil {
		clear(root)
		return nil, err
	}
	return root, nil
}

// verify says whether the file stands as whoever holds the root key wrote it.
func (f file) verify(root []byte) error {
	key := subKey(root, f.Workspace, labelFile)
	defer clear(key)
	if !hmac.Equal(f.Seal, f.sum(key)) {
		return damaged("changed", nil)
	}
	return nil
}

// keep seals the file and writes it.
func (r *Ring) keep(f file, root []byte) error {
	r.files.Lock()
	defer r.files.Unlock()
	return f.sealed(root).write(r.dir)
}

// sealed gives the file with its seal.
func (f file) sealed(root []byte) file {
	key := subKey(root, f.Workspace, labelFile)
	defer clear(key)
	f.Seal = f.sum(key)
	return f
}

// copied gives the file with lists of its own, to be changed.
func (f file) copied() file {
	f.Slots, f.Recipients = slices.Clone(f.Slots), slices.Clone(f.Recipients)
	return f
}

func (r *Ring) random(below int) int {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(below)))
	if err != nil {
		panic(err) // the system's source never fails
	}
	return int(n.Int64())
}

func seconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}

const (
	// shortest is the least length of a passphrase, longest the greatest, in characters.
	shortest, longest = 10, 200
)

// acceptable refuses a passphrase that no hint could excuse: invalid with the
// Field "passphrase" and the Reason too_short or too_long.
func acceptable(passphrase string) error {
	reason, limit := "", shortest
	switch n := utf8.RuneCountInString(passphrase); {
	case n < shortest:
		reason = "too_short"
	case n > longest:
		reason, limit = "too_long", longest
	default:
		return nil
	}
	return domain.Fail(domain.CodeInvalid, nil, "Field", "passphrase", "Reason", reason, "Limit", strconv.Itoa(limit))
}
