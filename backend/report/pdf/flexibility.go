package pdf

import (
	"strconv"

	"kitewise/backend/report"
)

// Measures of the map of situations and of the index chart.
const (
	mapCellWidth  = 80 * px
	mapCellHeight = 66 * px
	indexBase     = 112 * px
	indexPeak     = 80 * px
)

// situationMap draws equal cells with the numbers of their situations.
func (s *sheet) situationMap(x float64, c *report.Contexts) {
	const indent = 7 * px
	size := 9.4
	for _, cell := range c.Map { // of one size, and clear of both borders
		size = s.fitted(italic, size, mapCellWidth-2*indent, cell.Name)
	}
	for _, cell := range c.Map {
		left, top := x+mapCellWidth*float64(cell.Column), s.y+mapCellHeight*float64(cell.Row)
		s.frameBox(left, top, mapCellWidth, mapCellHeight, faint, 0.9*px)
		name := grey
		if len(cell.Numbers) > 0 {
			name = black
		}
		s.text(left+indent, top+17*px, italic, size, name, 'l', cell.Name)
		s.numbers(left, top+24*px, cell.Numbers)
	}
	s.frameBox(x, s.y, mapCellWidth*float64(c.Columns), mapCellHeight*float64(c.Rows), black, 1*px)
	s.y += mapCellHeight * float64(c.Rows)
}

// numbers sets up to twelve circled numbers into a cell, smaller beyond three.
func (s *sheet) numbers(left, top float64, numbers []int) {
	radius, each := 10*px, 3
	if len(numbers) > 3 {
		radius, each = 7.8*px, 4
	}
	step := 2*radius + 1.6*px
	for i, n := range numbers {
		x := left + 6*px + radius + step*float64(i%each)
		y := top + radius + 4*px + (step)*float64(i/each)
		s.ring(x, y, radius, black, 1*px)
		s.text(x, y+3, bold, 8.4, black, 'm', strconv.Itoa(n))
	}
}

// situationTable lists number, title, order and class.
func (s *sheet) situationTable(x, limit float64, c *report.Contexts) {
	heads := []report.Head{{}, {Text: c.SituationHead}, {Text: c.OrderHead}, {Text: c.ClassHead}}
	widths := []float64{0.05, 0.45, 0.27, 0.23}
	s.headRow(x, limit, heads, widths)
	for _, item := range c.Situations {
		s.gap(3.5 * px)
		y, low, at := s.y, s.y, x
		for i, r := range [][]run{{{strconv.Itoa(item.Number), sans}}, {{item.Title, sans}}, {{spaced(item.Order), sans}}, {{item.Name, display}}} {
			s.y = y
			w := limit * widths[i]
			s.paragraph(at, w-4*px, r, small, smallLead, []ink{grey, black, grey, black}[i], 'l')
			low, at = max(low, s.y), at+w
		}
		s.y = low + 3.5*px
		s.rule(x, limit)
	}
}

// spaced joins codes with spaces that do not break.
func spaced(codes []string) string {
	out := ""
	for i, c := range codes {
		if i > 0 {
			out += "\u00a0"
		}
		out += c
	}
	return out
}

// indexChart draws the index on the distributions of the norm group and of chance.
func (s *sheet) indexChart(ix *report.Index) {
	if len(ix.Bins) == 0 {
		s.paragraph(s.left, textWidth, []run{{ix.MarkLabel, bold}}, body, bodyLead, black, 'l')
		return
	}
	top, base := s.y, s.y+indexBase
	height := func(share float64) float64 { return indexPeak * share / ix.Peak }
	for _, b := range ix.Bins {
		from := s.left + textWidth*b.From
		s.box(from+0.6*px, base-height(b.Norm), textWidth*(b.To-b.From)-1.2*px, height(b.Norm), bars)
	}
	s.chanceSteps(ix, base, height)
	s.line(s.left, base, s.right(), base, faint, 1*px)
	for i, t := range ix.Ticks {
		x := s.left + textWidth*t.At
		s.line(x, base, x, base+4*px, faint, 1*px)
		s.text(x, base+16*px, sans, small, grey, edge(i, len(ix.Ticks)), t.Label)
	}
	for _, t := range ix.Bounds {
		x := s.left + textWidth*t.At
		s.line(x, base-4*px, x, base+4*px, black, 1.4*px)
	}
	for _, t := range ix.Levels {
		s.text(s.left+textWidth*t.At, base+30*px, sans, small, grey, 'm', t.Label)
	}
	s.indexMark(ix, top, base)
	s.y = base + 38*px
	if len(ix.Levels) == 0 {
		s.y = base + 24*px
	}
}

// edge aligns the first tick label left, the last right, others in the middle.
func edge(i, n int) byte {
	switch i {
	case 0:
		return 'l'
	case n - 1:
		return 'r'
	}
	return 'm'
}

// chanceSteps is the dashed outline of random ranking.
func (s *sheet) chanceSteps(ix *report.Index, base float64, height func(float64) float64) {
	s.dashed([]float64{3 * px, 2 * px}, false, func() {
		s.stroke(black, 1.1*px)
		s.f.MoveTo(s.left, base)
		for _, b := range ix.Bins {
			s.f.LineTo(s.left+textWidth*b.From, base-height(b.Chance))
			s.f.LineTo(s.left+textWidth*b.To, base-height(b.Chance))
		}
		s.f.DrawPath("D")
	})
}

// indexMark stands at the value, its label on the mark, the legends on the
// other side.
func (s *sheet) indexMark(ix *report.Index, top, base float64) {
	x := s.left + textWidth*ix.At
	s.line(x, top+18*px, x, base, black, 1.6*px)
	s.dot(x, base, 4*px, black)
	align, legend := byte('r'), s.left
	if ix.At < 0.5 {
		align, legend = 'l', s.left+textWidth*0.62
	}
	s.text(x, top+12*px, bold, 9.4, black, align, ix.MarkLabel)
	s.box(legend, top+5*px, 24*px, 8*px, bars)
	s.text(legend+32*px, top+12*px, sans, small, grey, 'l', ix.NormLegend)
	s.dashed([]float64{3 * px, 2 * px}, false, func() { s.line(legend, top+25*px, legend+24*px, top+25*px, black, 1.1*px) })
	s.text(legend+32*px, top+28*px, sans, small, grey, 'l', ix.ChanceLegend)
}
