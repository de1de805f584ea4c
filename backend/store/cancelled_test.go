package store

import (
	"context"
	"testing"
	"time"
)

// TestAWriteThatIsCancelledAtAnyMomentHoldsUpNoOther: also when the connection is
// in a transaction already whose beginning is told as refused.
func TestAWriteThatIsCancelledAtAnyMomentHoldsUpNoOther(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	if err := s.SaveSettings(t.Context(), map[string]string{"a": "0"}); err != nil { // prepares the statements
		t.Fatal(err)
	}
	refused := 0
	for i := range 1500 {
		ctx, cancel := context.WithCancel(t.Context())
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			for begun := time.Now(); time.Since(begun) < time.Duration(i%150)*time.Microsecond; {
			}
			cancel()
		}()
		if err := s.SaveSettings(ctx, map[string]string{"a": "1"}); err != nil {
			refused++
		}
		<-stopped
		if i%50 != 0 {
			continue
		}
		if err := s.SaveSettings(t.Context(), map[string]string{"a": "2"}); err != nil {
			t.Fatalf("after %d writes, %d of them refused: %v", i+1, refused, err)
		}
	}
	if refused == 0 {
		t.Error("no write was cancelled")
	}
}
