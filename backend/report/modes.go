package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// directions of the four axes of a kite: up, right, down, left; y runs down.
var directions = [4][2]float64{{0, -1}, {1, 0}, {0, 1}, {-1, 0}}

func (b *builder) kite(w domain.Widget) (*Kite, string) {
	if len(w.Scores) != len(directions) {
		return nil, b.missing(domain.ReasonMissingScore)
	}
	out := &Kite{Axes: []KiteAxis{}, Rings: []Tick{}, Earlier: []float64{}}
	labels := []string{}
	var norm *domain.NormUse
	for i, id := range w.Scores {
		s, missing := b.score(id)
		if missing == "" && s.Percentile == nil {
			missing = b.missing(domain.ReasonNoNorm)
		}
		if missing != "" {
			return nil, missing
		}
		norm = s.Norm
		out.Axes = append(out.Axes, b.kiteAxis(i, s))
		labels = append(labels, b.scale(id)+" "+b.percentile(s.Percentile))
	}
	for r := 20; r <= 100; r += 20 {
		out.Rings = append(out.Rings, Tick{At: float64(r) / 100, Label: strconv.Itoa(r)})
	}
	out.DiagonalX, out.DiagonalY = freeQuadrant(out.Axes)
	out.Caption = b.t("report.kite.caption", i18n.Params{"Norm": b.normLine(norm)})
	if slices.ContainsFunc(out.Axes, func(a KiteAxis) bool { return a.LowClamped || a.HighClamped }) {
		out.Caption += " " + b.t("report.kite.clamped")
	}
	out.Alt = b.t("report.kite.alt", i18n.Params{"Axes": strings.Join(labels, ", ")})
	return out, ""
}

func (b *builder) kiteAxis(i int, s domain.Score) KiteAxis {
	a := KiteAxis{Code: b.code(s.ID), Name: b.scale(s.ID), Style: i,
		DirX: directions[i][0], DirY: directions[i][1], At: fraction(s.Percentile)}
	a.Label = b.t("report.kite.label", i18n.Params{"Code": a.Code, "Percentile": b.percentile(s.Percentile)})
	a.Low, a.High = a.At, a.At
	if band, ok := bandOf(s, 68); ok {
		a.Low, a.High = fraction(band.LowPercentile), fraction(band.HighPercentile)
		a.LowClamped, a.HighClamped = band.LowClamped, band.HighClamped
	}
	return a
}

// freeQuadrant is the one with the smallest product of its two percentiles:
// the kite leaves the most room there.
func freeQuadrant(axes []KiteAxis) (x, y int) {
	best := 0
	product := func(i int) float64 { return axes[i].At * axes[(i+1)%4].At }
	for i := range axes {
		if product(i) < product(best) {
			best = i
		}
	}
	d, e := directions[best], directions[(best+1)%4]
	return int(d[0] + e[0]), int(d[1] + e[1])
}

func bandOf(s domain.Score, level int) (domain.Band, bool) {
	i := slices.IndexFunc(s.Bands, func(band domain.Band) bool { return band.Level == level })
	if i < 0 {
		return domain.Band{}, false
	}
	return s.Bands[i], true
}

// span lays a band on the percentile axis; without one it is empty at the point.
func (b *builder) span(s domain.Score, level int) Span {
	band, ok := bandOf(s, level)
	if !ok || band.LowPercentile == nil || band.HighPercentile == nil {
		at := fraction(s.Percentile)
		return Span{Low: at, High: at, Text: "–"}
	}
	return Span{Low: fraction(band.LowPercentile), High: fraction(band.HighPercentile),
		LowClamped: band.LowClamped, HighClamped: band.HighClamped,
		Text: signed(b.percentile(band.LowPercentile), b.percentile(band.HighPercentile), band)}
}

// openSign stands in a table at the end of a band that lies outside the norm's table.
const openSign = "*"

// signed is an interval whose clamped ends bear the sign.
func signed(low, high string, band domain.Band) string {
	if low == high { // both print alike: one sign, not two
		high = ""
	}
	if band.LowClamped || band.HighClamped && high == "" {
		low += openSign
	}
	if high == "" {
		return low
	}
	if band.HighClamped {
		high += openSign
	}
	return interval(low, high)
}

// said is the interval in a sentence, where the sign would be a riddle.
func (s Span) said() string { return strings.ReplaceAll(s.Text, openSign, "") }

// clamped reports whether an end lies outside the norm's table.
func (s Span) clamped() bool { return s.LowClamped || s.HighClamped }

func (b *builder) bars(w domain.Widget) (*Bars, string) {
	out := &Bars{
		Rows: []Bar{}, Ticks: []Tick{}, Notes: []Point{},
		Middle:  Tick{At: 0.5, Label: b.t("report.bars.middle")},
		RawHead: b.t("report.bars.raw"), PercentileHead: b.t("report.bars.percentile"),
		BandHead: b.p.T("report.percent", i18n.Params{"N": 68}),
	}
	for t := 0; t <= 100; t += 20 {
		out.Ticks = append(out.Ticks, Tick{At: float64(t) / 100, Label: strconv.Itoa(t)})
	}
	var norm *domain.NormUse
	missing, labels := "", []string{}
	for _, id := range w.Scores {
		row := b.bar(id)
		out.Rows = append(out.Rows, row)
		if row.Missing != "" {
			missing = row.Missing
			continue
		}
		s, _ := b.res.Score(id)
		norm = s.Norm
		labels = append(labels, row.Name+": "+row.Raw+", "+row.Percentile+" ("+row.Band68.said()+")")
	}
	if norm == nil {
		return nil, or(missing, b.missing(domain.ReasonNoNorm))
	}
	out.Caption = b.t("report.bars.caption", i18n.Params{"Norm": b.normLine(norm), "Range": b.rawRange(w.Scores)})
	if slices.ContainsFunc(out.Rows, func(r Bar) bool { return r.Band68.clamped() || r.Band95.clamped() }) {
		out.Caption += " " + b.t("report.bars.clamped")
	}
	out.Alt = b.t("report.bars.alt", i18n.Params{"Rows": strings.Join(labels, "; ")})
	out.Notes = b.barNotes(out.Rows)
	out.Meaning = b.meaning(w.Scores)
	out.Exact = b.exact(w.Scores, b.t("report.exact.title"))
	return out, ""
}

