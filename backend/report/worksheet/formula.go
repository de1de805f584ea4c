package worksheet

import (
	"regexp"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
)

// writer words one trace.
type writer struct {
	in report.Input
	p  *i18n.Printer
	// comma says that the language writes a decimal comma; then lists are
	// parted by semicolons.
	comma bool
}

func newWriter(in report.Input) *writer {
	return &writer{in: in, p: in.Printer, comma: strings.Contains(in.Printer.Number(0.5, 1), ",")}
}

func (w *writer) t(key string, params ...i18n.Params) string { return w.p.T(key, params...) }

var (
	placeholder = regexp.MustCompile(`\{(\d+)\}`)
	decimals    = regexp.MustCompile(`(\d)\.(\d)`)
	identifier  = regexp.MustCompile(`[\p{L}_][\p{L}\p{N}_]*`)
	persons     = regexp.MustCompile(`^N\((-?[0-9./]+)\)$`)
	compares    = regexp.MustCompile(`[<>≤≥=]`)
	found       = regexp.MustCompile(`^row\(.*\) = \{\d+\}$`)
)

// number writes a value as a reader expects it: a true minus sign, the
// language's decimal sign.
func (w *writer) number(text string) string {
	text = strings.ReplaceAll(text, "-", "−")
	if w.comma {
		text = decimals.ReplaceAllString(text, "$1,$2")
	}
	return text
}

// operators writes what stands between inputs.
func (w *writer) operators(text string) string {
	text = w.number(text)
	if w.comma {
		text = strings.ReplaceAll(text, ", ", "; ")
	}
	return text
}

// formula writes a line's formula with every input as name gives it. What a
// table gives for a name is the outcome itself and is left to it.
func (w *writer) formula(s *domain.TraceStep, name func(*domain.TraceInput) string) string {
	whole := s.Formula
	if found.MatchString(whole) {
		whole = whole[:strings.LastIndex(whole, " = ")]
	}
	var b strings.Builder
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(whole, -1) {
		before := whole[at:m[0]]
		b.WriteString(w.operators(before))
		at = m[1]
		n, err := strconv.Atoi(whole[m[2]:m[3]])
		if err != nil || n >= len(s.Inputs) {
			continue
		}
		text := name(&s.Inputs[n])
		if bracketed(before, whole[at:], s.Inputs[n].Value, text) {
			text = "(" + text + ")"
		}
		b.WriteString(text)
	}
	b.WriteString(w.operators(whole[at:]))
	return b.String()
}

// bracketed reports whether a written value needs brackets so that the formula
// stays right: a fraction under a power or a division, a minus after a sign.
func bracketed(before, after, value, text string) bool {
	before = strings.TrimRight(before, " ")
	power := strings.HasPrefix(after, "²") || strings.HasPrefix(after, "³")
	switch {
	case strings.HasPrefix(text, "−"):
		return power || before != "" && strings.ContainsRune("+-×/", lastRune(before))
	case text == value && strings.Contains(value, "/") && !compares.MatchString(before+after[:min(1, len(after))]):
		return power || strings.HasSuffix(before, "/")
	}
	return false
}

func lastRune(s string) rune {
	r := []rune(s)
	return r[len(r)-1]
}

// states reports whether the formula says what holds instead of computing.
func states(s *domain.TraceStep) bool {
	return compares.MatchString(s.Formula) && !found.MatchString(s.Formula)
}

// colon stands between a sign and what it is: an equals sign, or a colon
// before what holds.
func colon(s *domain.TraceStep) string {
	if states(s) {
		return ": "
	}
	return " = "
}

// numbers writes the formula with the values.
func (w *writer) numbers(s *domain.TraceStep) string {
	return w.formula(s, func(in *domain.TraceInput) string { return w.number(in.Value) })
}

// symbols writes the formula with the signs of what it reads; constants and
// bounds are numbers there too.
func (w *writer) symbols(s *domain.TraceStep) string {
	return w.formula(s, func(in *domain.TraceInput) string {
		switch in.Kind {
		case domain.TraceConstant, domain.TraceCut:
			return w.number(in.Value)
		case domain.TraceRow:
			return w.row(s, in)
		}
		return w.number(in.Ref)
	})
}

// row names what a row of a table gives: N(r1) where r1 is a row of the line.
func (w *writer) row(s *domain.TraceStep, in *domain.TraceInput) string {
	if m := persons.FindStringSubmatch(in.Ref); m != nil {
		for i := range s.Inputs {
			if one := &s.Inputs[i]; strings.HasPrefix(one.Ref, "r") && one.Kind == domain.TraceRow && one.Value == m[1] {
				return "N(" + one.Ref + ")"
			}
		}
	}
	return w.number(in.Ref)
}

// outcome writes what a line gives and what joins it.
func (w *writer) outcome(s *domain.TraceStep) (joint, output, decimal string) {
	switch {
	case s.Part == domain.TraceFlag:
		return "→", w.t("worksheet.stands"), ""
	case s.Formula == "":
		return "→", w.t("report.missing." + s.Output), ""
	case s.Output == "cannot_tell":
		return "→", w.t("worksheet.cannot_tell"), ""
	}
	joint = "="
	if !strings.ContainsAny(s.Output[:1], "-0123456789") {
		joint = "→"
	}
	return joint, w.number(s.Output), w.number(s.Decimal)
}
