package pdf

import (
	"kitewise/backend/report"
)

// fresh are the kinds of part that begin a page; the others go on below.
var fresh = map[report.Kind]bool{
	report.KindBars: true, report.KindGrid: true, report.KindContexts: true,
	report.KindTexts: true, report.KindChange: true, report.KindAbout: true,
}

// scales are tried in turn until a group of parts fits one page. Type never
// gets smaller than the last; a group that is longer still goes on overleaf.
var scales = []float64{1, 0.97, 0.94, 0.91, 0.88}

// parts draws every part in its order, page by page.
func (s *sheet) parts() {
	groups := [][]report.Part{}
	for i, p := range s.v.Parts {
		if i == 0 || fresh[p.Kind] {
			groups = append(groups, nil)
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], p)
	}
	for i, group := range groups {
		s.page()
		draw := func() {
			if i == 0 {
				s.nameLines()
			}
			s.group(group)
		}
		for _, scale := range scales {
			s.scale = scale
			if s.slack = s.bottom - s.y - s.measure(draw); s.slack >= 0 {
				break
			}
		}
		s.slack = max(0, s.slack)
		draw()
	}
}

// group draws parts one below the other. A kite after a summary stands in it.
func (s *sheet) group(parts []report.Part) {
	for i, p := range parts {
		switch {
		case p.Missing != "":
			s.heading(p.Title, "")
			s.para(s.left, textWidth, p.Missing)
			s.gap(16 * px)
		case p.Kind == report.KindSummary:
			var kite *report.Kite
			if i+1 < len(parts) {
				kite = parts[i+1].Kite
			}
			s.summary(p, kite)
		case p.Kind == report.KindKite && i > 0 && parts[i-1].Summary != nil:
			// Drawn with the summary.
		default:
			s.part(p)
		}
	}
}

func (s *sheet) part(p report.Part) {
	switch p.Kind {
	case report.KindKite:
		s.heading(p.Title, p.Intro)
		s.keep(func() { s.kite(s.left, p.Kite) })
		s.caption(s.left, textWidth, p.Kite.Caption)
	case report.KindBars:
		s.bars(p)
	case report.KindGrid:
		s.grid(p)
	case report.KindContexts:
		s.contexts(p)
	case report.KindIndex:
		s.index(p)
	case report.KindTexts:
		s.texts(p)
	case report.KindSteps:
		s.steps(p)
	case report.KindScores:
		s.scores(p)
	case report.KindAbout:
		s.about(p)
	case report.KindChange:
		s.change(p)
	}
}

// nameLines prints a name in full when the running head had to shorten it, and
// the note when the code stands for it.
func (s *sheet) nameLines() {
	if !s.nameOK {
		s.caption(s.left, textWidth, s.v.Print.NameNote)
		s.gap(10 * px)
		return
	}
	if s.width(s.nameFace, tiny, s.name) > nameLimit {
		s.paragraph(s.left, textWidth, []run{{s.name, s.nameFace}}, small, smallLead, grey, 'l')
		s.gap(10 * px)
	}
}

func (s *sheet) cautions(points []report.Point) {
	for _, c := range points {
		s.caution(s.left, textWidth, c)
	}
}

func (s *sheet) summary(p report.Part, kite *report.Kite) {
	v := p.Summary
	s.bookmark(p.Title)
	s.balanced(s.left, textWidth, v.Headline, 21, 27)
	s.gap(6 * px)
	s.paragraph(s.left, textWidth, []run{{v.Second, sans}}, 11.5, 17, black, 'l')
	s.gap(16 * px)
	s.ticks(v.Ticks)
	s.caption(s.left, textWidth, v.TicksNote)
	s.gap(16 * px)
	s.cautions(v.Cautions)
	s.gap(4 * px)
	if kite != nil {
		s.keep(func() {
			s.columns(
				func() { s.kite(s.left, kite) },
				func() { s.gap(6 * px); s.takeaways(s.left+kiteWidth+6*px, textWidth-kiteWidth-6*px, v.Takeaways) })
		})
		s.gap(6 * px)
		s.caption(s.left, textWidth, kite.Caption)
	} else {
		s.takeaways(s.left, textWidth, v.Takeaways)
	}
	s.gap(18 * px)
	s.fit(v.Fit)
}

func (s *sheet) takeaways(x, limit float64, points []report.Point) {
	for i, p := range points {
		s.text(x, s.y+13, display, 13, grey, 'l', string(rune('1'+i)))
		s.paragraph(x+22*px, limit-22*px, []run{{p.Lead, bold}}, 9.6, 13.8, black, 'l')
		s.paragraph(x+22*px, limit-22*px, []run{{p.Text, sans}}, 9.6, 13.8, black, 'l')
		s.gap(9 * px)
	}
}

// fit asks the reader back: boxes to tick and lines to write on.
func (s *sheet) fit(f report.Fit) {
	s.keep(func() {
		s.subheading(s.left, textWidth, f.Question)
		x := s.left
		for _, option := range f.Options {
			w := s.width(sans, body, option) + 46*px
			if x > s.left && x+w > s.right() {
				x, s.y = s.left, s.y+20*px
			}
			s.frameBox(x, s.y+3*px, 11*px, 11*px, faint, 1*px)
			s.text(x+20*px, s.y+13*px, sans, body, black, 'l', option)
			x += w
		}
		s.gap(24 * px)
		s.writing(s.left, textWidth)
	})
}

func (s *sheet) bars(p report.Part) {
	b := p.Bars
	s.heading(p.Title, p.Intro)
	s.cautions(p.Cautions)
	s.keep(func() { s.barChart(b) })
	s.caption(s.left, textWidth, b.Caption)
	for i, note := range b.Notes {
		s.gap(16 * px)
		s.keep(func() {
			s.subheading(s.left, textWidth, note.Lead)
			s.para(s.left, textWidth, note.Text)
		})
		if i == 0 && len(b.Meaning.Rows) > 0 {
			s.gap(14 * px)
			s.table(s.left, textWidth, b.Meaning, []float64{0.38, 0.46, 0.16})
		}
	}
	s.gap(18 * px)
	s.keep(func() {
		s.subheading(s.left, textWidth, b.Exact.Title)
		s.table(s.left, textWidth, b.Exact, []float64{0.4, 0.1, 0.14, 0.12, 0.12, 0.12})
	})
}

func (s *sheet) grid(p report.Part) {
	g := p.Grid
	s.heading(p.Title, p.Intro)
	s.cautions(p.Cautions)
	s.spaceChart(g)
	s.caption(s.left, textWidth, g.Caption)
	s.gap(16 * px)
	half := (textWidth - 34*px) / 2
	s.keep(func() {
		s.columns(func() {
			s.table(s.left, half, g.Regions, []float64{0.55, 0.45})
			s.gap(14 * px)
			s.table(s.left, half, g.Axes, []float64{0.25, 0.2, 0.3, 0.25})
		}, func() {
			for _, note := range g.Notes {
				s.noted(s.left+half+34*px, half, note)
			}
		})
	})
}
