package kiosk

import "kitewise/backend/door"

// Session is all that the participant's page knows: texts by displayed
// position only, no scale, no ending id, no key.
type Session struct {
	SessionID string `json:"sessionId"`
	// Title is the instrument's title for the participant.
	Title string `json:"title"`
	// Intro is the instrument's own introduction on the welcome screen.
	Intro string `json:"intro"`
	// Greeting is the participant's name, "" if only a code is known or after a restart.
	Greeting  string                `json:"greeting"`
	Language  string                `json:"language"`
	Languages []door.LanguageChoice `json:"languages"`
	// Done is true once the answers are handed in: only the closing screen remains.
	Done bool `json:"done"`
	// Consent is what the participant is told before answering.
	Consent Consent `json:"consent"`
	// Practices stand in the manifest's order, one for every type of response.
	Practices []Practice `json:"practices"`
	// Resumed is true when answers existed before this hand-over or start, which
	// came AwayMs after the participant was last there. InstructAfterMs is the
	// absence after which the instruction is shown again.
	Resumed         bool  `json:"resumed"`
	AwayMs          int64 `json:"awayMs"`
	InstructAfterMs int64 `json:"instructAfterMs"`
	// Step is the item id on screen or one of domain's steps.
	Step        string    `json:"step"`
	MinutesLow  int       `json:"minutesLow"`
	MinutesHigh int       `json:"minutesHigh"`
	Sections    []Section `json:"sections"`
	// Items stand in displayed order, also those of sections that are not shown.
	Items []Item `json:"items"`
}

// Section is a run of items with its instruction; Items stand in displayed
// order. Shown says whether it is on the way with the answers so far.
type Section struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Instruction string   `json:"instruction"`
	Items       []string `json:"items"`
	Shown       bool     `json:"shown"`
	// Break says whether a break comes before it.
	Break bool `json:"break"`
}

// AnswerRequest is one complete answer, or none that takes the stored one back
// (Withdrawn). Revision is that of the answer the page last saw (0 for none).
type AnswerRequest struct {
	SessionID string `json:"sessionId"`
	ItemID    string `json:"itemId"`
	Answer    Given  `json:"answer"`
	Withdrawn bool   `json:"withdrawn"`
	Revision  int    `json:"revision"`
	// Process is the visit so far in which it was given.
	Process Process `json:"process"`
}

// Process is one visit to an item: when it was shown by the page's clock
// (milliseconds since 1970), and what came about in the time that it was in
// sight. Means is "pointer", "keyboard", "drag" or "mixed", "" without an act.
type Process struct {
	ShownAt       int64  `json:"shownAt"`
	FirstActionMs int64  `json:"firstActionMs"`
	TotalMs       int64  `json:"totalMs"`
	Changes       int    `json:"changes"`
	Means         string `json:"means"`
	FocusLosses   int    `json:"focusLosses"`
}

// VisitRequest is the step that comes on screen. Left is the item that was left
// for it, "" for none, and Process the visit to it.
type VisitRequest struct {
	Step    string  `json:"step"`
	Left    string  `json:"left"`
	Process Process `json:"process"`
}

// NoteRequest is something that happened while the participant sat there:
// "focus", "privacy" or "screen" (see domain.EventKind), over now after so many
// milliseconds, 0 for a moment.
type NoteRequest struct {
	Kind       string `json:"kind"`
	DurationMs int64  `json:"durationMs"`
}

// Saved acknowledges an answer, after its commit. Answered and Total count what
// is shown with this answer, Sections names the sections that are.
type Saved struct {
	ItemID   string   `json:"itemId"`
	Revision int      `json:"revision"`
	Answered int      `json:"answered"`
	Total    int      `json:"total"`
	Sections []string `json:"sections"`
}
