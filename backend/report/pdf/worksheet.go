package pdf

import (
	"io"
	"slices"

	"kitewise/backend/report"
	"kitewise/backend/report/worksheet"
)

// Measures of a worksheet: lines of arithmetic, and tables of answers.
const (
	sum, sumLead   = 7.6, 10.6
	hanging        = 26 * px
	cellWidth      = 33 * px
	signWidth      = 34 * px
	endingNameRoom = 150 * px
)

// WriteWorksheets draws worksheets to w, one after the other, each from a page
// of its own, and gives the number of pages. Errors as Write.
func WriteWorksheets(w io.Writer, sheets []worksheet.Sheet, opts Options) (pages int, err error) {
	if len(sheets) == 0 {
		return 0, nil
	}
	return draw(w, sheets[0].Frame, opts, func(s *sheet) []report.View {
		frames := []report.View{}
		for i := range sheets {
			s.worksheet(&sheets[i])
			for len(frames) < s.f.PageCount() {
				frames = append(frames, sheets[i].Frame)
			}
		}
		return frames
	})
}

func (s *sheet) worksheet(w *worksheet.Sheet) {
	s.v, s.scale = w.Frame, 1
	s.page()
	title := w.Frame.Title
	s.bookmark(title + " " + w.Frame.Header.Code)
	s.balanced(s.left, textWidth, title, 21, 27)
	s.gap(4 * px)
	s.caption(s.left, textWidth, w.Lead)
	for _, fault := range w.Faults {
		s.para(s.left, textWidth, fault)
	}
	for i := range w.Answers {
		s.answers(&w.Answers[i])
	}
	for _, part := range w.Parts {
		s.sums(part)
	}
	s.signs(&w.Signs)
}

// answers sets a table of answers, as many columns as the measure takes.
func (s *sheet) answers(a *worksheet.Answers) {
	s.gap(12 * px)
	named := slices.ContainsFunc(a.Rows, func(r worksheet.AnswerRow) bool { return r.Name != "" })
	from := signWidth
	if named {
		from += endingNameRoom
	}
	wide := cellWidth
	for _, h := range a.Heads {
		wide = max(wide, s.width(sans, small, h)+8*px)
	}
	at := max(1, int((textWidth-from)/wide))
	if a.Title != "" {
		s.keep(func() { s.subheading(s.left, textWidth, a.Title); s.gap(6 * smallLead) })
		s.y -= 6 * smallLead
	}
	for n := 0; n < len(a.Heads); n += at {
		to := min(n+at, len(a.Heads))
		s.keep(func() {
			s.answerRow(from, wide, worksheet.AnswerRow{Cells: a.Heads[n:to]}, grey)
			for _, r := range a.Rows {
				s.rule(s.left, textWidth)
				r.Cells = r.Cells[n:to]
				s.answerRow(from, wide, r, black)
			}
		})
		s.gap(4 * px)
	}
}

func (s *sheet) answerRow(from, wide float64, r worksheet.AnswerRow, c ink) {
	base := s.y + smallLead
	s.text(s.left, base, bold, small, c, 'l', r.Sign)
	s.text(s.left+signWidth, base, sans, small, c, 'l', s.shortened(r.Name, sans, small, endingNameRoom))
	for i, cell := range r.Cells {
		s.text(s.left+from+(float64(i)+0.8)*wide, base, sans, small, c, 'r', cell)
	}
	s.y += smallLead + 4*px
}

// sums sets one part of the arithmetic.
func (s *sheet) sums(p worksheet.Part) {
	s.gap(14 * px)
	s.room(8 * sumLead)
	s.bookmark(p.Title)
	s.subheading(s.left, textWidth, p.Title)
	for i := range p.Blocks {
		s.sumBlock(&p.Blocks[i])
	}
}

func (s *sheet) sumBlock(b *worksheet.Block) {
	s.room(5 * sumLead)
	s.paragraph(s.left, textWidth, []run{{b.Title, bold}}, small, smallLead, black, 'l')
	for _, g := range b.Groups {
		if g.Rule != "" {
			s.room(3 * sumLead)
			s.hang([]run{{g.Rule, sans}}, grey)
		}
		for _, r := range g.Rows {
			s.hang(rowRuns(r), black)
		}
	}
	for _, note := range b.Notes {
		s.hang([]run{{note, sans}}, faint)
	}
	s.gap(8 * px)
}

// rowRuns sets the sign and the outcome of a line in bold.
func rowRuns(r worksheet.Row) []run {
	out := []run{{r.Sign, bold}}
	for _, side := range []string{r.Symbols, r.Numbers} {
		if side != "" {
			out = append(out, run{r.Colon + side, sans})
		}
	}
	out = append(out, run{" " + r.Joint, sans}, run{" " + r.Output, bold})
	if r.Decimal != "" {
		out = append(out, run{" ≈ ", sans}, run{" " + r.Decimal, bold})
	}
	return out
}

// hang sets a line of arithmetic; what goes on in the next line stands further in.
func (s *sheet) hang(runs []run, c ink) {
	for i, line := range s.lines(s.words(runs, sum, textWidth-hanging), sum, textWidth-hanging) {
		s.room(sumLead)
		x := s.left
		if i > 0 {
			x += hanging
		}
		s.setLine(x, line, sum, sumLead, c, 'l')
		s.y += sumLead
	}
}

// signs sets the list of signs in three columns.
func (s *sheet) signs(g *worksheet.Signs) {
	if g.Title == "" {
		return
	}
	s.gap(14 * px)
	s.room(8 * sumLead)
	s.bookmark(g.Title)
	s.subheading(s.left, textWidth, g.Title)
	s.hang([]run{{g.Rule, sans}}, black)
	s.gap(6 * px)
	for _, one := range g.List {
		s.hang([]run{{one.Sign, bold}, {" " + one.Name, sans}}, black)
	}
}
