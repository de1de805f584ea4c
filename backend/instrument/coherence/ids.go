package coherence

import (
	"fmt"

	"kitewise/backend/domain"
)

// ids checks that every list names each thing once, and that the columns of a
// table of answers (id, fields, items) cannot be taken for each other.
func (c *checker) ids() {
	m := c.m
	c.once("respondent[%d].id", len(m.Respondent), func(i int) string { return m.Respondent[i].ID })
	c.once("option_sets[%d].id", len(m.OptionSets), func(i int) string { return m.OptionSets[i].ID })
	c.once("items[%d].id", len(m.Items), func(i int) string { return m.Items[i].ID })
	c.once("sections[%d].id", len(m.Sections), func(i int) string { return m.Sections[i].ID })
	c.once("practice[%d].type", len(m.Practice), func(i int) string { return m.Practice[i].Type })
	c.once("change[%d].id", len(m.Change), func(i int) string { return m.Change[i].ID })
	for i, set := range m.OptionSets {
		c.once(fmt.Sprintf("option_sets[%d].options[%%d].id", i), len(set.Options), func(j int) string { return set.Options[j].ID })
	}
	c.every(func(path string, it domain.Item) {
		c.once(path+".endings[%d].id", len(it.Endings), func(j int) string { return it.Endings[j].ID })
	})
	c.names()
}

// recordID is the first column of a table of answers.
const recordID = "id"

// names faults fields and items that a table of answers would call alike.
func (c *checker) names() {
	taken := map[string]bool{recordID: true}
	for i, f := range c.m.Respondent {
		if f.ID == recordID {
			c.fault(fmt.Sprintf("respondent[%d].id", i), "name_taken", "Got", f.ID)
		}
		taken[f.ID] = true
	}
	for i, d := range c.m.Practice {
		if d.Item == nil {
			continue
		}
		if _, ok := c.m.Item(d.Item.ID); ok {
			c.fault(fmt.Sprintf("practice[%d].item.id", i), "duplicate_id", "Got", d.Item.ID)
		}
	}
	for i, it := range c.m.Items {
		if taken[it.ID] {
			c.fault(fmt.Sprintf("items[%d].id", i), "name_taken", "Got", it.ID)
		}
	}
}
