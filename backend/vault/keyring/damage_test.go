//go:build !race

package keyring

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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

// damaging puts damaged key files into a folder and holds to the rule whatever
// opens them there.
type damaging struct {
	path   string
	sealed []byte
	counts map[domain.Code]int
	wrong  []string
}

func newDamaging(t *testing.T) (d *damaging, r *Ring, good []byte, c *clock) {
	t.Helper()
	r, c, dir, _ := made(t)
	d = &damaging{path: filepath.Join(dir, FileName), counts: map[domain.Code]int{}}
	good, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	if d.sealed, err = opens(t, r, phrase).Seal("participant", "name", "p1", []byte("Dewi")); err != nil {
		t.Fatal(err)
	}
	return d, r, good, c
}

func (d *damaging) try(t *testing.T, bad []byte, unlock func() (*Keys, error)) {
	t.Helper()
	say := func(format string, args ...any) { d.wrong = append(d.wrong, fmt.Sprintf(format, args...)) }
	if err := os.WriteFile(d.path, bad, 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := unlock()
	code := domain.CodeOf(err)
	d.counts[code]++
	switch code {
	case "":
		if plain, err := keys.Open("participant", "name", "p1", d.sealed); err != nil || string(plain) != "Dewi" {
			say("other keys: %q, %v", plain, err)
		}
		keys.Wipe()
	case domain.CodeDamagedKeys, domain.CodeWrongPassphrase:
	default:
		say("code %q: %v", code, err)
	}
	if now, err := os.ReadFile(d.path); err != nil || !bytes.Equal(now, bad) {
		say("the file was touched (%v)", err)
	}
}

// TestADamagedKeyFileOpensNothingElse: it is refused and left as it is, or gives
// the same keys as before.
func TestADamagedKeyFileOpensNothingElse(t *testing.T) {
	d, r, good, c := newDamaging(t)
	random := rand.New(rand.NewPCG(41, 43))
	unlock := func() (*Keys, error) {
		c.at = c.at.Add(60_000_000_000) // no wait after a wrong one
		return r.Unlock("", phrase)
	}
	for range rounds(100) {
		d.try(t, damage(good, random), unlock)
	}
	t.Log(d.counts)
	if d.counts[domain.CodeDamagedKeys] == 0 {
		t.Error("the damage tells nothing")
	}
	before := d.counts[""]
	if d.try(t, good, unlock); d.counts[""] != before+1 {
		t.Error("the file as it was does not open")
	}
	for _, wrong := range d.wrong {
		t.Error(wrong)
	}
}

// TestADamagedKeyFileThatIsMendedIsNoticed is the control: rings that put a sound
// file in the place of a damaged one, that begin anew with other keys, and that
// call damage by no name.
func TestADamagedKeyFileThatIsMendedIsNoticed(t *testing.T) {
	d, r, good, c := newDamaging(t)
	other, _, _, _ := made(t)
	for want, weak := range map[string]func(error) (*Keys, error){
		"the file was touched": func(error) (*Keys, error) {
			if err := os.WriteFile(d.path, good, 0o600); err != nil {
				t.Fatal(err)
			}
			return r.Unlock("", phrase)
		},
		"other keys": func(error) (*Keys, error) { return other.Unlock("", phrase) },
		"code":       func(err error) (*Keys, error) { return nil, errors.New(err.Error()) },
	} {
		d.wrong = nil
		d.try(t, good[:len(good)/2], func() (*Keys, error) {
			c.at = c.at.Add(60_000_000_000)
			keys, err := r.Unlock("", phrase)
			if err != nil {
				return weak(err)
			}
			return keys, nil
		})
		if len(d.wrong) != 1 || !strings.HasPrefix(d.wrong[0], want) {
			t.Errorf("%q, want %q", d.wrong, want)
		}
	}
}
