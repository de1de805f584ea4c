package report

import (
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

func (b *builder) about() *About {
	out := &About{Notes: []Point{}, FactsTitle: b.t("report.facts.title"), Facts: b.facts(), Exact: []Table{}, Notice: b.text("card.notice")}
	out.Notes = append(out.Notes,
		Point{Lead: b.t("report.about.for.lead"), Text: b.t("report.about.for.text")},
		Point{Lead: b.t("report.about.not_for.lead"), Text: b.t("report.about.not_for.text")},
		b.sureness())
	for _, n := range b.m.Norms {
		if n.Kind == "frequency" {
			out.Notes = append(out.Notes, b.normNote(n))
		}
	}
	if bars := b.widget(KindBars).Scores; len(bars) > 0 {
		out.Exact = append(out.Exact, b.exact(bars, b.t("report.exact.title")))
	}
	return out
}

// sureness gives the standard errors and the rule of the certainty words.
func (b *builder) sureness() Point {
	parts := []string{b.t("report.about.sure.intro")}
	if low, high, ok := b.semRange(b.widget(KindBars).Scores); ok {
		parts = append(parts, b.t("report.about.sure.scores", i18n.Params{"Low": b.p.Number(low, 1), "High": b.p.Number(high, 1)}))
	}
	step, _ := b.m.Step(b.widget(KindGrid).Score)
	if g := step.Grid; g != nil {
		x, _ := b.res.Score(g.X.Score)
		y, _ := b.res.Score(g.Y.Score)
		if x.SEM != nil && y.SEM != nil {
			parts = append(parts, b.t("report.about.sure.axes", i18n.Params{"X": b.code(x.ID), "SemX": b.p.Number(*x.SEM, 1), "Y": b.code(y.ID), "SemY": b.p.Number(*y.SEM, 1)}))
		}
	}
	if own := b.text("report.about.reliability"); own != "" {
		parts = append(parts, own)
	}
	parts = append(parts, b.t("report.about.sure.rule"))
	return Point{Lead: b.t("report.about.sure.lead"), Text: strings.Join(parts, " ")}
}

func (b *builder) semRange(ids []string) (low, high float64, ok bool) {
	for _, id := range ids {
		s, _ := b.res.Score(id)
		if s.SEM == nil {
			continue
		}
		if !ok || *s.SEM < low {
			low = *s.SEM
		}
		high, ok = max(high, *s.SEM), true
	}
	return low, high, ok
}

// normNote says with whom the result is compared.
func (b *builder) normNote(n domain.Norm) Point {
	params := i18n.Params{"N": b.p.Number(float64(n.N), 0), "Source": n.Source}
	text := b.t("report.about.norm.text", params)
	if n.Approximate {
		text = b.t("report.about.borrowed.text", params)
	}
	return Point{Lead: b.t("report.about.norm.lead"), Text: text}
}

// facts say how the answers came about and which versions made the result.
func (b *builder) facts() []Fact {
	h, s := b.header(), b.in.Session
	when := h.Date + ", " + h.Time
	if h.Duration != "" {
		when += ", " + h.Duration
	}
	losses := 0
	for _, r := range b.in.Responses {
		losses += r.Process.FocusLosses
	}
	left := b.t("report.facts.left.never")
	if losses > 0 {
		left = b.p.N("report.facts.left.times", losses)
	}
	facts := []Fact{}
	add := func(key, value string) { facts = append(facts, Fact{Label: b.t(key), Value: value}) }
	add("report.facts.date", when)
	add("report.facts.language", h.SessionLanguage)
	add("report.facts.answered", b.t("report.facts.answered.value", i18n.Params{"Answered": s.Answered, "Total": s.Total}))
	add("report.facts.left", left)
	add("report.facts.code", b.in.Participant.Code)
	add("report.facts.instrument", h.Instrument+" "+h.Version)
	add("report.facts.definition", shortHash(s.Instrument.Hash))
	add("report.facts.norm", s.Norm.Version+" · "+shortHash(s.Norm.Hash))
	add("report.facts.software", "Kitewise "+b.in.Software)
	return facts
}
