package pdf

import (
	"math"

	"kitewise/backend/report"
)

// drawn is what the names of the classes keep clear of: outlines, marks of a
// result, and the lines that belong to them.
type drawn struct {
	rims  []rim
	marks []point
	lines []stroke
}

// Measures of words in a cell: a line's height, from one line to the next, from
// the top of a line to its foot, and what a mark keeps free.
const (
	wordHigh   = 9.4
	wordLead   = 12.0
	wordFoot   = 7.0
	markRadius = 4.4
)

// rimsOf are the ellipses of a grid around its point.
func rimsOf(sp space, g *report.Grid) []rim {
	out := []rim{}
	for _, e := range g.Ellipses {
		out = append(out, rim{sp.at(g.X, g.Y), e.RadiusX * sp.unit, e.RadiusY * sp.unit})
	}
	return out
}

// spaceNames sets every class's name and chances and gives their boxes. Words
// hug the frame, so that the middle stays free for the point, and give way to
// what is drawn there.
func (s *sheet) spaceNames(sp space, g *report.Grid, d drawn) []label {
	out := []label{}
	for _, c := range g.Cells {
		words, crossed := s.spaceWords(sp, g, c, d)
		ground := s.ground(g, point{(c.Left + c.Right) / 2, (c.Top + c.Bottom) / 2})
		for _, at := range words {
			if crossed {
				s.box(at.x-1, at.y, at.wide+2, at.high, ground)
			}
		}
		out = append(out, words...)
		s.hung(words[0], italic, s.nameSize(sp, c), c.Name)
		if len(words) > 1 {
			f := sans
			if c.Strong {
				f = bold
			}
			s.hung(words[1], f, 9, c.Chances)
		}
	}
	return out
}

// hung sets words as their label says.
func (s *sheet) hung(at label, f face, size float64, words string) {
	x := map[byte]float64{'l': at.x, 'm': at.x + at.wide/2, 'r': at.x + at.wide}[at.align]
	s.text(x, at.y+wordFoot, f, size, black, at.align, words)
}

// nameSize is the size at which a name fits its cell.
func (s *sheet) nameSize(sp space, c report.GridCell) float64 {
	return s.fitted(italic, 9.4, (c.Right-c.Left)*sp.unit-4*px, c.Name)
}

// spaceWords places a name and its chances, and says whether something runs
// through them. They stand together unless the mark leaves room only for each alone.
func (s *sheet) spaceWords(sp space, g *report.Grid, c report.GridCell, d drawn) (words []label, crossed bool) {
	name := label{wide: s.width(italic, s.nameSize(sp, c), c.Name), high: wordHigh}
	if c.Chances == "" {
		at, cost := d.place(sp, g, c, name, nil)
		return []label{at}, cost > 0
	}
	value := label{wide: s.width(bold, 9, c.Chances), high: wordHigh}
	block, cost := d.place(sp, g, c, label{wide: max(name.wide, value.wide), high: wordHigh + wordLead}, nil)
	if cost < onMark {
		return []label{block.part(name.wide, 0), block.part(value.wide, wordLead)}, cost > 0
	}
	first, cost := d.place(sp, g, c, name, nil)
	second, more := d.place(sp, g, c, value, []label{first})
	return []label{first, second}, cost+more > 0
}

// part is one line of a block of words.
func (l label) part(wide, down float64) label {
	switch l.align {
	case 'm':
		l.x += (l.wide - wide) / 2
	case 'r':
		l.x += l.wide - wide
	}
	l.y, l.wide, l.high = l.y+down, wide, wordHigh
	return l
}

// What a place costs by what lies there.
const (
	onMark  = 100.0
	onWords = 50.0
	onRim   = 30.0
	onArm   = 20.0
)

// price tells how little a place suits words. A mark costs more the nearer to
// its middle they come.
func (d drawn) price(at label, taken []label) float64 {
	cost, roomy := 0.0, at.grown(1.2)
	for _, mark := range d.marks {
		if off := at.away(mark); off < markRadius {
			cost += onMark * (2 - off/markRadius)
		}
	}
	for _, other := range taken {
		cost += worth(at.meets(other), onWords)
	}
	for _, r := range d.rims {
		cost += worth(roomy.onRim(r), onRim)
	}
	for _, line := range d.lines {
		cost += worth(roomy.onLine(line), onArm)
	}
	return cost
}

// place puts words into their cell: at an edge, the frame's side first, where
// nothing is drawn; else wherever in the cell fewest outlines run through them.
func (d drawn) place(sp space, g *report.Grid, c report.GridCell, words label, taken []label) (label, float64) {
	p, q, end := sp.at(c.Left, c.Top), sp.at(c.Right, c.Bottom), sp.at(g.Width, g.Height)
	columns := edges(p.x, q.x, words.wide, p.x <= sp.x+0.01, q.x >= end.x-0.01, 7*px, 8*px)
	rows := edges(p.y, q.y, words.high, p.y <= sp.y+0.01, q.y >= end.y-0.01, 4*px, 8*px)
	best, least, cost := label{}, math.Inf(1), 0.0
	offer := func(at label, more float64) {
		if price := d.price(at, taken); price+more < least {
			best, least, cost = at, price+more, price
		}
	}
	for i, x := range columns {
		for j, y := range rows {
			beyond := worth(x.at < p.x || x.at+words.wide > q.x, 8)
			offer(label{x.at, y.at, words.wide, words.high, x.align}, float64(i)+float64(j)/2+beyond)
		}
	}
	if least > 8 {
		const step, room = 2.0, 1.0
		for x := p.x + room; x <= q.x-room-words.wide; x += step {
			for y := p.y + room; y <= q.y-room-words.high; y += step {
				offer(label{x, y, words.wide, words.high, 'm'}, 5+math.Hypot(x-columns[0].at, y-rows[0].at)/30)
			}
		}
	}
	return best, cost
}

// side is a place along one direction of a cell.
type side struct {
	at    float64
	align byte
}

// edges are the places along one direction: the frame's side first, then the
// other, then the middle; the middle first where the cell lies at neither side.
func edges(low, high, length float64, first, last bool, inner, outer float64) []side {
	inset := inner
	if first || last {
		inset = outer
	}
	begin, middle, end := side{low + inset, 'l'}, side{(low + high - length) / 2, 'm'}, side{high - inset - length, 'r'}
	switch {
	case length > high-low-2*inset:
		return []side{middle}
	case first:
		return []side{begin, end, middle}
	case last:
		return []side{end, begin, middle}
	}
	return []side{middle, begin, end}
}
