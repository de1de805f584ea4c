package workspace

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// oldContent are the schemas whose workspaces pinned the instrument as it was
// before it knew a practice, or before its sources were texts: the version is there,
// that content is not.
var oldContent = []string{"0001", "0002", "0010"}

// TestEverySchemaThatLandedScoresTheSame: the answers of workspaces that earlier
// versions made are scored again. With the instrument as it was pinned the result
// is the same byte for byte; where only its texts and practice changed since, the
// scores are.
func TestEverySchemaThatLandedScoresTheSame(t *testing.T) {
	found, err := filepath.Glob("../../testdata/schemas/*")
	if err != nil || len(found) < 3 {
		t.Fatalf("%v, %v", found, err)
	}
	for _, old := range found {
		t.Run(filepath.Base(old), func(t *testing.T) {
			ws := broughtUp(t, old)
			got, err := ws.Verify(t.Context(), nil)
			if err != nil || got.Sessions < 3 || got.Done != got.Sessions || got.Damaged || len(got.Log) > 0 {
				t.Fatalf("%+v, %v", got, err)
			}
			if !slices.Contains(oldContent, filepath.Base(old)) {
				if !got.Sound() {
					t.Errorf("%+v", got)
				}
				return
			}
			for _, f := range got.Findings {
				if f.Verdict != session.VerdictUnscorable {
					t.Errorf("%+v", f)
				}
				if d := cmp.Diff(storedScores(t, ws, f.SessionID), scoredAnew(t, ws, f.SessionID, false)); d != "" {
					t.Errorf("%s: %s", f.SessionID, d)
				}
				// The control: another answer gives other scores.
				if cmp.Diff(storedScores(t, ws, f.SessionID), scoredAnew(t, ws, f.SessionID, true)) == "" {
					t.Error("the comparison sees nothing")
				}
			}
		})
	}
}

// broughtUp opens a copy of an old workspace.
func broughtUp(t *testing.T, old string) *Workspace {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(old)); err != nil {
		t.Fatal(err)
	}
	ws, err := Open(t.Context(), dir, os.DirFS("../../instruments"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	return ws
}

// numbers is what a score says, without the words around it.
type numbers struct {
	ID                            string
	Value, Converted, Percentile  *float64
	SEM                           *float64
	Class, Likeliest, RunnerUp    string
	Bands, Probabilities, Missing string
}

func storedScores(t *testing.T, ws *Workspace, id string) []numbers {
	t.Helper()
	f, err := ws.Store.Finalisation(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return numbersOf(t, f.Result)
}

func numbersOf(t *testing.T, r domain.Result) []numbers {
	t.Helper()
	said := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	out := []numbers{}
	for _, s := range r.Scores {
		out = append(out, numbers{
			s.ID, s.Value, s.Converted, s.Percentile, s.SEM, s.Class, s.Likeliest, s.RunnerUp,
			said(s.Bands), said(s.Probabilities), string(s.Reason),
		})
	}
	if len(out) < 4 {
		t.Fatalf("%d scores", len(out))
	}
	return out
}

// scoredAnew scores the stored answers with the instrument of today, with two
// ranks exchanged, or a number changed, if spoilt.
func scoredAnew(t *testing.T, ws *Workspace, id string, spoilt bool) []numbers {
	t.Helper()
	s, err := ws.Store.Session(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	all, err := ws.Store.Responses(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	f, err := ws.Store.Finalisation(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	a := domain.Answers{Responses: map[string]domain.Value{}, Respondent: f.Respondent, On: f.FinalisedAt}
	for _, r := range all { // by item and revision: the last one counts
		a.Responses[r.ItemID] = r.Value
	}
	if spoilt {
		v := a.Responses[all[0].ItemID]
		switch v.Ranks = slices.Clone(v.Ranks); {
		case len(v.Ranks) > 1:
			v.Ranks[0], v.Ranks[1] = v.Ranks[1], v.Ranks[0]
		case v.Number == "1":
			v.Number = "2"
		default:
			v.Number = "1"
		}
		a.Responses[all[0].ItemID] = v
	}
	in, err := ws.Instruments.Latest(s.Instrument.ID)
	if err != nil {
		t.Fatal(err)
	}
	result, err := in.Score(a)
	if err != nil {
		t.Fatal(err)
	}
	return numbersOf(t, result)
}
