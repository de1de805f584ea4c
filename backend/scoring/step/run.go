package step

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Step is an executable step.
type Step interface {
	// Run fills its outcome.
	Run(r *Run, out *Outcome)
	// Trace records the arithmetic of a step that is not missing: its lines, the
	// last of which is the outcome.
	Trace(r *Run, out *Outcome, t *Ledger)
}

// Run is the state of one execution.
type Run struct {
	Items []domain.Item
	// Options holds the options of each item that has some.
	Options [][]domain.Option
	Index   map[string]int
	Nodes   []Node
	// Groups holds the norm group of each scale of each profile, "" for none.
	Groups [][]string
	// Cells names the answers: of each item the whole, then its endings.
	Cells [][]string
	// Answers holds the answer to each item, in the manifest's order.
	Answers []Answer
	// Given holds the given total of each node, no number where there is none;
	// nil when answers are scored.
	Given []norm.Fraction
	// Out holds the outcome of each node.
	Out []Outcome
	// tables are the tables that occur, named once.
	tables map[table]*domain.TraceTable
}

// Answer is one item's answer as the steps read it.
type Answer struct {
	// Given is false when there is no answer; NotAsked when the item was not
	// shown; Totals when totals were given instead of answers.
	Given, NotAsked, Totals bool
	// Ranks holds the rank of each ending, or the column of each card.
	Ranks []int
	// Number is the value of a Likert option, number, slider or chosen option;
	// not a number when the answer counts for nothing.
	Number norm.Fraction
	// Chosen holds the places of the chosen options in their set.
	Chosen []int
}

// Outcome is what one step gave.
type Outcome struct {
	// Why is set when there is no value.
	Why domain.Reason
	// Value is on the form's own metric, Converted in the norm's.
	Value, Converted norm.Fraction
	// Lookup and Group say what the norm gave, nil and "" without a norm.
	Lookup *norm.Lookup
	// Standard is how a norm step came to its value, nil for other steps.
	Standard *norm.Lookup
	Group    string
	Chance   *domain.ChanceTest
	Grid     *Cell
	Swaps    *domain.SwapRange
	List     *domain.List
	// Lead is by how much the first of an order leads the second; not a number
	// when there are not two.
	Lead norm.Fraction
	// Prorated is true when missing inputs were made up for by the others.
	Prorated bool
	// room is what the pointers above lead to; it is used again by the next run.
	room *room
}

// room is the memory of one outcome.
type room struct {
	lookup norm.Lookup
	chance domain.ChanceTest
	grid   Cell
	swaps  domain.SwapRange
	ends   [2]float64
	list   domain.List
	steps  []int
	names  []string
	values []float64
}

// NewOutcomes makes room for the outcomes of so many nodes.
func NewOutcomes(n int) []Outcome {
	out, rooms := make([]Outcome, n), make([]room, n)
	for i := range out {
		out[i].room = &rooms[i]
	}
	return out
}

// Begin forgets what the last run gave.
func (o *Outcome) Begin() { *o = Outcome{room: o.room} }

// Look keeps what a norm gave.
func (o *Outcome) Look(l norm.Lookup) *norm.Lookup {
	o.room.lookup = l
	return &o.room.lookup
}

// list begins an empty list.
func (o *Outcome) list(id, className string, kind domain.ListKind) *domain.List {
	l := &o.room.list
	*l = domain.List{ID: id, ClassName: className, Kind: kind, Entries: l.Entries[:0]}
	if l.Entries == nil {
		l.Entries = []domain.ListEntry{}
	}
	o.List = l
	return l
}

// none is the items of an entry that has none.
var none = []string{}

// in gives the converted value, or that on the form's own metric.
func (o *Outcome) in(norms bool) norm.Fraction {
	if norms {
		return o.Converted
	}
	return o.Value
}

// Reason says why there is no answer.
func (a *Answer) Reason() domain.Reason {
	if a.Totals {
		return domain.ReasonNotFromTotals
	}
	if a.NotAsked {
		return domain.ReasonNotAsked
	}
	return domain.ReasonMissingItem
}

// missing gives the reason why a list of items cannot be used, "" if it can.
func (r *Run) missing(items []int) domain.Reason {
	for _, i := range items {
		if !r.Answers[i].Given {
			return r.Answers[i].Reason()
		}
	}
	return ""
}
