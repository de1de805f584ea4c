package pdf

import (
	"math"

	"github.com/jung-kurt/gofpdf"

	"kitewise/backend/report"
)

// Measures of the differences: where their scale begins and how long it is, and
// the height of a row.
const (
	changeLeft   = 210 * px
	changeLength = 310 * px
	changeRow    = 42 * px
	changeHead   = 26 * px
)

// change draws two sessions: what can be said, both points, the differences
// with their error, and the tables.
func (s *sheet) change(p report.Part) {
	c := p.Change
	s.heading(p.Title, p.Intro)
	s.paragraph(s.left, textWidth, []run{{c.Headline, bold}}, 11.5, 16, black, 'l')
	s.gap(4 * px)
	s.paragraph(s.left, textWidth, []run{{c.Second, sans}}, body, bodyLead, grey, 'l')
	s.gap(10 * px)
	if c.Field != nil {
		s.keep(func() {
			s.changeField(c.Field)
			s.caption(s.left, textWidth, c.Field.Grid.Caption)
		})
		s.gap(10 * px)
	}
	if len(c.Axes) > 0 {
		s.keep(func() { s.changeAxes(c) })
		s.table(s.left, textWidth, c.Exact, []float64{0.4, 0.1, 0.1, 0.12, 0.13, 0.15})
		s.gap(16 * px)
	}
	s.changeKite(c)
	s.gap(14 * px)
	if len(c.Scores.Rows) > 0 {
		s.keep(func() {
			s.subheading(s.left, textWidth, c.Scores.Title)
			s.table(s.left, textWidth, c.Scores, []float64{0.48, 0.12, 0.12, 0.13, 0.15})
		})
	}
}

// changeKite sets the kite beside the notes, or the notes alone.
func (s *sheet) changeKite(c *report.Change) {
	notes := func(x, limit float64) {
		for _, n := range c.Notes {
			s.noted(x, limit, n)
		}
	}
	if c.Kite == nil {
		if c.KiteMissing != "" {
			s.para(s.left, textWidth, c.KiteMissing)
			s.gap(10 * px)
		}
		s.keep(func() { notes(s.left, textWidth) })
		return
	}
	s.keep(func() {
		x := s.left + kiteWidth + 10*px
		s.columns(func() {
			s.kite(s.left, c.Kite)
			s.caption(s.left, kiteWidth, c.Kite.Caption)
		}, func() { notes(x, textWidth-kiteWidth-10*px) })
	})
}

// changeField draws the space with both points and the error around the first.
func (s *sheet) changeField(f *report.ChangeField) {
	g := &f.Grid
	sp := spaceFor(s.left, s.y, 0, g)
	end := sp.at(g.Width, g.Height)
	s.spaceCuts(sp, g)
	s.changeError(sp, g)
	for _, c := range g.Cells {
		s.spaceName(sp, g, c)
	}
	from, to := sp.at(g.X, g.Y), sp.at(f.X, f.Y)
	s.changeArrow(from, to)
	if !s.dry {
		s.fill(white)
		s.stroke(black, 1.4*px)
		s.f.Circle(from.x, from.y, 4.2*px, "FD")
		s.fill(black)
		s.f.Circle(to.x, to.y, 4.2*px, "F")
	}
	s.frameBox(sp.x, sp.y, end.x-sp.x, end.y-sp.y, black, 1*px)
	later := s.changeLabel(sp, f, to, f.To, nil)
	s.changeLabel(sp, f, from, f.From, later)
	s.spaceSides(sp, g)
	s.y = end.y + 30*px
}

// changeError is the dotted ellipse of the error of a difference.
func (s *sheet) changeError(sp space, g *report.Grid) {
	if s.dry {
		return
	}
	p := sp.at(g.X, g.Y)
	s.f.ClipRect(sp.x, sp.y, g.Width*sp.unit, g.Height*sp.unit, false)
	for _, e := range g.Ellipses {
		s.dashed([]float64{0.05, 3.5 * px}, true, func() {
			s.stroke(black, 1.5*px)
			s.f.Ellipse(p.x, p.y, e.RadiusX*sp.unit, e.RadiusY*sp.unit, 0, "D")
		})
	}
	s.f.ClipEnd()
	s.forget()
}

// changeLabel sets words beside a point: right of it, or left of it, above or under it,
// where fewer lines run through them. It gives their box.
func (s *sheet) changeLabel(sp space, f *report.ChangeField, p point, words string, other *label) *label {
	const size, high = 8.6, 9.2
	w := s.width(sans, size, words)
	best, least := label{}, math.Inf(1)
	for i, at := range []label{
		{x: p.x + 9*px, y: p.y - high/2}, {x: p.x - 9*px - w, y: p.y - high/2},
		{x: p.x - w/2, y: p.y - 9*px - high}, {x: p.x - w/2, y: p.y + 9*px},
	} {
		at.wide, at.high = w, high
		if price := changePrice(sp, f, at, other) + float64(i); price < least {
			best, least = at, price
		}
	}
	s.box(best.x-1, best.y, w+2, high, white)
	s.text(best.x, best.y+high/2+3, sans, size, grey, 'l', words)
	return &best
}

