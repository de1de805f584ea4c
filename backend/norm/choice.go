package norm

import "kitewise/backend/domain"

// Choice chooses the groups of one profile of scales, again and again without
// allocating. It is not for use by several goroutines.
type Choice struct {
	n      *Norm
	scales []string
	groups map[string]*covered
	// Groups holds the group of each scale after Choose, "" where none covers
	// it; Tables its table, nil where the norm is of another kind.
	Groups []string
	Tables []*Table
}

// covered is what one group has for the scales.
type covered struct {
	label    string
	has      []bool
	tables   []*Table
	complete bool
}

// Choice makes the choice for scales that belong together.
func (n *Norm) Choice(scales []string) *Choice {
	c := &Choice{n: n, scales: scales, groups: map[string]*covered{}, Groups: make([]string, len(scales)), Tables: make([]*Table, len(scales))}
	for _, label := range n.Labels() {
		g := &covered{label: label, complete: n.covers(label, scales)}
		for _, scale := range scales {
			g.has, g.tables = append(g.has, n.has(label, scale)), append(g.tables, n.Table(label, scale))
		}
		c.groups[label] = g
	}
	return c
}

// Choose fills Groups and Tables as Norm.Choose says.
func (c *Choice) Choose(chosen string, who domain.Respondent) (mixed bool) {
	if g := c.groups[chosen]; g != nil && g.complete {
		c.all(g)
		return false
	}
	fields := c.n.Precedence()
	for f := 0; f <= len(fields); f++ {
		if g := c.link(fields, f, who); g != nil && g.complete {
			c.all(g)
			return false
		}
	}
	used := ""
	for i := range c.scales {
		c.Groups[i], c.Tables[i] = "", nil
		for f := 0; f <= len(fields) && c.Groups[i] == ""; f++ {
			if g := c.link(fields, f, who); g != nil && g.has[i] {
				c.Groups[i], c.Tables[i] = g.label, g.tables[i]
			}
		}
		mixed = mixed || used != "" && c.Groups[i] != "" && c.Groups[i] != used
		if c.Groups[i] != "" {
			used = c.Groups[i]
		}
	}
	return mixed
}

func (c *Choice) all(g *covered) {
	for i := range c.Groups {
		c.Groups[i] = g.label
	}
	copy(c.Tables, g.tables)
}

// link gives the f-th group of the precedence, Total after the last field, nil
// where the respondent or the norm has none.
func (c *Choice) link(fields []domain.GroupField, f int, who domain.Respondent) *covered {
	if f == len(fields) {
		return c.groups[Total]
	}
	value, given := valueOf(fields[f], who)
	if !given {
		return nil
	}
	return c.groups[fields[f].Prefix+value] // a key that is never kept is not allocated
}
