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
	l := out.list(s.id, s.className, domain.ListOrder)
	there := s.ranked(r, out.room.steps[:0])
	out.room.steps, out.room.values = there, out.room.values[:0]
	if cap(out.room.values) < len(s.steps) {
		out.room.values = make([]float64, 0, len(s.steps)) // never moves: entries point into it
	}
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
		out.room.values = append(out.room.values, x.Float64())
		value := &out.room.values[len(out.room.values)-1]
		l.Entries = append(l.Entries, domain.ListEntry{Class: r.Nodes[j].Spec.ID, Items: none, Place: place, Value: value})
	}
	if len(there) > 1 {
		out.Lead = r.Out[there[0]].in(s.inNorm).Sub(r.Out[there[1]].in(s.inNorm))
	}
}

// ranked gives the steps with a score, the highest first, equal ones as declared.
func (s *Order) ranked(r *Run, there []int) []int {
	for _, j := range s.steps {
		if r.Out[j].Why == "" {
			there = append(there, j)
		}
	}
	slices.SortStableFunc(there, func(a, b int) int { return r.Out[b].in(s.inNorm).Cmp(r.Out[a].in(s.inNorm)) })
	return there
}

// Trace records the place of every score that is listed.
func (s *Order) Trace(r *Run, out *Outcome, t *Ledger) {
	for i := range out.List.Entries {
		e := &out.List.Entries[i]
		l, first := t.Named(t.Call(s.id, e.Class), domain.TraceList, "place").Text("rank("), -1
		for _, j := range s.steps {
			if r.Nodes[j].Spec.ID == e.Class {
				r.Score(l, j, s.inNorm)
				first = j
			}
		}
		for _, j := range s.steps {
			if j != first && r.Out[j].Why == "" {
				r.Score(l.Text(", "), j, s.inNorm)
			}
		}
		l.Text(")").Gives(norm.Whole(int64(e.Place)))
	}
}

// First gives the two scores that come first.
func (s *Order) First(r *Run) (first, second int) {
	there := s.ranked(r, nil)
	return there[0], there[1]
}

// Write records a score as the order compares it.
func (s *Order) Write(r *Run, l *Line, j int) *Line { return r.Score(l, j, s.inNorm) }
