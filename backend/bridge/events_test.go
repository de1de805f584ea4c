package bridge

import (
	"slices"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/kiosk"
	"kitewise/backend/report"
)

// TestThePageMayNoteOnlyWhatItSees: the page cannot tell a pause or an unlock,
// nor something that never ended.
func TestThePageMayNoteOnlyWhatItSees(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	id := handedOver(t, b, "Dewi", "en").ID
	for _, kind := range domain.EventKinds() {
		want := domain.CodeInvalid
		switch kind {
		case domain.EventFocus, domain.EventPrivacy, domain.EventScreen:
			want = ""
		}
		_, err := b.Kiosk.Note(kiosk.NoteRequest{Kind: string(kind), DurationMs: 1500})
		wantCode(t, err, want)
	}
	for _, ms := range []int64{-1, longestMs + 1} {
		_, err := b.Kiosk.Note(kiosk.NoteRequest{Kind: "focus", DurationMs: ms})
		wantCode(t, err, domain.CodeInvalid)
	}
	stored := must[[]domain.Event](t)(b.door.Workspace.Store.Events(t.Context(), id))
	if len(stored) != 3 || stored[1].Kind != domain.EventPrivacy || stored[1].DurationMs != 1500 {
		t.Errorf("%+v", stored)
	}
}

// TestTheReportTellsThatTheWindowWasLeft where no item counts it: on the review.
func TestTheReportTellsThatTheWindowWasLeft(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[string](t)(b.Kiosk.Visit(kiosk.VisitRequest{Step: domain.StepReview}))
	away := kiosk.NoteRequest{Kind: "focus", DurationMs: 25 * 60_000}
	for range 3 {
		must[kiosk.NoteRequest](t)(b.Kiosk.Note(away))
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	must[kiosk.NoteRequest](t)(b.Kiosk.Note(away)) // while the participant waits for the counsellor
	comeBack(t, b, "finish")
	want := report.Fact{Label: "Left the window", Value: "3 times, 1 h 15 min in all"}
	for _, p := range must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})).Parts {
		if p.About != nil && !slices.Contains(p.About.Facts, want) {
			t.Errorf("%+v", p.About.Facts)
		}
	}
}

// longestMs is a month.
const longestMs = 31 * 24 * 3600 * 1000
