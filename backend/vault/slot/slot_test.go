package slot

import (
	"bytes"
	"errors"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/vault/slow"
)

var root = bytes.Repeat([]byte{7}, keySize)

func wrapped() Slot {
	return Wrap("w1", Slot{Kind: Passphrase, Role: domain.RoleOwner, Cost: slow.Quick.Floor}, []byte("correct horse"), root)
}

func TestASlotOpensForItsSecretOnly(t *testing.T) {
	for _, s := range []Slot{wrapped(), Wrap("w1", Slot{Kind: Recovery, Role: domain.RoleOwner}, []byte("correct horse"), root)} {
		got, err := s.Open("w1", []byte("correct horse"))
		if err != nil || !bytes.Equal(got, root) {
			t.Fatalf("%s: %x, %v", s.Kind, got, err)
		}
		for _, secret := range []string{"", "correct horse ", "Correct horse", "wrong"} {
			if _, err := s.Open("w1", []byte(secret)); !errors.Is(err, ErrWrong) {
				t.Errorf("%s: %q opened it", s.Kind, secret)
			}
		}
		if _, err := s.Open("w2", []byte("correct horse")); !errors.Is(err, ErrWrong) {
			t.Errorf("%s: opened in another workspace", s.Kind)
		}
	}
}

// TestNothingOfASlotCanBeExchanged changes every part that is bound.
func TestNothingOfASlotCanBeExchanged(t *testing.T) {
	for name, change := range map[string]func(*Slot){
		"id":      func(s *Slot) { s.ID += "x" },
		"kind":    func(s *Slot) { s.Kind = Recovery },
		"role":    func(s *Slot) { s.Role = domain.RoleAssistant },
		"name":    func(s *Slot) { s.Name = "x" },
		"memory":  func(s *Slot) { s.Cost.MemoryKiB *= 2 },
		"passes":  func(s *Slot) { s.Cost.Passes++ },
		"lanes":   func(s *Slot) { s.Cost.Lanes++ },
		"salt":    func(s *Slot) { s.Salt[0] ^= 1 },
		"wrapped": func(s *Slot) { s.Wrapped[len(s.Wrapped)-1] ^= 1 },
		"cut":     func(s *Slot) { s.Wrapped = s.Wrapped[:10] },
	} {
		s := wrapped()
		change(&s)
		if _, err := s.Open("w1", []byte("correct horse")); !errors.Is(err, ErrWrong) {
			t.Errorf("opened with another %s", name)
		}
	}
}

func TestASlotOutsideOfTheLimitsIsNotTried(t *testing.T) {
	for name, change := range map[string]func(*Slot){
		"weakened":   func(s *Slot) { s.Cost.MemoryKiB = slow.Safe.Floor.MemoryKiB - 1 },
		"too costly": func(s *Slot) { s.Cost.Passes = slow.Safe.Ceiling.Passes + 1 },
		"":           func(*Slot) {},
	} {
		s := wrapped()
		s.Cost = slow.Safe.Floor
		change(&s)
		if err := s.Check(slow.Safe); (domain.CodeOf(err) == domain.CodeDamagedKeys) != (name != "") {
			t.Errorf("%q: %v", name, err)
		}
	}
	recovery := Wrap("w1", Slot{Kind: Recovery, Role: domain.RoleOwner}, []byte("x"), root)
	for _, change := range []func(*Slot){func(s *Slot) { s.Kind = "none" }, func(s *Slot) { s.Cost.Passes = 1 }, func(s *Slot) { s.Salt = nil }, func(s *Slot) { s.Role = "god" }} {
		s := recovery
		change(&s)
		if err := s.Check(slow.Safe); domain.CodeOf(err) != domain.CodeDamagedKeys {
			t.Errorf("%+v: %v", s, err)
		}
	}
	if err := recovery.Check(slow.Safe); err != nil {
		t.Error(err)
	}
}
