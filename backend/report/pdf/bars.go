package pdf

import "kitewise/backend/report"

// Measures of the bar chart: names, then the axis, then three columns of numbers.
const (
	barLeft  = 172 * px
	barScale = 300 * px
	barRow   = 46 * px
	barTop   = 34 * px
)

// barX places a fraction of the percentile axis.
func barX(left, at float64) float64 { return left + barLeft + at*barScale }

// barChart draws the bars at the current y.
func (s *sheet) barChart(b *report.Bars) {
	x, top := s.left, s.y+barTop
	bottom := top + barRow*float64(len(b.Rows))
	for _, t := range b.Ticks {
		s.line(barX(x, t.At), top-4*px, barX(x, t.At), bottom, hairline, 0.75*px)
		s.text(barX(x, t.At), bottom+15*px, sans, small, grey, 'm', t.Label)
	}
	middle := barX(x, b.Middle.At)
	s.dashed([]float64{1 * px, 3 * px}, false, func() { s.line(middle, top-4*px, middle, bottom, faint, 1*px) })
	s.text(middle, top-11*px, sans, small, grey, 'm', b.Middle.Label)
	for i, head := range []string{b.RawHead, b.PercentileHead, b.BandHead} {
		s.text(x+barColumn(i), top-11*px, sans, small, grey, 'r', head)
	}
	for i, row := range b.Rows {
		s.bar(x, top+barRow*float64(i), row)
		if i > 0 {
			y := top + barRow*float64(i)
			s.line(x, y, s.right(), y, hairline, 0.75*px)
		}
	}
	s.y = bottom + 24*px
}

// barColumn is the right edge of the nth number.
func barColumn(i int) float64 { return []float64{510 * px, 582 * px, textWidth}[i] }

func (s *sheet) bar(x, top float64, row report.Bar) {
	middle := top + barRow/2
	size := s.fitted(bold, 9.8, barLeft-8*px, row.Name)
	s.text(x, middle-2*px, bold, size, black, 'l', row.Name)
	s.text(x, middle+13*px, sans, 9.2, grey, 'l', row.Code)
	s.styled(row.Style, x+26*px, middle+9*px, x+66*px, middle+9*px, 2.4*px)
	if row.Missing != "" {
		y := s.y
		s.y = top + 8*px
		s.paragraph(barX(x, 0)+6*px, textWidth-barLeft-6*px, []run{{row.Missing, sans}}, small, smallLead, grey, 'l')
		s.y = y
		return
	}
	s.band(x, middle, row.Band95, hue(row.Style).toward(0.16))
	s.band(x, middle, row.Band68, hue(row.Style).toward(0.38))
	s.styled(row.Style, barX(x, 0), middle, barX(x, row.At), middle, 3*px)
	s.dot(barX(x, row.At), middle, 5*px, hue(row.Style))
	for i, text := range []string{row.Raw, row.Percentile, row.Band68.Text} {
		f := sans
		if i == 1 {
			f = bold
		}
		s.text(x+barColumn(i), middle+3.5, f, 9.8, black, 'r', text)
	}
}

// band is a block behind the line; a clamped end is open: a dashed edge stands
// there because the true end lies outside the norm's table.
func (s *sheet) band(x, middle float64, b report.Span, c ink) {
	low, high := barX(x, b.Low), barX(x, b.High)
	s.box(low, middle-8*px, high-low, 16*px, c)
	for _, end := range []struct {
		at      float64
		clamped bool
	}{{low, b.LowClamped}, {high, b.HighClamped}} {
		if end.clamped {
			s.dashed([]float64{2 * px, 2 * px}, false, func() { s.line(end.at, middle-14*px, end.at, middle+14*px, black, 1.2*px) })
		}
	}
}

// ticks draws 100 chances as marks with a label under each run.
func (s *sheet) ticks(runs []report.TickRun) {
	step := textWidth / 100
	at := 0
	for _, r := range runs {
		for range r.Count {
			s.tick(s.left+step*float64(at), s.y, r.Mark)
			at++
		}
	}
	s.tickLabels(runs, step)
	s.y += 38 * px
}

func (s *sheet) tick(x, y float64, mark string) {
	switch mark {
	case "filled":
		s.box(x, y, 4*px, 16*px, black)
	case "outlined":
		s.frameBox(x+0.4*px, y+0.4*px, 3.2*px, 15.2*px, black, 0.8*px)
	default:
		s.box(x, y+5*px, 4*px, 6*px, faint)
	}
}

// tickLabels start under their runs, moved left where the next one needs room.
func (s *sheet) tickLabels(runs []report.TickRun, step float64) {
	const size, space = 9.2, 14 * px
	limit, start := s.right()+space, 100
	for i := len(runs) - 1; i >= 0; i-- {
		start -= runs[i].Count
		w := s.width(bold, size, runs[i].Label)
		x := min(s.left+step*float64(start), limit-space-w)
		s.text(x, s.y+31*px, bold, size, black, 'l', runs[i].Label)
		limit = x
	}
}
