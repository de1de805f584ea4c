package pdf

import (
	"math"

	"kitewise/backend/report"
)

// Measures of the space: one scale in both directions, the frame centred.
const (
	spaceSide  = 429 * px
	spaceSmall = 356 * px
	spaceTop   = 44 * px
)

// space is the frame of a grid on the page.
type space struct {
	x, y, unit float64
}

func (sp space) at(x, y float64) point { return point{sp.x + x*sp.unit, sp.y + y*sp.unit} }

// spaceFor centres a grid's frame, its longer side as long as slack allows.
func spaceFor(left, top, slack float64, g *report.Grid) space {
	unit := min(spaceSide, spaceSmall+slack) / max(g.Width, g.Height)
	return space{left + (textWidth-g.Width*unit)/2, top + spaceTop, unit}
}

// spaceChart draws the grid at the current y.
func (s *sheet) spaceChart(g *report.Grid) {
	slack := s.slack
	if s.dry {
		slack = 0
	}
	sp := spaceFor(s.left, s.y, slack, g)
	end := sp.at(g.Width, g.Height)
	for _, c := range g.Cells {
		if c.Likeliest {
			p, q := sp.at(c.Left, c.Top), sp.at(c.Right, c.Bottom)
			s.box(p.x, p.y, q.x-p.x, q.y-p.y, wash)
		}
	}
	s.spaceCuts(sp, g)
	s.ellipses(sp, g)
	names := []label{}
	for _, c := range g.Cells {
		names = append(names, s.spaceName(sp, g, c))
	}
	for i, e := range g.Ellipses {
		s.contourLabel(sp, g, e, 45*float64(i), names)
	}
	s.spacePoint(sp, g)
	s.frameBox(sp.x, sp.y, end.x-sp.x, end.y-sp.y, black, 1*px)
	s.spaceSides(sp, g)
	s.y = end.y + 30*px
}

// spaceCuts draws the borders between the classes.
func (s *sheet) spaceCuts(sp space, g *report.Grid) {
	end := sp.at(g.Width, g.Height)
	for _, cut := range g.CutsX {
		x := sp.at(cut.At, 0).x
		s.line(x, sp.y-5*px, x, end.y, faint, 0.9*px)
		s.text(x, sp.y-9*px, sans, small, grey, 'm', cut.Label)
	}
	for _, cut := range g.CutsY {
		y := sp.at(0, cut.At).y
		s.line(sp.x-5*px, y, end.x, y, faint, 0.9*px)
		s.text(sp.x-9*px, y+3, sans, small, grey, 'r', cut.Label)
	}
}

// spaceName sets the class's name and chances. They hug the frame, so that the
// middle stays free for the point; where its ellipse reaches them they move to
// another edge of their cell, and where it reaches all of them it gives way.
func (s *sheet) spaceName(sp space, g *report.Grid, c report.GridCell) label {
	const size, lead = 9.4, 12.0
	p, q := sp.at(c.Left, c.Top), sp.at(c.Right, c.Bottom)
	fit := s.fitted(italic, size, q.x-p.x-4*px, c.Name)
	wide, high := max(s.width(italic, fit, c.Name), s.width(bold, 9, c.Chances)), lead
	if c.Chances != "" {
		high = 2 * lead
	}
	box := place(sp, g, c, wide, high)
	if clearance(sp, g, box) < 1 {
		s.box(box.x-1, box.y, wide+2, high, s.ground(g, point{(c.Left + c.Right) / 2, (c.Top + c.Bottom) / 2}))
	}
	x := map[byte]float64{'l': box.x, 'm': box.x + wide/2, 'r': box.x + wide}[box.align]
	s.text(x, box.y+8.6, italic, fit, black, box.align, c.Name)
	f := sans
	if c.Strong {
		f = bold
	}
	s.text(x, box.y+8.6+lead, f, 9, black, box.align, c.Chances)
	return box
}

// label is the place of a name: its box and its alignment.
type label struct {
	x, y, wide, high float64
	align            byte
}

// place chooses among the edges of a cell: the frame's side first, then what
// the largest ellipse leaves free.
func place(sp space, g *report.Grid, c report.GridCell, wide, high float64) label {
	p, q, end := sp.at(c.Left, c.Top), sp.at(c.Right, c.Bottom), sp.at(g.Width, g.Height)
	left, middle, right := label{x: p.x + 8*px, align: 'l'}, label{x: (p.x + q.x - wide) / 2, align: 'm'}, label{x: q.x - 8*px - wide, align: 'r'}
	columns := []label{middle, left, right}
	switch {
	case p.x <= sp.x+0.01:
		columns = []label{left, right, middle}
	case q.x >= end.x-0.01:
		columns = []label{right, left, middle}
	}
	top, centre, bottom := p.y+7*px, (p.y+q.y-high)/2, q.y-high-5*px
	rows := []float64{centre, top, bottom}
	switch {
	case p.y <= sp.y+0.01:
		rows = []float64{top, bottom, centre}
	case q.y >= end.y-0.01:
		rows = []float64{bottom, top, centre}
	}
	best, most := label{}, -1.0
	for _, at := range columns {
		for _, y := range rows {
			at.y, at.wide, at.high = y, wide, high
			free := min(1.04, clearance(sp, g, at))
			if at.x < p.x || at.x+wide > q.x {
				free /= 4
			}
			if free > most {
				best, most = at, free
			}
		}
	}
	return best
}

