package step

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Grid classifies by the cuts of two scores in the norm's metric, compared
// exactly; a value on a cut goes up. Every class comes with its probability.
type Grid struct {
	Spec *domain.Grid
	X, Y GridAxis
	// preference is the chance test that must be above chance, -1 for none.
	preference int
	tellFrom   float64
}

// GridAxis is one side: a score and its cuts in the norm's metric.
type GridAxis struct {
	Step int
	Cuts []norm.Fraction
	SEM  float64
}

// Cell is the class with all that must stand beside it.
type Cell struct {
	Class string
	Likelihood
	CannotTell bool
	// Column and Row count the cuts at or below the two scores.
	Column, Row int
}

func readsGrid(s *domain.Step) []Reading {
	if s.Grid == nil {
		return nil
	}
	out := []Reading{{s.Grid.X.Score, "grid.x.score"}, {s.Grid.Y.Score, "grid.y.score"}}
	if s.Grid.Preference != "" {
		out = append(out, Reading{s.Grid.Preference, "grid.preference"})
	}
	return out
}

func compileGrid(c *Compiler, i int) Step {
	g := c.Nodes[i].Spec.Grid
	if g == nil {
		c.Fault(i, "grid", "field_missing")
		return nil
	}
	st := &Grid{Spec: g, preference: -1, X: c.axis(i, "grid.x", g.X), Y: c.axis(i, "grid.y", g.Y)}
	st.tellFrom = c.decimal(i, "grid.tell_from", g.TellFrom, "0").Float64()
	if g.Preference != "" {
		st.preference = c.Places[g.Preference]
		if _, ok := c.Nodes[st.preference].Step.(*Kendall); !ok {
			c.Fault(i, "grid.preference", "no_chance_test", "Got", g.Preference)
		}
	}
	c.checkCells(i, g)
	return st
}

func (c *Compiler) axis(i int, path string, a domain.Axis) GridAxis {
	out := GridAxis{Step: c.Places[a.Score]}
	if !c.Nodes[out.Step].Extent.Numeric() {
		c.Fault(i, path+".score", "not_a_number", "Got", a.Score)
	}
	c.decimal(i, path+".min", a.Min, "")
	c.decimal(i, path+".max", a.Max, "")
	for n, text := range a.Cuts {
		cut := c.decimal(i, fmt.Sprintf("%s.cuts[%d]", path, n), text, "")
		if n > 0 && cut.IsNumber() && out.Cuts[n-1].IsNumber() && cut.Cmp(out.Cuts[n-1]) <= 0 {
			c.Fault(i, fmt.Sprintf("%s.cuts[%d]", path, n), "overlapping_bounds", "Got", text)
		}
		out.Cuts = append(out.Cuts, cut)
	}
	return out
}

// CheckCuts wants values on both sides of every cut of an axis.
func (c *Compiler) CheckCuts(i int, path string, a *GridAxis) {
	for n, cut := range a.Cuts {
		if c.Nodes[a.Step].Extent.outside(cut) {
			c.Fault(i, at(path+".cuts", n), "unreachable", "Got", cut.String())
		}
	}
}

// checkCells wants a full matrix, every cell a class of the order, every class
// of the order in some cell.
func (c *Compiler) checkCells(i int, g *domain.Grid) {
	reached := []string{}
	if len(g.Cells) != len(g.Y.Cuts)+1 {
		c.Fault(i, "grid.cells", "grid_rows", "Want", strconv.Itoa(len(g.Y.Cuts)+1), "Got", strconv.Itoa(len(g.Cells)))
	}
	for row, cells := range g.Cells {
		if len(cells) != len(g.X.Cuts)+1 {
			c.Fault(i, fmt.Sprintf("grid.cells[%d]", row), "grid_columns",
				"Want", strconv.Itoa(len(g.X.Cuts)+1), "Got", strconv.Itoa(len(cells)))
		}
		for col, class := range cells {
			if !slices.Contains(g.Order, class) {
				c.Fault(i, fmt.Sprintf("grid.cells[%d][%d]", row, col), "missing_class", "Got", class)
			}
			reached = append(reached, class)
		}
	}
	for n, class := range g.Order {
		if !slices.Contains(reached, class) {
			c.Fault(i, fmt.Sprintf("grid.order[%d]", n), "unreachable_class", "Got", class)
		}
		if slices.Contains(g.Order[:n], class) {
			c.Fault(i, fmt.Sprintf("grid.order[%d]", n), "duplicate_id", "Got", class)
		}
	}
}

// Run executes the step over its inputs and fills its outcome.
func (s *Grid) Run(r *Run, out *Outcome) {
	x, y := &r.Out[s.X.Step], &r.Out[s.Y.Step]
	if x.Why != "" || y.Why != "" {
		out.Why = domain.ReasonMissingScore
		return
	}
	g := &Cell{Column: s.X.cell(x.Converted), Row: s.Y.cell(y.Converted)}
	g.Class = s.Spec.Cells[g.Row][g.Column]
	s.chances(x.Converted, y.Converted, g)
	g.CannotTell = g.Best < s.tellFrom
	if s.preference >= 0 {
		test := r.Out[s.preference].Chance
		g.CannotTell = g.CannotTell || test == nil || !test.AboveChance
	}
	out.Grid = g
}

// cell counts the cuts at or below x.
func (a *GridAxis) cell(x norm.Fraction) int {
	n := 0
	for _, cut := range a.Cuts {
		if x.Cmp(cut) >= 0 {
			n++
		}
	}
	return n
}

// chances gives every class its probability: the product of the two axes'
// probabilities, summed over its cells. Errors of the axes are independent.
func (s *Grid) chances(x, y norm.Fraction, g *Cell) {
	px, py := between(s.X.Cuts, x, s.X.SEM), between(s.Y.Cuts, y, s.Y.SEM)
	g.Probabilities = make([]domain.ClassProbability, 0, len(s.Spec.Order))
	for _, class := range s.Spec.Order {
		p := 0.0
		for row, cells := range s.Spec.Cells {
			for col, c := range cells {
				if c == class {
					p += float64(px[col] * py[row]) // a conversion forbids fusing with the sum
				}
			}
		}
		g.add(class, p)
	}
}

// Trace gives the inputs that Run read and what it gave, as exact text.
func (s *Grid) Trace(r *Run, out *Outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, a := range []*GridAxis{&s.X, &s.Y} {
		cuts := []string{}
		for _, c := range a.Cuts {
			cuts = append(cuts, c.String())
		}
		inputs = append(inputs, domain.TraceInput{Name: r.Nodes[a.Step].Spec.ID, Value: r.Out[a.Step].Converted.String()},
			domain.TraceInput{Name: "cuts", Value: strings.Join(cuts, " | ")})
	}
	for _, p := range out.Grid.Probabilities {
		inputs = append(inputs, domain.TraceInput{Name: "P " + p.Class, Value: strconv.FormatFloat(p.Probability, 'f', 9, 64)})
	}
	return inputs, out.Grid.Class
}
