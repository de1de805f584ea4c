package session

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// form is an instrument of two sets, scored by the rank of the first ending.
type form struct {
	domain.Instrument
	// flags gives the codes that a sum raises; nil is none.
	flags func(sum float64) []string
}

func (f *form) Definition() *domain.Instrument { return &f.Instrument }

func (f *form) Check(item string, v domain.Value) error {
	if _, ok := f.Manifest.Item(item); !ok || !slices.Equal(slices.Sorted(slices.Values(v.Ranks)), []int{1, 2, 3, 4}) {
		return domain.Fail(domain.CodeInvalid, nil)
	}
	return nil
}

func (f *form) Score(answers domain.Answers) (domain.Result, error) {
	if reason := map[string]string{"half": "group_incomplete", "nobody": "unknown_group"}[answers.Group]; reason != "" {
		return domain.Result{}, domain.Fail(domain.CodeInvalid, nil, "Reason", reason)
	}
	sum := 0.0
	for _, v := range answers.Responses {
		sum += float64(v.Ranks[0])
	}
	raised := []string{}
	if f.flags != nil {
		raised = f.flags(sum)
	}
	return domain.Result{Flags: raised, Scores: []domain.Score{{ID: "A" + answers.Group, Value: &sum, Class: answers.Respondent["age"] + " on " + strconv.FormatInt(int64(answers.On), 10)}}}, nil
}

func (f *form) Shown(answers map[string]domain.Value) map[string]bool {
	shown := map[string]bool{}
	for _, s := range f.Manifest.Sections {
		top, condition := answers[s.ShowWhen]
		for _, id := range s.Items {
			shown[id] = s.ShowWhen == "" || condition && top.Ranks[0] == 4
		}
	}
	return shown
}

func (f *form) Urgent(item string, v domain.Value) []string {
	out := []string{}
	for _, flag := range f.Manifest.Flags {
		if flag.Item == item && v.Ranks[0] == 1 {
			out = append(out, flag.Code)
		}
	}
	return out
}

func (f *form) Latest(id string) (Instrument, error) {
	if id != f.Ref.ID {
		return nil, domain.Fail(domain.CodeNotFound, nil)
	}
	return f, nil
}

func (f *form) Pinned(ref domain.InstrumentRef, norms domain.NormRef) (Instrument, error) {
	if ref != f.Ref {
		return nil, domain.Fail(domain.CodeInstrumentInvalid, nil)
	}
	if norms != f.Norm {
		return nil, domain.Fail(domain.CodeNormMissing, nil)
	}
	return f, nil
}

func newForm() *form {
	endings := []domain.Ending{{ID: "A"}, {ID: "B"}, {ID: "C"}, {ID: "D"}}
	return &form{Instrument: domain.Instrument{
		Ref: domain.InstrumentRef{ID: "form", Version: "1", Hash: "h1"}, Norm: domain.NormRef{Version: "n1", Hash: "nh1"},
		Manifest: domain.Manifest{
			Languages: []string{"en", "id"},
			Items:     []domain.Item{{ID: "a", Type: "ranking", Endings: endings}, {ID: "b", Type: "ranking", Endings: endings}},
			Sections:  []domain.Section{{ID: "one", Items: []string{"a", "b"}, Endings: "shuffled"}},
		},
	}}
}

func newEngine() (*Engine, *memory, *form) {
	m := &memory{sessions: map[string]domain.Session{}, finalisations: map[string]domain.Finalisation{}}
	f := newForm()
	clock, ids := domain.Instant(100), 0
	return New(Config{
		Sessions: m, Answers: m, Participants: m, Consents: m, Withdrawals: m, Happenings: m, Choices: m, Catalogue: f,
		Now:     func() domain.Instant { clock++; return clock },
		NewID:   func() string { ids++; return "s" + strconv.Itoa(ids) },
		NewSeed: func() string { return "0123456789abcdef" },
	}), m, f
}

func wantCode(t *testing.T, err error, want domain.Code) *domain.Error {
	t.Helper()
	var e *domain.Error
	if domain.CodeOf(err) != want || want != "" && !errors.As(err, &e) {
		t.Fatalf("got %v, want code %q", err, want)
	}
	return e
}

