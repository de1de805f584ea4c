package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// scoresOn lays scores on the scale that the widget declares for them.
func (b *builder) scoresOn(w domain.Widget) *Scores {
	low, high := decimal(w.Low), decimal(w.High)
	out := &Scores{Rows: []ScoreRow{}, Ticks: []Tick{}, TryTitle: b.t("report.scores.try")}
	for _, at := range []float64{0, 0.5, 1} {
		out.Ticks = append(out.Ticks, Tick{At: at, Label: b.plain(low + at*(high-low))})
	}
	out.Caption = b.t("report.scores.caption", i18n.Params{"Low": b.plain(low), "High": b.plain(high)})
	labels := []string{}
	for _, id := range b.inOrder(w) {
		row := b.scoreRow(id, low, high)
		if row.Missing == "" {
			row.Meaning = b.meaningOf(w, id)
		}
		out.Rows = append(out.Rows, row)
		labels = append(labels, strings.TrimSpace(row.Name+": "+or(row.Value, row.Missing)+" "+row.Level))
	}
	out.Alt = b.t("report.scores.alt", i18n.Params{"Rows": strings.Join(labels, "; ")})
	return out
}

// inOrder gives the widget's scores as declared or, where it sorts, the highest
// first and those without a value last.
func (b *builder) inOrder(w domain.Widget) []string {
	ids := slices.Clone(w.Scores)
	if w.Sorted {
		slices.SortStableFunc(ids, func(x, y string) int { return cmp.Compare(b.valueOf(y), b.valueOf(x)) })
	}
	return ids
}

// valueOf is a score's value, less than any when there is none.
func (b *builder) valueOf(id string) float64 {
	if s, ok := b.res.Score(id); ok && s.Value != nil {
		return *s.Value
	}
	return math.Inf(-1)
}

func (b *builder) scoreRow(id string, low, high float64) ScoreRow {
	row := ScoreRow{Name: b.scale(id), Plain: b.text("scale." + id + ".plain"), Tries: b.series("try." + id + ".")}
	s, missing := b.score(id)
	if missing == "" && s.Value == nil {
		missing = b.missing(s.Reason)
	}
	if row.Missing = missing; missing != "" || b.in.Figures { // figures have nothing to try
		row.Tries = []string{}
	}
	if missing != "" {
		return row
	}
	row.Value = b.plain(*s.Value)
	if s.Class != "" {
		row.Level = or(b.text("level."+s.Class), s.Class)
	}
	row.At = math.Min(1, math.Max(0, (*s.Value-low)/(high-low)))
	return row
}

// meaningOf is the instrument's sentence for the level of a score; where the
// widget sorts, that for the one score which comes first, unless one of the
// widget's flags forbids to say so.
func (b *builder) meaningOf(w domain.Widget, id string) string {
	s, _ := b.res.Score(id)
	if s.Class != "" {
		return or(b.addressed("level."+id+"."+s.Class+".plain"), b.addressed("level."+s.Class+".plain"))
	}
	leads := w.Sorted && !slices.ContainsFunc(w.Scores, func(other string) bool {
		return other != id && b.valueOf(other) >= b.valueOf(id)
	})
	if !leads || slices.ContainsFunc(w.Flags, b.res.Raised) {
		return ""
	}
	return b.addressed("class." + id + ".summary")
}

// plain writes a number with as many of two decimals as it needs.
func (b *builder) plain(x float64) string {
	for decimals, unit := range []float64{1, 10} {
		if math.Abs(x*unit-math.Round(x*unit)) < 1e-9 {
			return b.p.Number(x, decimals)
		}
	}
	return b.p.Number(x, 2)
}
