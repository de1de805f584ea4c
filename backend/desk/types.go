package desk

import (
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/instrument"
	"kitewise/backend/report"
)

// PeopleRequest asks for participants whose name or code contains Query
// (any case), newest activity first. After is the last row's cursor, "" to begin.
type PeopleRequest struct {
	Query string `json:"query"`
	After string `json:"after"`
}

// People is one page of the list; Next is "" on the last page.
type People struct {
	Rows  []PersonRow `json:"rows"`
	Next  string      `json:"next"`
	Total int         `json:"total"`
}

// PersonRow is a participant with the sessions, newest first.
type PersonRow struct {
	Participant domain.Participant `json:"participant"`
	Sessions    []SessionRow       `json:"sessions"`
}

// SessionRow is a session in a list. Headline is the result in a few words, ""
// until it is finalised and for a role that sees no results. The session counts the items that are shown.
type SessionRow struct {
	Session         domain.Session `json:"session"`
	InstrumentTitle string         `json:"instrumentTitle"`
	Headline        string         `json:"headline"`
	// At is the place (1..Total) of the item on screen in displayed order; 0 on
	// the welcome and on the review.
	At int `json:"at"`
	// Urgent are the safety flags that the session raised, in any state, worded
	// in the desk's language; for a role that sees no results one that says only
	// that the counsellor must be called.
	Urgent []report.Flag `json:"urgent"`
	// Usable is false when the pinned instrument version is not there any more.
	Usable bool `json:"usable"`
}

// ParticipantRequest makes (empty ID) or changes a participant. An empty Code
// gets the next free one.
type ParticipantRequest struct {
	ID         string            `json:"id"`
	Code       string            `json:"code"`
	Name       string            `json:"name"`
	Respondent domain.Respondent `json:"respondent"`
}

// InstrumentCard is an instrument as the desk lists it, in the desk's language.
type InstrumentCard struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	// Group says for whom it is meant.
	Group       string `json:"group"`
	Notice      string `json:"notice"`
	Items       int    `json:"items"`
	MinutesLow  int    `json:"minutesLow"`
	MinutesHigh int    `json:"minutesHigh"`
	// Supervision is the least it needs: "open", "controlled", "supervised",
	// "managed"; "" for a faulty one.
	Supervision string                `json:"supervision"`
	Licence     CardLicence           `json:"licence"`
	Norms       []CardNorm            `json:"norms"`
	Languages   []door.LanguageChoice `json:"languages"`
	Fields      []RespondentField     `json:"fields"`
	// State says what can be done with it; only a ready one can be handed over.
	State instrument.State `json:"state"`
	// Fault is what is wrong with a faulty one.
	Fault string `json:"fault"`
}

// CardLicence says who holds the rights, and what is permitted.
type CardLicence struct {
	Holder    string `json:"holder"`
	Statement string `json:"statement"`
}

// CardNorm is the sample that one norm was made with, as its source names it.
type CardNorm struct {
	Sample      string `json:"sample"`
	N           int    `json:"n"`
	Year        int    `json:"year"`
	Source      string `json:"source"`
	Approximate bool   `json:"approximate"`
}

// RespondentField is one optional question about the participant.
type RespondentField struct {
	ID      string        `json:"id"`
	Label   string        `json:"label"`
	Type    string        `json:"type"`
	Min     int           `json:"min"`
	Max     int           `json:"max"`
	Options []FieldOption `json:"options"`
}

// FieldOption is one choice of a field.
type FieldOption struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// PrepareRequest makes a session ready for hand-over.
type PrepareRequest struct {
	ParticipantID string `json:"participantId"`
	InstrumentID  string `json:"instrumentId"`
	Language      string `json:"language"`
}

// ResultRequest asks for a result in a language ("" is the session's), compared
// with an earlier session ("" is with none).
type ResultRequest struct {
	SessionID string `json:"sessionId"`
	Language  string `json:"language"`
	EarlierID string `json:"earlierId"`
}

// ArithmeticRequest asks how a result came about, in a language ("" is the session's).
type ArithmeticRequest struct {
	SessionID string `json:"sessionId"`
	Language  string `json:"language"`
}

// ReportRequest asks for a PDF. Paper is "A4" or "Letter"; EarlierID is the
// session with which it compares, "" for a report without a comparison.
type ReportRequest struct {
	SessionID string `json:"sessionId"`
	Language  string `json:"language"`
	EarlierID string `json:"earlierId"`
	Paper     string `json:"paper"`
}

// WorksheetRequest asks for the arithmetic of a result as a PDF; Language "" is
// the session's, Paper "A4" or "Letter".
type WorksheetRequest struct {
	SessionID string `json:"sessionId"`
	Language  string `json:"language"`
	Paper     string `json:"paper"`
}

// SavedReport says where the PDF went; Path is "" when the dialog was cancelled.
type SavedReport struct {
	Path  string `json:"path"`
	Pages int    `json:"pages"`
}

// About is what the About page shows. Notices is the text of the THIRD-PARTY file.
type About struct {
	Version   string `json:"version"`
	GoVersion string `json:"goVersion"`
	DataDir   string `json:"dataDir"`
	Notices   string `json:"notices"`
}

// HandOverRequest gives the machine to the participant of a session.
type HandOverRequest struct {
	SessionID string `json:"sessionId"`
	PIN       string `json:"pin"`
}

// PINRequest sets the PIN; Old is the one that it replaces, "" if there is none.
type PINRequest struct {
	Old string `json:"old"`
	PIN string `json:"pin"`
}

// Readiness is what is worth knowing before a hand-over. What the system does
// not tell is nil or 0.
type Readiness struct {
	PINSet  bool     `json:"pinSet"`
	Screens int      `json:"screens"`
	Battery *Battery `json:"battery"`
}

// Battery is the charge in percent.
type Battery struct {
	Percent  int  `json:"percent"`
	Charging bool `json:"charging"`
}
