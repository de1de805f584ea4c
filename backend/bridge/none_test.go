package bridge

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/kiosk"
)

// TestNoneOfTheseIsAnAnswerAndTakingItBackIsNone: it is stored although nothing
// is chosen, also as the first answer, and the page can tell the two apart.
func TestNoneOfTheseIsAnAnswerAndTakingItBackIsNone(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "instruments", "every-control"), repo("testdata/instruments/every-control")); err != nil {
		t.Fatal(err)
	}
	b := opened(t, config(dir))
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi"}))
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "every-control", Language: "en"}))
	handOver(t, b, s.ID)
	agree(t, b)
	many := func() kiosk.Item {
		items := must[kiosk.Session](t)(b.Kiosk.Session()).Items
		return items[slices.IndexFunc(items, func(it kiosk.Item) bool {
			return it.Type == domain.TypeMultipleChoice && it.Choice.Least == 0
		})]
	}
	for _, step := range []struct {
		given    []int
		back     bool
		revision int
	}{{[]int{}, false, 1}, {[]int{0, 2}, false, 2}, {[]int{}, true, 3}, {[]int{}, false, 4}, {[]int{}, false, 4}} {
		it := many()
		saved := must[kiosk.Saved](t)(b.Kiosk.Answer(kiosk.AnswerRequest{
			SessionID: s.ID, ItemID: it.ID, Answer: kiosk.Given{Chosen: step.given}, Withdrawn: step.back, Revision: it.Revision,
		}))
		got := many()
		if got.Answered == step.back || !slices.Equal(got.Answer.Chosen, step.given) || saved.Revision != step.revision || got.Revision != step.revision {
			t.Errorf("%+v: saved as %d, then %+v", step, saved.Revision, got)
		}
	}
}
