package session

import (
	"testing"

	"kitewise/backend/domain"
)

// ScoreWith marks a trace by the group that was asked for.
func (f *form) ScoreWith(answers domain.Answers, trace bool) (domain.Result, error) {
	r, err := f.Score(answers)
	if trace {
		r.Trace = []domain.TraceStep{{ID: "A" + answers.Group}}
	}
	return r, err
}

// TestTheArithmeticFollowsTheChosenGroupAndIsNotStored: the trace is that of
// the reading, made anew; what is stored has none.
func TestTheArithmeticFollowsTheChosenGroupAndIsNotStored(t *testing.T) {
	e, _, _ := newEngine()
	s := finished(t, e)
	for _, label := range []string{"", "Total"} {
		if _, err := e.ChooseGroup(t.Context(), s.ID, label); err != nil {
			t.Fatal(err)
		}
		o, answers, err := e.Arithmetic(t.Context(), s.ID)
		if err != nil || len(o.Reading.Trace) != 1 || o.Reading.Trace[0].ID != "A"+label || answers.Group != label || len(answers.Responses) == 0 {
			t.Fatalf("%q: %v %+v", label, err, o.Reading.Trace)
		}
		if len(o.Finalisation.Result.Trace) != 0 {
			t.Error("the trace is stored")
		}
	}
	_, _, err := e.Arithmetic(t.Context(), "none")
	wantCode(t, err, domain.CodeNotFound)
}
