package report_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// The errors of the two axes, SD·√(1−α) with the shared part (SEM of ACCE and of
// AERO), from which everything here is computed by hand.
const semY, semX = 4.461825867, 4.697777884

// judged is what the joint rule says of two differences.
func judged(fromY, fromX, dy, dx float64) []domain.Changed {
	number := func(v float64) *float64 { return &v }
	statistic := dy*dy/(2*semY*semY) + dx*dx/(2*semX*semX)
	c := domain.Changed{ID: "change", Kind: domain.ChangeJoint, Statistic: &statistic, Critical: number(5.991), Beyond: statistic > 5.991}
	for _, s := range []struct {
		id             string
		from, d, error float64
	}{{"ACCE", fromY, dy, semY}, {"AERO", fromX, dx, semX}} {
		least := 1.96 * math.Sqrt2 * s.error
		c.Scores = append(c.Scores, domain.ScoreChange{ID: s.id, From: number(s.from), To: number(s.from + s.d), Difference: number(s.d),
			Least: least, Tested: c.Beyond, Beyond: c.Beyond && math.Abs(s.d) > least})
	}
	return []domain.Changed{c}
}

// twice is the clear fixture with the worked one as its earlier session.
func twice(t *testing.T, language string) report.Input {
	t.Helper()
	in, before := input(t, "clear", language), input(t, "worked", language)
	earlier := &report.Earlier{Session: before.Session, Result: before.Result}
	earlier.Session.FinalisedAt -= 240 * 24 * 3600 * 1000
	y, _ := before.Result.Score("ACCE")
	x, _ := before.Result.Score("AERO")
	y2, _ := in.Result.Score("ACCE")
	x2, _ := in.Result.Score("AERO")
	earlier.Changes = judged(*y.Converted, *x.Converted, *y2.Converted-*y.Converted, *x2.Converted-*x.Converted)
	in.Earlier = earlier
	return in
}

func changeOf(t *testing.T, in report.Input) *report.Change {
	t.Helper()
	return part(t, report.Build(in), report.KindChange).Change
}

func TestChangeIsAsAgreed(t *testing.T) {
	for _, language := range []string{"en", "id"} {
		got := report.Build(twice(t, language))
		file := "view.change." + language + ".json"
		if *update {
			writeGolden(t, file, got)
		}
		want := report.View{}
		readJSON(t, file, &want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got (renew with -update):\n%s", language, diff)
		}
	}
}

// TestChangeFieldFollowsTheScores: ACCE −3.67 → 22.92 lies 26.58 lower on the
// page, AERO 1.83 → −17.42 lies 19.25 to the right; the ellipse has √5.991·√2·SEM.
func TestChangeFieldFollowsTheScores(t *testing.T) {
	f := changeOf(t, twice(t, "en")).Field
	if !near(f.Grid.X, 33-11.0/6) || !near(f.Grid.Y, 33-11.0/3) {
		t.Errorf("earlier point %v, %v", f.Grid.X, f.Grid.Y)
	}
	if !near(f.X-f.Grid.X, 19.25) || !near(f.Y-f.Grid.Y, 26+7.0/12) {
		t.Errorf("moved by %v, %v", f.X-f.Grid.X, f.Y-f.Grid.Y)
	}
	e := f.Grid.Ellipses
	if len(e) != 1 || !near(e[0].RadiusX, math.Sqrt(5.991*2)*semX) || !near(e[0].RadiusY, math.Sqrt(5.991*2)*semY) || e[0].Level != 95 {
		t.Errorf("ellipse %+v", e)
	}
	for _, c := range f.Grid.Cells {
		if c.Chances != "" || c.Likeliest {
			t.Errorf("%s carries chances of one session", c.Class)
		}
	}
}

// TestChangeAxesShareOneScale: the longest interval reaches 26.58 + 12.37, so
// the scale ends at 50; 0 is its middle.
func TestChangeAxesShareOneScale(t *testing.T) {
	c := changeOf(t, twice(t, "en"))
	for i, want := range []struct{ d, sem float64 }{{26 + 7.0/12, semY}, {-19.25, semX}} {
		a, least := c.Axes[i], 1.96*math.Sqrt2*want.sem
		for name, pair := range map[string][2]float64{"at": {a.At, want.d}, "low": {a.Low, want.d - least}, "high": {a.High, want.d + least}} {
			if !near(pair[0], (pair[1]+50)/100) {
				t.Errorf("%s %s: %v, want %v of −50…50", a.Code, name, pair[0], pair[1])
			}
		}
	}
	labels := []string{}
	for _, tick := range c.Ticks {
		labels = append(labels, tick.Label)
	}
	if d := cmp.Diff([]string{"−40", "−20", "0", "+20", "+40"}, labels); d != "" {
		t.Error(d)
	}
}

