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
	for _, c := range g.Cells {
		s.spaceName(sp, g, c)
	}
	s.spacePoint(sp, g)
	s.frameBox(sp.x, sp.y, end.x-sp.x, end.y-sp.y, black, 1*px)
	s.spaceSides(sp, g)
	s.y = end.y + 30*px
}

// spaceName sets the class's name and chances; they hug the frame, so that the
// middle stays free for the point.
func (s *sheet) spaceName(sp space, g *report.Grid, c report.GridCell) {
	const size, lead = 9.4, 12.0
	p, q := sp.at(c.Left, c.Top), sp.at(c.Right, c.Bottom)
	x, align := p.x+9*px, byte('l')
	switch {
	case q.x >= sp.at(g.Width, 0).x-0.01 && p.x > sp.x+0.01:
		x, align = q.x-9*px, 'r'
	case p.x > sp.x+0.01:
		x, align = (p.x+q.x)/2, 'm'
	}
	rows := 1.0
	if c.Chances != "" {
		rows = 2
	}
	y := (p.y+q.y)/2 - rows*lead/2
	switch {
	case p.y <= sp.y+0.01:
		y = p.y + 8*px
	case q.y >= sp.at(0, g.Height).y-0.01:
		y = q.y - rows*lead - 6*px
	}
	f, fit := italic, s.fitted(italic, size, q.x-p.x-4*px, c.Name)
	s.text(x, y+8.6, f, fit, black, align, c.Name)
	if c.Chances != "" {
		f = sans
		if c.Strong {
			f = bold
		}
		s.text(x, y+8.6+lead, f, 9, black, align, c.Chances)
	}
}

// spacePoint draws the error ellipses and the point, inside the frame.
func (s *sheet) spacePoint(sp space, g *report.Grid) {
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
	for i, e := range g.Ellipses {
		s.contourLabel(sp, g, e, 45*float64(i))
	}
	s.line(p.x-11*px, p.y, p.x+11*px, p.y, black, 1*px)
	s.line(p.x, p.y-11*px, p.x, p.y+11*px, black, 1*px)
	s.fill(black)
	s.f.Circle(p.x, p.y, 4*px, "F")
}

// contourLabel sits on its line, at the angle below the horizontal, on the side
// that keeps the larger distance from every vertical border.
func (s *sheet) contourLabel(sp space, g *report.Grid, e report.Ellipse, angle float64) {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	best, at := math.Inf(-1), point{}
	for _, side := range []float64{1, -1} {
		for _, half := range []float64{1, -1} {
			x, y := g.X+side*e.RadiusX*cos, g.Y+half*e.RadiusY*sin
			free := min(x, g.Width-x)
			for _, cut := range g.CutsX {
				free = min(free, math.Abs(x-cut.At))
			}
			if y < 1 || y > g.Height-1 {
				free -= g.Width
			}
			if free > best+0.01 {
				best, at = free, point{x, y}
			}
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
