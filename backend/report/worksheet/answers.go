package worksheet

import (
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
)

// widest is how many rankings stand side by side.
const widest = 12

// none stands for an answer that is not there.
const none = "–"

// answers lays out what was answered: rankings of the same endings side by
// side, every other answer by its item.
func (w *writer) answers() []Answers {
	values := w.values()
	out := []Answers{}
	items := w.in.Instrument.Manifest.Items
	for from := 0; from < len(items); {
		to := from + 1
		for to < len(items) && to-from < widest && alike(&items[from], &items[to]) {
			to++
		}
		if items[from].Type == domain.TypeRanking {
			out = append(out, w.rankings(items[from:to], values))
		} else {
			out = append(out, w.others(items[from:to], values))
		}
		from = to
	}
	for i := range out {
		if i == 0 {
			out[i].Title = w.t("worksheet.answers")
		}
	}
	return out
}

// values are the answers that count.
func (w *writer) values() map[string]domain.Value {
	out, latest := map[string]domain.Value{}, map[string]int{}
	for _, r := range w.in.Responses {
		if r.Revision >= latest[r.ItemID] {
			latest[r.ItemID], out[r.ItemID] = r.Revision, r.Value
		}
	}
	return out
}

// alike reports whether two items can stand in one table: one section, and the
// same endings.
func alike(a, b *domain.Item) bool {
	if strings.TrimRight(a.ID, "0123456789") != strings.TrimRight(b.ID, "0123456789") || a.Type == domain.TypeForcedDistribution {
		return false
	}
	return slices.EqualFunc(a.Endings, b.Endings, func(x, y domain.Ending) bool { return x.ID == y.ID })
}

func (w *writer) rankings(items []domain.Item, values map[string]domain.Value) Answers {
	out := Answers{}
	for _, it := range items {
		out.Heads = append(out.Heads, it.ID)
	}
	for e, ending := range items[0].Endings {
		row := AnswerRow{Sign: ending.ID, Name: w.text("scale." + ending.ID)}
		for _, it := range items {
			cell := none
			if v, ok := values[it.ID]; ok && e < len(v.Ranks) {
				cell = strconv.Itoa(v.Ranks[e])
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// others lists answers of other types; a text that was typed is not printed.
func (w *writer) others(items []domain.Item, values map[string]domain.Value) Answers {
	out := Answers{}
	row := AnswerRow{}
	add := func(head, cell string) {
		out.Heads, row.Cells = append(out.Heads, head), append(row.Cells, cell)
	}
	for _, it := range items {
		v, ok := values[it.ID]
		switch {
		case it.Type == domain.TypeForcedDistribution:
			for i, card := range it.Endings {
				cell := none
				if i < len(v.Columns) {
					cell = w.number(strconv.Itoa(v.Columns[i]))
				}
				add(it.ID+"."+card.ID, cell)
			}
		case !ok:
			add(it.ID, none)
		case v.Number != "":
			add(it.ID, w.number(v.Number))
		case v.Text != "":
			add(it.ID, "…")
		case v.None:
			add(it.ID, w.p.T("kiosk.choice.none"))
		default:
			add(it.ID, strings.Join(v.Chosen, " "))
		}
	}
	out.Rows = []AnswerRow{row}
	return out
}

// text gives the instrument's text in the reader's language, or in the session's.
func (w *writer) text(key string) string {
	for _, language := range []string{w.p.Language(), w.in.Session.Language} {
		if t, ok := w.in.Instrument.Text(language, key); ok {
			return t
		}
	}
	return ""
}

// signs names every score, class and mark that has a name.
func (w *writer) signs() Signs {
	out := Signs{Title: w.t("worksheet.signs"), Rule: w.t("worksheet.signs.rule"), List: []Sign{}}
	add := func(id, key string) {
		sign := Sign{id, w.text(key)}
		if sign.Name != "" && sign.Name != id && !slices.Contains(out.List, sign) {
			out.List = append(out.List, sign)
		}
	}
	for _, s := range w.in.Result.Scores {
		add(s.ID, "scale."+s.ID)
	}
	for _, s := range w.in.Result.Scores {
		add(s.Class, "class."+s.Class)
		for _, p := range s.Probabilities {
			add(p.Class, "class."+p.Class)
		}
	}
	for _, f := range w.in.Result.Flags {
		add(f, "flag."+f)
	}
	return out
}
