package step

import (
	"fmt"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
)

// Grid classifies by the cuts of two scores in the norm's metric, compared
// exactly; a value on a cut goes up. Every class comes with its probability.
type Grid struct {
	Spec *domain.Grid
	X, Y GridAxis
	// preference is the chance test that must be above chance, -1 for none.
	preference int
	tellFrom   float64
	// cellsOf holds the cells of each class of the order.
	cellsOf [][]gridCell
	// signs are those of the classes' probabilities; agreement and critical
	// are those of the preference.
	signs     []string
	agreement string
	critical  norm.Fraction
}

type gridCell struct{ row, col int }

// GridAxis is one side: a score and its cuts in the norm's metric.
type GridAxis struct {
	Step int
	Cuts []norm.Fraction
	SEM  float64
	// spans are its intervals; weights are what one rank of every ending of every
	// item counts for, nil where that is not known.
	spans   spans
	weights [][]norm.Fraction
}

// Cell is the class with all that must stand beside it.
type Cell struct {
	Class string
	Likelihood
	CannotTell bool
	// Column and Row count the cuts at or below the two scores.
	Column, Row int
	// px and py are the probabilities of the columns and rows.
	px, py []float64
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
	for _, class := range g.Order {
		mine := []gridCell{}
		for row, cells := range g.Cells {
			for col, one := range cells {
				if one == class {
					mine = append(mine, gridCell{row, col})
				}
			}
		}
		st.cellsOf = append(st.cellsOf, mine)
	}
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
	g := &out.room.grid
	*g = Cell{Column: s.X.cell(x.Converted), Row: s.Y.cell(y.Converted), Likelihood: Likelihood{Probabilities: g.Probabilities[:0]}, px: g.px, py: g.py}
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
	g.px, g.py = between(s.X.Cuts, x, s.X.SEM, g.px[:0]), between(s.Y.Cuts, y, s.Y.SEM, g.py[:0])
	for n, class := range s.Spec.Order {
		p := 0.0
		for _, cell := range s.cellsOf[n] {
			p += float64(g.px[cell.col] * g.py[cell.row]) // a conversion forbids fusing with the sum
		}
		g.add(class, p)
	}
}

// name names the lines of the classes and of the intervals of both axes.
func (s *Grid) name(c *Compiler, i int) {
	id := c.Nodes[i].Spec.ID
	for _, class := range s.Spec.Order {
		s.signs = append(s.signs, chance(id, class))
	}
	for _, a := range []*GridAxis{&s.X, &s.Y} {
		of := &c.Nodes[a.Step]
		a.spans = spansOf(id, of.Signs.Norms, of.Spec.ID, a.Cuts, a.SEM)
		a.weigh(c)
	}
	if s.preference < 0 {
		return
	}
	if k, ok := c.Nodes[s.preference].Step.(*Kendall); ok {
		s.agreement, s.critical = "D("+k.id+")", norm.Whole(int64(k.critical))
	}
}

// Trace records, for each axis, the probability of every interval between its
// cuts, then those of the classes, the class by the cuts and the likeliest.
func (s *Grid) Trace(r *Run, out *Outcome, t *Ledger) {
	g, x, y := out.Grid, r.Out[s.X.Step].Converted, r.Out[s.Y.Step].Converted
	t.intervals(&s.X.spans, x, g.px)
	t.intervals(&s.Y.spans, y, g.py)
	for n := range s.Spec.Order {
		l := t.Line(s.signs[n], domain.TraceClass, "chance_class")
		for k, cell := range s.cellsOf[n] {
			l.Join(k, " + ").LineAbout(s.Y.spans.names[cell.row], g.py[cell.row]).Text(" × ").LineAbout(s.X.spans.names[cell.col], g.px[cell.col])
		}
		l.About(g.Probabilities[n].Probability)
	}
	l := t.Line(t.node.Signs.Value, domain.TraceClass, "classify_grid")
	s.Y.lies(l, tape.Is(s.Y.spans.sign), y, g.Row)
	s.X.lies(l.Text("; "), tape.Is(s.X.spans.sign), x, g.Column)
	l.Class(g.Class)
	t.likeliest(&g.Likelihood, s.signs)
	s.tell(r, g, t)
}

// tell records why the class may be told or not.
func (s *Grid) tell(r *Run, g *Cell, t *Ledger) {
	l, n := t.Line(t.node.Signs.tell, domain.TraceClass, "tell"), best(&g.Likelihood)
	l.LineAbout(s.signs[n], g.Probabilities[n].Probability).Text(pick(g.Best < s.tellFrom, " < ", " ≥ ")).CutText(t.node.Spec.ID, s.Spec.TellFrom)
	if s.preference >= 0 && r.Out[s.preference].Chance != nil {
		test := r.Out[s.preference].Chance
		l.Text("; ").Line(s.agreement, norm.Whole(int64(test.D))).Text(pick(test.AboveChance, " ≥ ", " < ")).Cut(s.agreement, s.critical)
	}
	l.Class(pick(g.CannotTell, "cannot_tell", g.Likeliest))
}

// Likeliest is the sign of the probability of the likeliest class.
func (s *Grid) Likeliest(g *Cell) string { return s.signs[best(&g.Likelihood)] }

// lies records in which interval of the axis a score lies.
func (a *GridAxis) lies(l *Line, sign tape.Name, x norm.Fraction, n int) {
	if n > 0 {
		l.Cut(a.spans.of, a.Cuts[n-1]).Text(" ≤ ")
	}
	l.LineNamed(sign, x)
	if n < len(a.Cuts) {
		l.Text(" < ").Cut(a.spans.of, a.Cuts[n])
	}
}

// After records both scores after swaps, and the class.
func (s *Grid) After(r *Run, t *Ledger, way []domain.RobustnessWay) {
	swaps := t.Swaps(way)
	y, x := t.AfterSwaps(r, &s.Y, way, swaps), t.AfterSwaps(r, &s.X, way, swaps)
	row, column := s.Y.cell(y), s.X.cell(x)
	l := t.Named(t.After(t.node.Signs.Value, swaps), domain.TraceRobust, "classify_grid")
	s.Y.lies(l, t.After(s.Y.spans.sign, swaps), y, row)
	s.X.lies(l.Text("; "), t.After(s.X.spans.sign, swaps), x, column)
	l.Class(s.Spec.Cells[row][column])
}
