package worksheet

import (
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// whatDiffers stands in a rule for what differs between its lines.
const whatDiffers = "X"

// blocks gathers the lines of a part by their rule.
func (w *writer) blocks(lines []domain.TraceStep) []Block {
	ops := []string{}
	byOp := map[string][]domain.TraceStep{}
	for _, s := range lines {
		if !slices.Contains(ops, s.Op) {
			ops = append(ops, s.Op)
		}
		byOp[s.Op] = append(byOp[s.Op], s)
	}
	out := []Block{}
	for _, op := range ops {
		out = append(out, Block{Title: w.t("trace.op." + op), Groups: w.groups(byOp[op]), Notes: w.notes(byOp[op])})
	}
	return out
}

// groups gathers lines that differ in one name only: their formula is written
// once. The lines keep the order of their first.
func (w *writer) groups(lines []domain.TraceStep) []Group {
	seen := map[string]int{}
	forms := make([][]string, len(lines))
	for i := range lines {
		forms[i] = w.forms(&lines[i])
		for _, form := range forms[i] {
			seen[form]++
		}
	}
	out, at := []Group{}, map[string]int{}
	for i := range lines {
		rule := ""
		for _, form := range forms[i] {
			if seen[form] > 1 && seen[form] > seen[rule] {
				rule = form
			}
		}
		n, there := at[rule]
		if !there || rule == "" && n != len(out)-1 {
			n = len(out)
			out, at[rule] = append(out, Group{Rule: rule, Rows: []Row{}}), n
		}
		out[n].Rows = append(out[n].Rows, w.line(&lines[i], rule == ""))
	}
	return out
}

// forms gives the line's formula with each name of its sign in turn replaced.
func (w *writer) forms(s *domain.TraceStep) []string {
	out := []string{}
	symbols := w.symbols(s)
	if len(s.Inputs) == 0 || slices.Contains(identifier.FindAllString(s.ID+" "+symbols, -1), whatDiffers) {
		return out
	}
	for _, name := range identifier.FindAllString(s.ID, -1) {
		form := replaced(w.number(s.ID), name) + colon(s) + replaced(symbols, name)
		if !slices.Contains(out, form) {
			out = append(out, form)
		}
	}
	slices.Reverse(out)
	return out
}

func replaced(text, name string) string {
	return identifier.ReplaceAllStringFunc(text, func(one string) string {
		if one == name {
			return whatDiffers
		}
		return one
	})
}

// line writes one line, with its own formula or under a rule.
func (w *writer) line(s *domain.TraceStep, own bool) Row {
	row := Row{Sign: w.number(s.ID), Colon: colon(s), Numbers: w.numbers(s)}
	row.Joint, row.Output, row.Decimal = w.outcome(s)
	if symbols := w.symbols(s); own && symbols != row.Numbers {
		row.Symbols = symbols
	}
	if row.Joint == "=" && row.Numbers == row.Output {
		row.Numbers = ""
	}
	return row
}

// notes name the constants that are the same in every line, the tables and the sources.
func (w *writer) notes(lines []domain.TraceStep) []string {
	constants := map[string]string{}
	order, tables, sources := []string{}, []string{}, []string{}
	for _, s := range lines {
		for _, in := range s.Inputs {
			switch {
			case in.Kind == domain.TraceConstant:
				if value, there := constants[in.Ref]; !there {
					order = append(order, in.Ref)
					constants[in.Ref] = in.Value
				} else if value != in.Value {
					constants[in.Ref] = ""
				}
			case in.Table != nil:
				tables = added(tables, w.table(in.Table))
			}
		}
		for source := range strings.SplitSeq(w.in.Instrument.SourceText(w.p.Language(), s.Of, s.Source), "; ") {
			sources = added(sources, source)
		}
	}
	words := []string{}
	for _, ref := range order {
		if constants[ref] != "" {
			words = append(words, w.t("worksheet.constant", i18n.Params{"Number": w.number(constants[ref]), "Words": w.t("trace.constant." + ref)}))
		}
	}
	out := []string{}
	for _, list := range [][]string{{strings.Join(words, " · ")}, tables, sourced(w, sources)} {
		for _, note := range list {
			if note != "" {
				out = append(out, note)
			}
		}
	}
	return out
}

func sourced(w *writer, sources []string) []string {
	if len(sources) == 0 {
		return nil
	}
	return []string{w.t("worksheet.source", i18n.Params{"Source": strings.Join(sources, "; ")})}
}

// table names a table with all that is known of it.
func (w *writer) table(t *domain.TraceTable) string {
	group := t.Group
	if group != "" {
		group = w.t("worksheet.group", i18n.Params{"Group": group})
	}
	parts := slices.DeleteFunc([]string{t.File, group, t.Version, t.Source}, func(s string) bool { return s == "" })
	return w.t("worksheet.table", i18n.Params{"Table": strings.Join(parts, " · ")})
}

func added(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
