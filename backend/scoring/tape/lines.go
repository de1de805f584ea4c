package tape

import (
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Lines puts the recording into lines, which last longer than it does.
func (t *Tape) Lines() []domain.TraceStep {
	inputs := 0
	for i := range t.marks {
		if t.marks[i].kind != text {
			inputs++
		}
	}
	w := writer{t: t, all: make([]domain.TraceInput, 0, inputs), names: make([]string, len(t.names))}
	out, from := make([]domain.TraceStep, len(t.lines)), 0
	for i := range t.lines {
		l := &t.lines[i]
		w.line(l, t.marks[from:l.to], &out[i])
		from = l.to
	}
	return out
}

// writer writes the lines of a tape.
type writer struct {
	t *Tape
	// all takes the inputs of all lines.
	all []domain.TraceInput
	// names are those that were put together already, "" otherwise.
	names []string
	room  []byte
}

func (w *writer) line(l *line, marks []mark, into *domain.TraceStep) {
	first := len(w.all)
	*into = domain.TraceStep{
		ID: w.name(l.id), Of: l.of, Part: l.part, Op: l.op, Formula: w.formula(marks), Output: w.value(l.output.x, l.output.at, l.output.how), Source: l.source,
	}
	for i := range marks {
		if m := &marks[i]; m.kind != text {
			w.all = append(w.all, w.input(m))
		}
	}
	into.Inputs = w.all[first:len(w.all):len(w.all)]
	if l.output.how == exact && !l.output.x.IsWhole() {
		into.Decimal = l.output.x.Decimal(9)
	}
}

// formula writes the signs with the places of the inputs between them.
func (w *writer) formula(marks []mark) string {
	out, n := w.room[:0], int64(0)
	for i := range marks {
		out = append(out, marks[i].before...)
		if marks[i].kind != text {
			out = append(strconv.AppendInt(append(out, '{'), n, 10), '}')
			n++
		}
	}
	w.room = out
	return string(out)
}

var kinds = [...]domain.TraceKind{
	cell: domain.TraceCell, lineRef: domain.TraceLine, row: domain.TraceRow, cut: domain.TraceCut, constant: domain.TraceConstant,
}

func (w *writer) input(m *mark) domain.TraceInput {
	in := domain.TraceInput{Kind: kinds[m.kind], Ref: m.ref, Value: w.value(m.x, m.at, m.how)}
	switch {
	case m.more > 0 && m.kind == cell:
		in.Given = w.given(&w.t.given[m.more-1])
	case m.more > 0:
		in.Ref = w.name(Name{m.ref, m.more})
	}
	if m.table > 0 {
		in.Table = w.t.tables[m.table-1]
	}
	return in
}

func (w *writer) name(n Name) string {
	if n.at == 0 {
		return n.text
	}
	if known := w.names[n.at-1]; known != "" {
		return known
	}
	w.room = w.t.write(w.room[:0], n)
	w.names[n.at-1] = string(w.room)
	return w.names[n.at-1]
}

func (w *writer) value(x norm.Fraction, at int32, h how) string {
	switch h {
	case plain:
		return Plain(x)
	case nine:
		return Nine(w.t.floats[at])
	case twelve:
		return strconv.FormatFloat(w.t.floats[at], 'f', 12, 64)
	case word:
		return w.t.words[at]
	}
	return x.String()
}

func (w *writer) given(g *Given) string {
	switch {
	case g.to > 0:
		return strings.Join(w.t.words[g.from:g.to], ", ")
	case g.x.IsNumber():
		return g.x.String()
	}
	return g.text
}

// Nine writes a number to nine places.
func Nine(x float64) string { return strconv.FormatFloat(x, 'f', 9, 64) }

// Plain writes a number of six places at most as a decimal, others as a fraction.
func Plain(x norm.Fraction) string {
	if x.IsWhole() {
		return x.String()
	}
	text := x.Decimal(6)
	if y, err := norm.ParseDecimal(text); err == nil && y.Cmp(x) == 0 {
		return strings.TrimRight(text, "0")
	}
	return x.String()
}
