package pdf

import "kitewise/backend/report"

// Measures of a score on its own scale: names, then the axis, then the value.
const (
	scoreLeft  = 220 * px
	scoreScale = 330 * px
	scoreRow   = 40 * px
)

// scores draws every score on the axis, and under it what its level means and
// what can be tried.
func (s *sheet) scores(p report.Part) {
	v := p.Scores
	s.heading(p.Title, p.Intro)
	s.cautions(p.Cautions)
	s.keep(func() { s.scoreChart(v) })
	s.caption(s.left, textWidth, v.Caption)
	s.gap(14 * px)
	for _, row := range v.Rows {
		s.scoreText(v, row)
	}
}

func (s *sheet) scoreChart(v *report.Scores) {
	top := s.y
	bottom := top + scoreRow*float64(len(v.Rows))
	at := func(x float64) float64 { return s.left + scoreLeft + x*scoreScale }
	for _, t := range v.Ticks {
		s.line(at(t.At), top, at(t.At), bottom, hairline, 0.75*px)
		s.text(at(t.At), bottom+15*px, sans, small, grey, 'm', t.Label)
	}
	for i, row := range v.Rows {
		middle := top + scoreRow*(float64(i)+0.5)
		if i > 0 {
			y := top + scoreRow*float64(i)
			s.line(s.left, y, s.right(), y, hairline, 0.75*px)
		}
		size := s.fitted(bold, 9.8, scoreLeft-8*px, row.Name)
		s.text(s.left, middle+3.5, bold, size, black, 'l', row.Name)
		if row.Missing != "" {
			y := s.y
			s.y = middle - 8*px
			s.paragraph(at(0)+6*px, textWidth-scoreLeft-6*px, []run{{row.Missing, sans}}, small, smallLead, grey, 'l')
			s.y = y
			continue
		}
		s.line(at(0), middle, at(row.At), middle, black, 2.4*px)
		s.dot(at(row.At), middle, 5*px, black)
		s.text(s.right(), middle+3.5, sans, 9.8, black, 'r', joined(row.Value, row.Level))
	}
	s.y = bottom + 24*px
}

// scoreText says one score in words.
func (s *sheet) scoreText(v *report.Scores, row report.ScoreRow) {
	if row.Plain == "" && row.Meaning == "" && len(row.Tries) == 0 {
		return
	}
	s.keep(func() {
		s.paragraph(s.left, textWidth, []run{{row.Name, bold}, {" " + row.Plain, sans}}, body, bodyLead, black, 'l')
		if row.Meaning != "" {
			s.para(s.left, textWidth, row.Meaning)
		}
		if len(row.Tries) > 0 {
			s.caption(s.left, textWidth, v.TryTitle)
		}
		for _, try := range row.Tries {
			s.paragraph(s.left+13, textWidth-13, []run{{"– " + try, sans}}, small, smallLead, black, 'l')
		}
	})
	s.gap(9 * px)
}

// joined puts a value and its level into one text.
func joined(value, level string) string {
	if level == "" {
		return value
	}
	return value + " · " + level
}
