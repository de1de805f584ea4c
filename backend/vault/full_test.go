//go:build !race

package vault

import (
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/vault/slow"
)

// TestTheUsualCost is what people get: slow enough for a try by hand to be felt
// by a machine that tries many, quick enough for the counsellor.
func TestTheUsualCost(t *testing.T) {
	if slow.Usual.MemoryKiB < 64<<10 || slow.Usual.Passes < 3 {
		t.Errorf("%+v lies below the floor", slow.Usual)
	}
	p := NewPIN(&memory{settings: map[string]string{}}, slow.Usual, time.Now)
	want(t, p.Set(t.Context(), "", "2580"), "")
	begun := time.Now()
	want(t, p.Check(t.Context(), "2580"), "")
	took := time.Since(begun)
	t.Logf("one try took %v", took)
	if took < 20*time.Millisecond || took > 10*time.Second {
		t.Errorf("one try took %v", took)
	}
	want(t, p.Check(t.Context(), "2581"), domain.CodePINWrong)
}
