package pdf

import (
	"github.com/jung-kurt/gofpdf"

	"kitewise/backend/report"
)

// Measures of the kite: radius, and the room beside it for the names.
const (
	kiteRadius = 104 * px
	kiteSide   = 116 * px
	kiteWidth  = 2 * (kiteRadius + kiteSide)
	kiteHeight = 2*kiteRadius + 90*px
)

// point is a place on the page.
type point struct{ x, y float64 }

// onAxis gives the place at a fraction of an axis, side points off it to its left.
func onAxis(centre point, radius float64, a report.KiteAxis, at, side float64) point {
	return point{centre.x + a.DirX*at*radius + a.DirY*side, centre.y + a.DirY*at*radius - a.DirX*side}
}

// kite draws the chart with its top left corner at x and the current y.
func (s *sheet) kite(x float64, k *report.Kite) {
	centre := point{x + kiteSide + kiteRadius, s.y + 44*px + kiteRadius}
	for i, ring := range k.Rings {
		c, width := hairline, 0.75*px
		if i == len(k.Rings)-1 {
			c, width = faint, 0.9*px
		}
		s.ring(centre.x, centre.y, ring.At*kiteRadius, c, width)
	}
	for _, a := range k.Axes {
		end := onAxis(centre, kiteRadius, a, 1, 0)
		s.styled(a.Style, centre.x, centre.y, end.x, end.y, 1.6*px)
	}
	s.kiteEarlier(centre, k)
	s.kiteOutline(centre, k.Axes)
	for _, a := range k.Axes {
		s.kiteError(centre, a)
		vertex := onAxis(centre, kiteRadius, a, a.At, 0)
		s.dot(vertex.x, vertex.y, 4.2*px, hue(a.Style))
	}
	for _, ring := range k.Rings {
		at := point{centre.x + float64(k.DiagonalX)*ring.At*kiteRadius*0.7071, centre.y + float64(k.DiagonalY)*ring.At*kiteRadius*0.7071}
		w := s.width(sans, 8.4, ring.Label)
		s.box(at.x-w/2-1, at.y-4.4, w+2, 8.4, white)
		s.text(at.x, at.y+3, sans, 8.4, grey, 'm', ring.Label)
	}
	for _, a := range k.Axes {
		s.kiteLabel(centre, a)
	}
	s.y += kiteHeight
}

func (s *sheet) kiteOutline(centre point, axes []report.KiteAxis) {
	if s.dry {
		return
	}
	points := []gofpdf.PointType{}
	for _, a := range axes {
		v := onAxis(centre, kiteRadius, a, a.At, 0)
		points = append(points, gofpdf.PointType{X: v.x, Y: v.y})
	}
	s.stroke(black, 1.8*px)
	s.f.SetLineJoinStyle("round")
	s.f.Polygon(points, "D")
	s.f.SetLineJoinStyle("miter")
}

// kiteEarlier is the dashed outline of an earlier occasion.
func (s *sheet) kiteEarlier(centre point, k *report.Kite) {
	if len(k.Earlier) != len(k.Axes) {
		return
	}
	s.dashed([]float64{5 * px, 4 * px}, false, func() {
		for i, a := range k.Axes {
			next := (i + 1) % len(k.Axes)
			p, q := onAxis(centre, kiteRadius, a, k.Earlier[i], 0), onAxis(centre, kiteRadius, k.Axes[next], k.Earlier[next], 0)
			s.line(p.x, p.y, q.x, q.y, grey, 1.3*px)
		}
	})
}

// kiteError marks one standard error down and up on the axis; a clamped end is
// dashed.
func (s *sheet) kiteError(centre point, a report.KiteAxis) {
	low, high := onAxis(centre, kiteRadius, a, a.Low, 0), onAxis(centre, kiteRadius, a, a.High, 0)
	s.line(low.x, low.y, high.x, high.y, hue(a.Style).toward(0.35), 7*px)
	for _, end := range []struct {
		at      float64
		clamped bool
	}{{a.Low, a.LowClamped}, {a.High, a.HighClamped}} {
		half := 5 * px
		if end.clamped { // often under the vertex, so it reaches out of it
			half = 11 * px
		}
		p, q := onAxis(centre, kiteRadius, a, end.at, half), onAxis(centre, kiteRadius, a, end.at, -half)
		tick := func() { s.line(p.x, p.y, q.x, q.y, hue(a.Style), 1.4*px) }
		if end.clamped {
			s.dashed([]float64{2 * px, 2 * px}, false, tick)
		} else {
			tick()
		}
	}
	s.styled(a.Style, low.x, low.y, high.x, high.y, 1.6*px)
}

// kiteLabel sets name, code and percentile at the end of an axis: over it,
// under it, or beside it in as many lines as the room asks.
func (s *sheet) kiteLabel(centre point, a report.KiteAxis) {
	const size, lead = 9.6, 12.0
	y := s.y
	switch {
	case a.DirY != 0:
		top := centre.y - kiteRadius - 38*px
		if a.DirY > 0 {
			top = centre.y + kiteRadius + 9*px
		}
		fit := s.fitted(bold, size, kiteWidth, a.Name)
		s.text(centre.x, top+9.6, bold, fit, black, 'm', a.Name)
		s.text(centre.x, top+9.6+lead, sans, size, grey, 'm', a.Label)
	default:
		x, align := centre.x+kiteRadius+10*px, byte('l')
		if a.DirX < 0 {
			x, align = centre.x-kiteRadius-10*px, 'r'
		}
		room := kiteSide - 10*px
		size := s.fittedWords(bold, size, room, a.Name)
		rows := len(s.lines(s.words([]run{{a.Name, bold}}, size, room), size, room)) + 1
		s.y = centre.y - lead*float64(rows)/2
		s.paragraph(x, room, []run{{a.Name, bold}}, size, lead, black, align)
		s.text(x, s.y+size, sans, s.fitted(sans, 9, room, a.Label), grey, align, a.Label)
	}
	s.y = y
}
