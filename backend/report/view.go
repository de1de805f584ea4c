package report

import (
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// Input is all that a View is made of. Two equal inputs give equal Views.
type Input struct {
	Instrument  *domain.Instrument
	Result      domain.Result
	Session     domain.Session
	Participant domain.Participant
	// Consent is on what basis the answers were taken.
	Consent domain.Consent
	// Practices tell the counsellor how the practice of each type went.
	Practices []domain.Practice
	// Events are what happened around the session, the oldest first.
	Events []domain.Event
	// Responses are the stored responses of the session, all revisions or the
	// latest only; the highest revision of an item counts.
	Responses []domain.Response
	// Conduct is how the answers came about.
	Conduct domain.Conduct
	// Audience is who reads: domain.AudienceEveryone (also ""), who never sees a
	// confidential flag, or domain.AudienceCounsellor.
	Audience string
	// Urgent are the codes of the safety flags that the session raised, also by
	// answers that were changed later.
	Urgent []string
	// Chosen is the norm group that the counsellor chose, nil when the rule
	// decided; ByRule are the groups that the rule gives.
	Chosen *domain.NormChoice
	ByRule []string
	// Earlier is the session to compare with, nil for none.
	Earlier *Earlier
	// Figures says that they are nobody's: the View speaks of them, and to nobody.
	Figures bool
	// Printer words the View; its language must be one that the instrument
	// offers, otherwise the instrument's own texts stay in the session's language.
	Printer *i18n.Printer
	// SelfTest is how many vectors of the instrument came out as expected, all that
	// it has, in this run of the program; 0 is not known, or one did not.
	SelfTest int
	// LogHead is the head of the log right after the session was scored, in short
	// ("212 · 4f2a 91c3 07de 5b10"), "" for none.
	LogHead string
	// Software is the version of the program ("0.1.0").
	Software string
	// Location is where dates and times are told; nil is UTC.
	Location *time.Location
}

// View is everything that a reader sees of one result, in one language:
// words chosen, numbers rounded, charts as numbers. Slices are never nil.
type View struct {
	// Language is the code of the language of the words ("en").
	Language string `json:"language"`
	// Title is that of the document ("Learning report").
	Title  string `json:"title"`
	Header Header `json:"header"`
	// Parts stand in the order that the instrument declares.
	Parts []Part `json:"parts"`
	// Urgent are the safety flags, for a counsellor before anything else; for
	// everyone there are none. UrgentTitle heads them, UrgentText says what to do.
	Urgent      []Flag `json:"urgent"`
	UrgentTitle string `json:"urgentTitle"`
	UrgentText  string `json:"urgentText"`
	// Flags are the other marks on this result that the reader may see, in the
	// instrument's order.
	Flags []Flag `json:"flags"`
	// FlagsTitle heads them; NoFlags stands instead when there are none.
	FlagsTitle string   `json:"flagsTitle"`
	NoFlags    string   `json:"noFlags"`
	Colophon   Colophon `json:"colophon"`
	Print      Print    `json:"print"`
	// At is when the session was finalised; the PDF carries it as its date.
	At domain.Instant `json:"at"`
}

// Header says whose result of what this is.
type Header struct {
	// Mark says that the result belongs to nobody, "" for a real one.
	Mark string `json:"mark,omitempty"`
	// Participant is the name, or the code if there is no name.
	Participant string `json:"participant"`
	Code        string `json:"code"`
	// Instrument is the title of the instrument, Version its version.
	Instrument string `json:"instrument"`
	Version    string `json:"version"`
	// Date, Time and Duration are worded ("20 November 2026", "09:12", "13 min").
	Date     string `json:"date"`
	Time     string `json:"time"`
	Duration string `json:"duration"`
	// SessionLanguage names the languages of the answers, each under its own name.
	SessionLanguage string `json:"sessionLanguage"`
}

// Colophon is the line under every page, in pieces.
type Colophon struct {
	Code       string `json:"code"`
	Instrument string `json:"instrument"`
	Software   string `json:"software"`
	// Norm is "" when the instrument has no norms.
	Norm       string `json:"norm"`
	Definition string `json:"definition"`
	// Line is all of it in one sentence without the code.
	Line string `json:"line"`
}

// Print are words that only paper needs.
type Print struct {
	// PageOf is "{page} of {pages}" with both to be filled in.
	PageOf string `json:"pageOf"`
	// NameNote stands where the name would, when the fonts lack a letter of it.
	NameNote string `json:"nameNote"`
}

// Kind says which field of a Part is filled.
type Kind string

// The kinds of part.
const (
	KindSummary  Kind = "summary"
	KindKite     Kind = "kite"
	KindBars     Kind = "bars"
	KindGrid     Kind = "grid"
	KindContexts Kind = "contexts"
	KindIndex    Kind = "index"
	KindTexts    Kind = "texts"
	KindSteps    Kind = "steps"
	KindScores   Kind = "scores"
	KindAbout    Kind = "about"
	KindChange   Kind = "change"
)

// Kinds lists every kind of part.
func Kinds() []Kind {
	return []Kind{
		KindSummary, KindKite, KindBars, KindGrid, KindContexts, KindIndex,
		KindTexts, KindSteps, KindScores, KindAbout, KindChange,
	}
}

// Part is one part of a report. Exactly the field of its Kind is set; none is
// when Missing says why the part cannot be shown.
type Part struct {
	// ID is unique in the View and good for an anchor ("grid", "bars-2").
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	// Title heads the part ("Your four modes"), Short names it in an index ("Modes").
	Title string `json:"title"`
	Short string `json:"short"`
	Intro string `json:"intro"`
	// Missing is a sentence for the reader, "" when the part is complete.
	Missing string `json:"missing"`
	// Cautions stand beside the part: what must be known before it is read.
	Cautions []Point `json:"cautions"`

	Summary  *Summary  `json:"summary"`
	Kite     *Kite     `json:"kite"`
	Bars     *Bars     `json:"bars"`
	Grid     *Grid     `json:"grid"`
	Contexts *Contexts `json:"contexts"`
	Index    *Index    `json:"index"`
	Texts    *Texts    `json:"texts"`
	Steps    *Steps    `json:"steps"`
	Scores   *Scores   `json:"scores"`
	About    *About    `json:"about"`
	Change   *Change   `json:"change"`
}

// Point is a sentence or two with words in bold before it.
type Point struct {
	Lead string `json:"lead"`
	Text string `json:"text"`
}

// Flag is one mark on the result, in plain words.
type Flag struct {
	Code string `json:"code"`
	Name string `json:"name"`
	// Detail says what it means and what not.
	Detail string `json:"detail"`
	// Because is the rule with the numbers that raised it, Source where the rule
	// comes from; both are "" where the arithmetic is not told.
	Because string `json:"because"`
	Source  string `json:"source"`
}

// Table is a small table of text. Cells of a numeric column are set flush right.
type Table struct {
	Title string     `json:"title"`
	Heads []Head     `json:"heads"`
	Rows  []TableRow `json:"rows"`
	// Caption stands under the table.
	Caption string `json:"caption"`
}

// Head is the head of one column.
type Head struct {
	Text    string `json:"text"`
	Numeric bool   `json:"numeric"`
}

// TableRow is one line; Style is the line style of the scale (see Bar), -1 for none.
type TableRow struct {
	Style int      `json:"style"`
	Cells []string `json:"cells"`
}

// Tick is a mark on an axis; At is a fraction 0..1 of its length.
type Tick struct {
	At    float64 `json:"at"`
	Label string  `json:"label"`
}

// Summary is the result in a sentence, with its certainty.
type Summary struct {
	// Headline is the sentence in large type, Second the one under it.
	Headline string `json:"headline"`
	Second   string `json:"second"`
	// Certainty is the certainty in words ("most likely"); CannotTell says that
	// the rules forbid to name one class.
	Certainty  string `json:"certainty"`
	CannotTell bool   `json:"cannotTell"`
	// Ticks are 100 imagined averages; TicksNote explains them.
	Ticks     []TickRun `json:"ticks"`
	TicksNote string    `json:"ticksNote"`
	TicksAlt  string    `json:"ticksAlt"`
	// Cautions say what must be known before the sentence is used.
	Cautions  []Point `json:"cautions"`
	Takeaways []Point `json:"takeaways"`
	// Fit is the question whether the result fits, with answers to tick.
	Fit Fit `json:"fit"`
}

// TickRun is a run of ticks of one kind; all Counts together are 100.
type TickRun struct {
	Count int `json:"count"`
	// Mark is "filled" (likeliest), "outlined" (runner-up) or "short" (elsewhere).
	Mark  string `json:"mark"`
	Label string `json:"label"`
}

// Fit asks the participant back.
type Fit struct {
	Question string   `json:"question"`
	Options  []string `json:"options"`
}
