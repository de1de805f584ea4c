package report

import (
	"math"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// The thresholds of the certainty words are this program's own rule and
// "About this result" says so.
const (
	veryLikely = 0.85
	tellable   = 0.50
	// shown is the least probability of a class that is named in tables and texts.
	shown = 0.05
)

func (b *builder) summary(w domain.Widget) (*Summary, string) {
	s, missing := b.score(w.Score)
	if missing != "" || len(s.Probabilities) == 0 {
		return nil, or(missing, b.missing(s.Reason))
	}
	first, second := b.class(s.Likeliest), b.class(s.RunnerUp)
	p1, p2 := probability(s, s.Likeliest), probability(s, s.RunnerUp)
	names := i18n.Params{"First": first, "Second": second, "Chances": b.chances(p1), "Next": b.chances(p2)}
	word := certainty(s)
	out := &Summary{
		Headline:   b.t("report.summary.headline."+word, names),
		Second:     b.t("report.summary.second."+word, names),
		Certainty:  b.t("report.summary.certainty." + word),
		CannotTell: s.CannotTell,
		Takeaways:  b.takeaways(s),
		Cautions:   []Point{},
		Fit:        b.fit(s, first, second),
	}
	if s.CannotTell && p1 < tellable {
		out.Cautions = append(out.Cautions, Point{Lead: b.t("report.summary.careful.lead"), Text: b.t("report.summary.careful.text")})
	}
	b.ticks(out, s)
	return out, ""
}

// short is the headline of a list.
func (b *builder) short(w domain.Widget) string {
	s, missing := b.score(w.Score)
	if missing != "" || len(s.Probabilities) == 0 {
		return b.t("report.summary.brief.missing")
	}
	return b.t("report.summary.brief."+certainty(s),
		i18n.Params{"First": b.class(s.Likeliest), "Second": b.class(s.RunnerUp)})
}

// certainty is the word for how sure the class is.
func certainty(s domain.Score) string {
	switch p := probability(s, s.Likeliest); {
	case s.CannotTell || p < tellable:
		return "cannot_tell"
	case p < veryLikely:
		return "likely"
	}
	return "very_likely"
}

func probability(s domain.Score, class string) float64 {
	for _, p := range s.Probabilities {
		if p.Class == class {
			return p.Probability
		}
	}
	return 0
}

// chances words a probability to the nearest tenth ("almost 6 chances in 10").
func (b *builder) chances(p float64) string {
	tenths := int(math.Round(p * 10))
	switch {
	case tenths == 0:
		return b.t("report.chances.under")
	case tenths == 10:
		return b.t("report.chances.over")
	case p*10 < float64(tenths)-0.1:
		return b.p.N("report.chances.almost", tenths)
	}
	return b.p.N("report.chances.about", tenths)
}

// ticks draws the probabilities as 100 chances.
func (b *builder) ticks(out *Summary, s domain.Score) {
	whole := wholes(s.Probabilities)
	n1, n2 := whole[s.Likeliest], whole[s.RunnerUp]
	label := func(n int, name string) string { return b.p.Number(float64(n), 0) + " " + name }
	elsewhere := b.t("report.ticks.elsewhere")
	out.Ticks = []TickRun{
		{Count: n1, Mark: "filled", Label: label(n1, b.class(s.Likeliest))},
		{Count: n2, Mark: "outlined", Label: label(n2, b.class(s.RunnerUp))},
		{Count: 100 - n1 - n2, Mark: "short", Label: label(100-n1-n2, elsewhere)},
	}
	out.Ticks = slices.DeleteFunc(out.Ticks, func(r TickRun) bool { return r.Count == 0 })
	labels := []string{}
	for _, r := range out.Ticks {
		labels = append(labels, r.Label)
	}
	out.TicksAlt = b.t("report.ticks.alt", i18n.Params{"Runs": b.all(labels)})
	out.TicksNote = b.t("report.ticks.note")
	if b.approximate() {
		out.TicksNote += " " + b.t("report.ticks.approximate")
	}
}

// approximate reports whether any norm of the instrument is borrowed.
func (b *builder) approximate() bool {
	return slices.ContainsFunc(b.m.Norms, func(n domain.Norm) bool { return n.Approximate })
}

// takeaways are up to three points that follow from the result.
func (b *builder) takeaways(s domain.Score) []Point {
	out := []Point{}
	for _, point := range []Point{b.firstMost(), b.nearness(s), b.situations(s)} {
		if point.Text != "" {
			out = append(out, point)
		}
	}
	return out
}

// tops counts for each scale how often its ending got the highest rank in the
// items that its score sums.
func (b *builder) tops() (counts map[string]int, sets int) {
	counts = map[string]int{}
	scales := b.scales()
	if len(scales) == 0 {
		return counts, 0
	}
	step, _ := b.m.Step(scales[0])
	for _, id := range step.Items {
		item, _ := b.m.Item(id)
		ranks := b.answers[id].Ranks
		if len(ranks) == 0 || len(ranks) != len(item.Endings) {
			continue
		}
		sets++
		for i, rank := range ranks {
			if rank == len(ranks) {
				counts[item.Endings[i].ID]++
			}
		}
	}
	return counts, sets
}

// fit asks the reader back: whether what is told fits, or which does where nothing is.
// Of figures that are nobody's nothing is asked.
func (b *builder) fit(s domain.Score, first, second string) Fit {
	if b.in.Figures {
		return Fit{Options: []string{}}
	}
	if s.CannotTell {
		return Fit{Question: b.t("report.fit.untold"), Options: []string{first, second, b.t("report.fit.both"), b.t("report.fit.other")}}
	}
	return Fit{Question: b.t("report.fit.question"), Options: []string{
		b.t("report.fit.yes"), b.t("report.fit.part"), b.t("report.fit.better", i18n.Params{"Second": second}), b.t("report.fit.other")}}
}

// firstMost names the scale that came on top most often.
func (b *builder) firstMost() Point {
	counts, sets := b.tops()
	best, names := 0, []string{}
	for _, id := range b.scales() {
		switch n := counts[id]; {
		case n > best:
			best, names = n, []string{b.scale(id)}
		case n == best && n > 0:
			names = append(names, b.scale(id))
		}
	}
	if best == 0 {
		return Point{}
	}
	params := i18n.Params{"Names": b.all(names), "Count": best, "Sets": sets}
	if len(names) > 1 {
		return Point{Lead: b.t("report.takeaway.tied.lead", params), Text: b.t("report.takeaway.tied.text", params)}
	}
	return Point{Lead: b.t("report.takeaway.first.lead", params), Text: b.t("report.takeaway.first.text", params)}
}

// nearness says how little it takes to change the class.
func (b *builder) nearness(s domain.Score) Point {
	for _, r := range b.res.Robustness {
		if r.Score != s.ID || r.Swaps == 0 {
			continue
		}
		if r.Swaps == 1 {
			return Point{Lead: b.t("report.takeaway.near.lead"), Text: b.oneSwap(r)}
		}
		params := i18n.Params{"Swaps": r.Swaps, "Class": b.class(s.Class)}
		return Point{Lead: b.t("report.takeaway.far.lead", params), Text: b.t("report.takeaway.far.text", params)}
	}
	return Point{}
}

// oneSwap names the sets in which one exchange changes the class, by class.
func (b *builder) oneSwap(r domain.Robustness) string {
	classes, items := []string{}, map[string][]string{}
	for _, way := range r.Ways {
		if items[way.Class] == nil {
			classes = append(classes, way.Class)
		}
		if !slices.Contains(items[way.Class], way.Item) {
			items[way.Class] = append(items[way.Class], way.Item)
		}
	}
	parts := []string{}
	for _, class := range classes {
		sets := items[class]
		parts = append(parts, b.p.T("report.takeaway.near.way", i18n.Params{
			"Sets": b.p.T("report.set", i18n.Params{"List": b.any(b.numbers(sets))}), "Class": b.class(class)}))
	}
	return b.t("report.takeaway.near.text", i18n.Params{"Ways": b.any(parts)})
}

// situations compares the situations with the two likeliest classes.
func (b *builder) situations(s domain.Score) Point {
	list, ok := b.res.List(b.widget(KindContexts).List)
	if !ok || len(list.Entries) == 0 {
		return Point{}
	}
	classes, alike := map[string]bool{}, 0
	for _, e := range list.Entries {
		if e.Class == "" {
			continue
		}
		classes[e.Class] = true
		if e.Class == s.Likeliest || e.Class == s.RunnerUp {
			alike++
		}
	}
	params := i18n.Params{"Total": len(list.Entries), "Regions": b.p.N("report.regions", len(classes)), "Alike": alike,
		"First": b.class(s.Likeliest), "Second": b.class(s.RunnerUp)}
	if alike == 0 {
		return Point{Lead: b.t("report.takeaway.situations.none.lead"), Text: b.t("report.takeaway.situations.none.text", params)}
	}
	return Point{Lead: b.t("report.takeaway.situations.some.lead"), Text: b.t("report.takeaway.situations.some.text", params)}
}
