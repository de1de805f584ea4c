package arithmetic

import (
	"regexp"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// Input is all that a Sheet is made of.
type Input struct {
	Instrument *domain.Instrument
	// Trace is that of the result, Answers the ones that it counts.
	Trace   []domain.TraceStep
	Answers map[string]domain.Value
	// Language is that of the session: its words stand in where the instrument
	// lacks the printer's.
	Language string
	Printer  *i18n.Printer
}

// Build words a trace. It is pure and cannot fail.
func Build(in Input) Sheet {
	b := newBuilder(in)
	sheet := Sheet{Language: b.p.Language(), Title: b.p.T("arithmetic.title"), Intro: b.p.T("arithmetic.intro"),
		Digits: b.p.T("arithmetic.digits"), AnswersTitle: b.p.T("arithmetic.answers"), Forms: b.forms(), Parts: []Part{}}
	for _, part := range domain.TraceParts() {
		if groups := b.groups(part); len(groups) > 0 {
			sheet.Parts = append(sheet.Parts, Part{ID: string(part), Title: b.p.T("trace.part." + string(part)), Groups: groups})
		}
	}
	return sheet
}

type builder struct {
	in    Input
	m     *domain.Manifest
	p     *i18n.Printer
	lines map[string]domain.TraceStep
	// inForm are the lines that stand as a row of a form.
	inForm map[string]bool
}

func newBuilder(in Input) *builder {
	b := &builder{in: in, m: &in.Instrument.Manifest, p: in.Printer, lines: map[string]domain.TraceStep{}, inForm: map[string]bool{}}
	for _, s := range in.Trace {
		b.lines[s.ID] = s
	}
	return b
}

// groups gives the lines of a part by what they belong to, in their order; what
// a swap would do stands apart from what was done.
func (b *builder) groups(part domain.TracePart) []Group {
	out, at := []Group{}, map[string]int{}
	for _, s := range b.in.Trace {
		if s.Part != part {
			continue
		}
		key, swapped := s.Of, swap(s.ID) != ""
		if swapped {
			key += " swapped"
		}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, b.group(s, swapped))
		}
		out[i].Lines = append(out[i].Lines, b.line(s))
	}
	return slices.DeleteFunc(out, func(g Group) bool {
		return !slices.ContainsFunc(g.Lines, func(l Line) bool { return !l.InForm })
	})
}

func (b *builder) group(s domain.TraceStep, swapped bool) Group {
	g := Group{Name: b.scale(s.Of), Code: b.code(s.Of), Lines: []Line{}, Folded: swapped || s.Part == domain.TraceError}
	if s.Part == domain.TraceFlag {
		g.Name, g.Code = "", ""
	}
	if swapped {
		g.Name = b.p.T("arithmetic.swapped", i18n.Params{"Name": g.Name})
	}
	if g.Code == g.Name {
		g.Code = ""
	}
	return g
}

func (b *builder) line(s domain.TraceStep) Line {
	l := Line{Sign: b.sign(s.ID), Rule: b.p.T("trace.op." + s.Op), Relation: "=", InForm: b.inForm[s.ID], Source: b.source(s), Table: b.tables(s)}
	l.Result = Piece{Text: b.outcome(s), Ref: lineRef + s.ID, Label: l.Sign}
	if shown, exact, ok := b.number(s.Output); ok && s.Part != domain.TraceFlag {
		l.Result.Text, l.Result.Exact = shown, exact
	} else {
		l.Relation = "→"
	}
	l.Pieces = b.pieces(s)
	return l
}

// pieces cuts a formula into its numbers and the signs between them. A formula
// that ends with the outcome itself leaves it to the result.
func (b *builder) pieces(s domain.TraceStep) []Piece {
	out, rest := []Piece{}, s.Formula
	if n := len(s.Inputs) - 1; n > 0 && s.Inputs[n].Value == s.Output {
		rest = strings.TrimSuffix(rest, " = "+place(n))
	}
	for i := range s.Inputs {
		before, after, found := strings.Cut(rest, place(i))
		if !found {
			continue
		}
		if before != "" {
			out = append(out, Piece{Text: b.between(before)})
		}
		p := b.piece(s, i)
		if strings.HasPrefix(p.Text, minus) && operator.MatchString(before) {
			p.Text = "(" + p.Text + ")"
		}
		if b.isFlag(s.Inputs[i]) {
			after = strings.TrimPrefix(after, " = 1") // that it stands is all that is read
		}
		out, rest = append(out, p), after
	}
	if rest != "" {
		out = append(out, Piece{Text: b.between(rest)})
	}
	return out
}

// operator is a sign before which a negative number needs brackets.
var operator = regexp.MustCompile(`[-+×/] $`)

// isFlag reports whether an input is that a flag stands.
func (b *builder) isFlag(in domain.TraceInput) bool {
	return in.Kind == domain.TraceLine && b.lines[in.Ref].Part == domain.TraceFlag
}

// piece words one input.
func (b *builder) piece(s domain.TraceStep, i int) Piece {
	in := s.Inputs[i]
	p := Piece{Text: b.value(in.Value)}
	if shown, exact, ok := b.number(in.Value); ok {
		p.Text, p.Exact = shown, exact
	}
	switch in.Kind {
	case domain.TraceCell:
		p.Ref, p.Label = cellRef+in.Ref, b.cell(in.Ref)
	case domain.TraceLine:
		p.Ref, p.Label = lineRef+in.Ref, b.sign(in.Ref)
		if b.isFlag(in) {
			p.Text, p.Exact = b.flag(in.Ref), ""
		}
	case domain.TraceRow:
		p.Label = b.row(s, in)
	case domain.TraceCut:
		p.Label = b.p.T("arithmetic.cut", i18n.Params{"Name": b.bound(in.Ref)})
	case domain.TraceConstant:
		p.Label = b.p.T("trace.constant." + in.Ref)
	}
	return p
}
