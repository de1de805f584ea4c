package report

import (
	"math"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// Earlier is an earlier session of the same person, for comparison.
type Earlier struct {
	Session domain.Session
	Result  domain.Result
	// Reason says why the two cannot be compared; Changes is what the rules say.
	Reason  domain.Incomparable
	Changes []domain.Changed
}

// change compares with the earlier session. Whatever it finds, it never says
// more than the tests: a name that changed is no change.
func (b *builder) change() Part {
	e := b.in.Earlier
	from, to := b.days()
	days := i18n.Params{"From": from, "To": to}
	part := Part{ID: string(KindChange), Kind: KindChange, Title: b.t("report.part.change.title"), Short: b.t("report.part.change.short"),
		Intro: b.t("report.change.intro", days), Cautions: []Point{}}
	if e.Reason != "" {
		part.Missing = b.t("report.change.not." + string(e.Reason))
		return part
	}
	before := *b
	before.res = &e.Result
	out := &Change{From: from, To: to, Zero: b.t("report.change.zero"), Axes: []ChangeAxis{}, Ticks: []Tick{}}
	out.Headline = b.changeHeadline()
	out.Second = b.changeNames(&before, days)
	out.Field = b.changeField(&before, out)
	b.changeAxes(out)
	out.Kite, out.KiteMissing = b.changeKite(&before, out)
	out.Exact, out.Scores = b.changeExact(), b.changeScores(&before)
	out.Notes = b.changeNotes(out.Second != "")
	part.Change = out
	return part
}

// days names both occasions, by the hour too when they are of one day.
func (b *builder) days() (from, to string) {
	then, now := b.in.Earlier.Session.FinalisedAt.Time().In(b.zone), b.in.Session.FinalisedAt.Time().In(b.zone)
	if from, to = b.p.Date(then), b.p.Date(now); from == to {
		from, to = from+", "+b.p.Clock(then), to+", "+b.p.Clock(now)
	}
	return from, to
}

// changeHeadline says what the rules let one say.
func (b *builder) changeHeadline() string {
	changes := b.in.Earlier.Changes
	if len(changes) == 0 {
		return b.t("report.change.headline.untested")
	}
	beyond, joint := []string{}, false
	for i := range changes {
		c := &changes[i]
		if c.Reason != "" {
			return b.t("report.change.headline.missing")
		}
		joint = joint || c.Kind == domain.ChangeJoint && c.Beyond
		for _, s := range c.Scores {
			if s.Beyond {
				beyond = append(beyond, b.moved(s))
			}
		}
	}
	switch {
	case len(beyond) > 0:
		return b.t("report.change.headline.beyond", i18n.Params{"Scores": b.all(beyond)})
	case joint:
		return b.t("report.change.headline.together")
	}
	return b.t("report.change.headline.within")
}

// moved names a score in words, with its code, and the way it went.
func (b *builder) moved(s domain.ScoreChange) string {
	key := "report.change.rose"
	if *s.Difference < 0 {
		key = "report.change.fell"
	}
	name := b.scale(s.ID)
	if code := b.code(s.ID); code != name {
		name = b.t("report.change.named", i18n.Params{"Name": name, "Code": code})
	}
	return b.t(key, i18n.Params{"Name": name})
}

// changeNames says what each occasion was called, with its certainty.
func (b *builder) changeNames(before *builder, days i18n.Params) string {
	for _, w := range b.m.Report {
		if Kind(w.Kind) == KindSummary {
			return b.t("report.change.names", i18n.Params{"From": days["From"], "To": days["To"], "Then": before.short(w), "Now": b.short(w)})
		}
	}
	return ""
}

// changeField lays both points on the grid whose two scores one rule judges
// together. The difference of two measurements has the error √2·SEM, so 95 of
// 100 lie within √χ²·√2·SEM of the first, χ² with two degrees of freedom.
func (b *builder) changeField(before *builder, out *Change) *ChangeField {
	for i := range b.in.Earlier.Changes {
		c := &b.in.Earlier.Changes[i]
		if c.Critical == nil {
			continue
		}
		for _, step := range b.m.Scoring {
			if step.Grid == nil || !judges(c, step.Grid.X.Score, step.Grid.Y.Score) {
				continue
			}
			then, missing := before.grid(domain.Widget{Score: step.ID})
			now, missing2 := b.grid(domain.Widget{Score: step.ID})
			x, _ := before.score(step.Grid.X.Score)
			y, _ := before.score(step.Grid.Y.Score)
			if missing != "" || missing2 != "" || x.SEM == nil || y.SEM == nil {
				continue
			}
			k := math.Sqrt2 * math.Sqrt(*c.Critical)
			f := &ChangeField{Grid: *then, X: now.X, Y: now.Y, From: out.From, To: out.To}
			f.Grid.Ellipses = []Ellipse{{Level: b.coverage(c), Label: b.p.T("report.percent", i18n.Params{"N": b.coverage(c)}), RadiusX: k * *x.SEM, RadiusY: k * *y.SEM}}
			for j := range f.Grid.Cells {
				f.Grid.Cells[j].Chances, f.Grid.Cells[j].Strong, f.Grid.Cells[j].Likeliest = "", false, false
			}
			f.Grid.Notes, f.Grid.Regions, f.Grid.Axes = []Point{}, Table{Heads: []Head{}, Rows: []TableRow{}}, Table{Heads: []Head{}, Rows: []TableRow{}}
			f.Grid.Caption = b.t("report.change.field.caption", i18n.Params{"From": out.From, "To": out.To, "Level": b.coverage(c)})
			if e := f.Grid.Ellipses[0]; f.Grid.X < e.RadiusX || f.Grid.X+e.RadiusX > f.Grid.Width || f.Grid.Y < e.RadiusY || f.Grid.Y+e.RadiusY > f.Grid.Height {
				f.Grid.Caption += " " + b.t("report.change.field.cut")
			}
			f.Grid.Alt = b.t("report.change.field.alt", i18n.Params{"From": out.From, "To": out.To, "Where": b.inside(c), "Level": b.coverage(c)})
			return f
		}
	}
	return nil
}

// coverage is how many of 100 differences by chance the rule takes in.
func (b *builder) coverage(c *domain.Changed) int {
	for _, rule := range b.m.Change {
		if rule.ID == c.ID {
			return int(math.Round(100 * (1 - decimal(rule.Level))))
		}
	}
	return 0
}

func judges(c *domain.Changed, ids ...string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool {
		return !slices.ContainsFunc(c.Scores, func(s domain.ScoreChange) bool { return s.ID == id })
	})
}

