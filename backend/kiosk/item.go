package kiosk

// Item is one thing to answer. Of Ranking to Cards the one that belongs to its
// type is there. Everything in it goes by displayed position.
type Item struct {
	ID      string `json:"id"`
	Section string `json:"section"`
	// Type is that of the manifest: "ranking", "likert", "single_choice",
	// "multiple_choice", "numeric", "slider", "text", "forced_distribution".
	Type  string `json:"type"`
	Title string `json:"title"`
	Stem  string `json:"stem"`
	// Hint is a line that helps to answer, "" for none.
	Hint string `json:"hint"`
	// Answer is the stored answer, and Answered whether there is one.
	Answer   Given `json:"answer"`
	Answered bool  `json:"answered"`
	// Revision is the last of this item, 0 if there never was an answer.
	Revision int `json:"revision"`
	// Required is "all" (it must be answered), "soft" (asked about once) or "none".
	Required string `json:"required"`

	Ranking *Ranking `json:"ranking,omitempty"`
	Choice  *Choice  `json:"choice,omitempty"`
	Number  *Number  `json:"number,omitempty"`
	Text    *Text    `json:"text,omitempty"`
	Cards   *Cards   `json:"cards,omitempty"`
}

// Given is one complete answer: only the field of the item's type is filled.
// Slices are never nil in what the page gets.
type Given struct {
	// Ranks holds the rank of the ending at each displayed position, k = most.
	Ranks []int `json:"ranks"`
	// Chosen are the displayed positions of the chosen options, from 0.
	Chosen []int `json:"chosen"`
	// Number is decimal text with a point.
	Number string `json:"number"`
	Text   string `json:"text"`
	// Columns holds the position of the column of the card at each displayed position.
	Columns []int `json:"columns"`
	// Sealed stands for the stored Text, which can not be shown any more since the
	// program was started again. As an answer it says that this text stands.
	Sealed bool `json:"sealed"`
}

// Ranking is what a ranking orders. Places lists the ranks from the highest down.
type Ranking struct {
	Endings []string `json:"endings"`
	Places  []Place  `json:"places"`
}

// Place is one place of a ranking: its rank, its direction in words, and
// the question that asks for it.
type Place struct {
	Rank   int    `json:"rank"`
	Word   string `json:"word"`
	Prompt string `json:"prompt"`
}

// Choice is what a Likert or choice item offers.
type Choice struct {
	Options []Option `json:"options"`
	// Least and Most bound how many may be chosen; both are 1 but for a multiple choice.
	Least int `json:"least"`
	Most  int `json:"most"`
	// Advance lets the page go on by itself after a choice.
	Advance bool `json:"advance"`
}

// Option is one thing to choose. Apart options stand beside the scale ("does
// not apply").
type Option struct {
	Text  string `json:"text"`
	Apart bool   `json:"apart"`
}

// Number is the range of a number or slider, in decimal text.
type Number struct {
	Min string `json:"min"`
	Max string `json:"max"`
	// Step of a slider counts from Min; "" is any decimal.
	Step string `json:"step"`
	// Unit stands behind the number, "" for none.
	Unit string `json:"unit"`
	// Low and High are the words at the ends of a slider, "" for none.
	Low  string `json:"low"`
	High string `json:"high"`
}

// Text is what a text takes.
type Text struct {
	// MaxLength is the greatest number of characters.
	MaxLength int `json:"maxLength"`
}

// Cards are what a card sort puts into its columns, the first column first.
type Cards struct {
	Cards   []string `json:"cards"`
	Columns []Column `json:"columns"`
}

// Column takes so many cards. Prompt asks for them, "" for none.
type Column struct {
	Word   string `json:"word"`
	Prompt string `json:"prompt"`
	Places int    `json:"places"`
}
