package bridge

import (
	"testing"

	"kitewise/backend/door"
	"kitewise/backend/store"
)

// TestAClosedProgramOpensNothingAnyMore: a call of the page that comes while the
// program ends must not take the workspace again.
func TestAClosedProgramOpensNothingAnyMore(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if s := must[door.Status](t)(b.Kiosk.Retry()); s.Mode != door.ModeBroken || s.Problem == nil || s.Problem.Params["Reason"] != "closed" {
		t.Errorf("%+v", s)
	}
	again, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatalf("the workspace is held: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
