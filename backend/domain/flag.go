package domain

// Flag is one rule that marks a result. Its words are texts "flag.<code>" and
// "flag.<code>.detail" of the instrument, or of the locales. The room scoring
// holds one file per family of rules and says there what each reads.
type Flag struct {
	Code string `json:"code"`
	// Rule names the generic rule; the other fields are its inputs.
	Rule string `json:"rule"`
	// Level is what the flag means: LevelNote (also ""), LevelCaution,
	// LevelInvalid (what the answers say should not be used) or LevelUrgent
	// (a safety flag: it must reach the counsellor at once).
	Level string `json:"level,omitempty"`
	// Audience is AudienceEveryone (also "") or AudienceCounsellor. An urgent
	// flag is for the counsellor alone.
	Audience string   `json:"audience,omitempty"`
	Step     string   `json:"step,omitempty"`
	Scores   []string `json:"scores,omitempty"`
	// Items are those that a validity check reads; Item and Ending the one
	// answer of a safety flag, Values the answers that raise it.
	Items  []string `json:"items,omitempty"`
	Item   string   `json:"item,omitempty"`
	Ending string   `json:"ending,omitempty"`
	Values []string `json:"values,omitempty"`
	Below  *int     `json:"below,omitempty"`
	Above  *int     `json:"above,omitempty"`
	Count  []int    `json:"count,omitempty"`
	Source string   `json:"source,omitempty"`
	// Events are the kinds of event that count as an interruption.
	Events []string `json:"events,omitempty"`
	// AtLeast is how many it takes: of Scores outside a norm, of equal answers
	// in a run, of a sum of squares.
	AtLeast int `json:"at_least,omitempty"`
	// Low and High are bounds in decimal text: the rule is raised at or beyond
	// them (its own file says which it reads).
	Low  string `json:"low,omitempty"`
	High string `json:"high,omitempty"`
	// MedianSeconds and AnySeconds bound the time of an item (decimal text): the
	// median below the one, or any below the other. AnySeconds of interruptions is
	// the least length that counts.
	MedianSeconds string `json:"median_seconds,omitempty"`
	AnySeconds    string `json:"any_seconds,omitempty"`
	// MinAnswered is how many answers a check needs to say anything.
	MinAnswered int `json:"min_answered,omitempty"`
	// Measure chooses how a check measures, where it knows several ways.
	Measure string `json:"measure,omitempty"`
	// Probability, Margin and Swaps mark a class as near its border: likeliest
	// below Probability, a coordinate within Margin of a cut (decimal text, the
	// norm's metric), or Swaps adjacent swaps enough to change it.
	Probability string `json:"probability,omitempty"`
	Margin      string `json:"margin,omitempty"`
	Swaps       int    `json:"swaps,omitempty"`
}

// The levels of a flag.
const (
	LevelNote    = "note"
	LevelCaution = "caution"
	LevelInvalid = "invalid"
	LevelUrgent  = "urgent"
)

// Who may see a flag.
const (
	AudienceEveryone   = "everyone"
	AudienceCounsellor = "counsellor"
)

// Confidential reports whether the flag is for the counsellor alone.
func (f Flag) Confidential() bool {
	return f.Audience == AudienceCounsellor || f.Level == LevelUrgent
}

// Change is one rule by which two sessions of the same instrument version are
// compared.
type Change struct {
	ID string `json:"id"`
	// Kind is "joint" (the Scores together against their errors, and only then
	// each), "reliable" (one score against its error) or "fixed" (By).
	Kind   string   `json:"kind"`
	Scores []string `json:"scores"`
	// Level is the level of significance (decimal text).
	Level string `json:"level,omitempty"`
	// By is the least change that counts (decimal text).
	By     string `json:"by,omitempty"`
	Source string `json:"source"`
}

// Widget is one part of a report, in order. Kind decides how it is drawn.
type Widget struct {
	// Kind is one of: summary, kite, bars, grid, contexts, index, texts, steps, scores, about.
	Kind string `json:"kind"`
	// Score is the classified score or index that it shows.
	Score string `json:"score,omitempty"`
	// Scores are the scores of a kite (top, right, bottom, left) or of bars.
	Scores []string `json:"scores,omitempty"`
	// Low and High (decimal text) are the least and greatest value that every one
	// of the scores of a scores part can have; Sorted puts the highest first.
	Low    string `json:"low,omitempty"`
	High   string `json:"high,omitempty"`
	Sorted bool   `json:"sorted,omitempty"`
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
