package coherence

import (
	"fmt"

	"kitewise/backend/domain"
)

// need is one text that a manifest needs, and what needs it.
type need struct{ key, path string }

// needs collects the texts of one manifest.
type needs struct {
	m   *domain.Manifest
	all []need
	// may are further texts that the manifest has a place for.
	may map[string]bool
}

// wanted lists the texts that a manifest needs in every language. classes are
// those that its lookup tables give.
func wanted(m *domain.Manifest, classes []string) *needs {
	n := &needs{m: m, may: map[string]bool{}}
	for _, key := range []string{"title", "kiosk.title", "kiosk.intro", "card.purpose", "card.group", "card.notice"} {
		n.add("", "%s", key)
	}
	if m.Licence.Wording != domain.WordingLicensed {
		n.items() // otherwise a licence holder brings them
	}
	n.practice()
	n.answers()
	n.sections()
	n.scores()
	for _, class := range classes {
		n.class(class)
	}
	n.flags()
	n.sources()
	return n
}

func (n *needs) add(path, format string, args ...any) {
	n.all = append(n.all, need{fmt.Sprintf(format, args...), path})
}

func (n *needs) mayHave(format string, args ...any) { n.may[fmt.Sprintf(format, args...)] = true }

// items: stem, title, unit, hint, endings and cards.
func (n *needs) items() {
	for i, it := range n.m.Items {
		n.item(fmt.Sprintf("items[%d]", i), it)
	}
}

func (n *needs) item(path string, it domain.Item) {
	n.add(path, "item.%s", it.ID)
	for _, part := range itemParts(it) {
		n.add(path, "item.%s.%s", it.ID, part)
	}
	if it.Type == domain.TypeSlider {
		n.mayHave("item.%s.low", it.ID)
		n.mayHave("item.%s.high", it.ID)
	}
	for j, e := range it.Endings {
		n.add(fmt.Sprintf("%s.endings[%d]", path, j), "item.%s.%s", it.ID, e.ID)
	}
}

// itemParts names the texts that an item has beside its stem.
func itemParts(it domain.Item) []string {
	out := []string{}
	if it.Titled {
		out = append(out, "title")
	}
	if it.Unit {
		out = append(out, "unit")
	}
	if it.Hint {
		out = append(out, "hint")
	}
	return out
}

// answers: options, the words of ranks and of columns.
func (n *needs) answers() {
	for i, set := range n.m.OptionSets {
		for j, o := range set.Options {
			n.add(fmt.Sprintf("option_sets[%d].options[%d]", i, j), "option.%s.%s", set.ID, o.ID)
		}
	}
	ranks, all := 0, n.m.Items
	for _, d := range n.m.Practice {
		if d.Item != nil {
			all = append(all[:len(all):len(all)], *d.Item)
		}
	}
	for _, it := range all {
		if it.Type == domain.TypeRanking {
			ranks = max(ranks, len(it.Endings))
		}
		for _, column := range it.Columns {
			n.add("", "column.%d", column.Value)
			n.mayHave("column.%d.prompt", column.Value)
		}
	}
	for rank := 1; rank <= ranks; rank++ {
		n.add("", "rank.%d", rank)
		n.add("", "rank.%d.prompt", rank)
	}
}

// sections: title and instruction; and the respondent's fields.
func (n *needs) sections() {
	for i, s := range n.m.Sections {
		path := fmt.Sprintf("sections[%d]", i)
		n.add(path, "section.%s.title", s.ID)
		n.add(path, "section.%s.instruction", s.ID)
	}
	for i, f := range n.m.Respondent {
		path := fmt.Sprintf("respondent[%d]", i)
		n.add(path, "respondent.%s", f.ID)
		for j, option := range f.Options {
			n.add(fmt.Sprintf("%s.options[%d]", path, j), "respondent.%s.%s", f.ID, option)
		}
	}
}

// scores: the name of every score that is output or listed, of every class and level.
func (n *needs) scores() {
	listed := map[string]bool{}
	for _, s := range n.m.Scoring {
		for _, id := range s.Scores {
			listed[id] = listed[id] || s.Op == "order"
		}
	}
	for i, s := range n.m.Scoring {
		path := fmt.Sprintf("scoring[%d]", i)
		if !s.Hidden && s.ClassName == "" || listed[s.ID] {
			n.scale(path, s)
		}
		n.further(s, listed[s.ID])
		if s.Grid != nil {
			for _, class := range s.Grid.Order {
				n.class(class)
				n.add("", "class.%s.summary", class)
				n.add("", "class.%s.help.1", class)
				n.add("", "class.%s.cost.1", class)
			}
		}
		for _, class := range s.Classes {
			n.class(class)
		}
		n.levels(s)
	}
}

// further texts of a score or an order: the name of a list, what to say of the
// score that an order puts first, activities that a talk about it can use.
func (n *needs) further(s domain.Step, listed bool) {
	if s.Op == "order" {
		n.mayHave("scale.%s", s.ID)
		n.mayHave("scale.%s.short", s.ID)
		n.mayHave("scale.%s.plain", s.ID)
	}
	if listed {
		n.mayHave("class.%s.summary", s.ID)
	}
	for i := 1; i <= most && !s.Hidden; i++ {
		n.mayHave("try.%s.%d", s.ID, i)
	}
}

func (n *needs) scale(path string, s domain.Step) {
	n.add(path, "scale.%s", s.ID)
	if s.Op == "rank_sum" && !s.Hidden {
		n.add(path, "scale.%s.short", s.ID)
		n.add(path, "scale.%s.plain", s.ID)
		return
	}
	n.mayHave("scale.%s.short", s.ID)
	n.mayHave("scale.%s.plain", s.ID)
}

// most is how many sentences of one kind a class may have.
const most = 9

func (n *needs) class(id string) {
	n.add("", "class.%s", id)
	n.mayHave("class.%s.summary", id)
	for i := 1; i <= most; i++ {
		n.mayHave("class.%s.help.%d", id, i)
		n.mayHave("class.%s.cost.%d", id, i)
	}
}

// levels: their names, and in plain words what they mean, for all scores and
// for this one.
func (n *needs) levels(s domain.Step) {
	b := s.Bands
	if b == nil {
		return
	}
	for _, bound := range b.Bands {
		n.add("", "level.%s", bound.Class)
		n.mayHave("level.%s.plain", bound.Class)
		n.mayHave("level.%s.%s.plain", s.ID, bound.Class)
	}
	if b.Undetermined != "" {
		n.add("", "level.%s", b.Undetermined)
	}
}

// sources: where a step or a flag comes from, in words, where its source is a sentence
// and no reference.
func (n *needs) sources() {
	for _, s := range n.m.Scoring {
		n.mayHave("source.%s", s.ID)
	}
	for _, f := range n.m.Flags {
		n.mayHave("source.%s", f.Code)
	}
}

// flags: name and sentence of each; and the activities of the report.
func (n *needs) flags() {
	for i, f := range n.m.Flags {
		path := fmt.Sprintf("flags[%d]", i)
		n.add(path, "flag.%s", f.Code)
		n.add(path, "flag.%s.detail", f.Code)
	}
	for _, w := range n.m.Report {
		for _, choice := range w.Choices {
			n.add("", "try.%s", choice.ID)
			n.mayHave("try.%s.why", choice.ID)
		}
	}
}
