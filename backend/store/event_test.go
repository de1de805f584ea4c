package store

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

func TestEventsStayInTheirOrder(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	running(t, s, "s1", person(t, s, "p1", "Dewi", 1).ID)
	want := []domain.Event{
		{SessionID: "s1", Kind: domain.EventFocus, At: 50, DurationMs: 7, Step: "a", Answered: 1},
		{SessionID: "s1", Kind: domain.EventClock, At: 20, DurationMs: -30, Step: "a", Answered: 1}, // the clock was set back
		{SessionID: "s1", Kind: domain.EventClose, At: 21},
	}
	for _, e := range want {
		if err := s.SaveEvent(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Events(t.Context(), "s1")
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("%v %s", err, cmp.Diff(want, got))
	}
	wantCode(t, s.SaveEvent(t.Context(), domain.Event{SessionID: "s1", Kind: domain.EventClose, Late: true}), domain.CodeConflict)
	wantCode(t, s.SaveEvent(t.Context(), domain.Event{SessionID: "nobody", Kind: domain.EventClose}), domain.CodeNotFound)
	for _, text := range []string{"UPDATE event SET at = 1", "DELETE FROM event"} {
		wantCode(t, s.write(t.Context(), "cheat", func(r runner) error { _, err := r.exec(text); return err }), domain.CodeConflict)
	}
}

// TestTheSealCoversEvents: an event that is slipped in after the closing, as if
// it had come before, is noticed; one that is marked as late changes nothing.
func TestTheSealCoversEvents(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	running(t, s, "s1", person(t, s, "p1", "Dewi", 1).ID)
	if err := s.SaveEvent(t.Context(), domain.Event{SessionID: "s1", Kind: domain.EventFocus, At: 5}); err != nil {
		t.Fatal(err)
	}
	if err := finalise(t.Context(), s, domain.Finalisation{SessionID: "s1", FinalisedAt: 9}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.SaveEvent(t.Context(), domain.Event{SessionID: "s1", Kind: domain.EventUnlock, At: 10}), domain.CodeConflict)
	if err := s.SaveEvent(t.Context(), domain.Event{SessionID: "s1", Kind: domain.EventUnlock, At: 10, Late: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Finalisation(t.Context(), "s1"); err != nil {
		t.Fatal("a late event broke the seal:", err)
	}
	if _, err := s.writer.ExecContext(context.Background(), "DROP TRIGGER event_keeps; UPDATE event SET duration = 9000 WHERE number = 1"); err != nil {
		t.Fatal(err)
	}
	_, err := s.Finalisation(t.Context(), "s1")
	wantCode(t, err, domain.CodeDamagedDatabase)
}
