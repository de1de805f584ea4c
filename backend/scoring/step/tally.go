package step

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
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

// Run executes the step over its inputs and fills its outcome.
func (s *tally) Run(r *Run, out *Outcome) {
	l := out.list(s.id, s.className, domain.ListTally)
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
	entries := r.Out[s.of].List.Entries
	names := out.room.names[:0]
	if cap(names) < len(entries) {
		names = make([]string, 0, len(entries)) // never moves: entries are parts of it
	}
	for _, class := range s.classes {
		if class == skip {
			continue
		}
		begun := len(names)
		for i := range entries {
			if entries[i].Class == class {
				names = append(names, entries[i].Item)
			}
		}
		if count := len(names) - begun; count > 0 {
			l.Entries = append(l.Entries, domain.ListEntry{Class: class, Count: count, Items: names[begun:len(names):len(names)]})
		}
	}
	out.room.names = names
	slices.SortStableFunc(l.Entries, func(a, b domain.ListEntry) int { return b.Count - a.Count })
}

// Trace records how often each class that is listed occurs.
func (s *tally) Trace(r *Run, out *Outcome, t *Ledger) {
	of := r.Nodes[s.of].Spec.ID
	for i := range out.List.Entries {
		e := &out.List.Entries[i]
		l := t.Named(t.Call(s.id, e.Class), domain.TraceList, "tally").Text("count(")
		for n, item := range e.Items {
			l.Join(n, ", ").LineNamedClass(t.Call(of, item), e.Class)
		}
		l.Text(")").Gives(norm.Whole(int64(e.Count)))
	}
}
