package domain

// TraceStep is one line of the arithmetic: ID = Formula over Inputs = Output.
// Lines stand in an order in which each comes after those that it reads.
type TraceStep struct {
	// ID is the line's own sign, unique in a trace: "CE" a score, "CE*" in the
	// norm's metric, "PR(CE)" its percentile, "SEM(CE)", "P(style=acting)".
	ID string `json:"id"`
	// Of is the score, list or flag that the line belongs to.
	Of string `json:"of"`
	// Part is what the line is for: one of the parts below.
	Part TracePart `json:"part"`
	// Op names the rule; its words are "trace.op.<op>".
	Op string `json:"op"`
	// Formula is the arithmetic, with {0}, {1}, … for the inputs; "" when the
	// line has no value. Its functions: Φ, √, max, min, median, count (how many),
	// rank (1 + how many of the others are greater than the first), row (what a
	// table gives), half_up, half_even, down, up (rounding to so many places),
	// sd, corr. Statements are joined by "; ", and all of them hold.
	Formula string       `json:"formula"`
	Inputs  []TraceInput `json:"inputs"`
	// Output is the exact outcome: a whole number, a fraction "407/12", a decimal
	// where nothing exact exists (nine places), a class, or the reason why there
	// is none.
	Output string `json:"output"`
	// Decimal is Output to nine places, "" unless Output is a fraction.
	Decimal string `json:"decimal,omitempty"`
	// Source says where the rule comes from.
	Source string `json:"source,omitempty"`
}

// TracePart is the part of the arithmetic to which a line belongs.
type TracePart string

// The parts, in their order on a worksheet.
const (
	TraceSums       TracePart = "sums"
	TracePercentile TracePart = "percentiles"
	TraceError      TracePart = "errors"
	TraceClass      TracePart = "classes"
	TraceAgreement  TracePart = "agreement"
	TraceList       TracePart = "lists"
	TraceRobust     TracePart = "robustness"
	TraceFlag       TracePart = "flags"
)

// TraceParts lists the parts in their order.
func TraceParts() []TracePart {
	return []TracePart{TraceSums, TracePercentile, TraceError, TraceClass, TraceAgreement, TraceList, TraceRobust, TraceFlag}
}

// TraceKind says what an input of a line refers to.
type TraceKind string

// The kinds of input.
const (
	// TraceCell is an answer: Ref is the item, or item and ending ("s1.CE").
	TraceCell TraceKind = "cell"
	// TraceLine is the outcome of another line: Ref is its ID.
	TraceLine TraceKind = "line"
	// TraceRow is a row of a table: Ref names it, Table says which.
	TraceRow TraceKind = "row"
	// TraceCut is a bound between classes or of a flag: Ref is its score.
	TraceCut TraceKind = "cut"
	// TraceConstant is a number of the rule: its words are "trace.constant.<Ref>".
	TraceConstant TraceKind = "constant"
)

// TraceInput is one number or class that a line reads.
type TraceInput struct {
	Kind TraceKind `json:"kind"`
	Ref  string    `json:"ref"`
	// Given is the answer as it was given, where it counts as another number.
	Given string `json:"given,omitempty"`
	Value string `json:"value"`
	// Table is where a row stands, nil for anything else.
	Table *TraceTable `json:"table,omitempty"`
}

// TraceTable is a table of a norm or of an instrument.
type TraceTable struct {
	File    string `json:"file,omitempty"`
	Version string `json:"version,omitempty"`
	Group   string `json:"group,omitempty"`
	Source  string `json:"source,omitempty"`
}
