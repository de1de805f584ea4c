package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

func (b *builder) contexts(w domain.Widget) (*Contexts, string) {
	list, ok := b.res.List(w.List)
	if !ok || len(list.Entries) == 0 {
		return nil, b.missing(cmp.Or(list.Reason, domain.ReasonMissingItem))
	}
	out := &Contexts{Situations: []Situation{}, Map: []MapCell{}, Backups: []Backup{},
		SituationHead: b.t("report.contexts.situation"), OrderHead: b.t("report.contexts.order"), ClassHead: b.t("report.contexts.class"),
		BackupsTitle: b.t("report.contexts.backups.title")}
	described := []string{}
	for _, e := range list.Entries {
		s := Situation{Number: b.number(e.Item), Title: b.text("item." + e.Item + ".title"), Order: b.order(e.Item), Class: e.Class, Name: b.class(e.Class)}
		if e.Class == "" {
			s.Name, s.Missing = "", b.missing(domain.ReasonMissingItem)
		}
		out.Situations = append(out.Situations, s)
		described = append(described, s.Title+": "+or(s.Name, s.Missing))
	}
	out.Alt = b.t("report.contexts.alt", i18n.Params{"Situations": strings.Join(described, ", ")})
	b.contextMap(out, w.Score)
	b.backups(out, w)
	out.Leads = b.leads(out.Situations)
	return out, ""
}

// order lists the codes of an item's endings from most to least.
func (b *builder) order(id string) []string {
	item, _ := b.m.Item(id)
	ranks := b.answers[id].Ranks
	out := []string{}
	if len(ranks) != len(item.Endings) {
		return out
	}
	for rank := len(ranks); rank >= 1; rank-- {
		if i := slices.Index(ranks, rank); i >= 0 {
			out = append(out, b.code(item.Endings[i].ID))
		}
	}
	return out
}

// contextMap lays the classes of the grid out as equal cells.
func (b *builder) contextMap(out *Contexts, score string) {
	step, _ := b.m.Step(score)
	for _, s := range b.m.Scoring {
		if step.Grid == nil && s.Grid != nil {
			step = s
		}
	}
	if step.Grid == nil {
		return
	}
	f := b.frame(step.Grid)
	top, right, bottom, left := f.sides()
	out.Top, out.Right, out.Bottom, out.Left = b.named(top), b.named(right), b.named(bottom), b.named(left)
	out.Columns, out.Rows = f.columns(), f.rows()
	unused := []string{}
	for row := range out.Rows {
		for column := range out.Columns {
			cell := MapCell{Class: f.cell(column, row), Column: column, Row: row, Numbers: []int{}}
			cell.Name = b.class(cell.Class)
			for _, s := range out.Situations {
				if s.Class == cell.Class {
					cell.Numbers = append(cell.Numbers, s.Number)
				}
			}
			if len(cell.Numbers) == 0 {
				unused = append(unused, cell.Name)
			}
			out.Map = append(out.Map, cell)
		}
	}
	if len(unused) > 0 {
		out.Unused = Point{Lead: b.t("report.contexts.unused.lead"), Text: b.t("report.contexts.unused.text", i18n.Params{"Names": b.all(unused)})}
	}
}

// backups are the classes of the tally.
func (b *builder) backups(out *Contexts, w domain.Widget) {
	tally, _ := b.res.List(w.Tally)
	for _, e := range tally.Entries {
		out.Backups = append(out.Backups, Backup{Class: e.Class, Name: b.class(e.Class), Count: e.Count,
			Text: b.situationList(e.Items)})
	}
	step, _ := b.m.Step(w.Tally)
	if s, ok := b.res.Score(step.Except); ok && s.Class != "" {
		out.BackupsIntro = b.t("report.contexts.backups.intro", i18n.Params{"Class": b.class(s.Class)})
	}
}

// situationList is "situation 2" or "situations 1, 4 and 7".
func (b *builder) situationList(items []string) string {
	list := i18n.Params{"List": b.all(b.numbers(items))}
	if len(items) == 1 {
		return b.p.T("report.contexts.number", list)
	}
	return b.p.T("report.contexts.numbers", list)
}

// leads says how often each scale came first in the situations.
func (b *builder) leads(situations []Situation) Point {
	counts, total := map[string]int{}, 0
	for _, s := range situations {
		if len(s.Order) > 0 {
			counts[s.Order[0]]++
			total++
		}
	}
	if total == 0 {
		return Point{}
	}
	parts := []string{}
	for _, id := range b.scales() {
		parts = append(parts, b.p.T("report.contexts.leads.part", i18n.Params{"Name": b.scale(id), "Count": counts[b.code(id)]}))
	}
	return Point{Lead: b.t("report.contexts.leads.lead"), Text: b.t("report.contexts.leads.text", i18n.Params{"Parts": b.all(parts), "Total": total})}
}

func (b *builder) index(w domain.Widget) (*Index, string) {
	s, missing := b.score(w.Score)
	if missing != "" {
		return nil, missing
	}
	value := *s.Value
	out := &Index{Name: b.scale(s.ID), Code: b.code(s.ID), Value: b.p.Number(value, 2), Percentile: b.percentile(s.Percentile),
		At: math.Min(1, math.Max(0, value)), Warnings: []Point{}, Bins: []Bin{}, Ticks: []Tick{}, Bounds: []Tick{}, Levels: []Tick{},
		NormLegend: b.t("report.index.norm"), ChanceLegend: b.t("report.index.chance")}
	params := i18n.Params{"Code": out.Code, "Name": out.Name, "Value": out.Value, "Percentile": out.Percentile, "Norm": b.normLine(s.Norm)}
	out.Sentence = b.t("report.index.sentence", params)
	out.MarkLabel = b.t("report.index.mark", params)
	for t := 0; t <= 10; t += 2 {
		out.Ticks = append(out.Ticks, Tick{At: float64(t) / 10, Label: b.p.Number(float64(t)/10, 1)})
	}
	out.Range = b.swapRange(s)
	b.level(out, s)
	b.chance(out, w)
	b.distribution(out, w.Distribution, value, params)
	out.Alt = b.t("report.index.alt", params)
	return out, ""
}

