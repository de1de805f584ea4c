package code

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"kitewise/backend/domain"
)

func TestACodeIsReadAsItIsPrinted(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		secret, printed := New()
		if seen[printed] || len(secret) != Size || len(strings.Split(printed, "-")) != Groups+1 {
			t.Fatalf("%q of %d bytes", printed, len(secret))
		}
		seen[printed] = true
		lazy := strings.NewReplacer("-", "  ", "0", "o", "1", "l").Replace(strings.ToLower(printed))
		for _, typed := range []string{printed, strings.ReplaceAll(printed, "-", ""), lazy} {
			got, err := Read(typed)
			if err != nil || !bytes.Equal(got, secret) {
				t.Fatalf("%q: %x, %v", typed, got, err)
			}
		}
		for n, group := range strings.Split(printed, "-")[:Groups] {
			if !Same(printed, n+1, strings.ToLower(group)+" ") || Same(printed, n+1, "") || Same(printed, n+1, group[:3]) {
				t.Fatalf("group %d of %s", n+1, printed)
			}
		}
		if Same(printed, 0, "") || Same(printed, Groups+1, strings.Split(printed, "-")[Groups]) {
			t.Fatal("a group that is none")
		}
	}
}

// TestSlipsAreNoticed changes one character at a time, and exchanges neighbours.
func TestSlipsAreNoticed(t *testing.T) {
	missed, tried := 0, 0
	for range 20 {
		_, printed := New()
		text := strings.ReplaceAll(printed, "-", "")
		slips := []string{}
		for i := range len(text) {
			other := alphabet[(strings.IndexByte(alphabet, text[i])+7)%len(alphabet)]
			slips = append(slips, text[:i]+string(other)+text[i+1:])
			if i > 0 && text[i] != text[i-1] {
				slips = append(slips, text[:i-1]+string(text[i])+string(text[i-1])+text[i+1:])
			}
		}
		for _, slip := range slips {
			tried++
			if _, err := Read(slip); err == nil {
				missed++
			}
		}
	}
	if tried < 1000 || missed*200 > tried {
		t.Errorf("%d of %d slips stayed unnoticed", missed, tried)
	}
}

func TestFaultsAreNamed(t *testing.T) {
	_, printed := New()
	for typed, want := range map[string]string{"": "bad_length", printed + "0": "bad_length", printed[:30]: "bad_length", "U" + printed[1:]: "bad_character", printed[1:] + "é": "bad_character"} {
		_, err := Read(typed)
		var e *domain.Error
		if !errors.As(err, &e) || e.Params["Reason"] != want {
			t.Errorf("%q: %v, want %s", typed, err, want)
		}
	}
}
