package pdf

import "kitewise/backend/report"

// column is the width of one of two columns, gutter the room between them.
const (
	gutter = 34 * px
	column = (textWidth - gutter) / 2
)

func (s *sheet) contexts(p report.Part) {
	c := p.Contexts
	s.heading(p.Title, p.Intro)
	s.cautions(p.Cautions)
	if len(c.Map) > 0 {
		wide := mapCellWidth*float64(c.Columns) + 16*px
		s.keep(func() {
			s.columns(func() { s.situationMap(s.left, c) },
				func() { s.situationTable(s.left+wide, textWidth-wide, c) })
		})
	} else {
		s.keep(func() { s.situationTable(s.left, textWidth, c) })
	}
	s.gap(18 * px)
	s.keep(func() {
		s.columns(func() { s.backups(c) }, func() {
			x := s.left + column + gutter
			s.noted(x, column, c.Leads)
			s.noted(x, column, c.Unused)
		})
	})
	s.gap(18 * px)
}

func (s *sheet) backups(c *report.Contexts) {
	s.paragraph(s.left, column, []run{{c.BackupsTitle, bold}}, body, bodyLead, black, 'l')
	if c.BackupsIntro != "" {
		s.caption(s.left, column, c.BackupsIntro)
	}
	s.gap(4 * px)
	for _, b := range c.Backups {
		s.rule(s.left, column)
		s.gap(3.5 * px)
		y := s.y
		s.paragraph(s.left, column*0.4, []run{{b.Name, display}}, small, smallLead, black, 'l')
		low := s.y
		s.y = y
		s.paragraph(s.left+column*0.42, column*0.58, []run{{b.Text, sans}}, small, smallLead, black, 'l')
		s.y = max(s.y, low) + 3.5*px
	}
}

func (s *sheet) index(p report.Part) {
	ix := p.Index
	s.keep(func() {
		s.subheading(s.left, textWidth, p.Title)
		head := ix.Name + " " + ix.Value + "."
		if ix.Level != "" {
			head = ix.Name + " " + ix.Value + ": " + ix.Level + "."
		}
		s.paragraph(s.left, textWidth, []run{{head, bold}, {" " + ix.Sentence, sans}}, body, bodyLead, black, 'l')
		if ix.Range != "" {
			s.para(s.left, textWidth, ix.Range)
		}
		s.gap(10 * px)
		for _, w := range ix.Warnings {
			s.caution(s.left, textWidth, w)
		}
	})
	s.keep(func() {
		s.indexChart(ix)
		s.caption(s.left, textWidth, ix.Caption)
	})
}

func (s *sheet) texts(p report.Part) {
	s.heading(p.Title, p.Intro)
	s.cautions(p.Cautions)
	t := p.Texts
	if len(t.Classes) == 1 {
		s.oneClass(t, t.Classes[0])
		return
	}
	blocks := []func(){}
	for i, c := range t.Classes {
		x := s.left + float64(i%2)*(column+gutter)
		blocks = append(blocks, func() { s.classText(x, t, c) })
	}
	for i := 0; i < len(blocks); i += 2 {
		pair := blocks[i:min(i+2, len(blocks))]
		s.keep(func() { s.columns(pair...) })
	}
	s.gap(14 * px)
}

// oneClass sets a class alone over the whole measure, helps beside costs.
func (s *sheet) oneClass(t *report.Texts, c report.ClassText) {
	s.classHead(s.left, textWidth, c)
	s.keep(func() {
		s.columns(func() { s.tendencies(s.left, t.HelpsTitle, c.Helps) },
			func() { s.tendencies(s.left+column+gutter, t.CostsTitle, c.Costs) })
	})
	s.gap(14 * px)
}

func (s *sheet) classHead(x, limit float64, c report.ClassText) {
	s.paragraph(x, limit, []run{{c.Title, display}}, 14.5, 19, black, 'l')
	s.caption(x, limit, c.Chances)
	s.gap(4 * px)
	if c.Summary != "" {
		s.paragraph(x, limit, []run{{c.Summary, italic}}, 10.6, bodyLead, black, 'l')
		s.gap(8 * px)
	}
}

func (s *sheet) classText(x float64, t *report.Texts, c report.ClassText) {
	s.classHead(x, column, c)
	s.tendencies(x, t.HelpsTitle, c.Helps)
	s.tendencies(x, t.CostsTitle, c.Costs)
}

func (s *sheet) tendencies(x float64, title string, texts []string) {
	if len(texts) == 0 {
		return
	}
	s.paragraph(x, column, []run{{title, bold}}, body, bodyLead, black, 'l')
	for _, text := range texts {
		s.para(x, column, text)
		s.gap(4 * px)
	}
	s.gap(7 * px)
}

