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
	from, to := sp.at(g.X, g.Y), sp.at(f.X, f.Y)
	names := s.spaceNames(sp, g, drawn{rims: rimsOf(sp, g), marks: []point{from, to}, lines: []stroke{{from, to}}})
	s.changeArrow(from, to)
	if !s.dry {
		s.fill(white)
		s.stroke(black, 1.4*px)
		s.f.Circle(from.x, from.y, 4.2*px, "FD")
		s.fill(black)
		s.f.Circle(to.x, to.y, 4.2*px, "F")
	}
	s.frameBox(sp.x, sp.y, end.x-sp.x, end.y-sp.y, black, 1*px)
	ground := changeGround(sp, f)
	for _, day := range []struct {
		at    point
		words string
	}{{to, f.To}, {from, f.From}} {
		at := ground.place(day.at, s.width(sans, daySize, day.words), names)
		s.box(at.x-1, at.y, at.wide+2, at.high, white)
		s.text(at.x, at.y+dayHigh/2+3, sans, daySize, grey, 'l', day.words)
		names = append(names, at)
	}
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

// The days beside their points: their size, how high they are, and how far they stand off.
const (
	daySize   = 8.6
	dayHigh   = 9.2
	dayBeside = 9 * px
	dayCorner = 5 * px
)

// dayGround is what lies on the field where a day could stand.
type dayGround struct {
	frame label
	cuts  []stroke
	rims  []rim
	arrow stroke
}

func changeGround(sp space, f *report.ChangeField) dayGround {
	g := &f.Grid
	end := sp.at(g.Width, g.Height)
	out := dayGround{frame: label{x: sp.x, y: sp.y, wide: end.x - sp.x, high: end.y - sp.y}, rims: rimsOf(sp, g), arrow: stroke{sp.at(g.X, g.Y), sp.at(f.X, f.Y)}}
	for _, cut := range g.CutsX {
		out.cuts = append(out.cuts, stroke{sp.at(cut.At, 0), sp.at(cut.At, g.Height)})
	}
	for _, cut := range g.CutsY {
		out.cuts = append(out.cuts, stroke{sp.at(0, cut.At), sp.at(g.Width, cut.At)})
	}
	return out
}

// place puts a day right of its point, or left of it, above or under it, or at
// one of its corners, where fewest lines run through it; where an arrow or a
// mark lies at all of these, wherever near it is free.
func (d dayGround) place(p point, wide float64, taken []label) label {
	level := min(max(p.y-dayHigh/2, d.frame.y+2), d.frame.y+d.frame.high-2-dayHigh)
	over, under := p.y-dayBeside-dayHigh+2, p.y+dayBeside-2
	best, least := label{}, math.Inf(1)
	offer := func(x, y, more float64) {
		at := label{x, y, wide, dayHigh, 'l'}
		if price := d.price(at, taken) + more; price < least {
			best, least = at, price
		}
	}
	for i, at := range []point{
		{p.x + dayBeside, level}, {p.x - dayBeside - wide, level}, {p.x - wide/2, over}, {p.x - wide/2, under},
		{p.x + dayCorner, over}, {p.x - dayCorner - wide, over}, {p.x + dayCorner, under}, {p.x - dayCorner - wide, under},
	} {
		offer(at.x, at.y, float64(i)/2)
	}
	if least < onWordsOrArrow {
		return best
	}
	for x := p.x - wide - 45; x <= p.x+45; x += 4 {
		for y := p.y - 55; y <= p.y+55; y += 4 {
			at := label{x: x, y: y, wide: wide, high: dayHigh}
			if off := at.away(p); off >= dayCorner {
				offer(x, y, 4+off/3)
			}
		}
	}
	return best
}

// onWordsOrArrow is the price of a place upon other words, the least that makes
// a day look further.
const onWordsOrArrow = 20

// price tells how little a place suits a day: out of the frame least, then upon
// a mark, on the arrow, whose head is wider than its line, upon other words, on
// a border or on the line of error.
func (d dayGround) price(at label, taken []label) float64 {
	const wing = 3.4 * px
	cost := worth(!at.within(d.frame), 100) + worth(at.grown(wing).onLine(d.arrow), 30)
	for _, mark := range []point{d.arrow.from, d.arrow.to} {
		cost += worth(at.away(mark) < markRadius, 40)
	}
	for _, other := range taken {
		cost += worth(at.meets(other), onWordsOrArrow)
	}
	for _, cut := range d.cuts {
		cost += worth(at.onLine(cut), 4)
	}
	for _, r := range d.rims {
		cost += worth(at.onRim(r), 4)
	}
	return cost
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