func (b *builder) bar(id string) Bar {
	out := Bar{Code: b.code(id), Name: b.scale(id), Plain: b.text("scale." + id + ".plain"), Style: b.style(id)}
	s, missing := b.score(id)
	if missing == "" && s.Percentile == nil {
		missing = b.missing(cmp.Or(s.Reason, domain.ReasonNoNorm))
	}
	if out.Missing = missing; missing != "" {
		return out
	}
	out.Raw = b.p.Number(*s.Value, 0)
	out.Converted = b.p.Number(inNorm(s), 2)
	out.Percentile = b.percentile(s.Percentile)
	out.Sentence = b.t("report.bars.sentence", i18n.Params{"Percentile": out.Percentile, "Name": out.Name})
	out.At = fraction(s.Percentile)
	out.Band68, out.Band95 = b.span(s, 68), b.span(s, 95)
	return out
}

// rawRange is the lowest and highest possible sum of ranks ("12 to 48").
func (b *builder) rawRange(scores []string) string {
	step, ok := b.m.Step(scores[0])
	if !ok || len(step.Items) == 0 {
		return ""
	}
	item, _ := b.m.Item(step.Items[0])
	n := len(step.Items)
	return b.p.T("report.range", i18n.Params{"Low": n, "High": n * len(item.Endings)})
}

// barNotes say how ranked totals and percentiles are read, and which order of
// the bars is certain.
func (b *builder) barNotes(rows []Bar) []Point {
	present := slices.DeleteFunc(slices.Clone(rows), func(r Bar) bool { return r.Missing != "" })
	slices.SortStableFunc(present, func(x, y Bar) int { return cmp.Compare(y.At, x.At) })
	high, low := present[0], present[len(present)-1]
	params := i18n.Params{"High": high.Name, "Low": low.Name, "Percentile": high.Percentile}
	notes := []Point{{Lead: b.t("report.bars.read.lead"), Text: b.t("report.bars.read.text", params)}}
	touching := []string{}
	for i := 1; i < len(present); i++ {
		x, y := present[i-1], present[i]
		if y.Band68.High >= x.Band68.Low {
			touching = append(touching, b.t("report.bars.order.pair", i18n.Params{
				"A": x.Name, "BandA": x.Band68.said(), "B": y.Name, "BandB": y.Band68.said()}))
		}
	}
	text := b.t("report.bars.order.clear")
	if len(touching) > 0 {
		text = strings.Join(append(touching, b.t("report.bars.order.open")), " ")
	}
	return append(notes, Point{Lead: b.t("report.bars.order.lead"), Text: text})
}

// meaning tables the scales in plain words and how often each came first.
func (b *builder) meaning(scores []string) Table {
	counts, sets := b.tops()
	t := Table{Heads: []Head{{Text: b.t("report.meaning.scale")}, {Text: b.t("report.meaning.plain")},
		{Text: b.t("report.meaning.top"), Numeric: true}}, Rows: []TableRow{}}
	for _, id := range scores {
		top := "–"
		if sets > 0 {
			top = b.p.N("report.meaning.of", sets, i18n.Params{"Top": counts[id]})
		}
		t.Rows = append(t.Rows, TableRow{Style: b.style(id), Cells: []string{b.named(id), b.text("scale." + id + ".plain"), top}})
	}
	return t
}

// named is a score's name with its code, once if they are the same.
func (b *builder) named(id string) string {
	if name, code := b.scale(id), b.code(id); name != code {
		return name + " " + code
	}
	return b.scale(id)
}

// exact tables value, converted value, percentile and bands.
func (b *builder) exact(scores []string, title string) Table {
	t := Table{Title: title, Rows: []TableRow{}, Heads: []Head{{Text: b.t("report.exact.score")}}}
	for _, key := range []string{"report.exact.raw", "report.exact.norm", "report.exact.percentile", "report.exact.band68", "report.exact.band95"} {
		t.Heads = append(t.Heads, Head{Text: b.t(key), Numeric: true})
	}
	var norm *domain.NormUse
	open := false
	for _, id := range scores {
		s, missing := b.score(id)
		row := TableRow{Style: b.style(id), Cells: []string{b.named(id), missing, "", "", "", ""}}
		if missing == "" {
			inner, outer := b.span(s, 68), b.span(s, 95)
			row.Cells = []string{b.named(id), b.p.Number(*s.Value, 0), b.p.Number(inNorm(s), 2),
				b.percentile(s.Percentile), inner.Text, outer.Text}
			norm, open = s.Norm, open || inner.clamped() || outer.clamped()
		}
		t.Rows = append(t.Rows, row)
	}
	t.Caption = b.t("report.exact.caption", i18n.Params{"Norm": b.normLine(norm)})
	if open {
		t.Caption += " " + b.t("report.exact.clamped")
	}
	return t
}
