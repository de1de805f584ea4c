package arithmetic

// Sheet is the arithmetic of one result, from the answers to the flags, in one
// language. Slices are never nil.
type Sheet struct {
	Language string `json:"language"`
	Title    string `json:"title"`
	Intro    string `json:"intro"`
	// Digits says how far numbers are shown.
	Digits string `json:"digits"`
	// AnswersTitle heads the Forms, the answers that are counted.
	AnswersTitle string `json:"answersTitle"`
	Forms        []Form `json:"forms"`
	Parts        []Part `json:"parts"`
}

// Form is a table of answers: rankings with a column for each item and a row
// for each ending, or any other answers as a run of cells (Plain).
type Form struct {
	Title string `json:"title"`
	// Corner heads the names of the rows, Totals the numbers behind the cells.
	Corner string    `json:"corner"`
	Heads  []string  `json:"heads"`
	Totals []string  `json:"totals"`
	Rows   []FormRow `json:"rows"`
	Plain  []Answer  `json:"plain"`
}

// FormRow is one ending over all items, with the lines that only add its cells.
// Code is "" where the name says it all; Style is the line style of the scale
// (see report.Bar), -1 for none.
type FormRow struct {
	Name   string  `json:"name"`
	Code   string  `json:"code"`
	Style  int     `json:"style"`
	Cells  []Piece `json:"cells"`
	Totals []Piece `json:"totals"`
}

// Answer is one cell with the sign of its item, and of its card if it has one.
type Answer struct {
	Head string `json:"head"`
	Cell Piece  `json:"cell"`
}

// Part is one part of the arithmetic ("Sums").
type Part struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Groups []Group `json:"groups"`
}

// Group are the lines of one score, list or flag within a part. A Folded one is
// read only by those who ask for it: bands, and what a swap would do.
type Group struct {
	Name   string `json:"name"`
	Code   string `json:"code"`
	Folded bool   `json:"folded"`
	Lines  []Line `json:"lines"`
}

// Line is one line: Sign = Pieces = Result.
type Line struct {
	Sign string `json:"sign"`
	// Rule says in words what is done.
	Rule   string  `json:"rule"`
	Pieces []Piece `json:"pieces"`
	// Relation stands before the result: "=" or "→".
	Relation string `json:"relation"`
	Result   Piece  `json:"result"`
	// InForm says that the line is a row of a form and its result stands there.
	InForm bool `json:"inForm"`
	// Source says where the rule comes from, Table which tables were read.
	Source string `json:"source"`
	Table  string `json:"table"`
}

// Piece is a number or word that can be chosen, or the signs between two of
// them (no Ref and no Label).
type Piece struct {
	Text string `json:"text"`
	// Ref is the cell ("c:s1.CE") or line ("l:CE") whose number this is, "" for a
	// number that stands in a table or in the rule.
	Ref string `json:"ref"`
	// Label says what the number is.
	Label string `json:"label"`
	// Exact is the whole number where Text is cut short ("407/12 = 33.916666667").
	Exact string `json:"exact"`
}
