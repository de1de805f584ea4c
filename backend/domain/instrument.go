package domain

// Instrument is one loaded version of an instrument: its declared structure
// and its texts. Nothing in Go knows more about an instrument than this.
type Instrument struct {
	Ref      InstrumentRef
	Norm     NormRef
	Manifest Manifest
	// Texts maps language, then key, to the text. Every offered language is complete.
	Texts map[string]map[string]string
	// Distributions maps a distribution id of the manifest to its data.
	Distributions map[string]Distribution
}

// Text gives the text of key in the language, and whether the instrument has it.
func (in *Instrument) Text(language, key string) (string, bool) {
	t, ok := in.Texts[language][key]
	return t, ok
}

// Distribution is how a score is spread in a norm group and under random
// answering, for a chart: Value ascending.
type Distribution struct {
	Score string
	Group string
	N     int
	// ChanceMean, ChanceLow and ChanceHigh are the mean of random ranking and
	// the ends of its central 95 %: at most 2.5 % lie below and above.
	ChanceMean, ChanceLow, ChanceHigh float64
	// Points hold the score value, its frequency in the norm group, and the
	// probability under random ranking.
	Points []DistributionPoint
}

// DistributionPoint is one attainable value.
type DistributionPoint struct {
	Value     float64
	Frequency int
	Chance    float64
}

// Manifest is the declared structure of an instrument, as manifest.json says it.
type Manifest struct {
	Format    string   `json:"format"`
	ID        string   `json:"id"`
	Version   string   `json:"version"`
	Languages []string `json:"languages"`
	Licence   Licence  `json:"licence"`
	Card      Card     `json:"card"`
	// Respondent lists the optional facts that may be asked for.
	Respondent []Field   `json:"respondent"`
	Items      []Item    `json:"items"`
	Sections   []Section `json:"sections"`
	Scoring    []Step    `json:"scoring"`
	Norms      []Norm    `json:"norms"`
	Flags      []Flag    `json:"flags"`
	Report     []Widget  `json:"report"`
	// SelfTest holds answers with expected scores; it must pass before use.
	SelfTest []SelfTest `json:"self_test"`
}

// SelfTest is one set of answers (ranks by item, in the order of endings) and
// the scores that must come of it.
type SelfTest struct {
	Responses map[string][]int    `json:"responses"`
	Expect    map[string]Expected `json:"expect"`
}

// Expected is what one score must be; a part that is not given is not compared.
type Expected struct {
	Value      *float64 `json:"value,omitempty"`
	Percentile *float64 `json:"percentile,omitempty"`
	Class      string   `json:"class,omitempty"`
}

// Licence says who holds the rights and what they permit.
type Licence struct {
	Class     string   `json:"class"`
	Holder    string   `json:"holder"`
	Statement string   `json:"statement"`
	Permits   []string `json:"permits"`
}

// Card is what a counsellor wants to know before choosing the instrument;
// its words are texts under "card.*".
type Card struct {
	MinutesLow  int    `json:"minutesLow"`
	MinutesHigh int    `json:"minutesHigh"`
	Supervision string `json:"supervision"`
}

// Field is one fact about the respondent: text key "respondent.<id>", options
// "respondent.<id>.<option>".
type Field struct {
	ID string `json:"id"`
	// Type is "integer", "choice" or "text".
	Type    string   `json:"type"`
	Min     int      `json:"min,omitempty"`
	Max     int      `json:"max,omitempty"`
	Options []string `json:"options,omitempty"`
	// Open says that a file may bring a value outside Options; it chooses no norm group.
	Open bool `json:"open,omitempty"`
}

// Item is one thing to answer. Its stem is text "item.<id>", an ending
// "item.<id>.<ending>"; a situation may have a title "item.<id>.title".
type Item struct {
	ID string `json:"id"`
	// Type is "ranking"; others follow with their response formats.
	Type    string   `json:"type"`
	Endings []Ending `json:"endings"`
	// Titled items have a text "item.<id>.title".
	Titled bool `json:"titled,omitempty"`
}

// Ending is one of the things to rank in an item.
type Ending struct {
	// ID is the scale that the ending counts for ("CE").
	ID string `json:"id"`
	// Unscored endings are ranked but count for nothing.
	Unscored bool `json:"unscored,omitempty"`
}

// Section is a run of items with an instruction: texts "section.<id>.title"
// and "section.<id>.instruction".
type Section struct {
	ID    string   `json:"id"`
	Items []string `json:"items"`
	// Order of the items: "fixed".
	Order string `json:"order"`
	// Endings order within an item: "shuffled" (seeded per session and item) or "fixed".
	Endings string `json:"endings"`
}

