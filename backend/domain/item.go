package domain

// The types of response, as a manifest declares them. The room response holds
// one file per type and says there what an answer is.
const (
	// TypeRanking orders the endings: each gets a rank 1..k, k = most.
	TypeRanking = "ranking"
	// TypeLikert chooses one option of an ordered set; the answer is its value.
	TypeLikert = "likert"
	// TypeSingleChoice chooses one option; the answer is its id.
	TypeSingleChoice = "single_choice"
	// TypeMultipleChoice chooses some options, or none; the answer is their ids.
	TypeMultipleChoice = "multiple_choice"
	// TypeNumeric is a decimal number within a range.
	TypeNumeric = "numeric"
	// TypeSlider is a number on a line from Min to Max, by Step.
	TypeSlider = "slider"
	// TypeText is free text; it is kept and never scored but for being there.
	TypeText = "text"
	// TypeForcedDistribution puts every card into a column, so many in each.
	TypeForcedDistribution = "forced_distribution"
)

// OptionSet is an ordered list of options that several items may share: text
// "option.<set>.<option>".
type OptionSet struct {
	ID      string   `json:"id"`
	Options []Option `json:"options"`
}

// Option is one thing to choose. Value is what it counts for; nil counts for
// nothing ("does not apply").
type Option struct {
	ID    string `json:"id"`
	Value *int   `json:"value,omitempty"`
}

// Item is one thing to answer. Its stem is text "item.<id>", an ending or card
// "item.<id>.<ending>"; a situation may have a title "item.<id>.title". Which
// fields apply depends on Type.
type Item struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	// Endings are what a ranking orders, or the cards of a forced distribution.
	Endings []Ending `json:"endings,omitempty"`
	// Titled items have a text "item.<id>.title".
	Titled bool `json:"titled,omitempty"`
	// Optional items may stay open whatever their section requires; they are
	// never counted as missing.
	Optional bool `json:"optional,omitempty"`
	// Options names the option set of a Likert or choice item.
	Options string `json:"options,omitempty"`
	// MinChosen and MaxChosen bound the number chosen of a multiple choice; 0 is no bound.
	MinChosen int `json:"min_chosen,omitempty"`
	MaxChosen int `json:"max_chosen,omitempty"`
	// Min, Max and Step (decimal text) are the range of a number or slider; a
	// slider's Step counts from Min, "" is any decimal.
	Min  string `json:"min,omitempty"`
	Max  string `json:"max,omitempty"`
	Step string `json:"step,omitempty"`
	// Unit numbers have a text "item.<id>.unit".
	Unit bool `json:"unit,omitempty"`
	// Hint items have a text "item.<id>.hint".
	Hint bool `json:"hint,omitempty"`
	// MaxLength is the greatest number of characters of a text.
	MaxLength int `json:"max_length,omitempty"`
	// Columns are those of a forced distribution, the first shown first: text
	// "column.<value>". Their places add up to the number of cards.
	Columns []Column `json:"columns,omitempty"`
}

// Column is one column of a forced distribution: what a card in it counts for,
// and how many cards it takes.
type Column struct {
	Value  int `json:"value"`
	Places int `json:"places"`
}

// Ending is one of the things to rank in an item, or one card to sort.
type Ending struct {
	// ID is the scale that a ranking's ending counts for ("CE"), or a card's own id.
	ID string `json:"id"`
	// Unscored endings are ranked but count for nothing.
	Unscored bool `json:"unscored,omitempty"`
}

// Section is a run of items with an instruction: texts "section.<id>.title"
// and "section.<id>.instruction".
type Section struct {
	ID    string   `json:"id"`
	Items []string `json:"items"`
	// Order of the items: OrderFixed, OrderShuffled or OrderPerRespondent.
	Order string `json:"order"`
	// Endings is the order of endings, options or cards within an item:
	// the same three. Options of a Likert item and columns are never moved.
	Endings string `json:"endings"`
	// Required says what may stay open: RequiredAll (also ""), RequiredSoft
	// (asked about once, then it may), RequiredNone.
	Required string `json:"required,omitempty"`
	// Advance lets the page go on by itself, shortly after a pointer or a digit
	// answered a Likert item for the first time; never from the last item.
	Advance bool `json:"advance,omitempty"`
	// ShowWhen is an expression over answers of earlier sections; the section
	// is shown while it is true. "" is always.
	ShowWhen string `json:"show_when,omitempty"`
	// NoBreak leaves out the break before the section. The first has none.
	NoBreak bool `json:"no_break,omitempty"`
}

// Break reports whether a break comes before the section, if it is not the first.
func (s Section) Break() bool { return !s.NoBreak }

// Drill is the practice of one type of response, before the first item of that
// type: an item on a neutral topic whose answer is said back in words, text
// "practice.<type>.check". It is no response and is never scored.
type Drill struct {
	Type string `json:"type"`
	// Item is nil if there is nothing to practise.
	Item *Item `json:"item,omitempty"`
	// None says why not.
	None string `json:"none,omitempty"`
}

// The orders of a section. A shuffled order is new in every session; one per
// respondent is the same whenever the same participant answers.
const (
	OrderFixed         = "fixed"
	OrderShuffled      = "shuffled"
	OrderPerRespondent = "per_respondent"
)

// What a section requires.
const (
	RequiredAll  = "all"
	RequiredSoft = "soft"
	RequiredNone = "none"
)

// OptionSet gives the option set with that id, and whether it is there.
func (m *Manifest) OptionSet(id string) (OptionSet, bool) {
	for _, s := range m.OptionSets {
		if s.ID == id {
			return s, true
		}
	}
	return OptionSet{}, false
}

// SectionOf gives the section that holds the item, and whether one does.
func (m *Manifest) SectionOf(item string) (Section, bool) {
	for _, s := range m.Sections {
		for _, id := range s.Items {
			if id == item {
				return s, true
			}
		}
	}
	return Section{}, false
}

// Required reports whether a complete session must answer the item, if it is shown.
func (m *Manifest) Required(item string) bool { return m.Requires(item) == RequiredAll }

// Requires says what a session requires of an item, if it is shown: RequiredAll,
// RequiredSoft, or RequiredNone for an optional item too.
func (m *Manifest) Requires(item string) string {
	it, _ := m.Item(item)
	s, ok := m.SectionOf(item)
	switch {
	case !ok || it.Optional:
		return RequiredNone
	case s.Required == "":
		return RequiredAll
	}
	return s.Required
}
