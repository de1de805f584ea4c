package workspace

import (
	"fmt"
	"os"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// TestScoringAgainFindsAnAnswerUnderASealMadeAnew: whoever can change an answer
// in the file can also make its seal anew. The store then vouches for rows of
// which one answer is not the one that gave the result, and only scoring again
// tells. The seals here are made by the store itself. The control is the same
// way with the answers that did give it.
func TestScoringAgainFindsAnAnswerUnderASealMadeAnew(t *testing.T) {
	dir := t.TempDir()
	made(t, dir, 3)
	ws, err := Open(t.Context(), dir, os.DirFS("../../instruments"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(ws.Store.Unlock(t.Context(), noSecret{}))
	origin := answered(t, ws, "p", 1)
	told, err := ws.Engine.Finish(t.Context(), origin.ID)
	must(err)
	given, err := ws.Store.Responses(t.Context(), origin.ID)
	must(err)
	ids := map[string]string{}
	for name, change := range map[string]bool{"as answered": false, "changed": true} {
		s := begun(t, ws, "p")
		for _, n := range given {
			n.SessionID = s.ID
			if change && n.ItemID == "s3" {
				n.Value.Ranks = []int{n.Value.Ranks[1], n.Value.Ranks[0], n.Value.Ranks[2], n.Value.Ranks[3]}
			}
			must(ws.Store.SaveResponse(t.Context(), n, domain.Trail{}))
		}
		sealed, err := ws.Store.Finalise(t.Context(), domain.Finalisation{SessionID: s.ID, FinalisedAt: told.FinalisedAt, Respondent: told.Respondent, Result: told.Result})
		must(err)
		held, err := ws.Store.Finalisation(t.Context(), s.ID)
		if err != nil || held.Seal != sealed.Seal || held.Seal == told.Seal {
			t.Errorf("%s: the seal %q does not hold: %v", name, held.Seal, err)
		}
		ids[name] = s.ID
	}
	must(ws.Close())
	found := verified(t, dir, nil)
	want := fmt.Sprintf("[{%s %s}]", ids["changed"], session.VerdictDiffers)
	if got := fmt.Sprint(found.Findings); got != want || found.Damaged || found.Done != 6 {
		t.Errorf("found %+v, want %s; the control is %s", found, want, ids["as answered"])
	}
}
