package domain

// Step is one declared scoring step. Which fields apply depends on Op; the
// room scoring holds one file per kind and says there what each field means.
type Step struct {
	ID string `json:"id"`
	Op string `json:"op"`
	// Hidden steps serve others and are not output.
	Hidden bool     `json:"hidden,omitempty"`
	Items  []string `json:"items,omitempty"`
	Ending string   `json:"ending,omitempty"`
	Of     string   `json:"of,omitempty"`
	Terms  []Term   `json:"terms,omitempty"`
	// Keyed are the answers that a sum, mean or count reads.
	Keyed []Keyed `json:"keyed,omitempty"`
	// Values are the answers that a count counts (decimal text of a value, or
	// an option's id); without them it counts what is answered at all.
	Values []string `json:"values,omitempty"`
	// Scores are the scores that a sum of scores or an order reads.
	Scores []string `json:"scores,omitempty"`
	// Top is how many places an order lists, ties beyond it too; 0 is all.
	Top    int    `json:"top,omitempty"`
	Source string `json:"source,omitempty"`
	// Missing is the rule for missing inputs: MissingRequireAll, MissingProrate
	// (at least MinAnswered are there; the sum is scaled to all of them) or
	// MissingIgnore (what is there counts; with nothing there it is missing).
	Missing     string `json:"missing,omitempty"`
	MinAnswered int    `json:"min_answered,omitempty"`
	// Constant is added to a weighted combination (decimal text).
	Constant string `json:"constant,omitempty"`
	// Metric "norm" computes in the norm's metric; "" on the form's own.
	Metric string  `json:"metric,omitempty"`
	Grid   *Grid   `json:"grid,omitempty"`
	Bands  *Bands  `json:"bands,omitempty"`
	Linear *Linear `json:"linear,omitempty"`
	// A transform has exactly one of Linear, Polynomial, Points, Clamp, Round.
	// Polynomial holds the coefficients c0, c1, … (decimal text).
	Polynomial []string `json:"polynomial,omitempty"`
	// Points maps values to values; a value between them has no outcome.
	Points []Point `json:"points,omitempty"`
	Clamp  *Clamp  `json:"clamp,omitempty"`
	Round  *Round  `json:"round,omitempty"`
	// Standard is what a norm step gives: "z", "T", "percentile" or "score".
	Standard string `json:"standard,omitempty"`
	// Expr is the text of an expression over scores and items.
	Expr string `json:"expr,omitempty"`
	// Level is the level of significance of a chance test (decimal text).
	Level string `json:"level,omitempty"`
	// Norm names the norm that gives the score its percentile and SEM.
	Norm string `json:"norm,omitempty"`
	// Table names a lookup table file of the instrument.
	Table string `json:"table,omitempty"`
	// ClassName is the output name of the class in a list ("region").
	ClassName string `json:"class_name,omitempty"`
	// Except names a score whose class a tally leaves out.
	Except string `json:"except,omitempty"`
	// Classes fixes the order in which ties and tallies are listed.
	Classes []string `json:"classes,omitempty"`
}

// The rules for missing inputs.
const (
	MissingRequireAll = "require_all"
	MissingProrate    = "prorate"
	MissingIgnore     = "ignore"
)

// Keyed is one answer that a step reads. Reverse counts it from the other end
// of its range (low + high - x); Recode replaces it first, by the decimal text
// of its value or the id of the option. An Ending reads a card of a forced
// distribution or the rank of an ending.
type Keyed struct {
	Item    string            `json:"item"`
	Ending  string            `json:"ending,omitempty"`
	Reverse bool              `json:"reverse,omitempty"`
	Weight  string            `json:"weight,omitempty"`
	Recode  map[string]string `json:"recode,omitempty"`
}

// Point is one row of a transform by points (decimal text).
type Point struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Clamp holds a value between Low and High (decimal text; "" is open).
type Clamp struct {
	Low  string `json:"low,omitempty"`
	High string `json:"high,omitempty"`
}

// Round rounds to Places after the point. Mode is "half_up" (away from zero),
// "half_even", "down" (towards zero) or "up" (away from zero).
type Round struct {
	Places int    `json:"places"`
	Mode   string `json:"mode"`
}

// Term is one weighted score of a combination.
type Term struct {
	Score  string `json:"score"`
	Weight int    `json:"weight"`
}

// Linear is the transform slope·x + intercept (decimal text).
type Linear struct {
	Slope     string `json:"slope"`
	Intercept string `json:"intercept"`
}

// Grid classifies by two scores in the norm's metric. Cells[row][column]:
// rows by Y ascending, columns by X ascending. A value on a cut goes up.
type Grid struct {
	X     Axis       `json:"x"`
	Y     Axis       `json:"y"`
	Cells [][]string `json:"cells"`
	// Order lists the classes for ties and tables.
	Order []string `json:"order"`
	// Preference names the hidden chance test that must be above chance before
	// the class may be told.
	Preference string `json:"preference,omitempty"`
	// TellFrom is the least probability of the likeliest class at which it may
	// be told (decimal text); a convention.
	TellFrom string `json:"tell_from"`
	// Robustness asks for the least number of adjacent swaps that change the class.
	Robustness bool `json:"robustness,omitempty"`
}

// Axis is one side of a Grid: a score, its cuts and its ends for drawing
// (decimal text, norm's metric), and the scales at its low and high end.
type Axis struct {
	Score string   `json:"score"`
	Cuts  []string `json:"cuts"`
	Min   string   `json:"min"`
	Max   string   `json:"max"`
	Low   string   `json:"low"`
	High  string   `json:"high"`
}

// Bands classifies by ordered upper bounds on the percentile, the last open.
type Bands struct {
	// On is "percentile" or "value".
	On    string  `json:"on"`
	Bands []Bound `json:"bounds"`
	// Undetermined is the class that stands when all flags of When are raised.
	Undetermined string   `json:"undetermined,omitempty"`
	When         []string `json:"when,omitempty"`
}

// Bound is one class and its upper bound; Inclusive says that the bound itself
// belongs to it. An empty Below is open.
type Bound struct {
	Class     string `json:"class"`
	Below     string `json:"below,omitempty"`
	Inclusive bool   `json:"inclusive,omitempty"`
}
