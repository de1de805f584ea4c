package coherence

import "fmt"

// sections checks that they hold every item exactly once.
func (c *checker) sections() {
	placed := map[string]bool{}
	for i, s := range c.m.Sections {
		for j, id := range s.Items {
			path := fmt.Sprintf("sections[%d].items[%d]", i, j)
			if _, ok := c.m.Item(id); !ok {
				c.fault(path, "unknown_item", "Got", id)
			}
			if placed[id] {
				c.fault(path, "duplicate_id", "Got", id)
			}
			placed[id] = true
		}
	}
	for i, it := range c.m.Items {
		if !placed[it.ID] {
			c.fault(fmt.Sprintf("items[%d]", i), "item_in_no_section", "Got", it.ID)
		}
	}
}
