package keyring

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

	"kitewise/backend/domain"
	"kitewise/backend/vault/seal"
)

// The labels of the sub-keys. A label is never used for two things.
const (
	labelIdentity   = "kitewise identity 1"
	labelFile       = "kitewise key file 1"
	labelRecipients = "kitewise recipients 1"
	labelAudit      = "kitewise audit signing 1"
)

// Keys open personal data. They exist only while somebody has unlocked the
// workspace; Wipe ends that. They are not safe to use beside Wipe.
type Keys struct {
	// Workspace is whose keys these are; Holder is who unlocked, with which role.
	Workspace string
	Holder    Holder
	// Slots tell the slots of the key file as it stood.
	Slots    Marks
	identity []byte
	// recipients opens the private halves of pairs.
	recipients []byte
	pairs      []recipient
	audit      ed25519.PrivateKey
}

// subKey derives a key for one purpose from the root key: HKDF-SHA256 with the
// workspace's id as its salt, of which one block is the whole key. RFC 5869,
// sections 2.2 and 2.3, spelled out, because the library's keeps a copy of the
// key that nobody can wipe.
func subKey(root []byte, workspace, label string) []byte {
	extract := hmac.New(sha256.New, []byte(workspace))
	_, _ = extract.Write(root) // a hash never fails
	prk := extract.Sum(nil)
	defer clear(prk)
	expand := hmac.New(sha256.New, prk)
	_, _ = expand.Write(append([]byte(label), 1))
	return expand.Sum(make([]byte, 0, seal.KeySize))
}

func newKeys(root []byte, f file, by Holder) *Keys {
	seed := subKey(root, f.Workspace, labelAudit)
	defer clear(seed)
	return &Keys{
		Workspace: f.Workspace, Holder: by, Slots: f.marks(), identity: subKey(root, f.Workspace, labelIdentity),
		recipients: subKey(root, f.Workspace, labelRecipients), pairs: f.Recipients,
		audit: ed25519.NewKeyFromSeed(seed),
	}
}

func newRoot() []byte {
	root := make([]byte, seal.KeySize)
	_, _ = rand.Read(root) // never fails
	return root
}

// Seal seals one personal field for its place: table, column, row.
func (k *Keys) Seal(table, column, row string, plain []byte) ([]byte, error) {
	if k == nil || k.identity == nil {
		return nil, domain.Fail(domain.CodeLocked, nil)
	}
	return seal.Field(k.identity, seal.Place{Table: table, Column: column, Row: row}, plain), nil
}

// Open opens what Seal sealed for that place. Anything else is damaged_database.
func (k *Keys) Open(table, column, row string, sealed []byte) ([]byte, error) {
	if k == nil || k.identity == nil {
		return nil, domain.Fail(domain.CodeLocked, nil)
	}
	plain, err := seal.OpenField(k.identity, seal.Place{Table: table, Column: column, Row: row}, sealed)
	if err != nil {
		return nil, domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "sealed_field")
	}
	return plain, nil
}

// AuditKey gives the public half of the key that signs the log, nil once wiped.
func (k *Keys) AuditKey() ed25519.PublicKey {
	if k == nil || k.audit == nil {
		return nil
	}
	return bytes.Clone(k.audit[ed25519.PrivateKeySize-ed25519.PublicKeySize:])
}

// SignAudit signs a head of the log with Ed25519.
func (k *Keys) SignAudit(message []byte) ([]byte, error) {
	if k == nil || k.audit == nil {
		return nil, domain.Fail(domain.CodeLocked, nil)
	}
	return ed25519.Sign(k.audit, message), nil
}

// Wipe overwrites the keys. What they sealed stays sealed.
func (k *Keys) Wipe() {
	if k == nil {
		return
	}
	clear(k.identity)
	clear(k.recipients)
	clear(k.audit)
	k.identity, k.recipients, k.audit = nil, nil, nil
}
