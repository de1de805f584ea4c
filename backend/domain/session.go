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
	// Step is the id of the item on screen ("s5"), or one of StepWelcome, StepReview.
	Step        string  `json:"step"`
	CreatedAt   Instant `json:"createdAt"`
	StartedAt   Instant `json:"startedAt"`
	FinalisedAt Instant `json:"finalisedAt"`
	// Answered counts the items with a stored response, Total those of the instrument.
	Answered int `json:"answered"`
	Total    int `json:"total"`
}

// The steps of a session that are not an item.
const (
	StepWelcome = ""
	StepReview  = "*review"
)

// Value is an answer to one item; which field holds it depends on the item's
// type (see the room response). An item without an answer has no Value.
type Value struct {
	// Ranks holds the rank of each ending in the manifest's order of endings: a
	// permutation of 1..k, k = most.
	Ranks []int `json:"ranks"`
	// Number is a Likert value, number or slider position: decimal text.
	Number string `json:"number,omitempty"`
	// Chosen are the ids of the chosen options, in the set's order.
	Chosen []string `json:"chosen,omitempty"`
	Text   string   `json:"text,omitempty"`
	// Columns holds the value of the column of each card, in the manifest's order.
	Columns []int `json:"columns,omitempty"`
}

// Equal reports whether two values say the same.
func (v Value) Equal(w Value) bool {
	return v.Number == w.Number && v.Text == w.Text && slices.Equal(v.Ranks, w.Ranks) &&
		slices.Equal(v.Chosen, w.Chosen) && slices.Equal(v.Columns, w.Columns)
}

// Conduct is how a whole set of answers came about, for the checks that read
// it. An empty one is not known (a file of records, a paper form).
type Conduct struct {
	// Order lists the items as they were displayed.
	Order []string
	// Process holds the process of the answers by item.
	Process map[string]Process
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

// Process is how an answer came about, as the page saw it.
type Process struct {
	// DisplayedOrder lists the manifest index of the ending at each displayed position.
	DisplayedOrder []int `json:"displayedOrder"`
	// FirstActionMs and TotalMs count milliseconds from the item's first showing in this visit.
	FirstActionMs int64 `json:"firstActionMs"`
	TotalMs       int64 `json:"totalMs"`
	// Changes counts placing, moving, taking back and undoing.
	Changes int `json:"changes"`
	// Means is the input used: "pointer", "keyboard", "drag", "mixed".
	Means string `json:"means"`
	// FocusLosses counts how often the window lost the focus meanwhile.
	FocusLosses int `json:"focusLosses"`
}

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
