package step

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
)

// tally counts the classes of a list, most frequent first, ties in the
// declared order of classes; the class of one score may be left out.
type tally struct {
	id, className string
	of, except    int
	classes       []string
}

func readsTally(s *domain.Step) []Reading {
	out := []Reading{{s.Of, "of"}}
	if s.Except != "" {
		out = append(out, Reading{s.Except, "except"})
	}
	return out
}

func compileTally(c *Compiler, i int) Step {
	spec := c.Nodes[i].Spec
	st := &tally{id: spec.ID, className: spec.ClassName, of: c.Places[spec.Of], except: -1, classes: spec.Classes}
	list, ok := c.Nodes[st.of].Step.(*lookup)
	if !ok {
		c.Fault(i, "of", "not_a_list", "Got", spec.Of)
		return nil
	}
	if spec.ClassName == "" {
		c.Fault(i, "class_name", "field_missing")
	}
	for _, class := range list.table.class {
		if !slices.Contains(spec.Classes, class) {
			c.Fault(i, "classes", "missing_class", "Got", class)
			return nil
		}
	}
	if spec.Except != "" {
		st.except = c.Places[spec.Except]
		if _, ok := c.Nodes[st.except].Step.(*Grid); !ok {
			c.Fault(i, "except", "no_class", "Got", spec.Except)
		}
	}
	return st
}

func (s *tally) Run(r *Run, out *Outcome) {
	l := &domain.List{ID: s.id, ClassName: s.className, Kind: domain.ListTally, Entries: []domain.ListEntry{}}
	out.List = l
	skip := ""
	if s.except >= 0 {
		if r.Out[s.except].Why != "" {
			out.Why = domain.ReasonMissingScore
		}
		if cell := r.Out[s.except].Grid; cell != nil {
			skip = cell.Class
		}
	}
	if r.Out[s.of].Why != "" {
		out.Why = domain.ReasonMissingScore
	}
	if l.Reason = out.Why; out.Why != "" {
		return
	}
	for _, class := range s.classes {
		e := domain.ListEntry{Class: class, Items: []string{}}
		for _, entry := range r.Out[s.of].List.Entries {
			if entry.Class == class {
				e.Items = append(e.Items, entry.Item)
			}
		}
		if e.Count = len(e.Items); e.Count > 0 && class != skip {
			l.Entries = append(l.Entries, e)
		}
	}
	slices.SortStableFunc(l.Entries, func(a, b domain.ListEntry) int { return b.Count - a.Count })
}

func (s *tally) Trace(_ *Run, out *Outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, e := range out.List.Entries {
		inputs = append(inputs, domain.TraceInput{Name: e.Class, Value: strconv.Itoa(e.Count)})
	}
	return inputs, strconv.Itoa(len(out.List.Entries))
}
