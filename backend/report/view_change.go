package report

// Change is two sessions of one person, the earlier first.
type Change struct {
	// From and To are the two days.
	From string `json:"from"`
	To   string `json:"to"`
	// Headline says what can be said, Second what each result was called.
	Headline string `json:"headline"`
	Second   string `json:"second"`
	// Field shows both points, nil where the instrument has no grid whose two
	// scores are judged together.
	Field *ChangeField `json:"field"`
	// Axes are the scores that a rule judges, laid on one scale around no change.
	Axes []ChangeAxis `json:"axes"`
	// Ticks are those of that scale; Zero labels its middle.
	Ticks   []Tick `json:"ticks"`
	Zero    string `json:"zero"`
	AxesAlt string `json:"axesAlt"`
	// Kite has the earlier outline dashed; KiteMissing says why there is none.
	Kite        *Kite  `json:"kite"`
	KiteMissing string `json:"kiteMissing"`
	// Exact is the table behind the charts; Scores are the other scores, with
	// intervals and not judged.
	Exact  Table   `json:"exact"`
	Scores Table   `json:"scores"`
	Notes  []Point `json:"notes"`
}

// ChangeField is the grid with the earlier point in its X and Y, around it one
// ellipse: where 95 of 100 second results would lie if only measurement error
// told the two apart.
type ChangeField struct {
	Grid Grid `json:"grid"`
	// X and Y are the later point, in the grid's units.
	X float64 `json:"x"`
	Y float64 `json:"y"`
	// From and To label the two points.
	From string `json:"from"`
	To   string `json:"to"`
}

// ChangeAxis is the change of one score with its error, as fractions of the scale.
type ChangeAxis struct {
	Code string `json:"code"`
	Name string `json:"name"`
	// Values are both values, Difference is what lies between with its interval.
	Values     string `json:"values"`
	Difference string `json:"difference"`
	// Verdict says whether it goes beyond the error, or why it is not judged.
	Verdict string `json:"verdict"`
	Beyond  bool   `json:"beyond"`
	// Missing says why there is nothing to draw.
	Missing string  `json:"missing"`
	At      float64 `json:"at"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
}
