package pdf

import (
	"strings"

	"github.com/jung-kurt/gofpdf"

	"kitewise/backend/report"
)

// Measures in points; px turns the prototypes' CSS pixels into points.
const (
	px = 0.75
	mm = 72 / 25.4

	textWidth  = 170 * mm
	topMargin  = 16 * mm
	footMargin = 21 * mm
	footBottom = 11 * mm
)

// ink is a colour of the sheet: always the light values, whatever the desk's theme.
type ink [3]int

var (
	black    = ink{28, 34, 43}
	grey     = ink{79, 86, 97}
	faint    = ink{103, 108, 117}
	hairline = ink{218, 215, 208}
	wash     = ink{217, 240, 243}
	warn     = ink{153, 80, 15}
	white    = ink{255, 255, 255}
	bars     = ink{192, 194, 199}
	// hues are those of the four line styles, of equal lightness.
	hues = [4]ink{{177, 98, 70}, {138, 104, 174}, {67, 126, 185}, {0, 143, 125}}
)

// toward mixes a colour with white: 0 is white, 1 the colour itself.
func (c ink) toward(share float64) ink {
	out := ink{}
	for i, v := range c {
		out[i] = 255 - int(share*float64(255-v)+0.5)
	}
	return out
}

// sheet is the document being drawn, with the place where the next block goes.
// y runs down from the top edge.
type sheet struct {
	f      *gofpdf.Fpdf
	v      report.View
	loaded map[face]bool
	face   face
	size   float64

	left, top, bottom float64
	y                 float64
	// scale shrinks running text and gaps so that a group fits its page; slack
	// is the room that is left below the group at that scale.
	scale, slack float64
	// dry blocks advance y and draw nothing; held blocks start no new page.
	dry, held bool

	// drawn, filled and thick are the colours and width that the page has set.
	drawn, filled ink
	thick         float64

	name     string
	nameFace face
	nameOK   bool
}

func (s *sheet) right() float64 { return s.left + textWidth }

// page starts a new page.
func (s *sheet) page() {
	if s.dry {
		return
	}
	s.f.AddPage()
	s.forget()
	s.y = s.top + 26*px
}

// forget what the page has set: another page knows nothing of it.
func (s *sheet) forget() {
	s.face, s.thick = "", -1
	s.drawn, s.filled = ink{-1}, ink{-1}
}

// room starts a new page unless height fits on this one.
func (s *sheet) room(height float64) {
	if !s.held && !s.dry && s.y+height > s.bottom {
		s.page()
	}
}

// measure gives the height that the block will take at the current place.
func (s *sheet) measure(block func()) float64 {
	y, dry := s.y, s.dry
	s.dry = true
	block()
	height := s.y - y
	s.y, s.dry = y, dry
	return height
}

// keep draws a block whole, on a new page if it does not fit on this one.
func (s *sheet) keep(block func()) {
	if !s.dry {
		s.room(s.measure(block))
	}
	block()
}

// columns draws blocks side by side from the same y and goes on below the longest.
func (s *sheet) columns(blocks ...func()) {
	y, low, held := s.y, s.y, s.held
	s.held = true
	for _, block := range blocks {
		s.y = y
		block()
		low = max(low, s.y)
	}
	s.y, s.held = low, held
}

func (s *sheet) gap(height float64) { s.y += height * s.scale }

// text puts one line with its baseline at y. align is 'l', 'm' or 'r'.
func (s *sheet) text(x, y float64, f face, size float64, c ink, align byte, text string) {
	if s.dry || text == "" {
		return
	}
	text = clean(f, text)
	s.use(f, size)
	switch align {
	case 'm':
		x -= s.f.GetStringWidth(text) / 2
	case 'r':
		x -= s.f.GetStringWidth(text)
	}
	s.f.SetTextColor(c[0], c[1], c[2])
	s.f.Text(x, y, text)
}

// width measures a line.
func (s *sheet) width(f face, size float64, text string) float64 {
	s.use(f, size)
	return s.f.GetStringWidth(clean(f, text))
}

// fitted gives the largest size up to size at which the text is not wider than limit.
func (s *sheet) fitted(f face, size, limit float64, text string) float64 {
	if w := s.width(f, size, text); w > limit {
		return size * limit / w
	}
	return size
}

// fittedWords gives the largest size up to size at which no word is wider than limit.
func (s *sheet) fittedWords(f face, size, limit float64, text string) float64 {
	for _, w := range strings.Split(text, " ") {
		size = s.fitted(f, size, limit, w)
	}
	return size
}

func (s *sheet) stroke(c ink, width float64) {
	if c != s.drawn {
		s.f.SetDrawColor(c[0], c[1], c[2])
		s.drawn = c
	}
	if width != s.thick {
		s.f.SetLineWidth(width)
		s.thick = width
	}
}

func (s *sheet) fill(c ink) {
	if c != s.filled {
		s.f.SetFillColor(c[0], c[1], c[2])
		s.filled = c
	}
}

func (s *sheet) line(x1, y1, x2, y2 float64, c ink, width float64) {
	if s.dry {
		return
	}
	s.stroke(c, width)
	s.f.Line(x1, y1, x2, y2)
}

// dashed draws with a pattern in points; round makes dots of tiny dashes.
func (s *sheet) dashed(pattern []float64, round bool, draw func()) {
	if s.dry {
		return
	}
	if round {
		s.f.SetLineCapStyle("round")
	}
	s.f.SetDashPattern(pattern, 0)
	draw()
	s.f.SetDashPattern([]float64{}, 0)
	s.f.SetLineCapStyle("butt")
}

// styles are the line patterns of the four scales: solid, dashed, dots,
// dash-dot. They tell the scales apart on a grey print. A dash of nearly no
// length with round caps is a dot in every viewer.
var styles = [4]struct {
	pattern []float64
	round   bool
}{{}, {[]float64{7 * px, 4 * px}, false}, {[]float64{0.05, 4.5 * px}, true}, {[]float64{9 * px, 4 * px, 0.05, 4 * px}, true}}

// styled draws a line in the pattern and hue of a style.
func (s *sheet) styled(style int, x1, y1, x2, y2, width float64) {
	k := ((style % 4) + 4) % 4
	s.dashed(styles[k].pattern, styles[k].round, func() { s.line(x1, y1, x2, y2, hues[k], width) })
}

func hue(style int) ink { return hues[((style%4)+4)%4] }

func (s *sheet) box(x, y, w, h float64, fill ink) {
	if s.dry {
		return
	}
	s.fill(fill)
	s.f.Rect(x, y, w, h, "F")
}

func (s *sheet) frameBox(x, y, w, h float64, c ink, width float64) {
	if s.dry {
		return
	}
	s.stroke(c, width)
	s.f.Rect(x, y, w, h, "D")
}

// dot is a filled circle with a white rim, so that it stands off lines.
func (s *sheet) dot(x, y, r float64, c ink) {
	if s.dry {
		return
	}
	s.stroke(white, 1.5*px)
	s.fill(c)
	s.f.Circle(x, y, r, "FD")
}

func (s *sheet) ring(x, y, r float64, c ink, width float64) {
	if s.dry {
		return
	}
	s.stroke(c, width)
	s.f.Circle(x, y, r, "D")
}
