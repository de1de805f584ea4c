package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"kitewise/backend/domain"
)

// Leaf is the part of an entry that stays for ever and is hashed into the tree.
type Leaf struct {
	// Number counts from 1.
	Number int64
	At     domain.Instant
	Act    domain.Act
	Actor  domain.Actor
	// Digest stands for the body: 32 bytes, see Body.Digest.
	Digest []byte
}

// bytes is the leaf as it is hashed: a line each, the first names the form.
func (l Leaf) bytes() []byte {
	return fmt.Appendf(nil, "kitewise entry 1\n%d\n%d\n%s\n%s\n%x\n", l.Number, l.At, l.Act, l.Actor, l.Digest)
}

// SaltSize is the length of a salt in bytes.
const SaltSize = 16

// Body is the part of an entry that can be erased. The salt goes with it:
// without it nobody can find out by trying what the digest stood for.
type Body struct {
	Salt []byte
	// SessionID and ParticipantID are "" for none.
	SessionID, ParticipantID string
	// Detail is a JSON object of texts, as it is stored.
	Detail string
}

// NewBody makes the body of an entry with a fresh salt.
func NewBody(e domain.Entry) (Body, error) {
	if !domain.Sayable(e.Detail) {
		return Body{}, fmt.Errorf("a detail of %s is not to be said in the log", e.Act)
	}
	detail := e.Detail
	if detail == nil {
		detail = map[string]string{}
	}
	text, err := json.Marshal(detail)
	b := Body{Salt: make([]byte, SaltSize), SessionID: e.SessionID, ParticipantID: e.ParticipantID, Detail: string(text)}
	_, _ = rand.Read(b.Salt) // never fails
	return b, err
}

// Digest commits to the body: SHA-256 over the salt and every part with its length.
func (b Body) Digest() []byte {
	h := sha256.New()
	_, _ = h.Write(b.Salt) // a hash never fails
	for _, part := range []string{b.SessionID, b.ParticipantID, b.Detail} {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return h.Sum(nil)
}
