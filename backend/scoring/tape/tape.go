// Package tape records the arithmetic of a run: of every line what it adds up,
// from where, and what it gives, as exact numbers and references to names that
// the program has made beforehand. Nothing is put into words before somebody
// asks for the lines, and then from the recording alone.
//
// It must never score, and never know a step or an instrument.
package tape

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Tape is the recording of one run. Its memory is used again by the next; it is
// not for use by several goroutines.
type Tape struct {
	lines []line
	marks []mark
	// names are those that are put together when the lines are written.
	names []composed
	// words are classes and other texts of the program, floats numbers that are not
	// exact.
	words  []string
	floats []float64
	given  []Given
	swaps  []Swap
	// tables are those of the rows.
	tables []*domain.TraceTable
	// of and source are what the next lines belong to and rest on.
	of, source string
	now        Line
}

// line is one line; its inputs are the marks from the end of the line before it
// to its own.
type line struct {
	id         Name
	of, source string
	part       domain.TracePart
	op         string
	to         int
	output     value
}

// mark is one input of a line, with the signs before it; of kind text alone,
// just the signs. There are many, so it is kept small.
type mark struct {
	before, ref string
	// x is its value, if that is exact; others stand at place at.
	x  norm.Fraction
	at int32
	// more is 1 + the place of the rest of the name of a line or row, or of an
	// answer as it was given; 0 for none.
	more int32
	// table is 1 + the place of the table of a row, 0 for none.
	table int32
	kind  kind
	how   how
}

// value is a number or a word: an exact one is x, others stand at place at.
type value struct {
	x   norm.Fraction
	at  int32
	how how
}

// how says how a value is written.
type how uint8

const (
	exact  how = iota // "407/12"
	plain             // a decimal of at most six places, or as exact
	nine              // nine places
	twelve            // twelve places
	word
)

// firstLines and firstMarks are about what a form takes.
const firstLines, firstMarks = 128, 1024

type kind uint8

const (
	text kind = iota
	cell
	lineRef
	row
	cut
	constant
)

// Begin forgets what was recorded.
func (t *Tape) Begin() {
	t.lines, t.marks, t.names = t.lines[:0], t.marks[:0], t.names[:0]
	t.words, t.floats, t.given, t.swaps = t.words[:0], t.floats[:0], t.given[:0], t.swaps[:0]
	t.tables = t.tables[:0]
}

// For goes on with the lines of a score, list or flag, and says where its rule
// comes from.
func (t *Tape) For(of, source string) { t.of, t.source = of, source }

// Line begins a line. It ends with Gives, About or Class.
func (t *Tape) Line(id string, part domain.TracePart, op string) *Line {
	return t.Named(Name{text: id}, part, op)
}

// Named begins a line under a name that is put together.
func (t *Tape) Named(id Name, part domain.TracePart, op string) *Line {
	n := len(t.lines)
	if n == cap(t.lines) {
		t.lines = slices.Grow(t.lines, n+firstLines)
	}
	t.lines = t.lines[:n+1]
	l := &t.lines[n]
	l.id, l.of, l.source, l.part, l.op = id, t.of, t.source, part, op
	t.now.t, t.now.before, t.now.inputs = t, "", 0
	return &t.now
}

// Line is one line that is being recorded. Every method but the last, Gives,
// About or Class, goes on with it.
type Line struct {
	t      *Tape
	before string
	inputs int
}

// Text records signs between the inputs.
func (l *Line) Text(signs string) *Line {
	if l.before != "" {
		l.t.marks = append(l.t.marks, mark{before: l.before})
	}
	l.before = signs
	return l
}

// Join records what stands between the first input and the next.
func (l *Line) Join(n int, between string) *Line {
	if n > 0 {
		return l.Text(between)
	}
	return l
}

// Signed records the sign before a term.
func (l *Line) Signed(n int, weight norm.Fraction) *Line {
	switch {
	case weight.Sign() < 0 && n == 0:
		return l.Text("-")
	case weight.Sign() < 0:
		return l.Text(" - ")
	}
	return l.Join(n, " + ")
}

// Inputs counts the inputs so far.
func (l *Line) Inputs() int { return l.inputs }

// next makes room for an input with an exact value.
func (l *Line) next(k kind, ref string, h how, x norm.Fraction) *mark {
	t := l.t
	n := len(t.marks)
	if n == cap(t.marks) {
		t.marks = slices.Grow(t.marks, n+firstMarks)
	}
	t.marks = t.marks[:n+1]
	m := &t.marks[n]
	m.before, m.ref, m.x, m.more, m.table, m.kind, m.how = l.before, ref, x, 0, 0, k, h
	l.before = ""
	l.inputs++
	return m
}

func (l *Line) number(k kind, ref string, h how, x norm.Fraction) *Line {
	l.next(k, ref, h, x)
	return l
}