func (s *sheet) steps(p report.Part) {
	t := p.Steps
	s.keep(func() {
		s.bookmarked(p.Title, t.Title)
		s.caption(s.left, textWidth, p.Intro)
		s.gap(6 * px)
		for _, a := range t.Activities {
			s.rule(s.left, textWidth)
			s.gap(5 * px)
			s.text(s.left, s.y+9.6, sans, 9.6, grey, 'l', string(rune('0'+a.Number)))
			s.paragraph(s.left+21*px, textWidth-21*px, []run{{a.Text, bold}}, 9.6, 13.8, black, 'l')
			s.paragraph(s.left+21*px, textWidth-21*px, []run{{a.Why, sans}}, small, smallLead, grey, 'l')
			s.gap(5 * px)
		}
	})
	s.gap(16 * px)
	s.keep(func() { s.plan(t) })
}

// bookmarked is a subheading that the document's index names.
func (s *sheet) bookmarked(bookmark, title string) {
	s.bookmark(bookmark)
	s.subheading(s.left, textWidth, title)
}

func (s *sheet) plan(t *report.Steps) {
	s.subheading(s.left, textWidth, t.PlanTitle)
	starts := []float64{0, 0.1, 0.36, 0.7, 1}
	y, low := s.y, s.y
	for i, h := range t.PlanHeads {
		s.y = y
		s.paragraph(s.left+textWidth*starts[i], textWidth*(starts[i+1]-starts[i])-8*px, []run{{h, sans}}, small, smallLead, grey, 'l')
		low = max(low, s.y)
	}
	s.y = low + 3*px
	height := 26 * px
	if !s.dry {
		height += min(12*px, s.slack/float64(len(t.Plan)+1))
	}
	for _, row := range t.Plan {
		s.rule(s.left, textWidth)
		s.gap(4 * px)
		y := s.y
		s.paragraph(s.left, textWidth*0.1, []run{{row.Week, sans}}, small, smallLead, black, 'l')
		s.y = y
		s.paragraph(s.left+textWidth*0.1, textWidth*0.25, []run{{row.Try, sans}}, small, smallLead, black, 'l')
		s.y = max(s.y+3*px, y+height)
	}
	s.gap(22 * px)
	w := s.width(sans, body, t.Review) + 8*px
	s.text(s.left, s.y, sans, body, black, 'l', t.Review)
	s.line(s.left+w, s.y+2*px, min(s.left+w+50*mm, s.right()), s.y+2*px, faint, 0.75*px)
	s.gap(6 * px)
}

func (s *sheet) about(p report.Part) {
	s.heading(p.Title, p.Intro)
	a := p.About
	s.columns(func() {
		for _, n := range a.Notes {
			s.noted(s.left, column, n)
		}
	}, func() { s.facts(s.left+column+gutter, a) })
	s.gap(10 * px)
	s.flags()
	if a.Notice != "" {
		s.gap(16 * px)
		s.keep(func() {
			s.paragraph(s.left, textWidth, []run{{a.Notice, italic}}, 10, 13.8, black, 'l')
		})
	}
}

func (s *sheet) facts(x float64, a *report.About) {
	s.paragraph(x, column, []run{{a.FactsTitle, bold}}, body, bodyLead, black, 'l')
	s.gap(2 * px)
	for _, f := range a.Facts {
		y := s.y
		s.paragraph(x, column*0.36, []run{{f.Label, sans}}, small, smallLead, grey, 'l')
		low := s.y
		s.y = y
		s.paragraph(x+column*0.38, column*0.62, []run{{f.Value, sans}}, small, smallLead, black, 'l')
		s.y = max(s.y, low) + 3*px
	}
}

// flags lists the marks on the result in plain words.
func (s *sheet) flags() {
	s.room(4 * bodyLead)
	s.subheading(s.left, textWidth, s.v.FlagsTitle)
	if len(s.v.Flags) == 0 {
		s.para(s.left, textWidth, s.v.NoFlags)
	}
	for _, f := range s.v.Flags {
		s.keep(func() {
			s.rule(s.left, textWidth)
			s.gap(4 * px)
			s.paragraph(s.left, textWidth, []run{{f.Name + ".", bold}, {" " + f.Detail, sans}}, small, smallLead, black, 'l')
			if f.Because != "" {
				s.paragraph(s.left, textWidth, []run{{f.Because, sans}}, tiny, smallLead, grey, 'l')
			}
			s.gap(4 * px)
		})
	}
}
