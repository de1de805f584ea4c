package keyring

import (
	"bytes"
	"fmt"
	"io"

	"filippo.io/age"

	"kitewise/backend/domain"
)

// Post seals something to the inbox, without any secret. Errors are those of
// Recipient.
func (r *Ring) Post(plain []byte) ([]byte, error) {
	to, err := r.Recipient(Inbox)
	if err != nil {
		return nil, err
	}
	return encrypted(to, plain)
}

// Post seals something to the inbox, as the ring does.
func (k *Keys) Post(plain []byte) ([]byte, error) {
	id, err := k.Identity(Inbox)
	if err != nil {
		return nil, err
	}
	pair, ok := id.(*age.X25519Identity)
	if !ok {
		return nil, damaged("recipient", nil)
	}
	return encrypted(pair.Recipient(), plain)
}

// Collect opens what was posted, the whole of it: damaged_database if it was
// changed or cut.
func (k *Keys) Collect(sealed []byte) ([]byte, error) {
	id, err := k.Identity(Inbox)
	if err != nil {
		return nil, err
	}
	in, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err == nil {
		var plain []byte
		if plain, err = io.ReadAll(in); err == nil {
			return plain, nil
		}
		clear(plain)
	}
	return nil, domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "sealed_field")
}

func encrypted(to age.Recipient, plain []byte) ([]byte, error) {
	out := &bytes.Buffer{}
	w, err := age.Encrypt(out, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("post: %w", err)
	}
	return out.Bytes(), nil
}
