package report

import (
	"math"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// changeAxes lays the judged differences on one scale around no change.
func (b *builder) changeAxes(out *Change) {
	end := b.changeEnd()
	at := func(x float64) float64 { return (x + end) / (2 * end) }
	labels := []string{}
	for _, c := range b.in.Earlier.Changes {
		for _, s := range c.Scores {
			a := b.changeAxis(c.Kind, s, at)
			out.Axes = append(out.Axes, a)
			labels = append(labels, a.Code+": "+or(a.Missing, a.Values+", "+a.Difference+", "+a.Verdict))
		}
	}
	if len(out.Axes) == 0 {
		return
	}
	for i := -2; i <= 2; i++ {
		x := float64(i) * end / 2.5
		out.Ticks = append(out.Ticks, Tick{At: at(x), Label: b.signed(x, 0, 2)})
	}
	out.AxesAlt = b.t("report.change.axes.alt", i18n.Params{"Axes": strings.Join(labels, "; ")})
}

// changeEnd is the end of the scale: the least of 1, 2.5, 5, 10, 25, … that
// takes every interval in.
func (b *builder) changeEnd() float64 {
	far := 1.0
	for _, c := range b.in.Earlier.Changes {
		for _, s := range c.Scores {
			if s.Difference != nil {
				far = math.Max(far, math.Abs(*s.Difference)+s.Least)
			}
		}
	}
	for unit := 1.0; ; unit *= 10 {
		for _, step := range []float64{1, 2.5, 5} {
			if end := step * unit; end >= far {
				return end
			}
		}
	}
}

func (b *builder) changeAxis(kind string, s domain.ScoreChange, at func(float64) float64) ChangeAxis {
	a := ChangeAxis{Code: b.code(s.ID), Name: b.scale(s.ID), Beyond: s.Beyond}
	if s.Difference == nil {
		a.Missing = b.missing(domain.ReasonMissingScore)
		return a
	}
	d, least := *s.Difference, s.Least
	a.Values = b.t("report.change.values", i18n.Params{"From": b.p.Number(*s.From, 1), "To": b.p.Number(*s.To, 1)})
	params := i18n.Params{"Difference": b.signed(d, 1, 1), "Least": b.p.Number(least, 1)}
	a.Difference = b.t("report.change.difference", params)
	if kind == domain.ChangeFixed {
		a.Difference, least = b.t("report.change.difference.fixed", params), 0
	}
	a.Verdict = b.t("report.change.verdict." + verdict(kind, s))
	a.At, a.Low, a.High = at(d), at(d-least), at(d+least)
	return a
}

// verdict is the word for what the rule finds.
func verdict(kind string, s domain.ScoreChange) string {
	switch {
	case !s.Tested:
		return "untested"
	case kind == domain.ChangeFixed && s.Beyond:
		return "reached"
	case kind == domain.ChangeFixed:
		return "unreached"
	case s.Beyond:
		return "beyond"
	}
	return "within"
}

// signed writes a difference with its sign, of at least and at most so many decimals.
func (b *builder) signed(x float64, least, most int) string {
	decimals := least
	for decimals < most && math.Abs(x*math.Pow10(decimals)-math.Round(x*math.Pow10(decimals))) > 1e-9 {
		decimals++
	}
	text := b.p.Number(x, decimals)
	if x > 0 && strings.Trim(text, "0.,") != "" {
		return "+" + text
	}
	return text
}

// changeExact is the table behind the charts, with the joint test under it.
func (b *builder) changeExact() Table {
	t := Table{Title: b.t("report.change.exact.title"), Rows: []TableRow{}, Heads: []Head{{Text: b.t("report.change.exact.score")}}}
	for _, key := range []string{"then", "now", "difference", "least"} {
		t.Heads = append(t.Heads, Head{Text: b.t("report.change.exact." + key), Numeric: true})
	}
	t.Heads = append(t.Heads, Head{Text: b.t("report.change.exact.verdict"), Numeric: true})
	captions := []string{}
	for _, c := range b.in.Earlier.Changes {
		for _, s := range c.Scores {
			row := TableRow{Style: -1, Cells: []string{b.named(s.ID), b.missing(domain.ReasonMissingScore), "", "", "", ""}}
			if s.Difference != nil {
				row.Cells = []string{b.named(s.ID), b.p.Number(*s.From, 2), b.p.Number(*s.To, 2), b.signed(*s.Difference, 2, 2), b.p.Number(s.Least, 2), b.t("report.change.verdict." + verdict(c.Kind, s))}
			}
			t.Rows = append(t.Rows, row)
			if s.LowerLimit {
				captions = append(captions, b.t("report.change.lower"))
			}
		}
		if c.Statistic != nil {
			captions = append(captions, b.t("report.change.joint", i18n.Params{"Statistic": b.p.Number(*c.Statistic, 3), "Critical": b.p.Number(*c.Critical, 3), "Level": b.coverage(&c)}))
		}
	}
	t.Caption = strings.Join(slices.Compact(captions), " ")
	return t
}

// changeScores tables the scores that no rule judges, in the norm's metric, with
// the 95 % interval of a difference, 1.96·√2·SEM, where the error is known.
func (b *builder) changeScores(before *builder) Table {
	t := Table{Title: b.t("report.change.scores.title"), Rows: []TableRow{}, Caption: b.t("report.change.scores.caption"),
		Heads: []Head{{Text: b.t("report.change.exact.score")}}}
	for _, key := range []string{"then", "now", "difference", "interval"} {
		t.Heads = append(t.Heads, Head{Text: b.t("report.change.exact." + key), Numeric: true})
	}
	for _, id := range b.unjudged() {
		if step, _ := b.m.Step(id); step.Op == "rank_sum" {
			t.Caption = b.t("report.change.scores.ranked")
		}
		then, missing := before.score(id)
		now, missing2 := b.score(id)
		row := TableRow{Style: b.style(id), Cells: []string{b.named(id), or(missing, missing2), "", "", ""}}
		if missing == "" && missing2 == "" && then.Value != nil && now.Value != nil {
			from, to, apart := inNorm(then), inNorm(now), b.t("report.change.unknown")
			if now.SEM != nil {
				apart = "± " + b.p.Number(1.96*math.Sqrt2**now.SEM, 1)
			}
			row.Cells = []string{b.named(id), b.decimals(from), b.decimals(to), b.signed(to-from, 0, 1), apart}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// decimals writes a score with one decimal, or none if it is whole.
func (b *builder) decimals(x float64) string {
	if math.Abs(x-math.Round(x)) < 1e-9 {
		return b.p.Number(x, 0)
	}
	return b.p.Number(x, 1)
}

// unjudged are the scores that the report shows and no rule judges, each once.
func (b *builder) unjudged() []string {
	out := []string{}
	for _, w := range b.m.Report {
		if kind := Kind(w.Kind); kind != KindBars && kind != KindScores && kind != KindKite {
			continue
		}
		for _, id := range w.Scores {
			judged := slices.ContainsFunc(b.in.Earlier.Changes, func(c domain.Changed) bool { return judges(&c, id) })
			if !judged && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}
