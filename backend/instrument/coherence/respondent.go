package coherence

import (
	"fmt"
	"strconv"

	"kitewise/backend/domain"
)

// The types of a respondent's field.
const fieldInteger, fieldChoice = "integer", "choice"

// card checks that the time it takes is a span.
func (c *checker) card() {
	if card := c.m.Card; card.MinutesLow > card.MinutesHigh {
		c.fault("card.minutesHigh", "range_empty", "Low", strconv.Itoa(card.MinutesLow), "High", strconv.Itoa(card.MinutesHigh))
	}
}

// respondent checks the range of every field.
func (c *checker) respondent() {
	for i, f := range c.m.Respondent {
		path := fmt.Sprintf("respondent[%d]", i)
		if f.Type != fieldInteger && (f.Min != 0 || f.Max != 0) {
			c.fault(path+".max", "wrong_type", "Got", f.Type, "Want", fieldInteger)
			continue
		}
		if f.Max != 0 && f.Min >= f.Max {
			c.fault(path+".max", "range_empty", "Low", strconv.Itoa(f.Min), "High", strconv.Itoa(f.Max))
		}
	}
}

// precedence checks that what chooses a norm group is asked for, and in bands
// only if it is a number.
func (c *checker) precedence() {
	for i, n := range c.m.Norms {
		seen := map[string]bool{}
		for j, p := range n.Precedence {
			path := fmt.Sprintf("norms[%d].precedence[%d]", i, j)
			f, ok := c.field(p.Field)
			switch {
			case !ok:
				c.fault(path+".field", "unknown_field", "Got", p.Field)
			case len(p.Bands) > 0 && f.Type != fieldInteger:
				c.fault(path+".bands", "wrong_type", "Got", f.Type, "Want", fieldInteger)
			case len(p.Bands) == 0 && f.Type == fieldInteger:
				c.fault(path+".field", "wrong_type", "Got", f.Type, "Want", fieldChoice)
			}
			if seen[p.Field] {
				c.fault(path+".field", "duplicate_id", "Got", p.Field)
			}
			seen[p.Field] = true
			c.bands(path, p.Bands)
		}
	}
}

func (c *checker) field(id string) (domain.Field, bool) {
	for _, f := range c.m.Respondent {
		if f.ID == id {
			return f, true
		}
	}
	return domain.Field{}, false
}

// bands checks that each ends above the one before it, and only the last is open.
func (c *checker) bands(path string, bands []domain.GroupBand) {
	c.once(path+".bands[%d].id", len(bands), func(k int) string { return bands[k].ID })
	var last *int
	for k, b := range bands {
		at := fmt.Sprintf("%s.bands[%d].up_to", path, k)
		if (b.UpTo == nil) != (k == len(bands)-1) {
			c.fault(at, "open_bound")
		}
		if b.UpTo != nil && last != nil && *b.UpTo <= *last {
			c.fault(at, "overlapping_bounds", "Got", strconv.Itoa(*b.UpTo))
		}
		last = b.UpTo
	}
}

// norms checks that every norm is used.
func (c *checker) norms() {
	used := map[string]bool{}
	for _, s := range c.m.Scoring {
		used[s.Norm] = true
	}
	for i, n := range c.m.Norms {
		if !used[n.ID] {
			c.fault(fmt.Sprintf("norms[%d]", i), "unused_norm", "Got", n.ID)
		}
	}
}
