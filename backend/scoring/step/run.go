package step

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Step is an executable step.
type Step interface {
	// Run fills its outcome.
	Run(r *Run, out *Outcome)
	// Trace tells the inputs and the output of a step that is not missing, in
	// exact text.
	Trace(r *Run, out *Outcome) (inputs []domain.TraceInput, output string)
}

// Run is the state of one execution.
type Run struct {
	Items []domain.Item
	Index map[string]int
	Nodes []Node
	// Ranks holds the answer to each item, nil when there is none.
	Ranks [][]int
	// Out holds the outcome of each node.
	Out []Outcome
}

// Outcome is what one step gave.
type Outcome struct {
	// Why is set when there is no value.
	Why domain.Reason
	// Value is on the form's own metric, Converted in the norm's.
	Value, Converted norm.Fraction
	// Lookup and Group say what the norm gave, nil and "" without a norm.
	Lookup *norm.Lookup
	Group  string
	Chance *domain.ChanceTest
	Grid   *Cell
	Swaps  *domain.SwapRange
	List   *domain.List
}

// missing gives the reason why a list of items cannot be used, "" if it can.
func (r *Run) missing(items []int) domain.Reason {
	for _, i := range items {
		if r.Ranks[i] == nil {
			return domain.ReasonMissingItem
		}
	}
	return ""
}