// swapRange says how far one exchange of ranks can move the index.
func (b *builder) swapRange(s domain.Score) string {
	r := s.SwapRange
	if r == nil {
		return ""
	}
	low := i18n.Params{"Value": b.p.Number(r.Low, 2), "Percentile": b.percentile(r.LowPercentile)}
	if r.Low == r.High {
		return b.t("report.index.swap", low)
	}
	return b.t("report.index.range", i18n.Params{"Low": low["Value"], "High": b.p.Number(r.High, 2),
		"LowPercentile": low["Percentile"], "HighPercentile": b.percentile(r.HighPercentile)})
}

// level names the level unless the instrument says that it is undetermined.
func (b *builder) level(out *Index, s domain.Score) {
	step, _ := b.m.Step(s.ID)
	if step.Bands == nil || s.Class == "" {
		return
	}
	if s.Class == step.Bands.Undetermined {
		out.Warnings = append(out.Warnings, Point{Lead: b.t("report.index.undetermined.lead"), Text: b.t("report.index.undetermined.text")})
		return
	}
	out.Level = b.text("level." + s.Class)
}

// chanceTest gives the agreement test behind a score: its own or that of the
// step it is a transform of.
func (b *builder) chanceTest(id string) (domain.ChanceTest, bool) {
	for range len(b.m.Scoring) {
		for _, c := range b.res.Chance {
			if c.ID == id {
				return c, true
			}
		}
		step, ok := b.m.Step(id)
		if !ok || step.Of == "" {
			break
		}
		id = step.Of
	}
	return domain.ChanceTest{}, false
}

// chance puts beside an index that random answers would give as well the
// sentence that says so, unless the instrument's own flag does.
func (b *builder) chance(out *Index, w domain.Widget) {
	test, ok := b.chanceTest(w.Score)
	if ok && !test.AboveChance && !slices.ContainsFunc(w.Flags, b.told) {
		out.Warnings = append(out.Warnings, Point{Lead: b.t("report.index.chance.lead"), Text: b.t("report.index.chance.text")})
	}
}

// bins is the number of bars over the index's axis 0..1.
const bins = 40

// distribution fills the bars, the level borders and the sentence on chance.
func (b *builder) distribution(out *Index, id string, value float64, params i18n.Params) {
	d, ok := b.in.Instrument.Distributions[id]
	if !ok || d.N == 0 {
		return
	}
	for i := range bins {
		out.Bins = append(out.Bins, Bin{From: float64(i) / bins, To: float64(i+1) / bins})
	}
	mean, below := 0.0, 0.0
	for _, p := range d.Points {
		// A value on a border belongs to the bar that it begins; the last bar is closed.
		i := max(0, min(bins-1, int(math.Floor(p.Value*bins+1e-9))))
		out.Bins[i].Norm += float64(p.Frequency) / float64(d.N)
		out.Bins[i].Chance += p.Chance
		mean += p.Value * p.Chance
		if p.Value <= value+1e-9 {
			below += p.Chance
		}
	}
	for _, bin := range out.Bins {
		out.Peak = max(out.Peak, bin.Norm, bin.Chance)
	}
	params["Mean"] = b.p.Number(mean, 3)
	params["ChanceLow"], params["ChanceHigh"] = b.p.Number(d.ChanceLow, 3), b.p.Number(d.ChanceHigh, 3)
	params["Below"] = b.p.T("report.percent", i18n.Params{"N": b.percentile(ptr(below * 100))})
	out.Caption = b.t("report.index.caption", params)
	out.Sentence += " " + b.t("report.index.share", params)
	b.bounds(out, d)
}

func ptr(v float64) *float64 { return &v }

// bounds puts the borders between levels half way between the two attainable
// values on either side, and the levels' names in the middle of each. An index
// that gets no level has none on its chart either.
func (b *builder) bounds(out *Index, d domain.Distribution) {
	step, _ := b.m.Step(d.Score)
	if out.Level == "" || step.Bands == nil || step.Bands.On != "percentile" {
		return
	}
	cumulative, level, last := 0, 0, math.NaN()
	for _, p := range d.Points {
		cumulative += p.Frequency
		at := 100 * float64(cumulative) / float64(d.N)
		next := levelAt(step.Bands.Bands, at)
		if next != level && !math.IsNaN(last) {
			out.Bounds = append(out.Bounds, Tick{At: (last + p.Value) / 2})
		}
		level, last = next, p.Value
	}
	ends := []float64{0}
	for _, t := range out.Bounds {
		ends = append(ends, t.At)
	}
	ends = append(ends, 1)
	if len(ends) != len(step.Bands.Bands)+1 {
		return
	}
	for i, band := range step.Bands.Bands {
		out.Levels = append(out.Levels, Tick{At: (ends[i] + ends[i+1]) / 2, Label: b.text("level." + band.Class)})
	}
}

// levelAt gives the place of the first bound that holds the percentile.
func levelAt(bounds []domain.Bound, percentile float64) int {
	for i, bound := range bounds {
		limit := decimal(bound.Below)
		if bound.Below == "" || percentile < limit || bound.Inclusive && percentile == limit {
			return i
		}
	}
	return len(bounds) - 1
}
