package pdf

import (
	"strings"

	"kitewise/backend/report"
)

// type styles of running text: size and line height in points.
const (
	body, bodyLead   = 9.8, 14.2
	small, smallLead = 8.5, 12.6
	tiny             = 7.8
)

// run is a piece of text in one face; a paragraph is a list of runs.
type run struct {
	text string
	face face
}

// word is an unbreakable piece of a line with its width.
type word struct {
	run
	width float64
	// glued words follow the one before without a space.
	glued bool
}

// words splits runs at plain spaces; no-break spaces hold. A word wider than
// the limit is cut into pieces that fit.
func (s *sheet) words(runs []run, size, limit float64) []word {
	out := []word{}
	for _, r := range runs {
		for i, text := range strings.Split(clean(r.face, r.text), " ") {
			if text == "" {
				continue
			}
			w := word{run: run{text, r.face}, width: s.width(r.face, size, text), glued: i == 0 && len(out) > 0 && !strings.HasPrefix(r.text, " ")}
			if w.width > limit {
				out = append(out, s.cut(w, size, limit)...)
				continue
			}
			out = append(out, w)
		}
	}
	return out
}

// cut breaks a word that is wider than the limit.
func (s *sheet) cut(w word, size, limit float64) []word {
	out, piece := []word{}, ""
	for _, r := range w.text {
		if piece != "" && s.width(w.face, size, piece+string(r)) > limit {
			out = append(out, word{run: run{piece, w.face}, width: s.width(w.face, size, piece)})
			piece = ""
		}
		piece += string(r)
	}
	return append(out, word{run: run{piece, w.face}, width: s.width(w.face, size, piece)})
}

// lines breaks words into lines not wider than limit.
func (s *sheet) lines(words []word, size, limit float64) [][]word {
	out, line, used := [][]word{}, []word{}, 0.0
	for _, w := range words {
		space := 0.0
		if len(line) > 0 && !w.glued {
			space = s.raw(w.face, size, " ")
		}
		if len(line) > 0 && !w.glued && used+space+w.width > limit {
			out, line, used, space = append(out, line), []word{}, 0, 0
		}
		line, used = append(line, w), used+space+w.width
	}
	if len(line) > 0 {
		out = append(out, line)
	}
	return out
}

// paragraph sets runs at x within limit and moves y below them. align as in text.
func (s *sheet) paragraph(x, limit float64, runs []run, size, lead float64, c ink, align byte) {
	size, lead = size*s.scale, lead*s.scale
	for _, line := range s.lines(s.words(runs, size, limit), size, limit) {
		s.room(lead)
		s.setLine(x, line, size, lead, c, align)
		s.y += lead
	}
}

// setLine prints a line, words of one face as one string so that a search finds it.
func (s *sheet) setLine(x float64, line []word, size, lead float64, c ink, align byte) {
	if s.dry {
		return
	}
	pieces := []run{}
	for i, w := range line {
		text := w.text
		if i > 0 && !w.glued {
			text = " " + text
		}
		if n := len(pieces); n > 0 && pieces[n-1].face == w.face {
			pieces[n-1].text += text
			continue
		}
		pieces = append(pieces, run{text, w.face})
	}
	total := 0.0
	for _, p := range pieces {
		total += s.raw(p.face, size, p.text)
	}
	switch align {
	case 'm':
		x -= total / 2
	case 'r':
		x -= total
	}
	base := s.y + (lead+size*0.72)/2
	s.f.SetTextColor(c[0], c[1], c[2])
	for _, p := range pieces {
		w := s.raw(p.face, size, p.text)
		s.f.Text(x, base, p.text)
		x += w
	}
}

// raw measures text that is clean already, leading spaces included.
func (s *sheet) raw(f face, size float64, text string) float64 {
	s.use(f, size)
	return s.f.GetStringWidth(text)
}

// para sets plain text.
func (s *sheet) para(x, limit float64, text string) {
	s.paragraph(x, limit, []run{{text, sans}}, body, bodyLead, black, 'l')
}

// balanced sets a heading in lines of like length: no lone word on the last.
func (s *sheet) balanced(x, limit float64, text string, size, lead float64) {
	words := s.words([]run{{text, display}}, size*s.scale, limit)
	rows := len(s.lines(words, size*s.scale, limit))
	narrow := limit
	for narrow > limit/2 && len(s.lines(words, size*s.scale, narrow-10)) == rows {
		narrow -= 10
	}
	s.paragraph(x, narrow, []run{{text, display}}, size, lead, black, 'l')
}

// caption sets small grey text.
func (s *sheet) caption(x, limit float64, text string) {
	s.paragraph(x, limit, []run{{text, sans}}, small, smallLead, grey, 'l')
}

// heading opens a part: large serif, bookmark.
func (s *sheet) heading(title, intro string) {
	s.bookmark(title)
	s.balanced(s.left, textWidth, title, 21, 27)
	s.gap(9 * px)
	if intro != "" {
		s.para(s.left, textWidth, intro)
	}
	s.gap(18 * px)
}

// bookmark names this place in the document's index.
func (s *sheet) bookmark(title string) {
	if !s.dry {
		s.use(display, 21)
		s.f.Bookmark(clean(display, title), 0, s.y)
	}
}

// subheading is a smaller serif heading inside a part.
func (s *sheet) subheading(x, limit float64, title string) {
	s.balanced(x, limit, title, 14.5, 19)
	s.gap(7 * px)
}

// noted sets a point as small bold heading and text under it.
func (s *sheet) noted(x, limit float64, p report.Point) {
	if p.Text == "" {
		return
	}
	s.paragraph(x, limit, []run{{p.Lead, bold}}, body, bodyLead, black, 'l')
	s.para(x, limit, p.Text)
	s.gap(8 * px)
}

// caution sets a point beside the warning rule: words, never colour alone.
func (s *sheet) caution(x, limit float64, p report.Point) {
	s.keep(func() {
		y := s.y
		s.paragraph(x+13, limit-13, []run{{p.Lead, bold}, {" " + p.Text, sans}}, body, bodyLead, black, 'l')
		s.box(x, y+1, 3*px, s.y-y-2, warn)
	})
	s.gap(10 * px)
}

// rule is a hairline over the whole measure.
func (s *sheet) rule(x, limit float64) { s.line(x, s.y, x+limit, s.y, hairline, 0.75*px) }

// writing leaves two lines to write on, and more where there is room.
func (s *sheet) writing(x, limit float64) {
	const each = 30 * px
	n := 2
	if !s.dry {
		n = min(4, n+int(s.slack/each))
	}
	for range n {
		s.y += each
		s.line(x, s.y, x+limit, s.y, faint, 0.75*px)
	}
}
