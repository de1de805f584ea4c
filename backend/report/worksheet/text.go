package worksheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// textWidth is the length of a line of text; a longer formula goes on in the
// next line, further in.
const textWidth = 100

// WriteText prints a sheet as text. Records follow each other with two empty
// lines between them.
func WriteText(w io.Writer, s *Sheet) error {
	t := &typist{b: bufio.NewWriter(w)}
	t.head(s)
	for i := range s.Answers {
		t.answers(&s.Answers[i])
	}
	for _, part := range s.Parts {
		t.blank()
		t.say("", strings.ToUpper(part.Title))
		for i := range part.Blocks {
			t.block(&part.Blocks[i])
		}
	}
	t.signs(&s.Signs)
	t.blank()
	t.say("", s.Frame.Colophon.Line)
	t.blank()
	t.blank()
	return t.b.Flush()
}

// typist writes lines; the writer keeps its first error until the flush.
type typist struct{ b *bufio.Writer }

func (t *typist) blank() { _, _ = t.b.WriteString("\n") }

// say writes words, wrapped, each line after the same indent and the following
// ones four further in.
func (t *typist) say(indent, text string) {
	line := indent
	used := false
	for word := range strings.SplitSeq(text, " ") {
		if used && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > textWidth {
			_, _ = t.b.WriteString(line + "\n")
			line, used = indent+"    ", false
		}
		if used {
			line += " "
		}
		line, used = line+word, true
	}
	_, _ = t.b.WriteString(line + "\n")
}

func (t *typist) head(s *Sheet) {
	h := s.Frame.Header
	t.say("", strings.ToUpper(s.Frame.Title)+" · "+strings.TrimSpace(h.Instrument+" "+h.Version)+" · "+h.Code)
	if h.Date != "" {
		t.say("", h.Date)
	}
	t.say("  # ", s.Lead)
	for _, fault := range s.Faults {
		t.say("  ", fault)
	}
}

func (t *typist) answers(a *Answers) {
	t.blank()
	if a.Title != "" {
		t.say("", strings.ToUpper(a.Title))
	}
	wide, name := 1, 0
	for _, h := range a.Heads {
		wide = max(wide, utf8.RuneCountInString(h))
	}
	for _, r := range a.Rows {
		name = max(name, utf8.RuneCountInString(r.Sign))
		for _, c := range r.Cells {
			wide = max(wide, utf8.RuneCountInString(c))
		}
	}
	at := max(1, (textWidth-4-name)/(wide+2))
	for from := 0; from < len(a.Heads); from += at {
		to := min(from+at, len(a.Heads))
		t.cells(name, wide, "", a.Heads[from:to])
		for _, r := range a.Rows {
			t.cells(name, wide, r.Sign, r.Cells[from:to])
		}
	}
}

func (t *typist) cells(name, wide int, sign string, cells []string) {
	_, _ = fmt.Fprintf(t.b, "    %-*s", name, sign)
	for _, c := range cells {
		_, _ = fmt.Fprintf(t.b, "  %*s", wide, c)
	}
	t.blank()
}

func (t *typist) block(b *Block) {
	t.blank()
	t.say("  ", b.Title)
	for _, g := range b.Groups {
		if g.Rule != "" {
			t.say("  : ", g.Rule)
		}
		for _, r := range g.Rows {
			t.say("    ", r.String())
		}
	}
	for _, note := range b.Notes {
		t.say("  # ", note)
	}
}

func (t *typist) signs(s *Signs) {
	if s.Title == "" {
		return
	}
	t.blank()
	t.say("", strings.ToUpper(s.Title))
	t.say("  # ", s.Rule)
	for _, one := range s.List {
		t.say("  # ", one.Sign+": "+one.Name)
	}
}

// String writes a line: sign = symbols = numbers = output ≈ decimal.
func (r Row) String() string {
	text := r.Sign
	for _, side := range []string{r.Symbols, r.Numbers} {
		if side != "" {
			text += r.Colon + side
		}
	}
	text += " " + r.Joint + " " + r.Output
	if r.Decimal != "" {
		text += " ≈ " + r.Decimal
	}
	return text
}
