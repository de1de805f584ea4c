package scoring

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// grid classifies by the cuts of two scores in the norm's metric, compared
// exactly; a value on a cut goes up. Every class comes with its probability.
type grid struct {
	spec *domain.Grid
	x, y gridAxis
	// preference is the chance test that must be above chance, -1 for none.
	preference int
	tellFrom   float64
}

type gridAxis struct {
	step int
	cuts []norm.Fraction
	sem  float64
}

// gridOutcome is the class with all that must stand beside it.
type gridOutcome struct {
	class, likeliest, runnerUp string
	cannotTell                 bool
	best                       float64 // unrounded
	probabilities              []domain.ClassProbability
	col, row                   int
}

func readsGrid(s *domain.Step) []reading {
	if s.Grid == nil {
		return nil
	}
	out := []reading{{s.Grid.X.Score, "grid.x.score"}, {s.Grid.Y.Score, "grid.y.score"}}
	if s.Grid.Preference != "" {
		out = append(out, reading{s.Grid.Preference, "grid.preference"})
	}
	return out
}

func compileGrid(c *compiler, i int) step {
	g := c.p.steps[i].spec.Grid
	if g == nil {
		c.fault(i, "grid", "field_missing")
		return nil
	}
	st := &grid{spec: g, preference: -1, x: c.axis(i, "grid.x", g.X), y: c.axis(i, "grid.y", g.Y)}
	st.tellFrom = c.decimal(i, "grid.tell_from", g.TellFrom, "0").Float64()
	if g.Preference != "" {
		st.preference = c.places[g.Preference]
		if _, ok := c.p.steps[st.preference].step.(*kendall); !ok {
			c.fault(i, "grid.preference", "no_chance_test", "Got", g.Preference)
		}
	}
	c.checkCells(i, g)
	return st
}

func (c *compiler) axis(i int, path string, a domain.Axis) gridAxis {
	out := gridAxis{step: c.places[a.Score]}
	if c.p.steps[out.step].extent.den == nil {
		c.fault(i, path+".score", "not_a_number", "Got", a.Score)
	}
	c.decimal(i, path+".min", a.Min, "")
	c.decimal(i, path+".max", a.Max, "")
	for n, text := range a.Cuts {
		cut := c.decimal(i, fmt.Sprintf("%s.cuts[%d]", path, n), text, "")
		if n > 0 && cut.Den != 0 && cut.Cmp(out.cuts[n-1]) <= 0 {
			c.fault(i, fmt.Sprintf("%s.cuts[%d]", path, n), "overlapping_bounds", "Got", text)
		}
		out.cuts = append(out.cuts, cut)
	}
	return out
}

// checkCells wants a full matrix, every cell a class of the order, every class
// of the order in some cell.
func (c *compiler) checkCells(i int, g *domain.Grid) {
	reached := []string{}
	if len(g.Cells) != len(g.Y.Cuts)+1 {
		c.fault(i, "grid.cells", "grid_rows", "Want", strconv.Itoa(len(g.Y.Cuts)+1), "Got", strconv.Itoa(len(g.Cells)))
	}
	for row, cells := range g.Cells {
		if len(cells) != len(g.X.Cuts)+1 {
			c.fault(i, fmt.Sprintf("grid.cells[%d]", row), "grid_columns",
				"Want", strconv.Itoa(len(g.X.Cuts)+1), "Got", strconv.Itoa(len(cells)))
		}
		for col, class := range cells {
			if !slices.Contains(g.Order, class) {
				c.fault(i, fmt.Sprintf("grid.cells[%d][%d]", row, col), "missing_class", "Got", class)
			}
			reached = append(reached, class)
		}
	}
	for n, class := range g.Order {
		if !slices.Contains(reached, class) {
			c.fault(i, fmt.Sprintf("grid.order[%d]", n), "unreachable_class", "Got", class)
		}
		if slices.Contains(g.Order[:n], class) {
			c.fault(i, fmt.Sprintf("grid.order[%d]", n), "duplicate_id", "Got", class)
		}
	}
}

// finishGrid joins the errors of the two axes, without which no class may stand.
func (c *compiler) finishGrid(i int, g *grid) {
	axes := []struct {
		a    *gridAxis
		path string
	}{{&g.x, "grid.x.score"}, {&g.y, "grid.y.score"}}
	for _, axis := range axes {
		sem := c.p.steps[axis.a.step].sem
		if sem == nil {
			c.fault(i, axis.path, "class_without_error")
			continue
		}
		axis.a.sem = sem.sem
	}
	if g.spec.Robustness && len(c.faults) == 0 {
		c.compileRobustness(i, g)
	}
}

func (s *grid) run(r *run, out *outcome) {
	x, y := &r.out[s.x.step], &r.out[s.y.step]
	if x.why != "" || y.why != "" {
		out.why = domain.ReasonMissingScore
		return
	}
	g := &gridOutcome{col: s.x.cell(x.converted), row: s.y.cell(y.converted)}
	g.class = s.spec.Cells[g.row][g.col]
	s.chances(x.converted, y.converted, g)
	g.cannotTell = g.best < s.tellFrom
	if s.preference >= 0 {
		test := r.out[s.preference].chance
		g.cannotTell = g.cannotTell || test == nil || !test.AboveChance
	}
	out.grid, out.class = g, g.class
}

// cell counts the cuts at or below x.
func (a *gridAxis) cell(x norm.Fraction) int {
	n := 0
	for _, cut := range a.cuts {
		if x.Cmp(cut) >= 0 {
			n++
		}
	}
	return n
}

// chances gives every class its probability: the product of the two axes'
// probabilities, summed over its cells. Errors of the axes are independent.
func (s *grid) chances(x, y norm.Fraction, g *gridOutcome) {
	px, py := s.x.chances(x), s.y.chances(y)
	g.probabilities = make([]domain.ClassProbability, len(s.spec.Order))
	second := -1.0
	for n, class := range s.spec.Order {
		p := 0.0
		for row, cells := range s.spec.Cells {
			for col, c := range cells {
				if c == class {
					p += float64(px[col] * py[row]) // a conversion forbids fusing with the sum
				}
			}
		}
		g.probabilities[n] = domain.ClassProbability{Class: class, Probability: round9(p)}
		switch {
		case p > g.best || g.likeliest == "":
			g.runnerUp, second = g.likeliest, g.best
			g.likeliest, g.best = class, p
		case p > second || g.runnerUp == "":
			g.runnerUp, second = class, p
		}
	}
}

// chances gives the probability of each interval between the cuts.
func (a *gridAxis) chances(x norm.Fraction) []float64 {
	ends := make([]float64, 0, len(a.cuts)+2)
	ends = append(ends, math.Inf(-1))
	for _, cut := range a.cuts {
		ends = append(ends, cut.Sub(x).Float64()/a.sem)
	}
	ends = append(ends, math.Inf(1))
	out := make([]float64, len(ends)-1)
	for i := range out {
		out[i] = between(ends[i], ends[i+1])
	}
	return out
}

func (g *gridOutcome) fill(s *domain.Score) {
	s.Class, s.Likeliest, s.RunnerUp = g.class, g.likeliest, g.runnerUp
	s.CannotTell, s.Probabilities = g.cannotTell, g.probabilities
}
