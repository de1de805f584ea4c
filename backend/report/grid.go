package report

import (
	"math"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// frame turns a declared grid to the side where it is drawn. The kite decides:
// the scale at its right axis lies right, the one at its bottom axis lies low.
// Without a kite x grows rightward and y upward.
type frame struct {
	grid         *domain.Grid
	minX, maxX   float64
	minY, maxY   float64
	flipX, flipY bool
}

func (b *builder) frame(g *domain.Grid) frame {
	f := frame{grid: g, minX: decimal(g.X.Min), maxX: decimal(g.X.Max), minY: decimal(g.Y.Min), maxY: decimal(g.Y.Max)}
	kite := b.widget(KindKite).Scores
	f.flipY = true
	if len(kite) == len(directions) {
		f.flipX = g.X.Low == kite[1]
		f.flipY = g.Y.Low == kite[2]
	}
	return f
}

// decimal reads a number of the manifest, which loading has checked.
func decimal(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
}

// x and y place a score in units from the left and the top, inside the frame.
func (f frame) x(v float64) float64 { return place(v, f.minX, f.maxX, f.flipX) }
func (f frame) y(v float64) float64 { return place(v, f.minY, f.maxY, f.flipY) }

func place(v, low, high float64, flip bool) float64 {
	v = math.Min(high, math.Max(low, v))
	if flip {
		return high - v
	}
	return v - low
}

// edges are the borders of the bands of one axis in the order drawn.
func edges(cuts []string, low, high float64, flip bool) []float64 {
	at := []float64{low}
	for _, c := range cuts {
		at = append(at, decimal(c))
	}
	at = append(at, high)
	out := make([]float64, len(at))
	for i, v := range at {
		if flip {
			out[len(at)-1-i] = high - v
		} else {
			out[i] = v - low
		}
	}
	return out
}

// cell gives the class at a drawn column and row.
func (f frame) cell(column, row int) string {
	if f.flipX {
		column = len(f.grid.Cells[0]) - 1 - column
	}
	if f.flipY {
		row = len(f.grid.Cells) - 1 - row
	}
	return f.grid.Cells[row][column]
}

func (f frame) columns() int { return len(f.grid.Cells[0]) }
func (f frame) rows() int    { return len(f.grid.Cells) }

// sides names the scales at the top, right, bottom and left.
func (f frame) sides() (top, right, bottom, left string) {
	top, bottom = f.grid.Y.Low, f.grid.Y.High
	if f.flipY {
		top, bottom = bottom, top
	}
	left, right = f.grid.X.Low, f.grid.X.High
	if f.flipX {
		left, right = right, left
	}
	return top, right, bottom, left
}

func (b *builder) grid(w domain.Widget) (*Grid, string) {
	s, missing := b.score(w.Score)
	step, ok := b.m.Step(w.Score)
	if missing != "" || !ok || step.Grid == nil {
		return nil, or(missing, b.missing(""))
	}
	x, missX := b.score(step.Grid.X.Score)
	y, missY := b.score(step.Grid.Y.Score)
	if missX != "" || missY != "" {
		return nil, or(missX, missY)
	}
	f := b.frame(step.Grid)
	top, right, bottom, left := f.sides()
	out := &Grid{Width: f.maxX - f.minX, Height: f.maxY - f.minY, X: f.x(inNorm(x)), Y: f.y(inNorm(y)),
		Top: b.named(top), Right: b.named(right), Bottom: b.named(bottom), Left: b.named(left),
		CutsX: b.cuts(step.Grid.X, f.x), CutsY: b.cuts(step.Grid.Y, f.y), Cells: b.cells(f, s), Ellipses: b.ellipses(x, y)}
	params := i18n.Params{"X": b.code(x.ID), "Y": b.code(y.ID), "ValueX": b.p.Number(inNorm(x), 1), "ValueY": b.p.Number(inNorm(y), 1),
		"PercentileX": b.percentile(x.Percentile), "PercentileY": b.percentile(y.Percentile), "Norm": b.normLine(y.Norm),
		"First": b.class(s.Likeliest)}
	out.Caption = b.t("report.grid.caption", params)
	out.Alt = b.t("report.grid.alt", params)
	out.Regions, out.Axes = b.regions(s), b.axes(x, y)
	out.Notes = append([]Point{b.nearestBorder(step.Grid, x, y)}, b.readings(s)...)
	if near := b.nearness(s); near.Text != "" {
		out.Notes = append(out.Notes, Point{Lead: b.t("report.grid.swaps.lead"), Text: near.Text})
	}
	return out, ""
}

func (b *builder) cuts(a domain.Axis, at func(float64) float64) []Cut {
	out := []Cut{}
	for _, c := range a.Cuts {
		out = append(out, Cut{At: at(decimal(c)), Label: b.p.Number(decimal(c), 1)})
	}
	if len(out) > 1 && out[0].At > out[len(out)-1].At {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
	}
	return out
}

func (b *builder) cells(f frame, s domain.Score) []GridCell {
	out := []GridCell{}
	whole := wholes(s.Probabilities)
	xs := edges(f.grid.X.Cuts, f.minX, f.maxX, f.flipX)
	ys := edges(f.grid.Y.Cuts, f.minY, f.maxY, f.flipY)
	for row := range f.rows() {
		for column := range f.columns() {
			id := f.cell(column, row)
			c := GridCell{Class: id, Name: b.class(id), Column: column, Row: row,
				Left: xs[column], Right: xs[column+1], Top: ys[row], Bottom: ys[row+1],
				Strong: probability(s, id) >= shown, Likeliest: id == s.Likeliest}
			if n := whole[id]; n > 0 {
				c.Chances = b.p.Number(float64(n), 0)
			}
			out = append(out, c)
		}
	}
	return out
}

// ellipses are the joint error: radii k·SEM with k = √(−2 ln(1−p)), the
// quantile of the Rayleigh distribution (two independent normal errors).
func (b *builder) ellipses(x, y domain.Score) []Ellipse {
	out := []Ellipse{}
	if x.SEM == nil || y.SEM == nil {
		return out
	}
	for _, level := range []int{68, 95} {
		k := math.Sqrt(-2 * math.Log(1-float64(level)/100))
		out = append(out, Ellipse{Level: level, Label: b.p.T("report.percent", i18n.Params{"N": level}),
			RadiusX: k * *x.SEM, RadiusY: k * *y.SEM})
	}
	return out
}

// regions tables the classes of 5 chances in 100 and more, likeliest first.
func (b *builder) regions(s domain.Score) Table {
	t := Table{Heads: []Head{{Text: b.t("report.regions.class")}, {Text: b.t("report.regions.chances"), Numeric: true}}, Rows: []TableRow{}}
	whole, rest := wholes(s.Probabilities), 100
	for _, p := range ranked(s.Probabilities) {
		if p.Probability < shown {
			continue
		}
		rest -= whole[p.Class]
		t.Rows = append(t.Rows, TableRow{Style: -1, Cells: []string{b.class(p.Class), b.p.T("report.of100", i18n.Params{"N": whole[p.Class]})}})
	}
	if rest > 0 {
		t.Caption = b.t("report.regions.rest", i18n.Params{"N": rest})
	}
	return t
}

// axes tables both axes.
func (b *builder) axes(scores ...domain.Score) Table {
	t := Table{Heads: []Head{{Text: b.t("report.axes.axis")}, {Text: b.t("report.axes.value"), Numeric: true},
		{Text: b.t("report.axes.sem"), Numeric: true}, {Text: b.t("report.exact.percentile"), Numeric: true}}, Rows: []TableRow{}}
	for i := len(scores) - 1; i >= 0; i-- {
		s := scores[i]
		sem := "–"
		if s.SEM != nil {
			sem = b.p.Number(*s.SEM, 1)
			if s.SEMLowerLimit {
				sem = b.t("report.axes.lower", i18n.Params{"SEM": sem})
			}
		}
		t.Rows = append(t.Rows, TableRow{Style: -1, Cells: []string{b.code(s.ID), b.p.Number(inNorm(s), 1), sem, b.percentile(s.Percentile)}})
	}
	t.Caption = b.normLine(scores[0].Norm)
	return t
}

// nearestBorder finds the cut with the smallest distance in standard errors.
func (b *builder) nearestBorder(g *domain.Grid, x, y domain.Score) Point {
	best, params := math.Inf(1), i18n.Params{}
	for _, side := range []struct {
		axis  domain.Axis
		score domain.Score
	}{{g.Y, y}, {g.X, x}} {
		for _, c := range side.axis.Cuts {
			away := math.Abs(inNorm(side.score) - decimal(c))
			errors := away
			if side.score.SEM != nil {
				errors = away / *side.score.SEM
			}
			if errors < best {
				best = errors
				params = i18n.Params{"Axis": b.code(side.score.ID), "Cut": b.p.Number(decimal(c), 1),
					"Away": b.p.Number(away, 1), "Errors": b.p.Number(errors, 1)}
			}
		}
	}
	return Point{Lead: b.t("report.grid.border.lead"), Text: b.t("report.grid.border.text", params)}
}

// readings say what the likely classes are, one sentence each.
func (b *builder) readings(s domain.Score) []Point {
	out := []Point{}
	for _, id := range likely(s) {
		if text := b.addressed("class." + id + ".summary"); text != "" {
			out = append(out, Point{Lead: b.class(id), Text: text})
		}
	}
	return out
}
