package session

import (
	"testing"

	"kitewise/backend/domain"
)

// TestTheWholeRule writes the flow out once more: for every act the states in
// which it is possible and the state after it.
func TestTheWholeRule(t *testing.T) {
	const p, r, u, f, a = domain.StatePrepared, domain.StateRunning, domain.StatePaused, domain.StateFinalised, domain.StateAbandoned
	want := map[act]map[domain.SessionState]domain.SessionState{
		actStart: {p: r, r: r, u: r}, actAnswer: {r: r}, actVisit: {r: r}, actSpeak: {p: p, r: r, u: u},
		actPause: {p: p, r: u, u: u}, actFinish: {r: f}, actAbandon: {p: a, r: a, u: a},
		actConsent: {r: r}, actBase: {p: p, r: r, u: u}, actArrange: {p: p, r: r, u: u},
	}
	for what := range flow {
		for _, state := range domain.SessionStates() {
			next, err := after(state, what)
			wanted, possible := want[what][state]
			code := domain.CodeConflict
			switch {
			case possible:
				code = ""
			case state == f || state == a:
				code = domain.CodeSessionClosed
			}
			if domain.CodeOf(err) != code || possible && next != wanted {
				t.Errorf("%s in %s: %s, %v", what, state, next, err)
			}
		}
	}
	if len(flow) != len(want) {
		t.Errorf("%d acts, %d written out", len(flow), len(want))
	}
}
