package step

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Order lists scores, the highest first. Equal scores share a place, and the
// place after them counts all of them (1, 1, 3); those that share the last place
// of the top are all shown.
type Order struct {
	id, className string
	steps         []int
	rule          rule
	top           int
	inNorm        bool
}

func compileOrder(c *Compiler, i int) Step {
	s := c.Nodes[i].Spec
	st := &Order{id: s.ID, className: s.ClassName, top: s.Top, rule: c.rule(i, len(s.Scores)), inNorm: s.Metric == metricNorm}
	ok := false
	if st.steps, ok = c.scores(i); !ok {
		return nil
	}
	if s.ClassName == "" {
		c.Fault(i, "class_name", "field_missing")
	}
	if len(st.steps) < 2 {
		c.Fault(i, "scores", "too_few_scores", "Got", strconv.Itoa(len(st.steps)), "Want", "2")
	}
	if st.top > len(st.steps) {
		c.Fault(i, "top", "unreachable", "Got", strconv.Itoa(st.top))
	}
	if st.top == 0 {
		st.top = len(st.steps)
	}
	return st
}

// Run executes the step over its inputs and fills its outcome.
func (s *Order) Run(r *Run, out *Outcome) {
	l := &domain.List{ID: s.id, ClassName: s.className, Kind: domain.ListOrder, Entries: []domain.ListEntry{}}
	out.List = l
	there := s.ranked(r)
	if out.Why = s.rule.why(len(there), domain.ReasonMissingScore); out.Why != "" {
		l.Reason = out.Why
		return
	}
	if len(there) < s.rule.all {
		l.Reason = domain.ReasonMissingScore
	}
	place, last := 0, norm.Fraction{}
	for n, j := range there {
		x := r.Out[j].in(s.inNorm)
		if n == 0 || x.Cmp(last) != 0 {
			place = n + 1
		}
		if place > s.top {
			break
		}
		last = x
		value := x.Float64()
		l.Entries = append(l.Entries, domain.ListEntry{Class: r.Nodes[j].Spec.ID, Items: []string{}, Place: place, Value: &value})
	}
	if len(there) > 1 {
		out.Lead = r.Out[there[0]].in(s.inNorm).Sub(r.Out[there[1]].in(s.inNorm))
	}
}

// ranked gives the steps with a score, the highest first, equal ones as declared.
func (s *Order) ranked(r *Run) []int {
	there := make([]int, 0, len(s.steps))
	for _, j := range s.steps {
		if r.Out[j].Why == "" {
			there = append(there, j)
		}
	}
	slices.SortStableFunc(there, func(a, b int) int { return r.Out[b].in(s.inNorm).Cmp(r.Out[a].in(s.inNorm)) })
	return there
}

// Trace gives every score as it was compared, and the places.
func (s *Order) Trace(r *Run, out *Outcome) ([]domain.TraceInput, string) {
	inputs, output := []domain.TraceInput{}, ""
	for _, j := range s.steps {
		in := domain.TraceInput{Name: r.Nodes[j].Spec.ID, Value: string(r.Out[j].Why)}
		if in.Value == "" {
			in.Value = r.Out[j].in(s.inNorm).String()
		}
		inputs = append(inputs, in)
	}
	for n, e := range out.List.Entries {
		if n > 0 {
			output += ", "
		}
		output += strconv.Itoa(e.Place) + ". " + e.Class
	}
	return inputs, output
}
