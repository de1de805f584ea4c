//go:build !race

package keyring

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"kitewise/backend/domain"
)

// rounds gives how often something is damaged: few times in every run of the
// tests, KITEWISE_ROUNDS in the long run.
func rounds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("KITEWISE_ROUNDS")); err == nil {
		return n
	}
	return few
}

// damage gives the key file with some bits turned, cut, or with noise or zeros
// in it.
func damage(good []byte, random *rand.Rand) []byte {
	bad := bytes.Clone(good)
	switch at := random.IntN(len(bad)); random.IntN(5) {
	case 0, 1:
		bad[at] ^= 1 << random.IntN(8)
	case 2:
		bad = bad[:at]
	case 3:
		clear(bad[at:min(len(bad), at+1+random.IntN(60))])
	case 4:
		for i := at; i < min(len(bad), at+16); i++ {
			bad[i] = byte(random.Uint32())
		}
	}
	return bad
}

// TestADamagedKeyFileOpensNothingElse: it is refused and left as it is, or gives
// the same keys as before.
func TestADamagedKeyFileOpensNothingElse(t *testing.T) {
	r, c, dir, _ := made(t)
	path := filepath.Join(dir, FileName)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := opens(t, r, phrase).Seal("participant", "name", "p1", []byte("Dewi"))
	if err != nil {
		t.Fatal(err)
	}
	random, counts := rand.New(rand.NewPCG(41, 43)), map[domain.Code]int{}
	try := func(bad []byte) {
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		c.at = c.at.Add(60_000_000_000) // no wait after a wrong one
		keys, err := r.Unlock("", phrase)
		code := domain.CodeOf(err)
		counts[code]++
		switch code {
		case "":
			if plain, err := keys.Open("participant", "name", "p1", sealed); err != nil || string(plain) != "Dewi" {
				t.Errorf("other keys: %q, %v", plain, err)
			}
			keys.Wipe()
		case domain.CodeDamagedKeys, domain.CodeWrongPassphrase:
		default:
			t.Errorf("code %q: %v", code, err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, bad) {
			t.Errorf("the file was touched (%v)", err)
		}
	}
	for range rounds(100) {
		try(damage(good, random))
	}
	t.Log(counts)
	if counts[domain.CodeDamagedKeys] == 0 {
		t.Error("the damage tells nothing")
	}
	before := counts[""]
	if try(good); counts[""] != before+1 { // the control: the file itself opens
		t.Error("the file as it was does not open")
	}
}