// inside says whether the second point lies within the ellipse of the first.
func (b *builder) inside(c *domain.Changed) string {
	if c.Statistic != nil && c.Critical != nil && *c.Statistic > *c.Critical {
		return b.t("report.change.field.outside")
	}
	return b.t("report.change.field.inside")
}

// changeKite is the kite of now with the outline of then.
func (b *builder) changeKite(before *builder, out *Change) (*Kite, string) {
	w := b.widget(KindKite)
	if len(w.Scores) == 0 {
		return nil, ""
	}
	now, missing := b.kite(w)
	then, missing2 := before.kite(w)
	if now == nil || then == nil {
		return nil, or(missing, missing2)
	}
	for _, id := range w.Scores {
		x, _ := b.score(id)
		y, _ := before.score(id)
		if x.Norm == nil || y.Norm == nil || x.Norm.Group != y.Norm.Group {
			return nil, b.t("report.change.kite.groups")
		}
	}
	labels := []string{}
	for i, a := range then.Axes {
		now.Earlier = append(now.Earlier, a.At)
		labels = append(labels, a.Name+" "+before.percentileAt(w.Scores[i])+" → "+b.percentileAt(w.Scores[i]))
	}
	days := i18n.Params{"From": out.From, "To": out.To, "Axes": strings.Join(labels, ", ")}
	now.Alt = b.t("report.change.kite.alt", days)
	now.Caption = b.t("report.change.kite.caption", days) + " " + now.Caption
	return now, ""
}

func (b *builder) percentileAt(id string) string {
	s, _ := b.score(id)
	return b.percentile(s.Percentile)
}

// changeNotes say what is not in the errors; named results need one more.
func (b *builder) changeNotes(named bool) []Point {
	keys := []string{"practice"}
	if named {
		keys = append(keys, "names")
	}
	if len(b.in.Earlier.Changes) > 0 {
		keys = append(keys, "proof")
	}
	out := []Point{}
	for _, key := range keys {
		out = append(out, Point{Lead: b.t("report.change." + key + ".lead"), Text: b.t("report.change." + key + ".text")})
	}
	if b.approximate() {
		out = append(out, Point{Lead: b.t("report.change.borrowed.lead"), Text: b.t("report.change.borrowed.text")})
	}
	return out
}