// TestChangeSaysNoMoreThanTheTests goes beside the two borders: 3.61 + 3.26 =
// 6.88 is beyond jointly and in no axis; the rest as told.
func TestChangeSaysNoMoreThanTheTests(t *testing.T) {
	for name, tc := range map[string]struct {
		dy, dx          float64
		headline        string
		first, second   string
		told, untold    string
		beyond, second2 bool
	}{
		"nothing":                 {0, 0, "no more than measurement error", "not judged alone", "not judged alone", "", "AC−CE", false, false},
		"one axis alone, 12.4":    {12.4, 0, "no more than measurement error", "not judged alone", "not judged alone", "", "AC−CE", false, false},
		"together, neither":       {12, -12, "which of them carries the difference cannot be told", "within error", "within error", "", "AC−CE", false, false},
		"together, the first":     {13, -12, "by more than measurement error explains", "beyond error", "within error", "“Ideas against first-hand experience” (AC−CE) is higher", "AE−RO", true, false},
		"both, downward":          {-20, -20, "by more than measurement error explains", "beyond error", "beyond error", "“Ideas against first-hand experience” (AC−CE) is lower and “Action against looking on” (AE−RO) is lower", "style", true, true},
		"just inside, 5.99 of it": {15.44, 0, "no more than measurement error", "not judged alone", "not judged alone", "", "AC−CE", false, false},
		"just outside":            {15.45, 0, "by more than measurement error explains", "beyond error", "within error", "“Ideas against first-hand experience” (AC−CE) is higher", "AE−RO", true, false},
	} {
		in := twice(t, "en")
		in.Earlier.Changes = judged(1, 2, tc.dy, tc.dx)
		c := changeOf(t, in)
		if !strings.Contains(c.Headline, tc.headline) || !strings.Contains(c.Headline, tc.told) || strings.Contains(c.Headline, tc.untold) {
			t.Errorf("%s: %q", name, c.Headline)
		}
		if a := c.Axes; a[0].Verdict != tc.first || a[1].Verdict != tc.second || a[0].Beyond != tc.beyond || a[1].Beyond != tc.second2 {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestAKiteOfTwoOccasionsHasOneNormGroup(t *testing.T) {
	in := twice(t, "en")
	k := changeOf(t, in).Kite
	for i, id := range []string{"CE", "RO", "AC", "AE"} {
		s, _ := in.Earlier.Result.Score(id)
		if !near(k.Earlier[i], *s.Percentile/100) {
			t.Errorf("%s then: %v", id, k.Earlier[i])
		}
	}
	scores := slices.Clone(in.Earlier.Result.Scores)
	for i := range scores {
		if scores[i].ID == "RO" {
			norm := *scores[i].Norm
			norm.Group = "COUNTRY:Indonesia"
			scores[i].Norm = &norm
		}
	}
	in.Earlier.Result.Scores = scores
	if c := changeOf(t, in); c.Kite != nil || c.KiteMissing == "" {
		t.Errorf("kites of different groups are drawn together: %+v", c.Kite)
	}
	if part(t, report.Build(input(t, "clear", "en")), report.KindKite).Kite.Earlier == nil {
		t.Error("a slice is nil")
	}
}

func TestWhatCannotBeComparedSaysWhy(t *testing.T) {
	for _, reason := range domain.Incomparables() {
		in := twice(t, "id")
		in.Earlier.Reason, in.Earlier.Changes = reason, nil
		p := part(t, report.Build(in), report.KindChange)
		if p.Change != nil || !strings.HasPrefix(p.Missing, "Tidak dapat dibandingkan") {
			t.Errorf("%s: %+v", reason, p)
		}
	}
}

func TestAnInstrumentWithoutRulesJudgesNothing(t *testing.T) {
	in := twice(t, "en")
	in.Earlier.Changes = []domain.Changed{}
	c := changeOf(t, in)
	if c.Field != nil || len(c.Axes) > 0 || len(c.Exact.Rows) > 0 || !strings.Contains(c.Headline, "not judged") {
		t.Errorf("%+v", c)
	}
	if len(c.Scores.Rows) != 4 {
		t.Errorf("%d scores are shown", len(c.Scores.Rows))
	}
}

// TestTheOtherScoresStandWithIntervals: CE 33.92 → 12.83 with 1.96·√2·2.6663.
func TestTheOtherScoresStandWithIntervals(t *testing.T) {
	row := changeOf(t, twice(t, "en")).Scores.Rows[0].Cells
	if d := cmp.Diff([]string{"Concrete Experience CE", "33.9", "12.8", "−21.1", "± 7.4"}, row); d != "" {
		t.Error(d)
	}
}
