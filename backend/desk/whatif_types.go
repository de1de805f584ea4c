package desk

import (
	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// WhatIfOpen asks for the form of an instrument, or of the finalised session
// whose totals and answers are copied into it.
type WhatIfOpen struct {
	InstrumentID string `json:"instrumentId"`
	SessionID    string `json:"sessionId"`
}

// WhatIfForm is what can be typed, in the desk's language.
type WhatIfForm struct {
	InstrumentID string `json:"instrumentId"`
	Version      string `json:"version"`
	Title        string `json:"title"`
	// SessionID is the session whose edition is used, "" for the newest.
	SessionID string            `json:"sessionId"`
	Totals    []WhatIfTotal     `json:"totals"`
	Sums      []WhatIfSum       `json:"sums"`
	Items     []WhatIfItem      `json:"items"`
	Fields    []RespondentField `json:"fields"`
	// Typed, Answers, Respondent and Group are those of the session, empty without.
	Typed      map[string]string       `json:"typed"`
	Answers    map[string]domain.Value `json:"answers"`
	Respondent domain.Respondent       `json:"respondent"`
	Group      string                  `json:"group"`
}

// WhatIfTotal is one score that can be typed, from Low to High.
type WhatIfTotal struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// WhatIfSum is what the totals of some scores together must be.
type WhatIfSum struct {
	Scores []string `json:"scores"`
	Sum    int      `json:"sum"`
}

// WhatIfItem is one item. Parts are its endings or cards, Options its options,
// Columns the columns of a card sort.
type WhatIfItem struct {
	ID      string         `json:"id"`
	Type    string         `json:"type"`
	Title   string         `json:"title"`
	Stem    string         `json:"stem"`
	Section string         `json:"section"`
	Parts   []WhatIfChoice `json:"parts"`
	Options []WhatIfChoice `json:"options"`
	Columns []WhatIfChoice `json:"columns"`
	Min     string         `json:"min"`
	Max     string         `json:"max"`
}

// WhatIfChoice is an ending, card, option or column: Value is what an option or
// column counts for ("" without a number), Places how many cards a column takes.
type WhatIfChoice struct {
	ID     string `json:"id"`
	Code   string `json:"code"`
	Text   string `json:"text"`
	Value  string `json:"value"`
	Places int    `json:"places"`
}

// WhatIfRequest scores typed totals (ByTotals) or answers. Totals are decimal
// text; what is empty is not typed.
type WhatIfRequest struct {
	InstrumentID string                  `json:"instrumentId"`
	SessionID    string                  `json:"sessionId"`
	ByTotals     bool                    `json:"byTotals"`
	Totals       map[string]string       `json:"totals"`
	Answers      map[string]domain.Value `json:"answers"`
	Respondent   domain.Respondent       `json:"respondent"`
	Group        string                  `json:"group"`
}

// WhatIfReading is what would come of it. View is nil when there are Faults.
type WhatIfReading struct {
	View   *report.View        `json:"view"`
	Scores []WhatIfScore       `json:"scores"`
	Faults []WhatIfFault       `json:"faults"`
	Groups []domain.NormChoice `json:"groups"`
}

// WhatIfScore is one score in words; Missing says why there is none.
type WhatIfScore struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Value      string `json:"value"`
	Percentile string `json:"percentile"`
	Class      string `json:"class"`
	Missing    string `json:"missing"`
}

// WhatIfFault is what is wrong with typed totals, in words.
type WhatIfFault struct {
	Scores []string `json:"scores"`
	Text   string   `json:"text"`
}
