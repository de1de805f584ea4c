package pdf

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"kitewise/backend/report"
)

// Paper is a size of sheet.
type Paper string

// The papers.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// Options choose how a report is printed. An empty Paper is A4.
type Options struct {
	Paper Paper
}

// nameLimit is the width of a name in the running head.
const nameLimit = 95 * mm

// Write draws the report of v to w and gives the number of pages. The same
// View and options give the same bytes. It never panics: a fault of the
// drawing library comes back as an error and nothing is written.
func Write(w io.Writer, v report.View, opts Options) (pages int, err error) {
	return draw(w, v, opts, func(s *sheet) []report.View {
		s.parts()
		return nil
	})
}

// draw makes the document: its body, which gives the frame of every page where
// they differ, then head and foot of the pages.
func draw(w io.Writer, v report.View, opts Options, body func(*sheet) []report.View) (pages int, err error) {
	defer func() {
		if r := recover(); r != nil {
			// The value is left out: it could quote a name.
			pages, err = 0, fmt.Errorf("draw report: the drawing library failed (%T)", r)
		}
	}()
	s := newSheet(v, opts)
	frames := body(s)
	pages = s.f.PageCount()
	s.margins(pages, frames)
	var buf bytes.Buffer
	if err := s.f.Output(&buf); err != nil {
		return 0, fmt.Errorf("draw report: %w", err)
	}
	out, err := finish(buf.Bytes(), v.Language)
	if err != nil {
		return 0, fmt.Errorf("finish report: %w", err)
	}
	if _, err := w.Write(out); err != nil {
		return 0, fmt.Errorf("write report: %w", err)
	}
	return pages, nil
}

func newSheet(v report.View, opts Options) *sheet {
	paper := opts.Paper
	if paper == "" {
		paper = A4
	}
	f := gofpdf.New("P", "pt", string(paper), "")
	f.SetAutoPageBreak(false, 0)
	f.SetCellMargin(0)
	f.SetCompression(false) // finish packs the streams
	f.SetCatalogSort(true)
	f.SetCreationDate(v.At.Time())
	f.SetModificationDate(v.At.Time())
	// The document is named by the code: a title shows in windows and file lists.
	f.SetTitle(clean(sans, v.Title+" "+v.Header.Code), true)
	f.SetAuthor("Kitewise", true)
	f.SetCreator(clean(sans, v.Colophon.Software), true)
	f.SetSubject(clean(sans, v.Header.Instrument+" "+v.Header.Version), true)
	width, height := f.GetPageSize()
	s := &sheet{f: f, v: v, scale: 1, loaded: map[face]bool{}, left: (width - textWidth) / 2, top: topMargin, bottom: height - footMargin}
	s.name, s.nameFace, s.nameOK = printableName(v.Header.Participant, v.Header.Code)
	return s
}

// margins prints running head and foot on every page, once all are there.
func (s *sheet) margins(pages int, frames []report.View) {
	for n := 1; n <= pages; n++ {
		s.f.SetPage(n)
		if len(frames) > 0 {
			s.v = frames[n-1]
			s.name, s.nameFace, s.nameOK = printableName(s.v.Header.Participant, s.v.Header.Code)
		}
		s.forget()
		s.mark()
		s.head()
		s.foot(n, pages)
	}
}

// mark says across the page that the result belongs to nobody.
func (s *sheet) mark() {
	text := s.v.Header.Mark
	if text == "" {
		return
	}
	width, height := s.f.GetPageSize()
	s.text(width/2, s.top-9*px, bold, tiny, warn, 'm', text)
	size := min(60, 60*0.95*height/s.width(bold, 60, text))
	s.f.TransformBegin()
	s.f.TransformRotate(52, width/2, height/2)
	s.f.SetAlpha(0.09, "Normal")
	s.text(width/2, height/2, bold, size, warn, 'm', text)
	s.f.SetAlpha(1, "Normal")
	s.f.TransformEnd()
	s.forget()
}

func (s *sheet) head() {
	y := s.top
	s.text(s.left, y, sans, tiny, grey, 'l', s.v.Title)
	date := s.v.Header.Date
	if date != "" {
		date = " · " + date
	}
	s.text(s.right(), y, sans, tiny, grey, 'r', date)
	s.text(s.right()-s.width(sans, tiny, date), y, s.nameFace, tiny, grey, 'r', s.shortened(s.name, s.nameFace, tiny, nameLimit))
	s.line(s.left, y+8*px, s.right(), y+8*px, hairline, 0.75*px)
}

// shortened cuts a text at a limit and says so with an ellipsis.
func (s *sheet) shortened(text string, f face, size, limit float64) string {
	if s.width(f, size, text) <= limit {
		return text
	}
	letters := []rune(text)
	for n := len(letters); n > 0; n-- {
		if cut := strings.TrimSpace(string(letters[:n])) + "…"; s.width(f, size, cut) <= limit {
			return cut
		}
	}
	return "…"
}

// The two lines of a foot: from line to line, what the first leaves to the number of the
// page, and what stands between two pieces.
const (
	footLead  = 13 * px
	footWidth = 148 * mm
	footPoint = " · "
)

// foot prints the code, then what the page was made by, then the number of the page. A
// piece that the first line has no room for stands whole on the second.
func (s *sheet) foot(n, pages int) {
	_, height := s.f.GetPageSize()
	y := height - footBottom - footLead
	s.line(s.left, y-16*px, s.right(), y-16*px, hairline, 0.75*px)
	page := strings.NewReplacer("{page}", strconv.Itoa(n), "{pages}", strconv.Itoa(pages)).Replace(s.v.Print.PageOf)
	s.text(s.right(), y, sans, tiny, grey, 'r', page)
	code := s.shortened(clean(bold, s.v.Colophon.Code), bold, tiny, footWidth/2)
	s.text(s.left, y, bold, tiny, grey, 'l', code)
	x, line := s.left+s.width(bold, tiny, code)+s.raw(sans, tiny, " "), "·"
	for i, piece := range strings.Split(s.v.Colophon.Line, footPoint) {
		piece = s.shortened(piece, sans, tiny, footWidth)
		more := line + footPoint + piece
		if i == 0 {
			more = line + " " + piece
		}
		if x+s.width(sans, tiny, more) > s.left+footWidth {
			s.text(x, y, sans, tiny, grey, 'l', line)
			x, y, more = s.left, y+footLead, piece
		}
		line = more
	}
	s.text(x, y, sans, tiny, grey, 'l', line)
}
