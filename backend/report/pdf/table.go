package pdf

import "kitewise/backend/report"

// keyWidth is the room for the line sample of a scale before its name.
const keyWidth = 43 * px

// table sets a table at x within limit. widths are shares of the limit.
func (s *sheet) table(x, limit float64, t report.Table, widths []float64) {
	s.keep(func() {
		s.headRow(x, limit, t.Heads, widths)
		for _, row := range t.Rows {
			s.row(x, limit, t.Heads, row, widths)
		}
		if t.Caption != "" {
			s.gap(6 * px)
			s.caption(x, limit, t.Caption)
		}
	})
}

func (s *sheet) headRow(x, limit float64, heads []report.Head, widths []float64) {
	y, low, at := s.y, s.y, x
	for i, h := range heads {
		w := limit * widths[i]
		s.y = y
		s.cell(at, w, []run{{h.Text, sans}}, h.Numeric, grey)
		low, at = max(low, s.y), at+w
	}
	s.y = low + 3*px
	s.rule(x, limit)
}

// cell sets one cell in small type, numbers flush right.
func (s *sheet) cell(x, w float64, runs []run, numeric bool, c ink) {
	if numeric {
		s.paragraph(x+w, w-6*px, runs, small, smallLead, c, 'r')
		return
	}
	s.paragraph(x, w-10*px, runs, small, smallLead, c, 'l')
}

func (s *sheet) row(x, limit float64, heads []report.Head, row report.TableRow, widths []float64) {
	height := s.measure(func() { s.rowCells(x, limit, heads, row, widths) })
	s.room(height)
	s.rowCells(x, limit, heads, row, widths)
	s.rule(x, limit)
}

func (s *sheet) rowCells(x, limit float64, heads []report.Head, row report.TableRow, widths []float64) {
	s.gap(4 * px)
	y, low, at := s.y, s.y, x
	for i, text := range row.Cells {
		w, from := limit*widths[i], at
		f := sans
		if i == 0 {
			f = bold
			if row.Style >= 0 {
				s.styled(row.Style, from+1*px, y+smallLead/2, from+35*px, y+smallLead/2, 2.4*px)
				from += keyWidth
			} else {
				f = display
			}
		}
		s.y = y
		s.cell(from, at+w-from, []run{{text, f}}, heads[i].Numeric, black)
		low, at = max(low, s.y), at+w
	}
	s.y = low + 4*px
}
