package keyring

import (
	"errors"
	"fmt"

	"filippo.io/age"

	"kitewise/backend/domain"
	"kitewise/backend/vault/seal"
)

// Purpose names what a recipient is for. What is sealed to a recipient needs no
// key to be written, and the unlocked workspace to be read.
type Purpose string

// The purposes, each with a key pair of its own.
const (
	// Inbox takes what a participant writes about itself.
	Inbox Purpose = "inbox"
	// Backup takes whole copies of the workspace.
	Backup Purpose = "backup"
)

var purposes = []Purpose{Inbox, Backup}

// recipient is a key pair of the key file: the public half in clear, the
// private one sealed under a sub-key of the root key.
type recipient struct {
	Purpose Purpose `json:"purpose"`
	Public  string  `json:"public"`
	Private []byte  `json:"private"`
}

// bound is what the private half is sealed with: whose it is and for what.
func (r recipient) bound(workspace string) []byte {
	return seal.Parts("kitewise recipient 1", workspace, string(r.Purpose), r.Public)
}

// complete gives the file a recipient for every purpose that has none, and says
// whether there was one to give.
func (f *file) complete(root []byte) (changed bool, err error) {
	key := subKey(root, f.Workspace, labelRecipients)
	defer clear(key)
	for _, p := range purposes {
		if f.recipient(p) != nil {
			continue
		}
		id, err := age.GenerateX25519Identity()
		if err != nil {
			return false, fmt.Errorf("make recipient: %w", err)
		}
		made := recipient{Purpose: p, Public: id.Recipient().String()}
		private := []byte(id.String())
		made.Private = seal.Box(key, private, made.bound(f.Workspace))
		clear(private)
		f.Recipients = append(f.Recipients, made)
		changed = true
	}
	return changed, nil
}

func (f *file) recipient(p Purpose) *recipient {
	for i := range f.Recipients {
		if f.Recipients[i].Purpose == p {
			return &f.Recipients[i]
		}
	}
	return nil
}

// checkRecipients refuses a file whose recipients cannot be used.
func (f *file) checkRecipients() error {
	seen := map[Purpose]bool{}
	for _, r := range f.Recipients {
		if _, err := age.ParseX25519Recipient(r.Public); err != nil || seen[r.Purpose] {
			return damaged("recipient", err)
		}
		seen[r.Purpose] = true
	}
	return nil
}

// Recipient gives the public key for a purpose, without any secret: damaged_keys
// if the key file cannot be trusted, locked if it has none yet, which the next
// unlocking makes.
//
// Whoever can write the key file can put another public key there; the next
// unlocking notices it. See the guide's list of what is not covered.
func (r *Ring) Recipient(p Purpose) (age.Recipient, error) {
	f, err := readFile(r.dir, r.Limits)
	if err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	found := f.recipient(p)
	if found == nil {
		return nil, domain.Fail(domain.CodeLocked, nil)
	}
	return age.ParseX25519Recipient(found.Public)
}

// Identity opens what was sealed to the recipient of that purpose; locked
// without keys, damaged_keys if the key file holds another pair.
func (k *Keys) Identity(p Purpose) (age.Identity, error) {
	if k == nil || k.recipients == nil {
		return nil, domain.Fail(domain.CodeLocked, nil)
	}
	for _, r := range k.pairs {
		if r.Purpose != p {
			continue
		}
		private, err := seal.Unbox(k.recipients, r.Private, r.bound(k.Workspace))
		defer clear(private)
		if err != nil {
			return nil, damaged("recipient", err)
		}
		id, err := age.ParseX25519Identity(string(private))
		if err == nil && id.Recipient().String() != r.Public {
			err = errors.New("the halves do not belong together")
		}
		if err != nil {
			return nil, damaged("recipient", err)
		}
		return id, nil
	}
	return nil, damaged("recipient", nil)
}