// clearance is how far a box lies from the point, in radii of the largest
// ellipse: from 1 on the ellipse does not reach it.
func clearance(sp space, g *report.Grid, at label) float64 {
	if len(g.Ellipses) == 0 {
		return 1
	}
	e, p := g.Ellipses[len(g.Ellipses)-1], sp.at(g.X, g.Y)
	dx := math.Max(0, math.Max(at.x-p.x, p.x-at.x-at.wide)) / (e.RadiusX * sp.unit)
	dy := math.Max(0, math.Max(at.y-p.y, p.y-at.y-at.high)) / (e.RadiusY * sp.unit)
	return math.Hypot(dx, dy)
}

// ellipses draws the error around the point, inside the frame.
func (s *sheet) ellipses(sp space, g *report.Grid) {
	if s.dry {
		return
	}
	p := sp.at(g.X, g.Y)
	s.f.ClipRect(sp.x, sp.y, g.Width*sp.unit, g.Height*sp.unit, false)
	for i, e := range g.Ellipses {
		pattern, width := []float64{}, 1.5*px
		if i > 0 {
			pattern, width = []float64{4 * px, 3 * px}, 1*px
		}
		s.dashed(pattern, false, func() {
			s.stroke(black, width)
			s.f.Ellipse(p.x, p.y, e.RadiusX*sp.unit, e.RadiusY*sp.unit, 0, "D")
		})
	}
	s.f.ClipEnd()
	s.forget()
}

// spacePoint is the result itself.
func (s *sheet) spacePoint(sp space, g *report.Grid) {
	if s.dry {
		return
	}
	p := sp.at(g.X, g.Y)
	s.line(p.x-11*px, p.y, p.x+11*px, p.y, black, 1*px)
	s.line(p.x, p.y-11*px, p.x, p.y+11*px, black, 1*px)
	s.fill(black)
	s.f.Circle(p.x, p.y, 4*px, "F")
}

// contourLabel sits on its line: of all places the one nearest to the wanted
// angle that keeps clear of borders, names and the frame.
func (s *sheet) contourLabel(sp space, g *report.Grid, e report.Ellipse, wanted float64, names []label) {
	const clear = 2.5
	best, at := math.Inf(-1), point{}
	for turn := 0.0; turn < 360; turn += 15 {
		sin, cos := math.Sincos(turn * math.Pi / 180)
		x, y := g.X+e.RadiusX*cos, g.Y+e.RadiusY*sin
		free := min(x, g.Width-x, y, g.Height-y)
		for _, cut := range g.CutsX {
			free = min(free, math.Abs(x-cut.At))
		}
		for _, cut := range g.CutsY {
			free = min(free, math.Abs(y-cut.At)+clear/2)
		}
		for _, n := range names {
			p := sp.at(x, y)
			off := max(n.x-p.x, p.x-n.x-n.wide, 2*(n.y-p.y), 2*(p.y-n.y-n.high))
			free = min(free, (off-6)/sp.unit)
		}
		if worth := 10*min(free, clear) - math.Abs(math.Remainder(turn-wanted, 360))/30; worth > best {
			best, at = worth, point{x, y}
		}
	}
	p := sp.at(at.x, at.y)
	w := s.width(sans, 8.2, e.Label) + 3*px
	s.box(p.x-w/2, p.y-4.6, w, 9, s.ground(g, at))
	s.text(p.x, p.y+2.9, sans, 8.2, grey, 'm', e.Label)
}

// ground is the colour under a place: labels are knocked out in it.
func (s *sheet) ground(g *report.Grid, at point) ink {
	for _, c := range g.Cells {
		if c.Likeliest && at.x >= c.Left && at.x <= c.Right && at.y >= c.Top && at.y <= c.Bottom {
			return wash
		}
	}
	return white
}

// spaceSides names what lies at the four sides.
func (s *sheet) spaceSides(sp space, g *report.Grid) {
	end := sp.at(g.Width, g.Height)
	const size, lead = 9.4, 12.0
	s.text((sp.x+end.x)/2, sp.y-28*px, bold, size, black, 'm', g.Top)
	s.text((sp.x+end.x)/2, end.y+18*px, bold, size, black, 'm', g.Bottom)
	y, beside := s.y, sp.x-s.left-12*px
	s.y = sp.y + g.Height*sp.unit*0.25
	s.paragraph(sp.x-10*px, beside, []run{{g.Left, bold}}, s.fittedWords(bold, size, beside, g.Left), lead, black, 'r')
	s.y = sp.y + g.Height*sp.unit*0.25
	s.paragraph(end.x+10*px, beside, []run{{g.Right, bold}}, s.fittedWords(bold, size, beside, g.Right), lead, black, 'l')
	s.y = y
}