// started is a running session that the participant has agreed to.
func started(t *testing.T, e *Engine) domain.Session {
	t.Helper()
	s, err := e.Consent(t.Context(), unasked(t, e).ID, true, domain.Notice{Version: 3})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// unasked is a running session without a basis.
func unasked(t *testing.T, e *Engine) domain.Session {
	t.Helper()
	s, err := e.Prepare(t.Context(), "p1", "form", "en")
	if err != nil {
		t.Fatal(err)
	}
	if s, err = e.Start(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPreparePinsVersionsAndSeed(t *testing.T) {
	e, m, f := newEngine()
	s, err := e.Prepare(t.Context(), "p1", "form", "id")
	if err != nil {
		t.Fatal(err)
	}
	want := domain.Session{
		ID: "s1", ParticipantID: "p1", Instrument: f.Ref, Norm: f.Norm, Language: "id", State: domain.StatePrepared,
		Seed: "0123456789abcdef", CreatedAt: 101, Total: 2,
	}
	if d := cmp.Diff(want, s); d != "" || m.sessions["s1"] != want {
		t.Error(d)
	}
	for _, tc := range []struct {
		person, form, language string
		want                   domain.Code
	}{
		{"p2", "form", "en", domain.CodeNotFound}, {"p1", "other", "en", domain.CodeNotFound}, {"p1", "form", "fr", domain.CodeTextMissing},
	} {
		_, err := e.Prepare(t.Context(), tc.person, tc.form, tc.language)
		wantCode(t, err, tc.want)
	}
}

func TestAnswersAreRevisionsInTheManifestsOrder(t *testing.T) {
	e, m, _ := newEngine()
	s := started(t, e)
	view, err := e.View(t.Context(), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	order := view.Order["a"]
	answer := func(revision int, ranks ...int) (Saved, error) {
		return e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "a", Given: Given{Ranks: ranks}, Revision: revision, Process: domain.Process{Means: "drag"}})
	}
	if got, err := answer(0, 4, 3, 2, 1); err != nil || !cmp.Equal(got, Saved{"a", 1, 1, 2, []string{"one"}}) {
		t.Fatal(got, err)
	}
	for position, ending := range order {
		if m.responses[0].Value.Ranks[ending] != 4-position {
			t.Errorf("shown as %v, stored as %v", order, m.responses[0].Value.Ranks)
		}
	}
	if d := cmp.Diff(order, m.responses[0].Process.DisplayedOrder); d != "" || m.responses[0].Language != "en" {
		t.Error(d)
	}
	writes := m.writes
	if got, err := answer(0, 4, 3, 2, 1); err != nil || got.Revision != 1 || m.writes != writes {
		t.Errorf("repeated: %+v, %v, %d writes", got, err, m.writes-writes)
	}
	wantCode(t, second(answer(0, 1, 2, 3, 4)), domain.CodeStaleAnswer)
	if got, err := answer(1, 1, 2, 3, 4); err != nil || !cmp.Equal(got, Saved{"a", 2, 1, 2, []string{"one"}}) {
		t.Error(got, err)
	}
	wantCode(t, second(answer(2, 1, 2, 3)), domain.CodeInvalid)
	wantCode(t, second(e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "z", Given: Given{Ranks: []int{1, 2, 3, 4}}})), domain.CodeInvalid)
	wantCode(t, second(e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "b", Given: Given{Ranks: []int{1, 2, 3, 4}}, Process: domain.Process{Means: "mind"}})), domain.CodeInvalid)
	if len(m.responses) != 2 {
		t.Errorf("%d stored", len(m.responses))
	}
}

func second[T any](_ T, err error) error { return err }

func TestNothingIsAcknowledgedThatWasNotStored(t *testing.T) {
	e, m, _ := newEngine()
	s := started(t, e)
	m.broken = domain.Fail(domain.CodeDiskFull, nil)
	got, err := e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "a", Given: Given{Ranks: []int{1, 2, 3, 4}}})
	wantCode(t, err, domain.CodeDiskFull)
	if !cmp.Equal(got, Saved{}) {
		t.Errorf("acknowledged %+v", got)
	}
	wantCode(t, second(e.Pause(t.Context(), s.ID)), domain.CodeDiskFull)
	m.broken = nil
	if got, err := e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "a", Given: Given{Ranks: []int{1, 2, 3, 4}}}); err != nil || got.Revision != 1 {
		t.Error(got, err)
	}
}

