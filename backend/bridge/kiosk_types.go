package bridge

import "kitewise/backend/domain"

// Mode is the world that the page shows.
type Mode string

// The modes.
const (
	// ModeBroken: the workspace could not be opened; Problem says why.
	ModeBroken Mode = "broken"
	// ModeParticipant: a participant answers; the desk is out of reach.
	ModeParticipant Mode = "participant"
	// ModeDesk: the counsellor works.
	ModeDesk Mode = "desk"
)

// Modes lists every mode.
func Modes() []Mode { return []Mode{ModeBroken, ModeParticipant, ModeDesk} }

// Status is the first thing that the page asks for.
type Status struct {
	Mode    Mode          `json:"mode"`
	Problem *domain.Error `json:"problem"`
	// Language and Theme are the desk's settings; Theme is "system", "light", "dark" or "contrast".
	Language  string           `json:"language"`
	Theme     string           `json:"theme"`
	Languages []LanguageChoice `json:"languages"`
	Version   string           `json:"version"`
	// SessionID is the session that Leave has just brought back to the desk, so
	// that the counsellor is led to it; "" in every other answer.
	SessionID string `json:"sessionId"`
}

// LanguageChoice is a language under its own name.
type LanguageChoice struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// KioskSession is all that the participant's page knows: texts by displayed
// position only, no scale, no ending id, no key.
type KioskSession struct {
	SessionID string `json:"sessionId"`
	// Title is the instrument's title for the participant.
	Title string `json:"title"`
	// Intro is the instrument's own introduction on the welcome screen.
	Intro string `json:"intro"`
	// Greeting is the participant's name, "" if only a code is known or after a restart.
	Greeting  string           `json:"greeting"`
	Language  string           `json:"language"`
	Languages []LanguageChoice `json:"languages"`
	// Done is true once the session is finalised: only the closing screen remains.
	Done bool `json:"done"`
	// Resumed is true when answers existed before this hand-over or start.
	Resumed bool `json:"resumed"`
	// Step is the item id on screen, "" for the welcome, "*review" for the review.
	Step        string         `json:"step"`
	MinutesLow  int            `json:"minutesLow"`
	MinutesHigh int            `json:"minutesHigh"`
	Sections    []KioskSection `json:"sections"`
	// Items stand in displayed order, also those of sections that are not shown.
	Items []KioskItem `json:"items"`
}

// KioskSection is a run of items with its instruction; Items stand in displayed
// order. Shown says whether it is on the way with the answers so far.
type KioskSection struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Instruction string   `json:"instruction"`
	Items       []string `json:"items"`
	Shown       bool     `json:"shown"`
}

// KioskItem is one set to answer. Endings and Ranks go by displayed position;
// a rank of 0 is open. Places lists the ranks from the highest down.
type KioskItem struct {
	ID      string       `json:"id"`
	Section string       `json:"section"`
	Type    string       `json:"type"`
	Title   string       `json:"title"`
	Stem    string       `json:"stem"`
	Endings []string     `json:"endings"`
	Ranks   []int        `json:"ranks"`
	Places  []KioskPlace `json:"places"`
	// Revision is that of the stored answer, 0 if there is none.
	Revision int `json:"revision"`
	// Required is "all" (it must be answered), "soft" (asked about once) or "none".
	Required string `json:"required"`
}

// KioskPlace is one place of a ranking: its rank, its direction in words, and
// the question that asks for it.
type KioskPlace struct {
	Rank   int    `json:"rank"`
	Word   string `json:"word"`
	Prompt string `json:"prompt"`
}

// AnswerRequest is one complete answer. Ranks go by displayed position.
// Revision is that of the answer the page last saw (0 for none).
type AnswerRequest struct {
	SessionID     string `json:"sessionId"`
	ItemID        string `json:"itemId"`
	Ranks         []int  `json:"ranks"`
	Revision      int    `json:"revision"`
	FirstActionMs int64  `json:"firstActionMs"`
	TotalMs       int64  `json:"totalMs"`
	Changes       int    `json:"changes"`
	Means         string `json:"means"`
	FocusLosses   int    `json:"focusLosses"`
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
