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
	s.spacePoint(sp, g)
	names := s.spaceNames(sp, g, drawn{rims: rimsOf(sp, g), marks: []point{sp.at(g.X, g.Y)}, lines: arms(sp.at(g.X, g.Y))})
	for i, e := range g.Ellipses {
		s.contourLabel(sp, g, e, 45*float64(i), names)
	}
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
	for _, arm := range arms(p) {
		s.line(arm.from.x, arm.from.y, arm.to.x, arm.to.y, black, 1*px)
	}
	s.fill(black)
	s.f.Circle(p.x, p.y, 4*px, "F")
}

// arms are the two lines that cross at the result.
func arms(p point) []stroke {
	const arm = 11 * px
	return []stroke{{point{p.x - arm, p.y}, point{p.x + arm, p.y}}, {point{p.x, p.y - arm}, point{p.x, p.y + arm}}}
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
