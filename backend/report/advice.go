package report

import (
	"cmp"
	"fmt"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// ranked lists the probabilities from the largest, ties in class order.
func ranked(ps []domain.ClassProbability) []domain.ClassProbability {
	out := slices.Clone(ps)
	slices.SortStableFunc(out, func(x, y domain.ClassProbability) int { return cmp.Compare(y.Probability, x.Probability) })
	return out
}

// likely gives the likeliest class, and the runner-up when it lies within error.
func likely(s domain.Score) []string {
	out := []string{}
	if s.Likeliest != "" {
		out = append(out, s.Likeliest)
	}
	if s.RunnerUp != "" && probability(s, s.RunnerUp) >= shown {
		out = append(out, s.RunnerUp)
	}
	return out
}

func (b *builder) texts(w domain.Widget) (*Texts, string) {
	s, missing := b.score(w.Score)
	if missing != "" {
		return nil, missing
	}
	out := &Texts{HelpsTitle: b.t("report.texts.helps"), CostsTitle: b.t("report.texts.costs"), Classes: []ClassText{}}
	whole := wholes(s.Probabilities)
	for _, id := range likely(s) {
		out.Classes = append(out.Classes, ClassText{Class: id,
			Title:   b.t("report.texts.if", i18n.Params{"Class": b.class(id)}),
			Chances: b.p.T("report.chances100", i18n.Params{"N": whole[id]}),
			Summary: b.text("class." + id + ".summary"),
			Helps:   b.series("class." + id + ".help."),
			Costs:   b.series("class." + id + ".cost.")})
	}
	return out, ""
}

// series collects the texts prefix+"1", prefix+"2", … up to the first gap.
func (b *builder) series(prefix string) []string {
	out := []string{}
	for n := 1; ; n++ {
		text := b.text(fmt.Sprint(prefix, n))
		if text == "" {
			return out
		}
		out = append(out, text)
	}
}

// steps picks one activity per slot by the instrument's rules and lays out a
// plan of four weeks.
func (b *builder) steps(w domain.Widget) (*Steps, string) {
	out := &Steps{Title: b.t("report.steps.try"), Activities: []Activity{}, PlanTitle: b.t("report.plan.title"), PlanHeads: []string{}, Plan: []PlanRow{},
		Review: b.t("report.plan.review")}
	taken := map[int]bool{}
	for _, c := range w.Choices {
		text := b.text("try." + c.ID)
		if taken[c.Slot] || text == "" || !b.holds(w, c) {
			continue
		}
		taken[c.Slot] = true
		out.Activities = append(out.Activities, Activity{Number: len(out.Activities) + 1, Text: text, Why: b.why(c)})
	}
	if len(out.Activities) == 0 {
		return nil, b.missing(domain.ReasonMissingScore)
	}
	for _, key := range []string{"report.plan.week", "report.plan.try", "report.plan.when", "report.plan.outcome"} {
		out.PlanHeads = append(out.PlanHeads, b.t(key))
	}
	for week := 1; week <= 4; week++ {
		row := PlanRow{Week: fmt.Sprint(week), Try: b.t("report.plan.best")}
		if week <= len(out.Activities) {
			row.Try = b.t("report.plan.number", i18n.Params{"N": week})
		}
		out.Plan = append(out.Plan, row)
	}
	return out, ""
}

// holds evaluates one rule, see domain.Choice.
func (b *builder) holds(w domain.Widget, c domain.Choice) bool {
	s, _ := b.res.Score(w.Score)
	switch c.When {
	case "lowest":
		return b.rising(w.Scores, 0) == c.Score
	case "second_lowest":
		return b.rising(w.Scores, 1) == c.Score
	case "between":
		return b.between(s, c.Score)
	case "cannot_tell":
		return s.CannotTell
	}
	return c.When == "otherwise"
}

// why is the instrument's own reason for an activity, or that of the rule.
func (b *builder) why(c domain.Choice) string {
	if own := b.text("try." + c.ID + ".why"); own != "" {
		return own
	}
	return b.p.T("report.why."+c.When, i18n.Params{"Name": b.scale(c.Score)})
}

// rising is the nth score by percentile from the lowest, ties in the declared
// order; "" when a percentile is missing.
func (b *builder) rising(ids []string, nth int) string {
	scores := []domain.Score{}
	for _, id := range ids {
		s, _ := b.res.Score(id)
		if s.Percentile == nil {
			return ""
		}
		scores = append(scores, s)
	}
	slices.SortStableFunc(scores, func(x, y domain.Score) int { return cmp.Compare(*x.Percentile, *y.Percentile) })
	if nth >= len(scores) {
		return ""
	}
	return scores[nth].ID
}

// between reports whether the two likeliest classes differ along one axis alone.
func (b *builder) between(s domain.Score, axis string) bool {
	step, _ := b.m.Step(s.ID)
	if step.Grid == nil || len(likely(s)) < 2 {
		return false
	}
	row1, column1 := find(step.Grid.Cells, s.Likeliest)
	row2, column2 := find(step.Grid.Cells, s.RunnerUp)
	if axis == step.Grid.X.Score {
		return row1 == row2 && column1 != column2
	}
	return axis == step.Grid.Y.Score && column1 == column2 && row1 != row2
}

func find(cells [][]string, class string) (row, column int) {
	for r, line := range cells {
		if c := slices.Index(line, class); c >= 0 {
			return r, c
		}
	}
	return -1, -1
}