func (l *Line) float(k kind, ref string, h how, x float64) *mark {
	m := l.next(k, ref, h, norm.Fraction{})
	m.at = l.t.float(x)
	return m
}

func (l *Line) word(k kind, ref, text string) *mark {
	m := l.next(k, ref, word, norm.Fraction{})
	m.at = l.t.word(text)
	return m
}

func (t *Tape) word(text string) int32 {
	t.words = append(t.words, text)
	return int32(len(t.words) - 1)
}

func (t *Tape) float(x float64) int32 {
	t.floats = append(t.floats, x)
	return int32(len(t.floats) - 1)
}

// table keeps a table; rows of one table follow each other.
func (t *Tape) table(of *domain.TraceTable) int32 {
	n := len(t.tables)
	if of == nil {
		return 0
	}
	if n == 0 || t.tables[n-1] != of {
		t.tables = append(t.tables, of)
		n++
	}
	return int32(n)
}

// Line records the outcome of another line.
func (l *Line) Line(id string, x norm.Fraction) *Line { return l.number(lineRef, id, exact, x) }

// LineNamed is Line under a name that is put together.
func (l *Line) LineNamed(id Name, x norm.Fraction) *Line {
	l.next(lineRef, id.text, exact, x).more = id.at
	return l
}

// LineAbout records the outcome of another line, to nine places.
func (l *Line) LineAbout(id string, x float64) *Line {
	l.float(lineRef, id, nine, x)
	return l
}

// LineClass records the class that another line gives.
func (l *Line) LineClass(id, class string) *Line { return l.LineNamedClass(Name{text: id}, class) }

// LineNamedClass is LineClass under a name that is put together.
func (l *Line) LineNamedClass(id Name, class string) *Line {
	l.word(lineRef, id.text, class).more = id.at
	return l
}

// Cell records an answer.
func (l *Line) Cell(ref string, x norm.Fraction) *Line { return l.number(cell, ref, exact, x) }

// CellText records an answer as a text.
func (l *Line) CellText(ref, value string) *Line {
	l.word(cell, ref, value)
	return l
}

// Recoded records an answer that counts as another number than it was given.
func (l *Line) Recoded(ref string, given Given, x norm.Fraction) *Line {
	m := l.next(cell, ref, exact, x)
	if given.there() {
		l.t.given = append(l.t.given, given)
		m.more = int32(len(l.t.given))
	}
	return l
}

// Constant records a number of the rule.
func (l *Line) Constant(code string, x norm.Fraction) *Line {
	return l.number(constant, code, plain, x)
}

// Cut records a bound.
func (l *Line) Cut(of string, x norm.Fraction) *Line { return l.number(cut, of, plain, x) }

// CutText records a bound as the manifest writes it.
func (l *Line) CutText(of, value string) *Line {
	l.word(cut, of, value)
	return l
}

// Row records what a row of a table gives.
func (l *Line) Row(table *domain.TraceTable, ref string, x norm.Fraction) *Line {
	return l.RowNamed(table, Name{text: ref}, x)
}

// RowNamed is Row under a name that is put together.
func (l *Line) RowNamed(table *domain.TraceTable, ref Name, x norm.Fraction) *Line {
	m := l.next(row, ref.text, exact, x)
	m.more, m.table = ref.at, l.t.table(table)
	return l
}

// RowOf records a row that is named by what it gives.
func (l *Line) RowOf(table *domain.TraceTable, x norm.Fraction) *Line {
	return l.RowNamed(table, l.t.Number(x), x)
}

// RowAbout records what a row gives to twelve places, so that nine of everything
// that follows can be found from it.
func (l *Line) RowAbout(table *domain.TraceTable, ref string, x float64) *Line {
	l.float(row, ref, twelve, x).table = l.t.table(table)
	return l
}

// RowPlain records what a row gives, as a decimal.
func (l *Line) RowPlain(table *domain.TraceTable, ref string, x norm.Fraction) *Line {
	l.next(row, ref, plain, x).table = l.t.table(table)
	return l
}

// RowClass records the class or group that a row gives.
func (l *Line) RowClass(table *domain.TraceTable, ref Name, class string) *Line {
	m := l.word(row, ref.text, class)
	m.more, m.table = ref.at, l.t.table(table)
	return l
}

// Gives ends the line with its exact outcome.
func (l *Line) Gives(x norm.Fraction) { l.end(exact).x = x }

// About ends the line with an outcome to nine places.
func (l *Line) About(x float64) { l.end(nine).at = l.t.float(x) }

// Class ends the line with a class or a reason.
func (l *Line) Class(class string) {
	l.end(word).at = l.t.word(class)
}

func (l *Line) end(h how) *value {
	t := l.t
	if l.before != "" {
		t.marks = append(t.marks, mark{before: l.before})
		l.before = ""
	}
	last := &t.lines[len(t.lines)-1]
	last.to, last.output.how = len(t.marks), h
	return &last.output
}
