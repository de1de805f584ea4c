package domain

// Changed is what one change rule says about two results of the same
// instrument version, language and norm version, the earlier first.
type Changed struct {
	ID string `json:"id"`
	// Kind is that of the rule: ChangeJoint, ChangeReliable or ChangeFixed.
	Kind string `json:"kind"`
	// Reason says why a score could not be judged; "" when all could.
	Reason Reason `json:"reason,omitempty"`
	// Beyond reports that the change is larger than the rule lets chance explain:
	// jointly for a joint rule, in any of the scores otherwise.
	Beyond bool `json:"beyond"`
	// Statistic is Σ(Δ/(√2·SEM))² of a joint rule and Critical what it must
	// exceed; nil otherwise.
	Statistic *float64 `json:"statistic"`
	Critical  *float64 `json:"critical"`
	// Scores stand in the order of the rule.
	Scores []ScoreChange `json:"scores"`
}

// ScoreChange is how one score differs: in the norm's metric, or for a fixed
// rule on the form's own.
type ScoreChange struct {
	ID string `json:"id"`
	// From and To are the two values, Difference is To - From; nil when one of
	// them is missing.
	From       *float64 `json:"from"`
	To         *float64 `json:"to"`
	Difference *float64 `json:"difference"`
	// Least is what the difference must exceed (a fixed rule: reach) to count:
	// z·√2·SEM, or the rule's own.
	Least float64 `json:"least"`
	// LowerLimit marks a Least whose error leaves out shared or prorated parts.
	LowerLimit bool `json:"lowerLimit"`
	// Tested is false where a joint rule found nothing, so no score is judged alone.
	Tested bool `json:"tested"`
	// Beyond reports that the difference is tested and counts.
	Beyond bool `json:"beyond"`
}

// The kinds of change rule.
const (
	ChangeJoint    = "joint"
	ChangeReliable = "reliable"
	ChangeFixed    = "fixed"
)