func TestFinishWantsEveryItemAndHappensOnce(t *testing.T) {
	e, m, _ := newEngine()
	s := started(t, e)
	if e := wantCode(t, second(e.Finish(t.Context(), s.ID)), domain.CodeInvalid); e.Params["Items"] != "a b" {
		t.Errorf("%v", e.Params)
	}
	for _, item := range []string{"b", "a"} {
		if _, err := e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: item, Given: Given{Ranks: []int{4, 3, 2, 1}}}); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, second(e.Result(t.Context(), s.ID)), domain.CodeConflict)
	first, err := e.Finish(t.Context(), s.ID)
	if err != nil || first.Seal != "sealed" || first.Respondent["age"] != "21" {
		t.Fatal(first, err)
	}
	writes := m.writes
	again, err := e.Finish(t.Context(), s.ID)
	if d := cmp.Diff(first, again); d != "" || err != nil || m.writes != writes {
		t.Error(d, err)
	}
	for name, err := range map[string]error{
		"answer":  second(e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "a", Given: Given{Ranks: []int{1, 2, 3, 4}}})),
		"start":   second(e.Start(t.Context(), s.ID)),
		"visit":   second(e.Visit(t.Context(), s.ID, "a", nil)),
		"speak":   second(e.Speak(t.Context(), s.ID, "id")),
		"pause":   second(e.Pause(t.Context(), s.ID)),
		"abandon": second(e.Abandon(t.Context(), s.ID)),
	} {
		if domain.CodeOf(err) != domain.CodeSessionClosed {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
	o, err := e.Result(t.Context(), s.ID)
	if err != nil || len(o.Responses) != 2 || o.Participant.ID != "p1" || o.Instrument == nil || m.writes != writes {
		t.Error(o, err)
	}
}

func TestTheStepAndTheLanguageStay(t *testing.T) {
	e, m, _ := newEngine()
	s := started(t, e)
	for _, step := range []string{"b", domain.StepReview, domain.StepWelcome, "a"} {
		if got, err := e.Visit(t.Context(), s.ID, step, nil); err != nil || got.Step != step || m.sessions[s.ID].Step != step {
			t.Errorf("%q: %+v, %v", step, got, err)
		}
	}
	writes := m.writes
	if _, err := e.Visit(t.Context(), s.ID, "a", nil); err != nil || m.writes != writes {
		t.Error("the same step was written again")
	}
	wantCode(t, second(e.Visit(t.Context(), s.ID, "z", nil)), domain.CodeInvalid)
	if got, err := e.Speak(t.Context(), s.ID, "id"); err != nil || got.Language != "id" {
		t.Error(got, err)
	}
	wantCode(t, second(e.Speak(t.Context(), s.ID, "fr")), domain.CodeTextMissing)
}

func TestSettlePausesWhatACrashLeft(t *testing.T) {
	e, m, _ := newEngine()
	one, two := started(t, e), started(t, e)
	if err := e.Settle(t.Context(), two.ID); err != nil {
		t.Fatal(err)
	}
	if m.sessions[one.ID].State != domain.StatePaused || m.sessions[two.ID].State != domain.StateRunning {
		t.Errorf("%+v", m.sessions)
	}
	start := m.sessions[one.ID].StartedAt
	if got, err := e.Start(t.Context(), one.ID); err != nil || got.StartedAt != start || got.State != domain.StateRunning {
		t.Error(got, err)
	}
}

func TestWhatWasPinnedMustBeThere(t *testing.T) {
	e, _, f := newEngine()
	s := started(t, e)
	f.Norm.Hash = "other"
	for name, err := range map[string]error{
		"view":   second(e.View(t.Context(), s.ID)),
		"answer": second(e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: "a", Given: Given{Ranks: []int{1, 2, 3, 4}}})),
		"finish": second(e.Finish(t.Context(), s.ID)),
	} {
		if domain.CodeOf(err) != domain.CodeNormMissing {
			t.Errorf("%s with another norm: %v", name, err)
		}
	}
	f.Ref.Hash = "other"
	wantCode(t, second(e.View(t.Context(), s.ID)), domain.CodeInstrumentInvalid)
	if !strings.Contains(second(e.View(t.Context(), "none")).Error(), "view session") {
		t.Error("an error does not say what was tried")
	}
}
