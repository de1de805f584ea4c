package pdf

import "math"

// label is the place of words: their box and how they hang in it.
type label struct {
	x, y, wide, high float64
	align            byte
}

// rim is the outline of an ellipse.
type rim struct {
	at     point
	rx, ry float64
}

// stroke is a straight line between two places.
type stroke struct{ from, to point }

// grown gives the box with room around it.
func (l label) grown(by float64) label {
	l.x, l.y, l.wide, l.high = l.x-by, l.y-by, l.wide+2*by, l.high+2*by
	return l
}

// meets reports whether two labels overlap.
func (l label) meets(o label) bool {
	return l.x < o.x+o.wide && o.x < l.x+l.wide && l.y < o.y+o.high && o.y < l.y+l.high
}

// within reports whether a label lies wholly inside another.
func (l label) within(o label) bool {
	return l.x >= o.x && l.x+l.wide <= o.x+o.wide && l.y >= o.y && l.y+l.high <= o.y+o.high
}

// away is how far a label lies from a place, 0 where it holds it.
func (l label) away(p point) float64 {
	return math.Hypot(max(0, l.x-p.x, p.x-l.x-l.wide), max(0, l.y-p.y, p.y-l.y-l.high))
}

// onRim reports whether an ellipse's outline runs through a label: one place of
// it lies inside of the ellipse and one outside.
func (l label) onRim(r rim) bool {
	near := math.Hypot(max(0, l.x-r.at.x, r.at.x-l.x-l.wide)/r.rx, max(0, l.y-r.at.y, r.at.y-l.y-l.high)/r.ry)
	far := math.Hypot(max(math.Abs(l.x-r.at.x), math.Abs(l.x+l.wide-r.at.x))/r.rx, max(math.Abs(l.y-r.at.y), math.Abs(l.y+l.high-r.at.y))/r.ry)
	return near < 1 && far > 1
}

// onLine reports whether a line runs through a label: some part of it lies
// between all four sides.
func (l label) onLine(s stroke) bool {
	dx, dy := s.to.x-s.from.x, s.to.y-s.from.y
	begin, end := 0.0, 1.0
	for _, side := range [4][2]float64{{-dx, s.from.x - l.x}, {dx, l.x + l.wide - s.from.x}, {-dy, s.from.y - l.y}, {dy, l.y + l.high - s.from.y}} {
		switch step, room := side[0], side[1]; {
		case step < 0:
			begin = max(begin, room/step)
		case step > 0:
			end = min(end, room/step)
		case room <= 0:
			return false
		}
	}
	return begin < end
}

// worth is a price that is paid if something is so.
func worth(so bool, price float64) float64 {
	if so {
		return price
	}
	return 0
}
