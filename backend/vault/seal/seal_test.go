package seal

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
	"pgregory.net/rapid"
)

// TestBoxIsXChaCha20Poly1305 compares with the library's own, both ways.
func TestBoxIsXChaCha20Poly1305(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), KeySize, KeySize).Draw(t, "key")
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		bound := rapid.SliceOf(rapid.Byte()).Draw(t, "bound")
		aead, err := chacha20poly1305.NewX(key)
		if err != nil {
			t.Fatal(err)
		}
		box := Box(key, plain, bound)
		got, err := aead.Open(nil, box[:nonceSize], box[nonceSize:], bound)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("the library opens %x, %v", got, err)
		}
		nonce := rapid.SliceOfN(rapid.Byte(), nonceSize, nonceSize).Draw(t, "nonce")
		got, err = Unbox(key, aead.Seal(bytes.Clone(nonce), nonce, plain, bound), bound)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("opened %x, %v", got, err)
		}
	})
}

// TestAFieldOpensInItsPlaceOnly plants every kind of tampering.
func TestAFieldOpensInItsPlaceOnly(t *testing.T) {
	key, other := bytes.Repeat([]byte{1}, KeySize), bytes.Repeat([]byte{2}, KeySize)
	at := Place{Table: "participant", Column: "name", Row: "p1"}
	plain := []byte("Dewi Lestari")
	sealed := Field(key, at, plain)
	if got, err := OpenField(key, at, sealed); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("%q, %v", got, err)
	}
	if bytes.Contains(sealed, plain[:4]) || bytes.Equal(sealed, Field(key, at, plain)) {
		t.Error("the name shows, or two seals are alike")
	}
	for name, place := range map[string]Place{
		"table": {"session", "name", "p1"}, "column": {"participant", "note", "p1"}, "row": {"participant", "name", "p2"},
		"shifted": {"participantn", "ame", "p1"},
	} {
		if _, err := OpenField(key, place, sealed); !errors.Is(err, ErrSealed) {
			t.Errorf("opened with another %s", name)
		}
	}
	if _, err := OpenField(other, at, sealed); !errors.Is(err, ErrSealed) {
		t.Error("opened with another key")
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 0x10
		if _, err := OpenField(key, at, bad); !errors.Is(err, ErrSealed) {
			t.Errorf("opened with byte %d changed", i)
		}
		if _, err := OpenField(key, at, sealed[:i]); !errors.Is(err, ErrSealed) {
			t.Errorf("opened, cut at %d", i)
		}
	}
}
