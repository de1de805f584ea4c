package session

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

func (m *memory) GroupChoices(_ context.Context, sessionID string) ([]domain.GroupChoice, error) {
	return slices.DeleteFunc(slices.Clone(m.choices), func(c domain.GroupChoice) bool { return c.SessionID != sessionID }), nil
}

func (m *memory) SaveGroupChoice(_ context.Context, c domain.GroupChoice) error {
	if err := m.write(); err != nil {
		return err
	}
	m.choices = append(m.choices, c)
	return nil
}

// Groups of the form: everybody is in Total, nobody has said where from.
func (f *form) Groups(who domain.Respondent) []domain.NormChoice {
	member := domain.MembershipUnknown
	if who["country"] != "" {
		member = domain.MembershipYes
	}
	return []domain.NormChoice{
		{Group: domain.NormGroup{Label: "Total", N: 500, Complete: true}, Member: domain.MembershipYes, ByRule: true},
		{Group: domain.NormGroup{Label: "COUNTRY:x", N: 200, Complete: true}, Member: member},
		{Group: domain.NormGroup{Label: "half", N: 200}, Member: domain.MembershipUnknown},
	}
}

func finished(t *testing.T, e *Engine) domain.Session {
	t.Helper()
	s := started(t, e)
	for _, item := range []string{"a", "b"} {
		if _, err := e.Answer(t.Context(), Answer{SessionID: s.ID, ItemID: item, Given: Given{Ranks: []int{4, 3, 2, 1}}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Finish(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAChosenGroupReadsAnewAndKeepsTheResult: revisions with their time, the
// way back to the rule, and never a change of what was finalised.
func TestAChosenGroupReadsAnewAndKeepsTheResult(t *testing.T) {
	e, m, _ := newEngine()
	s := finished(t, e)
	before, err := e.Result(t.Context(), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, chosen := before.Group(); chosen || len(before.Groups) != 3 || !cmp.Equal(before.Reading, before.Finalisation.Result) {
		t.Errorf("%+v", before)
	}
	for i, label := range []string{"COUNTRY:x", "COUNTRY:x", "", "Total"} {
		o, err := e.ChooseGroup(t.Context(), s.ID, label)
		if err != nil || o.Chosen() != label {
			t.Fatal(i, err, o.Choices)
		}
		if want := map[bool]string{true: label, false: ""}[label != ""]; o.Reading.Scores[0].ID != "A"+want {
			t.Errorf("%d: read %+v", i, o.Reading.Scores)
		}
		again, err := e.Result(t.Context(), s.ID)
		if err != nil || !cmp.Equal(again, o) || !cmp.Equal(again.Finalisation, before.Finalisation) {
			t.Error(i, err, cmp.Diff(again, o))
		}
	}
	want := []domain.GroupChoice{{SessionID: s.ID, Revision: 1, Group: "COUNTRY:x"}, {SessionID: s.ID, Revision: 2}, {SessionID: s.ID, Revision: 3, Group: "Total"}}
	got := slices.Clone(m.choices)
	for i := range got {
		if got[i].ChosenAt <= before.Finalisation.FinalisedAt {
			t.Errorf("chosen at %d", got[i].ChosenAt)
		}
		got[i].ChosenAt = 0
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestARefusedChoiceStoresNothing(t *testing.T) {
	e, m, _ := newEngine()
	s := finished(t, e)
	open, err := e.Prepare(t.Context(), "p1", "form", "en")
	if err != nil {
		t.Fatal(err)
	}
	writes := m.writes
	_, err = e.ChooseGroup(t.Context(), open.ID, "Total")
	wantCode(t, err, domain.CodeConflict)
	for label, reason := range map[string]string{"half": "group_incomplete", "nobody": "unknown_group"} {
		_, err := e.ChooseGroup(t.Context(), s.ID, label)
		if known := wantCode(t, err, domain.CodeInvalid); known.Params["Reason"] != reason {
			t.Error(known)
		}
	}
	_, err = e.ChooseGroup(t.Context(), "none", "Total")
	wantCode(t, err, domain.CodeNotFound)
	m.broken = domain.Fail(domain.CodeDiskFull, nil)
	_, err = e.ChooseGroup(t.Context(), s.ID, "Total")
	wantCode(t, err, domain.CodeDiskFull)
	if m.writes != writes || len(m.choices) > 0 {
		t.Errorf("%d writes, %v", m.writes-writes, m.choices)
	}
	m.broken = nil
	if o, err := e.Result(t.Context(), s.ID); err != nil || o.Chosen() != "" {
		t.Error(err, o.Choices)
	}
}
