package session

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// TestNothingIsAnsweredBeforeABasis: answering, finishing, practising and every
// step beyond the consent wait for it.
func TestNothingIsAnsweredBeforeABasis(t *testing.T) {
	e, m, f := newEngine()
	f.Manifest.Practice = []domain.Drill{{Type: "ranking", Item: &domain.Item{ID: "p"}}}
	s := unasked(t, e)
	try := func() map[string]error {
		return map[string]error{
			"answer":   second(e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "a", Given: Given{Ranks: []int{1, 2, 3, 4}}})),
			"finish":   second(e.Finish(t.Context(), s.ID)),
			"practise": e.Practise(t.Context(), domain.Practice{SessionID: s.ID, Type: "ranking", Tries: 1}),
			"item":     second(e.Visit(t.Context(), s.ID, "a", nil)),
			"how":      second(e.Visit(t.Context(), s.ID, domain.StepHow+"ranking", nil)),
			"review":   second(e.Visit(t.Context(), s.ID, domain.StepReview, nil)),
		}
	}
	for name, err := range try() {
		if fault := wantCode(t, err, domain.CodeConflict); fault.Params["Reason"] != "no_basis" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, step := range []string{domain.StepConsent, domain.StepWelcome} {
		if _, err := e.Visit(t.Context(), s.ID, step, nil); err != nil {
			t.Errorf("%q: %v", step, err)
		}
	}
	if _, err := e.Consent(t.Context(), s.ID, true, domain.Notice{Version: 3}); err != nil {
		t.Fatal(err)
	}
	for name, err := range try() {
		if name == "finish" {
			if fault := wantCode(t, err, domain.CodeInvalid); fault.Params["Items"] == "" {
				t.Error(err)
			}
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	want := domain.Consent{SessionID: s.ID, Revision: 1, Basis: domain.BasisConsent, Notice: 3, Language: "en", At: m.consents[0].At}
	if d := cmp.Diff([]domain.Consent{want}, m.consents); d != "" || want.At == 0 {
		t.Error(d)
	}
}

func TestConsentIsAskedOnce(t *testing.T) {
	e, m, _ := newEngine()
	s := started(t, e)
	if _, err := e.Consent(t.Context(), s.ID, true, domain.Notice{}); err != nil || len(m.consents) != 1 {
		t.Error("the same answer again was stored", err)
	}
	fault := wantCode(t, second(e.Consent(t.Context(), s.ID, false, domain.Notice{})), domain.CodeConflict)
	if fault.Params["Reason"] != "has_basis" {
		t.Error(fault)
	}
	fault = wantCode(t, second(e.Base(t.Context(), s.ID, domain.BasisLegal, "", domain.Notice{})), domain.CodeConflict)
	if fault.Params["Reason"] != "basis_fixed" {
		t.Error(fault)
	}
}

func TestDecliningEndsTheSession(t *testing.T) {
	e, m, _ := newEngine()
	s := unasked(t, e)
	got, err := e.Consent(t.Context(), s.ID, false, domain.Notice{})
	if err != nil || got.State != domain.StateAbandoned || got.Reason != domain.ReasonDeclined {
		t.Error(got, err)
	}
	if _, err := e.Consent(t.Context(), s.ID, false, domain.Notice{}); err != nil {
		t.Error("a lost acknowledgement cannot be repeated", err)
	}
	wantCode(t, second(e.Consent(t.Context(), s.ID, true, domain.Notice{})), domain.CodeSessionClosed)
	wantCode(t, second(e.Start(t.Context(), s.ID)), domain.CodeSessionClosed)
	wantCode(t, second(e.Base(t.Context(), s.ID, domain.BasisLegal, "", domain.Notice{})), domain.CodeSessionClosed)
	wantCode(t, second(e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "a", Given: Given{Ranks: []int{1, 2, 3, 4}}})), domain.CodeSessionClosed)
	if len(m.responses) > 0 || len(m.consents) != 1 {
		t.Error(m.responses, m.consents)
	}
}

func TestTheCounsellorRecordsAnotherBasis(t *testing.T) {
	e, m, _ := newEngine()
	e.cfg.Now = func() domain.Instant { return 12 * 3600 * 1000 } // noon of the first day
	for _, c := range []struct {
		basis domain.Basis
		date  string
		field string
	}{
		{domain.BasisPaper, "1970-01-01", ""},
		{domain.BasisGuardian, "1969-12-31", ""},
		{domain.BasisLegal, "1970-01-01", ""}, // no paper, no day
		{domain.BasisNone, "", ""},
		{domain.BasisPaper, "", "date"},
		{domain.BasisPaper, "1970-02-01", "date"}, // not yet
		{domain.BasisGuardian, "1970-13-01", "date"},
		{domain.BasisConsent, "", "basis"},
		{domain.BasisDeclined, "", "basis"},
		{"other", "", "basis"},
	} {
		s := unasked(t, e)
		got, err := e.Base(t.Context(), s.ID, c.basis, c.date, domain.Notice{})
		if c.field != "" {
			if fault := wantCode(t, err, domain.CodeInvalid); fault.Params["Field"] != c.field {
				t.Errorf("%+v: %v", c, err)
			}
			continue
		}
		if err != nil || got.Basis != c.basis {
			t.Errorf("%+v: %+v, %v", c, got, err)
		}
		last, _ := m.Consent(t.Context(), s.ID)
		if wantDate := c.date; last.Basis.Dated() && last.Date != wantDate || !last.Basis.Dated() && last.Date != "" {
			t.Errorf("%+v: %+v", c, last)
		}
	}
}

