package slot

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/vault/seal"
	"kitewise/backend/vault/slow"
)

const (
	keySize  = seal.KeySize
	saltSize = 16
	idSize   = 8
)

// ErrWrong says that a secret does not open the slot.
var ErrWrong = errors.New("the secret does not open the slot")

// Kind is what opens a slot.
type Kind string

// The kinds.
const (
	Passphrase Kind = "passphrase"
	Recovery   Kind = "recovery"
)

// Slot is the root key wrapped under one secret. Cost is zero for a recovery
// code: its 160 random bits need no slowness.
type Slot struct {
	ID   string      `json:"id"`
	Kind Kind        `json:"kind"`
	Role domain.Role `json:"role"`
	// Name tells whose slot it is, in the desk's own word; "" for none. It stands
	// in clear.
	Name    string    `json:"name"`
	Cost    slow.Cost `json:"cost"`
	Salt    []byte    `json:"salt"`
	Wrapped []byte    `json:"wrapped"`
}

// Wrap makes a slot for a secret, or makes one anew for another secret. Of s it
// takes Kind, Role, Name, the ID ("" is a new one) and, for a passphrase, Cost.
func Wrap(workspace string, s Slot, secret, root []byte) Slot {
	s.Salt = make([]byte, saltSize)
	_, _ = rand.Read(s.Salt) // never fails
	if s.ID == "" {
		id := make([]byte, idSize)
		_, _ = rand.Read(id)
		s.ID = strconv.FormatUint(be(id), 36)
	}
	key := s.key(secret)
	defer clear(key)
	s.Wrapped = seal.Box(key, root, s.bound(workspace))
	return s
}

func be(raw []byte) (n uint64) {
	for _, b := range raw {
		n = n<<8 | uint64(b)
	}
	return n
}

// Check says whether the slot may be tried at all: damaged_keys if its kind is
// unknown or its parameters lie outside of the limits.
func (s Slot) Check(l slow.Limits) error {
	if len(s.Salt) != saltSize || s.ID == "" || !s.Role.Known() {
		return damaged("slot")
	}
	switch s.Kind {
	case Passphrase:
		if reason := l.Allows(s.Cost); reason != "" {
			return damaged(reason)
		}
	case Recovery:
		if s.Cost != (slow.Cost{}) {
			return damaged("slot")
		}
	default:
		return damaged("slot")
	}
	return nil
}

// Open gives the root key, or ErrWrong. A slot that was changed does not open.
func (s Slot) Open(workspace string, secret []byte) ([]byte, error) {
	key := s.key(secret)
	defer clear(key)
	root, err := seal.Unbox(key, s.Wrapped, s.bound(workspace))
	if err != nil || len(root) != keySize {
		return nil, ErrWrong
	}
	return root, nil
}

func (s Slot) key(secret []byte) []byte {
	if s.Kind == Passphrase {
		return slow.Key(secret, s.Salt, s.Cost)
	}
	key, err := hkdf.Key(sha256.New, secret, s.Salt, "kitewise recovery slot 1", keySize)
	if err != nil {
		panic(err) // the length is a constant that fits
	}
	return key
}

// bound is everything that must not be exchanged: whose slot it is and how
// slow its secret is made.
func (s Slot) bound(workspace string) []byte {
	return seal.Parts("kitewise slot 1", workspace, s.ID, string(s.Kind), string(s.Role), s.Name,
		strconv.FormatUint(uint64(s.Cost.MemoryKiB), 10), strconv.FormatUint(uint64(s.Cost.Passes), 10),
		strconv.FormatUint(uint64(s.Cost.Lanes), 10), string(s.Salt))
}

// damaged is the error about a slot that must not be used as it stands.
func damaged(reason string) error { return domain.Fail(domain.CodeDamagedKeys, nil, "Reason", reason) }
