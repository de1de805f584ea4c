package scoring

import (
	"slices"

	"kitewise/backend/domain"
)

// tally counts the classes of a list, most frequent first, ties in the
// declared order of classes; the class of one score may be left out.
type tally struct {
	id, className string
	of, except    int
	classes       []string
}

func readsTally(s *domain.Step) []reading {
	out := []reading{{s.Of, "of"}}
	if s.Except != "" {
		out = append(out, reading{s.Except, "except"})
	}
	return out
}

func compileTally(c *compiler, i int) step {
	spec := c.p.steps[i].spec
	st := &tally{id: spec.ID, className: spec.ClassName, of: c.places[spec.Of], except: -1, classes: spec.Classes}
	list, ok := c.p.steps[st.of].step.(*lookup)
	if !ok {
		c.fault(i, "of", "not_a_list", "Got", spec.Of)
		return nil
	}
	if spec.ClassName == "" {
		c.fault(i, "class_name", "field_missing")
	}
	for _, class := range list.table.class {
		if !slices.Contains(spec.Classes, class) {
			c.fault(i, "classes", "missing_class", "Got", class)
			return nil
		}
	}
	if spec.Except != "" {
		st.except = c.places[spec.Except]
		if _, ok := c.p.steps[st.except].step.(*grid); !ok {
			c.fault(i, "except", "no_class", "Got", spec.Except)
		}
	}
	return st
}

func (s *tally) run(r *run, out *outcome) {
	l := &domain.List{ID: s.id, ClassName: s.className, Kind: domain.ListTally, Entries: []domain.ListEntry{}}
	out.list = l
	skip := ""
	if s.except >= 0 {
		if r.out[s.except].why != "" {
			out.why = domain.ReasonMissingScore
		}
		skip = r.out[s.except].class
	}
	if r.out[s.of].why != "" {
		out.why = domain.ReasonMissingScore
	}
	if l.Reason = out.why; out.why != "" {
		return
	}
	for _, class := range s.classes {
		e := domain.ListEntry{Class: class, Items: []string{}}
		for _, entry := range r.out[s.of].list.Entries {
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
