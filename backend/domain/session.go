package domain

import "slices"

// SessionState is where a session stands.
type SessionState string

// The states: prepared → running ⇄ paused → finalised; any unfinished one → abandoned.
const (
	StatePrepared  SessionState = "prepared"
	StateRunning   SessionState = "running"
	StatePaused    SessionState = "paused"
	StateFinalised SessionState = "finalised"
	StateAbandoned SessionState = "abandoned"
)

// SessionStates lists every state.
func SessionStates() []SessionState {
	return []SessionState{StatePrepared, StateRunning, StatePaused, StateFinalised, StateAbandoned}
}

// Open reports whether the session still takes answers or can be resumed.
func (s SessionState) Open() bool {
	return s == StatePrepared || s == StateRunning || s == StatePaused
}

// InstrumentRef names one released version of an instrument. Hash is the
// content hash (hex SHA-256) of its structure and texts.
type InstrumentRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
}

// NormRef names the norms that a session pinned: the version that the norm
// declares and the content hash (hex SHA-256) of its tables.
type NormRef struct {
	Version string `json:"version"`
	Hash    string `json:"hash"`
}

// Session is one participant answering one instrument version once.
type Session struct {
	ID            string        `json:"id"`
	ParticipantID string        `json:"participantId"`
	Instrument    InstrumentRef `json:"instrument"`
	Norm          NormRef       `json:"norm"`
	Language      string        `json:"language"`
	State         SessionState  `json:"state"`
	// Seed is 16 hex digits; with the item id it fixes the displayed order of endings.
	Seed string `json:"seed"`
	// Step is the id of the item on screen ("s5"), or one of the steps below.
	Step string `json:"step"`
	// Basis is the newest one that is stored (see Consent).
	Basis Basis `json:"basis"`
	// Reason says why an abandoned session was closed: ReasonDeclined,
	// ReasonWithdrawn or "".
	Reason string `json:"reason"`
	// Withdrawn is when it was stored that the consent is taken back, 0 while it
	// stands. What came of the session is then not shown any more.
	Withdrawn      Instant        `json:"withdrawn"`
	Accommodations Accommodations `json:"accommodations"`
	// ArrangedLater is when the accommodations were last recorded after the
	// session was finalised, 0 for never.
	ArrangedLater Instant `json:"arrangedLater"`
	CreatedAt     Instant `json:"createdAt"`
	StartedAt     Instant `json:"startedAt"`
	FinalisedAt   Instant `json:"finalisedAt"`
	// Answered counts the items with a stored response, Total those of the instrument.
	Answered int `json:"answered"`
	Total    int `json:"total"`
}

// The steps of a session that are not an item. StepHow and StepPractice are
// followed by a type of response, StepBreak by the section that comes after,
// StepOpened by an item that the review opened: from there it leads back.
const (
	StepWelcome  = ""
	StepConsent  = "*consent"
	StepHow      = "*how:"
	StepPractice = "*practice:"
	StepBreak    = "*break:"
	StepReview   = "*review"
	StepOpened   = "*review:"
	StepConfirm  = "*confirm"
	// StepEnd: handed in; the counsellor is called.
	StepEnd = "*end"
)

// ReasonDeclined says that the participant did not agree to take part.
const ReasonDeclined = "declined"

// Value is an answer to one item; which field holds it depends on the item's
// type (see the room response). An item without an answer has no Value; a
// revision without one takes an answer back.
type Value struct {
	// Ranks holds the rank of each ending in the manifest's order of endings: a
	// permutation of 1..k, k = most.
	Ranks []int `json:"ranks"`
	// Number is a Likert value, number or slider position: decimal text.
	Number string `json:"number,omitempty"`
	// Chosen are the ids of the chosen options, in the set's order.
	Chosen []string `json:"chosen,omitempty"`
	// None says that none of the options fits: an answer too, of a multiple choice
	// that takes it, and so no Value without anything in it.
	None bool   `json:"none,omitempty"`
	Text string `json:"text,omitempty"`
	// Columns holds the value of the column of each card, in the manifest's order.
	Columns []int `json:"columns,omitempty"`
	// Sealed stands in the place of a Text that can not be read now, as it is
	// stored: there is an answer, and what it says is not known here.
	Sealed string `json:"sealed,omitempty"`
}

// Equal reports whether two values say the same.
func (v Value) Equal(w Value) bool {
	return v.Number == w.Number && v.Text == w.Text && v.Sealed == w.Sealed && v.None == w.None && slices.Equal(v.Ranks, w.Ranks) &&
		slices.Equal(v.Chosen, w.Chosen) && slices.Equal(v.Columns, w.Columns)
}

// Answers is everything that scoring reads of one session or record.
type Answers struct {
	// Responses by item id; what is not in the map is missing.
	Responses  map[string]Value
	Respondent Respondent
	Conduct    Conduct
	// Group names the norm group to use instead of the rule; "" follows the rule.
	Group string
	// On is the day of the session.
	On Instant
}

// Response is one stored answer. Responses are immutable: a change is a new
// revision (1, 2, …) of the same item, and the highest counts.
type Response struct {
	SessionID  string  `json:"sessionId"`
	ItemID     string  `json:"itemId"`
	Revision   int     `json:"revision"`
	Value      Value   `json:"value"`
	Language   string  `json:"language"`
	Process    Process `json:"process"`
	AnsweredAt Instant `json:"answeredAt"`
}

// Withdrawn reports whether the revision takes the answer back: it has no Value.
func (r Response) Withdrawn() bool { return r.Value.Equal(Value{}) }

// Finalisation is what finalising a session adds to it, once and for ever.
type Finalisation struct {
	SessionID string `json:"sessionId"`
	Result    Result `json:"result"`
	// Respondent holds the facts about the person as they were used.
	Respondent  Respondent `json:"respondent"`
	FinalisedAt Instant    `json:"finalisedAt"`
	// Seal is the content hash (hex SHA-256) over the session's pinned
	// versions, its responses and all of the above; the store makes and checks it.
	Seal string `json:"seal"`
}
