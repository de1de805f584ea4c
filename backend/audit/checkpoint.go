package audit

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kitewise/backend/domain"
)

// Signer signs heads of one workspace's log, while its keys are there.
type Signer struct {
	verifier note.Verifier
	key      string
	sign     func(message []byte) ([]byte, error)
}

// NewSigner makes the signer of a workspace. Sign gives an Ed25519 signature by
// the private half of the key.
func NewSigner(workspace string, public ed25519.PublicKey, sign func(message []byte) ([]byte, error)) (*Signer, error) {
	key, err := note.NewEd25519VerifierKey("kitewise/"+workspace, public)
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(key)
	return &Signer{verifier: verifier, key: key, sign: sign}, err
}

// Key is the public key as it is stored and shown: name, hash and key, joined by "+".
func (s *Signer) Key() string { return s.key }

// Name is that of the key; with KeyHash and Sign it makes a note.Signer.
func (s *Signer) Name() string { return s.verifier.Name() }

// KeyHash tells apart the keys of one name.
func (s *Signer) KeyHash() uint32 { return s.verifier.KeyHash() }

// Sign signs the text of a note.
func (s *Signer) Sign(message []byte) ([]byte, error) { return s.sign(message) }

// Checkpoint signs a head at a moment: the text of a tree as tlog knows it, a
// line with the time, and the signature.
func (s *Signer) Checkpoint(h Head, at domain.Instant) (string, error) {
	text := fmt.Sprintf("%s%s\n", tlog.FormatTree(tlog.Tree{N: h.Count, Hash: h.Hash}), at.Time().UTC().Format(time.RFC3339))
	signed, err := note.Sign(&note.Note{Text: text}, s)
	return string(signed), err
}

// longestNote bounds a checkpoint that is read.
const longestNote = 4 << 10

// ReadCheckpoint gives the head that a checkpoint names, if the key signed it.
func ReadCheckpoint(key, text string) (Head, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return Head{}, fmt.Errorf("key of the log: %w", err)
	}
	if len(text) > longestNote {
		return Head{}, fmt.Errorf("checkpoint of %d bytes", len(text))
	}
	n, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return Head{}, fmt.Errorf("checkpoint: %w", err)
	}
	tree, err := tlog.ParseTree([]byte(n.Text))
	return Head{Count: tree.N, Hash: tree.Hash}, err
}

// shortHash is how many hex digits of a hash stand on paper: 64 bits.
const shortHash = 16

// Short is a head for reading: the number of entries and the beginning of the
// hash in groups of four hex digits, "212 · 4f2a 91c3 07de 5b10".
func (h Head) Short() string {
	hex, groups := fmt.Sprintf("%x", h.Hash)[:shortHash], []string{}
	for i := 0; i < len(hex); i += 4 {
		groups = append(groups, hex[i:i+4])
	}
	return fmt.Sprintf("%d · %s", h.Count, strings.Join(groups, " "))
}

// ReadShort reads what Short gives, in any spacing and case, with ":" or a
// space for the point: at least eight hex digits.
func ReadShort(text string) (count int64, hex string, err error) {
	number, rest, _ := strings.Cut(strings.NewReplacer("·", " ", ":", " ").Replace(strings.TrimSpace(text)), " ")
	hex = strings.ToLower(strings.ReplaceAll(rest, " ", ""))
	if _, err := fmt.Sscanf(number, "%d", &count); err != nil || count < 1 || len(hex) < shortHash/2 || strings.Trim(hex, "0123456789abcdef") != "" {
		return 0, "", domain.Fail(domain.CodeInvalid, err, "Field", "head", "Reason", "not_a_head")
	}
	return count, hex, nil
}
