package report

import (
	"slices"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

func (b *builder) about() *About {
	out := &About{Notes: []Point{}, FactsTitle: b.t("report.facts.title"), Facts: b.facts(), Exact: []Table{}, Notice: b.text("card.notice")}
	out.Notes = append(out.Notes,
		Point{Lead: b.t("report.about.for.lead"), Text: b.t("report.about.for.text")},
		Point{Lead: b.t("report.about.not_for.lead"), Text: b.t("report.about.not_for.text")})
	if len(b.m.Norms) > 0 {
		out.Notes = append(out.Notes, b.sureness())
	}
	for _, n := range b.m.Norms {
		if n.Kind == "frequency" {
			out.Notes = append(out.Notes, b.normNotes(n)...)
		}
	}
	if c := b.in.Chosen; c != nil {
		out.Notes = append(out.Notes, b.choiceNote(*c))
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

// normNotes say with whom the result is compared: with the people of the norm
// that came with the instrument, or with those of other groups.
func (b *builder) normNotes(n domain.Norm) []Point {
	used := []domain.NormUse{}
	for _, step := range b.m.Scoring {
		s, _ := b.res.Score(step.ID)
		if step.Norm != n.ID || s.Norm == nil {
			continue
		}
		use := *s.Norm
		use.Method = ""
		if !slices.Contains(used, use) {
			used = append(used, use)
		}
	}
	if !slices.ContainsFunc(used, func(u domain.NormUse) bool { return u.Version != n.Version }) {
		return []Point{b.normNote(n)}
	}
	out := []Point{}
	for _, u := range used {
		params := i18n.Params{"Group": b.group(u.Group), "N": b.p.Number(float64(u.N), 0), "Source": u.Source}
		text := b.t("report.about.group.text", params)
		if u.Approximate {
			text = b.t("report.about.group.approximate", params)
		}
		out = append(out, Point{Lead: b.t("report.about.norm.lead"), Text: text})
	}
	return out
}

// choiceNote says that the counsellor chose the norm group, what the rule gives,
// and whether the participant belongs to the group.
func (b *builder) choiceNote(c domain.NormChoice) Point {
	rule := []string{}
	for _, label := range b.in.ByRule {
		rule = append(rule, b.group(label))
	}
	params := i18n.Params{"Group": b.group(c.Group.Label), "Rule": strings.Join(rule, ", "), "N": b.p.Number(float64(c.Group.N), 0)}
	text := b.t("report.about.choice.text", params)
	switch c.Member {
	case domain.MembershipNo:
		text += " " + b.t("report.about.choice.not_member")
	case domain.MembershipUnknown:
		text += " " + b.t("report.about.choice.unknown")
	}
	return Point{Lead: b.t("report.about.choice.lead"), Text: text}
}

// facts say how the answers came about and which versions made the result.
func (b *builder) facts() []Fact {
	h, s := b.header(), b.in.Session
	when := h.Date + ", " + h.Time
	if h.Duration != "" {
		when += ", " + h.Duration
	}
	facts := []Fact{}
	add := func(key, value string) { facts = append(facts, Fact{Label: b.t(key), Value: value}) }
	add("report.facts.date", when)
	add("report.facts.language", h.SessionLanguage)
	add("report.facts.answered", b.t("report.facts.answered.value", i18n.Params{"Answered": s.Answered, "Total": s.Total}))
	add("report.facts.left", b.left())
	add("report.facts.interrupted", b.interrupted())
	for _, f := range b.sitting() {
		add(f.Label, f.Value)
	}
	add("report.facts.basis", b.basis())
	add("report.facts.arranged", b.arranged())
	if b.in.Audience == domain.AudienceCounsellor && len(b.m.Practice) > 0 {
		add("report.facts.practice", b.practice())
	}
	add("report.facts.code", b.in.Participant.Code)
	add("report.facts.instrument", h.Instrument+" "+h.Version)
	add("report.facts.definition", shortHash(s.Instrument.Hash))
	if s.Norm.Version != "" {
		add("report.facts.norm", s.Norm.Version+" · "+shortHash(s.Norm.Hash))
	}
	add("report.facts.software", "Kitewise "+b.in.Software)
	if b.in.LogHead != "" {
		add("report.facts.log", b.in.LogHead)
	}
	if n := b.in.SelfTest; n > 0 {
		add("report.facts.selftest", b.p.N("report.facts.selftest.passed", n))
	}
	return facts
}

// basis says on what basis the answers were taken.
func (b *builder) basis() string {
	c := b.in.Consent
	if !c.Basis.Permits() {
		return b.t("report.basis.none")
	}
	day := c.At.Time().In(b.zone)
	if c.Basis.Dated() {
		if on, err := time.Parse(time.DateOnly, c.Date); err == nil {
			day = on
		}
	}
	return b.t("report.basis."+string(c.Basis), i18n.Params{"Date": b.p.Date(day), "Version": c.Notice, "Language": b.t("language." + c.Language)})
}

// practice says, for the counsellor alone, how the practice went.
func (b *builder) practice() string {
	out := []string{}
	for _, p := range b.in.Practices {
		words := b.p.N("report.practice.tries", p.Tries)
		if p.Reversed {
			words += ", " + b.t("report.practice.reversed")
		}
		if len(b.m.Practice) > 1 {
			words = b.t("report.practice.type."+p.Type) + ": " + words
		}
		out = append(out, words)
	}
	if len(out) == 0 {
		return b.t("report.practice.none")
	}
	return strings.Join(out, "; ")
}

// arranged lists the accommodations.
func (b *builder) arranged() string {
	a := b.in.Session.Accommodations
	out := []string{}
	if a.None() {
		out = append(out, b.t("report.arranged.none"))
	}
	for _, kind := range a.Kinds() {
		out = append(out, b.t("report.arranged."+kind))
	}
	if a.Note != "" {
		out = append(out, a.Note)
	}
	if at := b.in.Session.ArrangedLater; at > 0 {
		out = append(out, b.t("report.arranged.later", i18n.Params{"Date": b.p.Date(at.Time().In(b.zone))}))
	}
	return strings.Join(out, "; ")
}
