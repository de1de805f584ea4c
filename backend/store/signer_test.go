package store

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"kitewise/backend/audit"
)

// testSigner signs as an unlocked workspace does.
func testSigner(t *testing.T) *audit.Signer {
	t.Helper()
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	signer, err := audit.NewSigner("test", private.Public().(ed25519.PublicKey), func(m []byte) ([]byte, error) {
		return ed25519.Sign(private, m), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return signer
}
