package slow

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

const (
	// saltSize and keySize are in bytes.
	saltSize, keySize = 16, 32
	hashFormat        = "argon2id$v=%d$m=%d,t=%d,p=%d"
)

// errNoHash means that a stored hash is none that this program writes.
var errNoHash = errors.New("not a hash of this program")

// Key stretches a secret to 32 bytes, which the caller overwrites after use.
// The salt has 16 random bytes.
func Key(secret, salt []byte, c Cost) []byte {
	return argon2.IDKey(secret, salt, c.Passes, c.MemoryKiB, c.Lanes, keySize)
}

// Hash gives the hash of a secret with a fresh salt, with all that is needed
// to check it, in the usual text form of Argon2.
func Hash(secret string, c Cost) string {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	head := fmt.Sprintf("$"+hashFormat, argon2.Version, c.MemoryKiB, c.Passes, c.Lanes)
	return head + "$" + base64.RawStdEncoding.EncodeToString(salt) + "$" + base64.RawStdEncoding.EncodeToString(Key([]byte(secret), salt, c))
}

// Equal reports whether the hash is that of the secret. A hash that is none of
// this program, or that asks for more than the ceiling of Safe, is an error: a
// file that was tampered with must not stop the machine.
func Equal(secret, hash string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" {
		return false, errNoHash
	}
	var version int
	var c Cost
	if _, err := fmt.Sscanf(strings.Join(parts[1:4], "$"), hashFormat, &version, &c.MemoryKiB, &c.Passes, &c.Lanes); err != nil || version != argon2.Version {
		return false, errNoHash
	}
	if (Limits{Floor: Cost{MemoryKiB: 1, Passes: 1, Lanes: 1}, Ceiling: Safe.Ceiling}).Allows(c) != "" {
		return false, errNoHash
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < saltSize {
		return false, errNoHash
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) != keySize {
		return false, errNoHash
	}
	return subtle.ConstantTimeCompare(Key([]byte(secret), salt, c), want) == 1, nil
}
