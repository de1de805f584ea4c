package coherence

import (
	"fmt"

	"kitewise/backend/domain"
)

// practice checks that every type of response that is asked for is practised,
// or that it is said why not, and no other.
func (c *checker) practice() {
	asked := map[string]bool{}
	for i, it := range c.m.Items {
		if _, ok := c.m.Drill(it.Type); !ok && !asked[it.Type] {
			c.fault(fmt.Sprintf("items[%d].type", i), "practice_missing", "Got", it.Type)
		}
		asked[it.Type] = true
	}
	for i, d := range c.m.Practice {
		path := fmt.Sprintf("practice[%d]", i)
		if !asked[d.Type] {
			c.fault(path+".type", "practice_unused", "Got", d.Type)
		}
		if d.Item != nil && d.Item.Type != d.Type {
			c.fault(path+".item.type", "practice_type", "Got", d.Item.Type, "Want", d.Type)
		}
	}
}

// practice: the item, and the sentence that says its answer back. They are the
// instrument's own also where a licence holder brings the wording.
func (n *needs) practice() {
	for i, d := range n.m.Practice {
		if d.Item == nil {
			continue
		}
		path := fmt.Sprintf("practice[%d]", i)
		n.item(path+".item", *d.Item)
		n.add(path, "practice.%s.check", d.Type)
	}
}

// checkWords gives the placeholders that the check of a practice says back, by
// key: both ends of an order, otherwise the answer.
func checkWords(m *domain.Manifest) map[string][]string {
	out := map[string][]string{}
	for _, d := range m.Practice {
		words := []string{"{{.Answer}}"}
		if d.Type == domain.TypeRanking || d.Type == domain.TypeForcedDistribution {
			words = []string{"{{.Least}}", "{{.Most}}"}
		}
		out["practice."+d.Type+".check"] = words
	}
	return out
}
