package scoring

import (
	"fmt"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/expression"
)

// sectionRule is one section with the condition under which it is shown, nil
// for always.
type sectionRule struct {
	items []string
	when  *expression.Expression
}

// compileConditions makes the rule of every section; none when no section has
// a condition. A condition reads the answers of earlier sections: a number of a
// Likert item, number or slider, the option's id of a single choice (==, !=,
// in), the options of a multiple choice ("x" in item), the id of the ending that
// a ranking puts highest (==, !=, in).
func (c *compiler) compileConditions() {
	conditional, env := false, expression.Env{}
	for i, s := range c.manifest.Sections {
		rule := sectionRule{items: s.Items}
		if s.ShowWhen != "" {
			conditional = true
			rule.when = c.condition(i, s.ShowWhen, env)
		}
		c.sections = append(c.sections, rule)
		for _, id := range s.Items {
			if it, ok := c.manifest.Item(id); ok && expression.Writable(id) {
				c.answerable(env, it)
			}
		}
	}
	if !conditional {
		c.sections = nil
	}
}

// answerable declares an item whose answer a condition can read.
func (c *compiler) answerable(env expression.Env, it domain.Item) {
	switch it.Type {
	case domain.TypeLikert, domain.TypeNumeric, domain.TypeSlider:
		env[it.ID] = expression.Variable{Type: expression.Number}
	case domain.TypeSingleChoice:
		env[it.ID] = expression.Variable{Type: expression.Text, Options: c.optionIDs(it)}
	case domain.TypeMultipleChoice:
		env[it.ID] = expression.Variable{Type: expression.List, Options: c.optionIDs(it)}
	case domain.TypeRanking:
		env[it.ID] = expression.Variable{Type: expression.Text, Options: endingIDs(it)}
	}
}

func (c *compiler) optionIDs(it domain.Item) []string {
	ids := []string{}
	set, _ := c.manifest.OptionSet(it.Options)
	for _, o := range set.Options {
		ids = append(ids, o.ID)
	}
	return ids
}

func endingIDs(it domain.Item) []string {
	ids := []string{}
	for _, e := range it.Endings {
		ids = append(ids, e.ID)
	}
	return ids
}

// condition compiles the condition of section i over what stands before it.
func (c *compiler) condition(i int, text string, env expression.Env) *expression.Expression {
	when, faults := expression.Compile(text, env, expression.Condition)
	for _, f := range faults {
		code := f.Code
		if code == "expression_unknown" {
			code = c.unreadable(f.Params[1])
		}
		path := fmt.Sprintf("sections[%d].show_when", i)
		c.Faults = append(c.Faults, domain.NewFault(ManifestFile, path, code, f.Params...))
	}
	if when != nil && len(when.Names()) == 0 {
		c.Faults = append(c.Faults, domain.NewFault(ManifestFile, fmt.Sprintf("sections[%d].show_when", i), "condition_constant"))
	}
	return when
}

// unreadable says why a condition cannot read a name.
func (c *compiler) unreadable(name string) string {
	it, ok := c.manifest.Item(name)
	unread := []string{domain.TypeText, domain.TypeForcedDistribution}
	switch {
	case !ok:
		return "expression_unknown"
	case slices.Contains(unread, it.Type):
		return "condition_type"
	}
	return "condition_later"
}

// Conditional reports whether what is shown depends on the answers at all.
func (p *Program) Conditional() bool { return p.sections != nil }

// Shown gives, for every item that stands in a section, whether it is shown
// with the answers so far. Sections are judged in their order: a condition that
// reads anything not answered or not shown is false, so the answer to an item
// that is not shown any more counts for nothing.
func (p *Program) Shown(responses map[string]domain.Value) map[string]bool {
	shown := make(map[string]bool, len(p.items))
	if p.sections == nil {
		for i := range p.items {
			shown[p.items[i].ID] = true
		}
		return shown
	}
	values := map[string]any{}
	for _, s := range p.sections {
		holds := s.when == nil || p.holds(s.when, values)
		for _, id := range s.items {
			shown[id] = holds
			if v, answered := responses[id]; answered && holds {
				p.enter(values, id, v)
			}
		}
	}
	return shown
}

// holds judges a condition; without one of the answers it is false.
func (p *Program) holds(when *expression.Expression, values map[string]any) bool {
	for _, name := range when.Names() {
		if _, ok := values[name]; !ok {
			return false
		}
	}
	return when.Holds(values)
}

// enter gives an answer to the conditions as they read it.
func (p *Program) enter(values map[string]any, id string, v domain.Value) {
	it := &p.items[p.index[id]]
	switch it.Type {
	case domain.TypeLikert, domain.TypeNumeric, domain.TypeSlider:
		if n, err := norm.ParseDecimal(v.Number); err == nil {
			values[id] = n.Float64()
		}
	case domain.TypeSingleChoice:
		if len(v.Chosen) == 1 {
			values[id] = v.Chosen[0]
		}
	case domain.TypeMultipleChoice:
		values[id] = v.Chosen
	case domain.TypeRanking:
		if i := slices.Index(v.Ranks, len(it.Endings)); i >= 0 {
			values[id] = it.Endings[i].ID
		}
	}
}
