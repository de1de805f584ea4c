package bridge

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/kiosk"
	"kitewise/backend/store"
)

// contents hashes every file of a workspace, the log of the database too.
func contents(t *testing.T, dir string) string {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if strings.HasPrefix(e.Name(), store.WitnessFile) {
			return nil // it follows an act that was made before
		}
		if err != nil || e.IsDir() || strings.HasSuffix(path, "-shm") || strings.HasSuffix(path, ".lock") {
			return err
		}
		data, err := os.ReadFile(path)
		_, _ = fmt.Fprintf(sum, "%s %d\n", e.Name(), len(data))
		sum.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// finishedSession lets a participant answer the worked example.
func finishedSession(t *testing.T, b *Bridge) domain.Session {
	t.Helper()
	s := handedOver(t, b, "Sri", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	return s
}

// A form with a session's answers shows them, so the log says whose were looked
// at; one without leaves nothing.
func TestAnswersCopiedIntoAWhatIfAreLookedAt(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := finishedSession(t, b)
	count := func() (n int, last store.ListedEntry) {
		err := b.door.Workspace.Store.Entries(t.Context(), store.EntryFilter{}, func(e store.ListedEntry) error {
			if n == 0 {
				last = e
			}
			n++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n, last
	}
	before, _ := count()
	must[desk.WhatIfForm](t)(b.Desk.WhatIfForm(desk.WhatIfOpen{InstrumentID: s.Instrument.ID}))
	if after, last := count(); after != before {
		t.Errorf("an empty form left %+v", last)
	}
	must[desk.WhatIfForm](t)(b.Desk.WhatIfForm(desk.WhatIfOpen{SessionID: s.ID}))
	after, last := count()
	if after != before+1 || last.Act != domain.ActView || last.SessionID != s.ID || last.Detail["part"] != "whatif" {
		t.Errorf("%d entries more, the last %+v", after-before, last)
	}
}

// What a session's form gives again is its own result; another style comes of
// other totals; and no file of the workspace changes with any of it. Only that
// the answers were looked at stands in the log.
func TestWhatIfStoresNothing(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	s := finishedSession(t, b)
	form := must[desk.WhatIfForm](t)(b.Desk.WhatIfForm(desk.WhatIfOpen{SessionID: s.ID}))
	before := contents(t, dir)
	unchanged := func(what string) {
		t.Helper()
		if contents(t, dir) != before {
			t.Fatalf("%s changed the workspace", what)
		}
	}
	if len(form.Items) != 20 || len(form.Totals) != 4 || form.Typed["CE"] != "37" || len(form.Answers) != 20 || form.Respondent["age"] != "21" || form.Sums[0].Sum != 120 {
		t.Fatalf("%+v", form)
	}
	request := desk.WhatIfRequest{SessionID: s.ID, Answers: form.Answers, Totals: form.Typed, Respondent: form.Respondent}
	stored := must[domain.Finalisation](t)(b.door.Workspace.Store.Finalisation(t.Context(), s.ID))
	for _, byTotals := range []bool{false, true} {
		request.ByTotals = byTotals
		r := must[desk.WhatIfReading](t)(b.Desk.WhatIf(request))
		unchanged("scoring")
		if r.View == nil || len(r.Faults) > 0 || len(r.Scores) != len(stored.Result.Scores) {
			t.Fatalf("by totals %v: %+v", byTotals, r)
		}
		if r.Scores[0].Value != "37" || r.Scores[0].Percentile != "96.5" || scoreOf(r, "style").Class != "Experiencing" {
			t.Errorf("by totals %v: %+v", byTotals, r.Scores)
		}
		if lfi := scoreOf(r, "LFI"); (lfi.Missing != "") != byTotals || strings.Contains(lfi.Class, "undetermined") {
			t.Errorf("by totals %v: %+v", byTotals, lfi)
		}
	}
	request.Totals = map[string]string{"CE": "16", "RO": "30", "AC": "42", "AE": "32"}
	if r := must[desk.WhatIfReading](t)(b.Desk.WhatIf(request)); scoreOf(r, "style").Class != "Thinking" {
		t.Errorf("%+v", r.Scores)
	}
	unchanged("other totals")
}

func scoreOf(r desk.WhatIfReading, id string) desk.WhatIfScore {
	i := slices.IndexFunc(r.Scores, func(s desk.WhatIfScore) bool { return s.ID == id })
	if i < 0 {
		return desk.WhatIfScore{}
	}
	return r.Scores[i]
}

// Wrong totals are told in words, without a result.
func TestWhatIfTellsWhatIsWrong(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	for text, totals := range map[string]map[string]string{
		"The sum is 118 and must be 120.":                              {"CE": "30", "RO": "30", "AC": "30", "AE": "28"},
		"49 is outside 12 to 48.":                                      {"CE": "49"},
		"This is not a number.":                                        {"CE": "NaN"},
		"No answers give 30.5.":                                        {"CE": "30.5"},
		"The sum is right, but no answers give these totals together.": {"CE": "12", "RO": "12", "AC": "48", "AE": "48"},
	} {
		r := must[desk.WhatIfReading](t)(b.Desk.WhatIf(desk.WhatIfRequest{InstrumentID: "learning-cycle", ByTotals: true, Totals: totals}))
		if r.View != nil || len(r.Faults) != 1 || r.Faults[0].Text != text {
			t.Errorf("%v: %+v", totals, r.Faults)
		}
	}
	for _, id := range []string{"learning-cycle", "study-habits", "work-values"} {
		form := must[desk.WhatIfForm](t)(b.Desk.WhatIfForm(desk.WhatIfOpen{InstrumentID: id}))
		if len(form.Totals) < 4 || len(form.Items) == 0 {
			t.Errorf("%s: %+v", id, form)
		}
		r := must[desk.WhatIfReading](t)(b.Desk.WhatIf(desk.WhatIfRequest{InstrumentID: id}))
		for _, s := range r.Scores {
			if s.Value != "" || s.Missing == "" || strings.Contains(s.Missing, "[") {
				t.Errorf("%s without answers: %+v", id, s)
			}
		}
	}
}

func TestWhatIfRefusesWhatNoPageSends(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	lc := "learning-cycle"
	for name, tc := range map[string]struct {
		r    desk.WhatIfRequest
		code domain.Code
	}{
		"no instrument":        {desk.WhatIfRequest{}, domain.CodeNotFound},
		"unknown instrument":   {desk.WhatIfRequest{InstrumentID: "../../etc"}, domain.CodeNotFound},
		"unknown session":      {desk.WhatIfRequest{SessionID: "nobody"}, domain.CodeNotFound},
		"unknown total":        {desk.WhatIfRequest{InstrumentID: lc, ByTotals: true, Totals: map[string]string{"XX": "3"}}, domain.CodeInvalid},
		"a derived total":      {desk.WhatIfRequest{InstrumentID: lc, ByTotals: true, Totals: map[string]string{"ACCE": "3"}}, domain.CodeInvalid},
		"unknown item":         {desk.WhatIfRequest{InstrumentID: lc, Answers: map[string]domain.Value{"s99": {Ranks: []int{1, 2, 3, 4}}}}, domain.CodeInvalid},
		"not a permutation":    {desk.WhatIfRequest{InstrumentID: lc, Answers: map[string]domain.Value{"s1": {Ranks: []int{1, 2, 3, 3}}}}, domain.CodeInvalid},
		"rank out of range":    {desk.WhatIfRequest{InstrumentID: lc, Answers: map[string]domain.Value{"s1": {Ranks: []int{1, 2, 3, -4}}}}, domain.CodeInvalid},
		"too few ranks":        {desk.WhatIfRequest{InstrumentID: lc, Answers: map[string]domain.Value{"s1": {Ranks: []int{1}}}}, domain.CodeInvalid},
		"another type":         {desk.WhatIfRequest{InstrumentID: lc, Answers: map[string]domain.Value{"s1": {Number: "NaN"}}}, domain.CodeInvalid},
		"unknown group":        {desk.WhatIfRequest{InstrumentID: lc, Group: "NOBODY"}, domain.CodeInvalid},
		"unknown group, total": {desk.WhatIfRequest{InstrumentID: lc, ByTotals: true, Group: "NOBODY"}, domain.CodeInvalid},
		"age of a word":        {desk.WhatIfRequest{InstrumentID: lc, Respondent: domain.Respondent{"age": "old"}}, domain.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			wantCode(t, second(b.Desk.WhatIf(tc.r)), tc.code)
		})
	}
	wantCode(t, second(b.Desk.WhatIfForm(desk.WhatIfOpen{InstrumentID: "nothing"})), domain.CodeNotFound)
}

// Facts choose a norm group by the rule, and a counsellor another one; neither
// is stored.
func TestWhatIfWithAnotherNormGroup(t *testing.T) {
	dir := t.TempDir()
	cfg := config(dir)
	cfg.Dialog = &chosenPath{path: normFile(t, "COUNTRY:Indonesia")}
	b := opened(t, cfg)
	must[[]desk.NormsOf](t)(b.Desk.ImportNorm(must[desk.NormDraft](t)(b.Desk.DraftNorm()).Key))
	before := contents(t, dir)
	// CE is 37 of 12..48: 10 + 80·25/36 in the group, 96.5 in the whole norm group.
	totals := map[string]string{"CE": "37", "RO": "24", "AC": "33", "AE": "26"}
	for name, tc := range map[string]struct {
		country, group, want string
	}{
		"by the rule":   {"", "", "96.5"},
		"by a fact":     {"Indonesia", "", "65.6"},
		"by choice":     {"", "COUNTRY:Indonesia", "65.6"},
		"choice beats":  {"Indonesia", "Total", "96.5"},
		"another place": {"Norway", "", "96.5"},
	} {
		who := domain.Respondent{}
		if tc.country != "" {
			who["country"] = tc.country
		}
		r := must[desk.WhatIfReading](t)(b.Desk.WhatIf(desk.WhatIfRequest{
			InstrumentID: "learning-cycle", ByTotals: true, Totals: totals, Respondent: who, Group: tc.group,
		}))
		if got := scoreOf(r, "CE").Percentile; got != tc.want || len(r.Groups) != 2 {
			t.Errorf("%s: %s of %d groups, want %s", name, got, len(r.Groups), tc.want)
		}
	}
	if contents(t, dir) != before {
		t.Error("a what-if changed the workspace")
	}
}
