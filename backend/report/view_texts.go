package report

// Texts are the class descriptions that apply: the likeliest class, and the
// runner-up when it lies within error.
type Texts struct {
	HelpsTitle string      `json:"helpsTitle"`
	CostsTitle string      `json:"costsTitle"`
	Classes    []ClassText `json:"classes"`
}

// ClassText is one class in words: tendencies in situations.
type ClassText struct {
	Class string `json:"class"`
	// Title is "If Experiencing fits"; Chances is "58 chances in 100".
	Title   string   `json:"title"`
	Chances string   `json:"chances"`
	Summary string   `json:"summary"`
	Helps   []string `json:"helps"`
	Costs   []string `json:"costs"`
}

// Steps are things to try, with the reason for each, and a plan.
type Steps struct {
	Title      string     `json:"title"`
	Activities []Activity `json:"activities"`
	PlanTitle  string     `json:"planTitle"`
	// PlanHeads are week, try, when and where, what came of it.
	PlanHeads []string  `json:"planHeads"`
	Plan      []PlanRow `json:"plan"`
	// Review is followed by a line to write a date on.
	Review string `json:"review"`
}

// Activity is one thing to try and why it was chosen.
type Activity struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
	Why    string `json:"why"`
}

// PlanRow is one week of the plan.
type PlanRow struct {
	Week string `json:"week"`
	Try  string `json:"try"`
}

// About says what the result is for, how sure it is and where it comes from.
type About struct {
	// Notes are paragraphs with a heading each.
	Notes []Point `json:"notes"`
	// FactsTitle heads Facts: date, language, versions, administration.
	FactsTitle string `json:"factsTitle"`
	Facts      []Fact `json:"facts"`
	// Exact holds the exact figures of every score with a percentile.
	Exact []Table `json:"exact"`
	// Notice is the instrument's plain sentence about other inventories.
	Notice string `json:"notice"`
}

// Fact is a label with its value.
type Fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
}
