package seal

import (
	"crypto/rand"
	"errors"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
)

// KeySize is the size of every symmetric key, in bytes.
const KeySize = chacha20poly1305.KeySize

// nonceSize is that of XChaCha20: long enough to be drawn at random.
const nonceSize = chacha20poly1305.NonceSizeX

// ErrSealed says that something does not open: another key, another place, or
// changed bytes.
var ErrSealed = errors.New("the seal does not open")

// Box seals plain with XChaCha20-Poly1305 under key, bound to some bytes that
// stand beside it. It gives the nonce and what follows it.
//
// The construction of draft-irtf-cfrg-xchacha-03 section 2.3 is spelled out,
// because the cipher object of the library keeps a copy of its key that nobody
// can wipe: this way the copy is of a key for one message only.
func Box(key, plain, bound []byte) []byte {
	nonce := make([]byte, nonceSize, nonceSize+len(plain)+chacha20poly1305.Overhead)
	_, _ = rand.Read(nonce) // never fails
	return append(nonce, one(key, nonce, func(sub, rest []byte) []byte {
		aead, err := chacha20poly1305.New(sub)
		if err != nil {
			panic(err) // the size of the key is a constant
		}
		return aead.Seal(nil, rest, plain, bound)
	})...)
}

// Unbox opens what Box sealed, or gives ErrSealed.
func Unbox(key, box, bound []byte) ([]byte, error) {
	if len(box) < nonceSize+chacha20poly1305.Overhead {
		return nil, ErrSealed
	}
	var failed error
	plain := one(key, box[:nonceSize], func(sub, rest []byte) []byte {
		aead, err := chacha20poly1305.New(sub)
		if err != nil {
			panic(err)
		}
		plain, err := aead.Open(nil, rest, box[nonceSize:], bound)
		failed = err
		return plain
	})
	if failed != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// one works with the key and nonce of one message, and wipes the key.
func one(key, nonce []byte, work func(sub, rest []byte) []byte) []byte {
	sub, err := chacha20.HChaCha20(key, nonce[:16])
	if err != nil {
		panic(err) // key and nonce have constant sizes
	}
	defer clear(sub)
	rest := make([]byte, chacha20poly1305.NonceSize)
	copy(rest[4:], nonce[16:])
	return work(sub, rest)
}

// Field seals one field for its place. The first byte is the key version.
func Field(key []byte, at Place, plain []byte) []byte {
	return append([]byte{KeyVersion}, Box(key, plain, at.bound(KeyVersion))...)
}

// OpenField opens what Field sealed for that place.
func OpenField(key []byte, at Place, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != KeyVersion {
		return nil, ErrSealed
	}
	return Unbox(key, sealed[1:], at.bound(sealed[0]))
}
