package arithmetic

import (
	"strings"

	"kitewise/backend/domain"
)

// Reason says why a flag stands.
type Reason struct {
	// Rule names the rule in words.
	Rule string
	// Numbers are the ones that raised it, against their bounds; "" where the
	// rule reads none.
	Numbers string
	// Source says where the rule comes from.
	Source string
}

// Because words why a flag stands, from the trace; false if it does not.
func Because(in Input, code string) (Reason, bool) {
	b := newBuilder(in)
	s, ok := b.lines[code]
	if !ok || s.Part != domain.TraceFlag {
		return Reason{}, false
	}
	return Reason{Rule: b.p.T("trace.op." + s.Op), Numbers: b.raised(s), Source: b.source(s)}, true
}

// raised is the line of a flag as running text: what a number is stands before
// it, but for bounds and rows.
func (b *builder) raised(s domain.TraceStep) string {
	if s.Op == "unanswered" {
		return b.cell(s.Inputs[0].Ref)
	}
	var out strings.Builder
	for i, p := range b.pieces(s) {
		if p.Label == "" {
			out.WriteString(strings.ReplaceAll(p.Text, "; ", ";\u2002"))
			continue
		}
		in := b.inputOf(s, i)
		switch in.Kind {
		case domain.TraceCut, domain.TraceRow:
			out.WriteString(p.Text)
		case domain.TraceCell:
			out.WriteString(b.told(p, len(s.Inputs) > many))
		case domain.TraceLine:
			out.WriteString(b.read(in.Ref) + "\u00a0(" + strings.Trim(p.Text, "()") + ")")
		default:
			out.WriteString(p.Label + "\u00a0(" + strings.Trim(p.Text, "()") + ")")
		}
	}
	return out.String()
}

// many is from how many numbers on they stand without their words.
const many = 6

func (b *builder) told(p Piece, bare bool) string {
	if bare {
		return p.Text
	}
	return p.Label + "\u00a0(" + p.Text + ")"
}

// inputOf gives the input behind the i-th piece of a line.
func (b *builder) inputOf(s domain.TraceStep, i int) domain.TraceInput {
	n := -1
	for _, p := range b.pieces(s)[:i+1] {
		if p.Label != "" {
			n++
		}
	}
	return s.Inputs[n]
}

// read names a line for somebody who does not see its heading.
func (b *builder) read(ref string) string {
	if _, ok := within(ref, "D("); ok {
		return b.bound(ref)
	}
	return b.sign(ref)
}
