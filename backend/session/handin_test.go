package session

import (
	"testing"

	"kitewise/backend/domain"
)

// TestHandingInWaitsForTheCounsellor: nothing is final yet, nothing can be
// changed, and the counsellor may let the participant go on or finish.
func TestHandingInWaitsForTheCounsellor(t *testing.T) {
	e, m, _ := newEngine()
	started(t, e)
	if open := wantCode(t, second(e.HandIn(t.Context(), "s1")), domain.CodeInvalid); open.Params["Items"] == "" {
		t.Errorf("%v", open.Params)
	}
	give(t, e, "a", 4, 0)
	give(t, e, "b", 4, 0)
	m.events = nil
	for range 2 { // again changes nothing
		s, err := e.HandIn(t.Context(), "s1")
		if err != nil || s.Step != domain.StepEnd || s.State != domain.StateRunning {
			t.Fatalf("%+v, %v", s, err)
		}
	}
	if len(m.events) != 1 || m.events[0].Kind != domain.EventHandIn || m.events[0].Step != domain.StepEnd {
		t.Errorf("%+v", m.events)
	}
	late := Answer{SessionID: "s1", ItemID: "a", Given: Given{Ranks: []int{1, 2, 3, 4}}, Revision: 1}
	wantCode(t, second(e.Answer(t.Context(), late)), domain.CodeSessionClosed)
	wantCode(t, second(e.Visit(t.Context(), "s1", "a", nil)), domain.CodeSessionClosed)

	if s, err := e.TakeBack(t.Context(), "s1"); err != nil || s.Step != domain.StepReview {
		t.Fatalf("%+v, %v", s, err)
	}
	if _, err := e.Answer(t.Context(), late); err != nil {
		t.Errorf("after taking back: %v", err)
	}
	if s, err := e.TakeBack(t.Context(), "s1"); err != nil || s.Step != domain.StepReview {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := e.HandIn(t.Context(), "s1"); err != nil {
		t.Fatal(err)
	}
	if f, err := e.Finish(t.Context(), "s1"); err != nil || f.SessionID != "s1" {
		t.Errorf("%+v, %v", f, err)
	}
	wantCode(t, second(e.TakeBack(t.Context(), "s1")), domain.CodeSessionClosed)
}
