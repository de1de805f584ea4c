package session

import "kitewise/backend/domain"

// act is something that may be done to a session.
type act string

const (
	actStart   act = "start" // also resumes
	actAnswer  act = "answer"
	actVisit   act = "visit"
	actSpeak   act = "speak"
	actPause   act = "pause"
	actFinish  act = "finish"
	actAbandon act = "abandon"
	actConsent act = "consent" // the participant's yes or no to the notice
	actBase    act = "base"    // another basis, recorded by the counsellor
	actArrange act = "arrange"
)

// open: possible as long as the session is, and changes no state.
var open = map[domain.SessionState]domain.SessionState{
	domain.StatePrepared: domain.StatePrepared,
	domain.StateRunning:  domain.StateRunning,
	domain.StatePaused:   domain.StatePaused,
}

// flow is the whole rule: which act is possible in which state, and the state
// that follows. What is not here is refused.
var flow = map[act]map[domain.SessionState]domain.SessionState{
	actStart: {
		domain.StatePrepared: domain.StateRunning,
		domain.StatePaused:   domain.StateRunning,
		domain.StateRunning:  domain.StateRunning, // a crash left it running
	},
	actAnswer: {domain.StateRunning: domain.StateRunning},
	actVisit:  {domain.StateRunning: domain.StateRunning},
	actSpeak:  open,
	actPause: {
		domain.StatePrepared: domain.StatePrepared,
		domain.StateRunning:  domain.StatePaused,
		domain.StatePaused:   domain.StatePaused,
	},
	actConsent: {domain.StateRunning: domain.StateRunning}, // no: the store abandons it
	actBase:    open,
	actArrange: open,
	actFinish:  {domain.StateRunning: domain.StateFinalised},
	actAbandon: {
		domain.StatePrepared: domain.StateAbandoned,
		domain.StateRunning:  domain.StateAbandoned,
		domain.StatePaused:   domain.StateAbandoned,
	},
}

// after gives the state that follows the act. Nothing is possible in a closed
// session (session_closed); in an open one the act may have to wait (conflict).
func after(state domain.SessionState, what act) (domain.SessionState, error) {
	if next, ok := flow[what][state]; ok {
		return next, nil
	}
	if !state.Open() {
		return state, domain.Fail(domain.CodeSessionClosed, nil, "State", string(state))
	}
	return state, domain.Fail(domain.CodeConflict, nil, "State", string(state), "Act", string(what))
}
