package arithmetic

import (
	"regexp"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// text gives the instrument's text in the reader's language, or in the
// session's; "" if it has neither.
func (b *builder) text(key string) string {
	for _, lang := range []string{b.p.Language(), b.in.Language} {
		if t, ok := b.in.Instrument.Text(lang, key); ok {
			return t
		}
	}
	return ""
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// scale gives the name of what a line belongs to: a score, or a step without
// words of its own by what it does.
func (b *builder) scale(id string) string {
	if t := b.text("scale." + id); t != "" {
		return t
	}
	if step, ok := b.m.Step(id); ok {
		if key := "arithmetic.step." + step.Op; b.p.Has(key) {
			return b.p.T(key, i18n.Params{"Items": span(step.Items)})
		}
		return b.p.T("arithmetic.step.between", i18n.Params{"ID": id})
	}
	return id
}

// span names a run of items by its ends.
func span(items []string) string {
	if len(items) == 0 {
		return ""
	}
	return items[0] + "–" + items[len(items)-1]
}

// source says where the rule of a line comes from.
func (b *builder) source(s domain.TraceStep) string {
	return b.in.Instrument.SourceText(b.p.Language(), s.Of, s.Source)
}

func (b *builder) code(id string) string { return first(b.text("scale."+id+".short"), b.scale(id)) }

// flag gives the name of a flag.
func (b *builder) flag(code string) string {
	key := "flag." + code
	if t := b.text(key); t != "" {
		return t
	}
	return b.p.T(key)
}

// value words a class, a level, an item's option; numbers stay as they are.
func (b *builder) value(v string) string {
	if shown, _, ok := b.number(v); ok {
		return shown
	}
	return first(b.text("class."+v), b.text("level."+v), b.text("scale."+v), v)
}

// outcome words what a line without a number comes to.
func (b *builder) outcome(s domain.TraceStep) string {
	switch {
	case s.Part == domain.TraceFlag:
		return b.p.T("arithmetic.stands")
	case s.Op == "tell":
		if s.Output == "cannot_tell" {
			return b.p.T("arithmetic.cannot_tell")
		}
		return b.p.T("arithmetic.may_tell", i18n.Params{"Class": b.value(s.Output)})
	case b.p.Has("report.missing." + s.Output):
		return b.p.T("report.missing." + s.Output)
	}
	return b.value(s.Output)
}

// cell names an answer.
func (b *builder) cell(ref string) string {
	item, ending, ok := strings.Cut(ref, ".")
	if !ok {
		return b.p.T("arithmetic.cell.item", i18n.Params{"Item": ref})
	}
	return b.p.T("arithmetic.cell.ending", i18n.Params{"Item": item, "Ending": first(b.text("scale."+ending+".short"), ending)})
}

// bound names what a cut bounds.
func (b *builder) bound(ref string) string {
	if inner, ok := within(ref, "D("); ok {
		return "D, " + b.scale(inner)
	}
	if step, ok := b.m.Step(ref); ok && step.Op == "kendall_w" {
		return "D, " + b.scale(ref)
	}
	if key := "arithmetic.bound." + ref; b.p.Has(key) {
		return b.p.T(key)
	}
	return b.code(ref)
}

var tableRow = regexp.MustCompile(`^(N|SD|α|mean)\((.*)\)$`)

// row says what a number of a table is.
func (b *builder) row(s domain.TraceStep, in domain.TraceInput) string {
	say := func(key, row string) string { return b.p.T("arithmetic.row."+key, i18n.Params{"Row": row}) }
	counted := slices.ContainsFunc(s.Inputs, func(i domain.TraceInput) bool { return i.Kind == domain.TraceRow && i.Ref == "N" })
	switch m := tableRow.FindStringSubmatch(in.Ref); {
	case in.Ref == "N":
		return say("persons", "")
	case in.Ref == "r" || in.Ref == "r1" || in.Ref == "r2":
		return say("score", b.value(in.Value))
	case m == nil:
		return say("table", in.Ref)
	case m[1] == "SD":
		return say("sd", b.code(m[2]))
	case m[1] == "α":
		return say("alpha", b.code(m[2]))
	case m[1] == "mean":
		return say("mean", b.code(m[2]))
	case strings.HasPrefix(m[2], "D≥"):
		return say("counted_d", strings.TrimPrefix(m[2], "D≥"))
	case counted:
		return say("counted", b.value(m[2]))
	default:
		return say("value", b.value(m[2]))
	}
}

// tables names the tables that a line reads.
func (b *builder) tables(s domain.TraceStep) string {
	out := []string{}
	for _, in := range s.Inputs {
		if in.Table == nil {
			continue
		}
		t := in.Table
		group := t.Group
		if group == "Total" {
			group = b.p.T("report.norm.total")
		}
		words := slices.DeleteFunc([]string{t.File, t.Version, group, t.Source}, func(w string) bool { return w == "" })
		if line := strings.Join(words, " · "); line != "" && !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return strings.Join(out, "; ")
}