// Step is one declared scoring step. Which fields apply depends on Op; the
// room scoring holds one file per kind and says there what each field means.
type Step struct {
	ID string `json:"id"`
	Op string `json:"op"`
	// Hidden steps serve others and are not output.
	Hidden  bool     `json:"hidden,omitempty"`
	Items   []string `json:"items,omitempty"`
	Ending  string   `json:"ending,omitempty"`
	Of      string   `json:"of,omitempty"`
	Terms   []Term   `json:"terms,omitempty"`
	Source  string   `json:"source,omitempty"`
	Missing string   `json:"missing,omitempty"`
	// Constant is added to a weighted combination (decimal text).
	Constant string `json:"constant,omitempty"`
	// Metric "norm" computes in the norm's metric; "" on the form's own.
	Metric string  `json:"metric,omitempty"`
	Grid   *Grid   `json:"grid,omitempty"`
	Bands  *Bands  `json:"bands,omitempty"`
	Linear *Linear `json:"linear,omitempty"`
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

// Norm declares one set of norm tables.
type Norm struct {
	ID string `json:"id"`
	// Kind is "frequency" (raw score and frequency) or "agreement" (by D).
	Kind    string `json:"kind"`
	File    string `json:"file"`
	Version string `json:"version"`
	// ScoredEndings is the number of endings per scale that the norm counts.
	ScoredEndings int    `json:"scored_endings,omitempty"`
	N             int    `json:"n"`
	Year          int    `json:"year"`
	Source        string `json:"source"`
	Sample        string `json:"sample"`
	Approximate   bool   `json:"approximate,omitempty"`
	// Reliability names the file of Cronbach's alphas by scale.
	Reliability string `json:"reliability,omitempty"`
	// ReliabilityBorrowed marks alphas that were found with another inventory.
	ReliabilityBorrowed bool `json:"reliability_borrowed,omitempty"`
	// Precedence lists the fields that choose a group, the most telling first;
	// the group Total stands behind them all.
	Precedence []GroupField `json:"precedence,omitempty"`
}

// GroupField chooses a norm group by one fact about the respondent: the group
// is Prefix followed by the value, or by the id of the band that holds it.
type GroupField struct {
	Field  string      `json:"field"`
	Prefix string      `json:"prefix"`
	Bands  []GroupBand `json:"bands,omitempty"`
}

// GroupBand is a run of whole numbers; UpTo is its last one, nil is open.
type GroupBand struct {
	ID   string `json:"id"`
	UpTo *int   `json:"up_to,omitempty"`
}

// Flag is one rule that marks a result. Its words are texts "flag.<code>" and
// "flag.<code>.detail" of the instrument, or of the locales.
type Flag struct {
	Code string `json:"code"`
	// Rule names the generic rule; the other fields are its inputs.
	Rule   string   `json:"rule"`
	Step   string   `json:"step,omitempty"`
	Scores []string `json:"scores,omitempty"`
	Below  *int     `json:"below,omitempty"`
	Above  *int     `json:"above,omitempty"`
	Count  []int    `json:"count,omitempty"`
	Source string   `json:"source,omitempty"`
	// AtLeast is how many of Scores it takes.
	AtLeast int `json:"at_least,omitempty"`
	// Probability, Margin and Swaps mark a class as near its border: likeliest
	// below Probability, a coordinate within Margin of a cut (decimal text, the
	// norm's metric), or Swaps adjacent swaps enough to change it.
	Probability string `json:"probability,omitempty"`
	Margin      string `json:"margin,omitempty"`
	Swaps       int    `json:"swaps,omitempty"`
}

// Widget is one part of a report, in order. Kind decides how it is drawn.
type Widget struct {
	// Kind is one of: summary, kite, bars, grid, contexts, index, texts, steps, about.
	Kind string `json:"kind"`
	// Score is the classified score or index that it shows.
	Score string `json:"score,omitempty"`
	// Scores are the scores of a kite (top, right, bottom, left) or of bars.
	Scores []string `json:"scores,omitempty"`
	// List names the per-item list or tally.
	List string `json:"list,omitempty"`
	// Tally names the tally shown beside List.
	Tally string `json:"tally,omitempty"`
	// Distribution names the distribution behind an index.
	Distribution string `json:"distribution,omitempty"`
	// Flags put a warning beside the widget when raised.
	Flags []string `json:"flags,omitempty"`
	// Choices are the activities among which a steps widget chooses.
	Choices []Choice `json:"choices,omitempty"`
}

// Choice is one activity of a steps widget: texts "try.<id>" and
// "try.<id>.why". Of each slot (1, 2, 3) the first choice that holds is taken.
type Choice struct {
	ID   string `json:"id"`
	Slot int    `json:"slot"`
	// When is the rule: "lowest" or "second_lowest" (Score has that percentile
	// among the widget's Scores), "between" (the two likeliest classes of the
	// widget's Score differ along the axis Score alone), "cannot_tell" (the
	// widget's Score cannot be told), "otherwise" (always). A missing text
	// "try.<id>.why" is worded from the rule.
	When  string `json:"when"`
	Score string `json:"score,omitempty"`
}

// Item gives the item with that id, and whether it is there.
func (m *Manifest) Item(id string) (Item, bool) {
	for _, it := range m.Items {
		if it.ID == id {
			return it, true
		}
	}
	return Item{}, false
}

// Order gives the ids of all items in the order of the sections.
func (m *Manifest) Order() []string {
	ids := []string{}
	for _, s := range m.Sections {
		ids = append(ids, s.Items...)
	}
	return ids
}

// Step gives the scoring step with that id, and whether it is there.
func (m *Manifest) Step(id string) (Step, bool) {
	for _, s := range m.Scoring {
		if s.ID == id {
			return s, true
		}
	}
	return Step{}, false
}
