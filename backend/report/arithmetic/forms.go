package arithmetic

import (
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
)

// perBlock is how many items stand side by side: more do not fit a page.
const perBlock = 12

// Refs of pieces.
const (
	cellRef = "c:"
	lineRef = "l:"
)

// forms lays out the answers, section by section: rankings of the same endings
// as a table, everything else that a line reads as cells.
func (b *builder) forms() []Form {
	out := []Form{}
	for _, s := range b.m.Sections {
		ranked, plain := []domain.Item{}, []domain.Item{}
		for _, id := range s.Items {
			item, _ := b.m.Item(id)
			_, answered := b.in.Answers[id]
			switch {
			case answered && item.Type == domain.TypeRanking && (len(ranked) == 0 || sameEndings(ranked[0], item)):
				ranked = append(ranked, item)
			default:
				plain = append(plain, item)
			}
		}
		title := b.text("section." + s.ID + ".title")
		for block := range slices.Chunk(ranked, perBlock) {
			out = append(out, b.rankings(title, block))
		}
		if f := b.plain(title, plain); len(f.Plain) > 0 {
			out = append(out, f)
		}
	}
	return out
}

func sameEndings(a, c domain.Item) bool {
	return slices.EqualFunc(a.Endings, c.Endings, func(x, y domain.Ending) bool { return x.ID == y.ID })
}

// rankings is the table of the ranks, and behind them what only adds a row.
func (b *builder) rankings(title string, items []domain.Item) Form {
	k := len(items[0].Endings)
	f := Form{Title: title, Corner: b.p.T("arithmetic.corner", map[string]any{"Most": k}), Heads: []string{}, Totals: []string{}, Rows: []FormRow{}, Plain: []Answer{}}
	for _, item := range items {
		f.Heads = append(f.Heads, item.ID)
	}
	for e, ending := range items[0].Endings {
		row := FormRow{Name: b.scale(ending.ID), Code: b.code(ending.ID), Style: b.style(ending.ID), Cells: []Piece{}, Totals: []Piece{}}
		if row.Code == row.Name {
			row.Code = ""
		}
		refs := []string{}
		for _, item := range items {
			ref := item.ID + "." + ending.ID
			text := "–"
			if ranks := b.in.Answers[item.ID].Ranks; e < len(ranks) {
				text = strconv.Itoa(ranks[e])
			}
			row.Cells, refs = append(row.Cells, Piece{Text: text, Ref: cellRef + ref, Label: b.cell(ref)}), append(refs, ref)
		}
		b.total(&f, &row, refs, e == 0)
		f.Rows = append(f.Rows, row)
	}
	return f
}

// total puts the sum of a row and the same in the norm's metric behind it.
func (b *builder) total(f *Form, row *FormRow, refs []string, first bool) {
	sum := b.adding(refs)
	if sum == nil {
		return
	}
	ids := []string{sum.ID}
	if _, ok := b.lines[sum.ID+"*"]; ok {
		ids = append(ids, sum.ID+"*")
	}
	for n, id := range ids {
		step := b.lines[id]
		shown, exact, _ := b.number(step.Output)
		row.Totals = append(row.Totals, Piece{Text: shown, Exact: exact, Ref: lineRef + id, Label: b.sign(id)})
		if !first {
			continue
		}
		head := b.p.T("arithmetic.sum")
		if n > 0 {
			head = b.p.T("arithmetic.converted")
			if len(step.Inputs) == 3 {
				head = "× " + b.value(step.Inputs[1].Value) + " / " + b.value(step.Inputs[2].Value)
			}
		}
		f.Totals = append(f.Totals, head)
	}
	b.inForm[sum.ID] = true
}

// adding finds the line that adds cells of the row and nothing else.
func (b *builder) adding(refs []string) *domain.TraceStep {
	for i := range b.in.Trace {
		s := &b.in.Trace[i]
		if s.Op != "rank_sum" && s.Op != "rank_total" || swap(s.ID) != "" || b.inForm[s.ID] || len(s.Inputs) == 0 {
			continue
		}
		other := slices.ContainsFunc(s.Inputs, func(in domain.TraceInput) bool {
			return in.Kind != domain.TraceCell || !slices.Contains(refs, in.Ref)
		})
		if !other {
			return s
		}
	}
	return nil
}

// plain gives the cells that a line reads, in the order of the items.
func (b *builder) plain(title string, items []domain.Item) Form {
	f := Form{Title: title, Heads: []string{}, Totals: []string{}, Rows: []FormRow{}, Plain: []Answer{}}
	values, refs := map[string]string{}, []string{}
	for _, s := range b.in.Trace {
		for _, in := range s.Inputs {
			if in.Kind != domain.TraceCell || values[in.Ref] != "" {
				continue
			}
			values[in.Ref] = in.Value
			if in.Given != "" {
				values[in.Ref] = in.Given
			}
			refs = append(refs, in.Ref)
		}
	}
	for _, item := range items {
		of := slices.DeleteFunc(slices.Clone(refs), func(ref string) bool { return ref != item.ID && !strings.HasPrefix(ref, item.ID+".") })
		order := func(ref string) int {
			return slices.IndexFunc(item.Endings, func(e domain.Ending) bool { return item.ID+"."+e.ID == ref })
		}
		slices.SortStableFunc(of, func(x, y string) int { return order(x) - order(y) })
		for _, ref := range of {
			f.Plain = append(f.Plain, Answer{Head: strings.TrimPrefix(ref, item.ID+"."), Cell: Piece{Text: b.value(values[ref]), Ref: cellRef + ref, Label: b.cell(ref)}})
		}
	}
	return f
}

// style is the place of a scale among those of the kite or the bars, -1 for none.
func (b *builder) style(id string) int {
	for _, kind := range []string{"kite", "bars"} {
		for _, w := range b.m.Report {
			if w.Kind == kind && len(w.Scores) > 0 {
				return slices.Index(w.Scores, id)
			}
		}
	}
	return -1
}