func TestARecordedBasisStandsOnceAnAnswerIsGiven(t *testing.T) {
	e, _, _ := newEngine()
	s := unasked(t, e)
	for _, basis := range []domain.Basis{domain.BasisLegal, domain.BasisNone, domain.BasisLegal} {
		if _, err := e.Base(t.Context(), s.ID, basis, "", domain.Notice{}); err != nil {
			t.Fatal(err)
		}
	}
	if fault := wantCode(t, second(e.Consent(t.Context(), s.ID, true, domain.Notice{})), domain.CodeConflict); fault.Params["Reason"] != "has_basis" {
		t.Error(fault)
	}
	if _, err := e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "a", Given: Given{Ranks: []int{1, 2, 3, 4}}}); err != nil {
		t.Fatal(err)
	}
	if fault := wantCode(t, second(e.Base(t.Context(), s.ID, domain.BasisNone, "", domain.Notice{})), domain.CodeConflict); fault.Params["Reason"] != "basis_fixed" {
		t.Error(fault)
	}
}

func TestWhatWasArrangedChangesUntilTheEnd(t *testing.T) {
	e, m, _ := newEngine()
	s := unasked(t, e)
	got, err := e.Arrange(t.Context(), s.ID, domain.Accommodations{Helper: true, Note: "  large print "})
	want := domain.Accommodations{Helper: true, Note: "large print"}
	if err != nil || got.Accommodations != want || m.sessions[s.ID].Accommodations != want {
		t.Error(got, err)
	}
	for _, note := range []string{strings.Repeat("x", 201), "two\nlines"} {
		if fault := wantCode(t, second(e.Arrange(t.Context(), s.ID, domain.Accommodations{Note: note})), domain.CodeInvalid); fault.Params["Field"] != "note" {
			t.Error(fault)
		}
	}
	if _, err := e.Abandon(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(e.Arrange(t.Context(), s.ID, domain.Accommodations{})), domain.CodeSessionClosed)
}

// TestWhatWasArrangedIsRecordedLater: a reader may have helped at the spur of
// the moment, and nobody notes it before the answers are in.
func TestWhatWasArrangedIsRecordedLater(t *testing.T) {
	e, m, _ := newEngine()
	s := started(t, e)
	closed := m.sessions[s.ID]
	closed.State, closed.FinalisedAt = domain.StateFinalised, 7
	m.sessions[s.ID] = closed
	for i, a := range []domain.Accommodations{{}, {Reader: true}, {Reader: true, Note: " "}, {}} {
		before := m.writes
		got, err := e.Arrange(t.Context(), s.ID, a)
		if err != nil || got.Accommodations.Reader != a.Reader || got.State != domain.StateFinalised {
			t.Errorf("%d: %+v, %v", i, got, err)
		}
		if wrote, want := m.writes-before, []int{0, 1, 0, 1}[i]; wrote != want {
			t.Errorf("%d: %d writes, want %d", i, wrote, want)
		}
		if (got.ArrangedLater > 0) != (i > 0) {
			t.Errorf("%d: at %d", i, got.ArrangedLater)
		}
	}
	wantCode(t, second(e.Base(t.Context(), s.ID, domain.BasisLegal, "", domain.Notice{})), domain.CodeSessionClosed)
}

func TestOnlyWhatIsPractisedIsStored(t *testing.T) {
	e, m, f := newEngine()
	f.Manifest.Practice = []domain.Drill{{Type: "ranking", Item: &domain.Item{ID: "p"}}, {Type: "text", None: "own words"}}
	s := started(t, e)
	for _, p := range []domain.Practice{{Type: "text", Tries: 1}, {Type: "likert", Tries: 1}, {Type: "ranking"}} {
		p.SessionID = s.ID
		wantCode(t, e.Practise(t.Context(), p), domain.CodeInvalid)
	}
	if err := e.Practise(t.Context(), domain.Practice{SessionID: s.ID, Type: "ranking", Tries: 2, Reversed: true}); err != nil {
		t.Fatal(err)
	}
	if len(m.practices) != 1 || m.practices[0].At == 0 || len(m.responses) != 0 {
		t.Error(m.practices, m.responses)
	}
}

// TestTheStepsOfTheFlow: a session stands only where its instrument leads.
func TestTheStepsOfTheFlow(t *testing.T) {
	_, _, f := newEngine()
	f.Manifest.Practice = []domain.Drill{{Type: "ranking", Item: &domain.Item{ID: "p"}}, {Type: "text", None: "own words"}}
	f.Manifest.Sections = []domain.Section{{ID: "one"}, {ID: "two"}, {ID: "three", NoBreak: true}}
	known := []string{"", "*consent", "*how:ranking", "*how:text", "*practice:ranking", "a", "*break:two", "*review", "*review:a", "*confirm"}
	for _, step := range append(known, "p", "*how:likert", "*practice:text", "*break:one", "*break:three", "*break:four", "*review:p", "*review:", "*review:*review", "*end") {
		if got := isStep(&f.Manifest, step); got != slices.Contains(known, step) {
			t.Errorf("%q: %v", step, got)
		}
	}
}