// changePrice tells how little a place suits words: out of the frame most, then upon
// other words, on the arrow, on a border or on the line of error.
func changePrice(sp space, f *report.ChangeField, at label, other *label) float64 {
	g := &f.Grid
	low, high := point{(at.x - sp.x) / sp.unit, (at.y - sp.y) / sp.unit}, point{(at.x + at.wide - sp.x) / sp.unit, (at.y + at.high - sp.y) / sp.unit}
	price := worth(low.x < 0 || low.y < 0 || high.x > g.Width || high.y > g.Height, 100)
	price += worth(other != nil && at.meets(other), 20)
	for _, cut := range g.CutsX {
		price += worth(cut.At > low.x && cut.At < high.x, 4)
	}
	for _, cut := range g.CutsY {
		price += worth(cut.At > low.y && cut.At < high.y, 4)
	}
	arrow, rim := changeLines(f, func(x, y float64) bool { return x > low.x && x < high.x && y > low.y && y < high.y })
	return price + worth(arrow, 12) + worth(rim, 4)
}

// changeLines reports whether the arrow and a line of error run through a place.
func changeLines(f *report.ChangeField, holds func(x, y float64) bool) (arrow, rim bool) {
	const steps = 180
	g := &f.Grid
	for i := range steps + 1 {
		part := float64(i) / steps
		arrow = arrow || holds(g.X+part*(f.X-g.X), g.Y+part*(f.Y-g.Y))
		sin, cos := math.Sincos(2 * math.Pi * part)
		for _, e := range g.Ellipses {
			rim = rim || holds(g.X+e.RadiusX*cos, g.Y+e.RadiusY*sin)
		}
	}
	return arrow, rim
}

// meets reports whether two labels overlap.
func (l label) meets(o *label) bool {
	return l.x < o.x+o.wide && o.x < l.x+l.wide && l.y < o.y+o.high && o.y < l.y+l.high
}

// worth is a price that is paid if something is so.
func worth(so bool, price float64) float64 {
	if so {
		return price
	}
	return 0
}

// changeArrow leads from the first point to just before the second.
func (s *sheet) changeArrow(from, to point) {
	const gap, wing = 7 * px, 3.2 * px
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	if s.dry || length < 3*gap {
		return
	}
	ux, uy := dx/length, dy/length
	tip := point{to.x - ux*gap, to.y - uy*gap}
	s.line(from.x+ux*gap, from.y+uy*gap, tip.x-ux*5*px, tip.y-uy*5*px, black, 1*px)
	s.fill(black)
	s.f.Polygon([]gofpdf.PointType{{X: tip.x, Y: tip.y}, {X: tip.x - ux*7*px - uy*wing, Y: tip.y - uy*7*px + ux*wing}, {X: tip.x - ux*7*px + uy*wing, Y: tip.y - uy*7*px - ux*wing}}, "F")
}

// changeAxes draws the differences on one scale around no change.
func (s *sheet) changeAxes(c *report.Change) {
	x := func(at float64) float64 { return s.left + changeLeft + changeLength*min(1, max(0, at)) }
	top, bottom := s.y+changeHead, s.y+changeHead+changeRow*float64(len(c.Axes))
	for _, tick := range c.Ticks {
		s.line(x(tick.At), top, x(tick.At), bottom, hairline, 0.8*px)
		s.text(x(tick.At), bottom+12*px, sans, small, grey, 'm', tick.Label)
	}
	s.dashed([]float64{1 * px, 3 * px}, false, func() { s.line(x(0.5), top, x(0.5), bottom, faint, 1*px) })
	s.text(x(0.5), top-7*px, sans, small, grey, 'm', c.Zero)
	for i, a := range c.Axes {
		middle := top + changeRow*(float64(i)+0.5)
		if i > 0 {
			s.line(s.left, middle-changeRow/2, s.right(), middle-changeRow/2, hairline, 0.8*px)
		}
		s.text(s.left, middle-2, bold, 9.4, black, 'l', a.Code)
		if a.Missing != "" {
			s.text(s.left, middle+10, sans, small, grey, 'l', a.Missing)
			continue
		}
		s.text(s.left, middle+10, sans, small, grey, 'l', a.Values)
		s.line(x(a.Low), middle, x(a.High), middle, black, 1.2*px)
		for _, end := range []float64{a.Low, a.High} {
			s.line(x(end), middle-4*px, x(end), middle+4*px, black, 1.2*px)
		}
		s.dot(x(a.At), middle, 4.5*px, black)
		s.text(s.right(), middle-2, bold, 9.4, black, 'r', a.Difference)
		s.text(s.right(), middle+10, sans, small, grey, 'r', a.Verdict)
	}
	s.y = bottom + 26*px
}
