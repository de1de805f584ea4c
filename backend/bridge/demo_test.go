//go:build !race

package bridge

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/session"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

func everybody(t *testing.T, ws *workspace.Workspace) []domain.Participant {
	t.Helper()
	page, err := ws.Store.People(t.Context(), store.PeopleFilter{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	return page.People
}

// shown gives all that is stored of somebody, as the rooms give it.
func shown(t *testing.T, ws *workspace.Workspace, id string) string {
	t.Helper()
	p, err := ws.Store.Participant(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	out := []any{p}
	sessions, err := ws.Store.SessionsOf(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sessions {
		answers, err := ws.Store.Responses(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s, answers)
		if s.State == domain.StateFinalised {
			f, err := ws.Store.Finalisation(t.Context(), s.ID)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, f)
		}
	}
	held, err := ws.Store.Held(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(append(out, held))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestTheDemonstrationIsRealAndGoesWhole: scored by the real engine, marked, of
// every state; then gone from the file, with what belongs to others as it was.
func TestTheDemonstrationIsRealAndGoesWhole(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	ws, ctx := b.door.Workspace, t.Context()
	must[door.Status](t)(b.Desk.SaveLook(door.Look{Language: "id", Theme: "dark", Paper: "A4"}))
	mine, err := ws.Store.CreateParticipant(ctx, domain.Participant{ID: "mine", Name: "Dewi", CreatedAt: ws.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ws.Engine.Prepare(ctx, mine.ID, "learning-cycle", "id"); err != nil {
		t.Fatal(err)
	}
	before := shown(t, ws, mine.ID)
	for range 2 { // it can come again
		made := must[domain.Demonstration](t)(b.Desk.AddDemonstration())
		if made.People != 5 || made.Sessions != 8 || made != must[domain.Demonstration](t)(b.Desk.Demonstration()) {
			t.Fatalf("%+v", made)
		}
		wantCode(t, second(b.Desk.AddDemonstration()), domain.CodeConflict)
		looked(t, ws)
		if gone := must[domain.Demonstration](t)(b.Desk.RemoveDemonstration()); gone != made {
			t.Errorf("%+v", gone)
		}
		if all := everybody(t, ws); len(all) != 1 || all[0].Demonstration {
			t.Errorf("%+v", all)
		}
		if after := shown(t, ws, mine.ID); after != before {
			t.Errorf("what belongs to others changed:\n%s\n%s", before, after)
		}
		raw, err := os.ReadFile(filepath.Join(dir, "kitewise.db"))
		if err != nil || bytes.Contains(raw, []byte("DEMO-")) || !bytes.Contains(raw, []byte("mine")) {
			t.Errorf("traces in the file: %v", err)
		}
	}
	if gone := must[domain.Demonstration](t)(b.Desk.RemoveDemonstration()); gone.People != 0 {
		t.Errorf("nothing to remove: %+v", gone)
	}
	if p, err := ws.Store.CreateParticipant(ctx, domain.Participant{ID: "next", CreatedAt: ws.Now()}); err != nil || p.Code != "R-0002" {
		t.Errorf("the next code is %s, %v", p.Code, err)
	}
}

// looked looks at everybody who does not exist.
func looked(t *testing.T, ws *workspace.Workspace) {
	t.Helper()
	states, styles := map[domain.SessionState]int{}, []string{}
	for _, p := range everybody(t, ws) {
		if p.Demonstration != strings.HasPrefix(p.Code, "DEMO-") {
			t.Errorf("%+v", p)
		}
		if !p.Demonstration {
			continue
		}
		sessions, err := ws.Store.SessionsOf(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sessions {
			states[s.State]++
			if s.CreatedAt > ws.Now() || s.FinalisedAt > ws.Now() {
				t.Errorf("%s is of a time to come", p.Code)
			}
			if s.State != domain.StateFinalised {
				continue
			}
			if v, err := ws.Engine.Verify(t.Context(), s.ID); err != nil || v != session.VerdictSound {
				t.Errorf("%s: %q, %v", p.Code, v, err)
			}
			if s.Instrument.ID == "learning-cycle" {
				o, err := ws.Engine.Result(t.Context(), s.ID)
				if err != nil {
					t.Fatal(err)
				}
				styles = append(styles, string(certainty(t, o)))
			}
		}
	}
	if want := map[domain.SessionState]int{domain.StateFinalised: 6, domain.StatePaused: 1, domain.StatePrepared: 1}; len(states) != 3 || states[domain.StateFinalised] != 6 || states[domain.StatePaused] != 1 {
		t.Errorf("%v, want %v", states, want)
	}
	if slices.Sort(styles); len(slices.Compact(styles)) < 3 {
		t.Errorf("the results look alike: %v", styles)
	}
}

// certainty is the result as it is stored, without its arithmetic.
func certainty(t *testing.T, o session.Outcome) []byte {
	t.Helper()
	r := o.Reading
	r.Trace = nil
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
