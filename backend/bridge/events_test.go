package bridge

import (
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/kiosk"
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

// longestMs is a month.
const longestMs = 31 * 24 * 3600 * 1000
