package bridge

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/kiosk"
	"kitewise/backend/report"
	"kitewise/backend/session"
)

// normFile writes a norm file for the learning cycle with one group, whose
// percentiles rise evenly from 10 to 90 over the whole range.
func normFile(t *testing.T, group string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# format: kitewise-norm/1\n# instrument: learning-cycle\n# norm: klsi4\n# version: local-1\n")
	b.WriteString("# scored_endings: 12\n# n: 120\n# year: 2026\n# source: own sessions\n# sample: first sessions\n")
	b.WriteString("norm_group,scale,raw_score,percentile\n")
	for _, scale := range []string{"CE", "RO", "AC", "AE", "ACCE", "AERO"} {
		low, high := 12, 48
		if len(scale) > 2 {
			low, high = -36, 36
		}
		fmt.Fprintf(&b, "%s,%s,%d,10\n%s,%s,%d,90\n", group, scale, low, group, scale, high)
	}
	path := filepath.Join(t.TempDir(), "local.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func labels(groups desk.NormGroups) (labels []string, byRule string) {
	for _, c := range groups.Choices {
		labels = append(labels, c.Group.Label)
		if c.ByRule {
			byRule = c.Group.Label
		}
	}
	return labels, byRule
}

// A norm file is shown before it is taken, taken once, and then offered for
// the results of new sessions; another group gives another reading.
func TestANormFileIsImportedAndItsGroupChosen(t *testing.T) {
	dialog := &chosenPath{}
	cfg := config(t.TempDir())
	cfg.Dialog = dialog
	b := opened(t, cfg)
	if d := must[desk.NormDraft](t)(b.Desk.DraftNorm()); d.File != "" {
		t.Errorf("a cancelled dialogue gave %+v", d)
	}
	dialog.path = normFile(t, "INTAKE: 2026")
	draft := must[desk.NormDraft](t)(b.Desk.DraftNorm())
	if draft.Preview == nil || len(draft.Faults) > 0 || draft.File != "local.csv" || len(draft.Preview.Groups) != 1 || draft.Scales["CE"] == "" {
		t.Fatalf("%+v", draft)
	}
	wantCode(t, second(b.Desk.ImportNorm("another key")), domain.CodeConflict)
	if all := must[[]desk.NormsOf](t)(b.Desk.Norms()); len(all[0].Groups) == 0 || hasGroup(all, "INTAKE: 2026") {
		t.Errorf("before the import: %+v", all)
	}
	if all := must[[]desk.NormsOf](t)(b.Desk.ImportNorm(draft.Key)); !hasGroup(all, "INTAKE: 2026") {
		t.Errorf("after the import: %+v", all)
	}
	wantCode(t, second(b.Desk.ImportNorm(draft.Key)), domain.CodeConflict)
	if again := must[desk.NormDraft](t)(b.Desk.DraftNorm()); again.Preview == nil || !again.Preview.Already {
		t.Errorf("the same file again: %+v", again)
	}

	s := handedOver(t, b, "", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	groups := must[desk.NormGroups](t)(b.Desk.NormGroups(s.ID))
	if all, rule := labels(groups); rule != "Total" || len(all) != 2 || groups.Chosen != "" {
		t.Fatalf("%v, by the rule %q, chosen %q", all, rule, groups.Chosen)
	}
	before := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID}))
	groups = must[desk.NormGroups](t)(b.Desk.ChooseGroup(desk.GroupRequest{SessionID: s.ID, Group: "INTAKE: 2026"}))
	if groups.Chosen != "INTAKE: 2026" || groups.ChosenAt == 0 {
		t.Errorf("%+v", groups)
	}
	after := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID}))
	if bars(before) == bars(after) {
		t.Errorf("the bars say %s, and said %s", bars(after), bars(before))
	}
	// CE is 37 of 12..48: 10 + 80·25/36 in the group, 96.5 in the whole norm group.
	stored := must[domain.Finalisation](t)(b.door.Workspace.Store.Finalisation(t.Context(), s.ID))
	if p := *stored.Result.Scores[0].Percentile; p < 96.5 || p > 96.6 {
		t.Errorf("what was finalised says %v now", p)
	}
	if reading := must[session.Outcome](t)(b.door.Workspace.Engine.Result(t.Context(), s.ID)).Reading; *reading.Scores[0].Percentile != 590.0/9 {
		t.Errorf("the reading says %v", *reading.Scores[0].Percentile)
	}
	must[desk.NormGroups](t)(b.Desk.ChooseGroup(desk.GroupRequest{SessionID: s.ID}))
	if back := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})); bars(back) != bars(before) {
		t.Errorf("back by the rule the bars say %s", bars(back))
	}
	wantCode(t, second(b.Desk.ChooseGroup(desk.GroupRequest{SessionID: s.ID, Group: "NOBODY"})), domain.CodeInvalid)
}

func hasGroup(all []desk.NormsOf, label string) bool {
	for _, of := range all {
		for _, g := range of.Groups {
			if g.Group.Label == label && g.Group.Imported && len(g.Scales) == 6 {
				return true
			}
		}
	}
	return false
}

func bars(v report.View) string {
	for _, p := range v.Parts {
		if p.Bars != nil {
			return fmt.Sprintf("%+v", *p.Bars)
		}
	}
	return ""
}

// A file with faults is refused with a place and a sentence for each.
func TestANormFileWithFaultsIsRefused(t *testing.T) {
	path := normFile(t, "INTAKE: 2026")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.Replace(string(text), "INTAKE: 2026,CE,12,10", "INTAKE: 2026,CE,12,420", 1))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := config(t.TempDir())
	cfg.Dialog = &chosenPath{path: path}
	b := opened(t, cfg)
	draft := must[desk.NormDraft](t)(b.Desk.DraftNorm())
	if draft.Preview != nil || len(draft.Faults) == 0 || !strings.Contains(draft.Faults[0].Place, "line 11") || !strings.Contains(draft.Faults[0].Text, "420") {
		t.Errorf("%+v", draft)
	}
	wantCode(t, second(b.Desk.ImportNorm(draft.Key)), domain.CodeConflict)
}
