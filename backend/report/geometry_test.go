package report_test

import (
	"math"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestKiteVerticesFollowThePercentiles(t *testing.T) {
	in := input(t, "worked", "en")
	k := part(t, report.Build(in), report.KindKite).Kite
	directions := [][2]float64{{0, -1}, {1, 0}, {0, 1}, {-1, 0}}
	for i, id := range []string{"CE", "RO", "AC", "AE"} {
		s, _ := in.Result.Score(id)
		a := k.Axes[i]
		if a.Code != id || a.DirX != directions[i][0] || a.DirY != directions[i][1] || a.Style != i {
			t.Errorf("axis %d: %+v", i, a)
		}
		if !near(a.At, *s.Percentile/100) || !near(a.Low, *s.Bands[0].LowPercentile/100) || !near(a.High, *s.Bands[0].HighPercentile/100) {
			t.Errorf("%s: %v %v %v does not follow %v", id, a.Low, a.At, a.High, s)
		}
		if a.Low > a.At || a.At > a.High {
			t.Errorf("%s: error ticks %v, %v do not hold %v", id, a.Low, a.High, a.At)
		}
	}
	// The smallest product is that of AC and AE: bottom left.
	if k.DiagonalX != -1 || k.DiagonalY != 1 {
		t.Errorf("ring labels in quadrant %d, %d", k.DiagonalX, k.DiagonalY)
	}
}

func TestBandsAreOrdered(t *testing.T) {
	for _, name := range cases {
		for _, r := range part(t, report.Build(input(t, name, "en")), report.KindBars).Bars.Rows {
			at := []float64{0, r.Band95.Low, r.Band68.Low, r.At, r.Band68.High, r.Band95.High, 1}
			for i := 1; i < len(at); i++ {
				if at[i] < at[i-1] {
					t.Errorf("%s %s: %v is not ascending", name, r.Code, at)
				}
			}
		}
	}
}

func TestAClampedEndIsMarked(t *testing.T) {
	v := report.Build(input(t, "edge", "en"))
	bars, kite := part(t, v, report.KindBars).Bars, part(t, v, report.KindKite).Kite
	if ce := bars.Rows[0]; !ce.Band68.HighClamped || ce.Band68.LowClamped || !ce.Band95.HighClamped {
		t.Errorf("CE at the top of the table: %+v", ce)
	}
	if ce := kite.Axes[0]; !ce.HighClamped || ce.LowClamped {
		t.Errorf("CE of the kite: %+v", ce)
	}
	for i, row := range bars.Rows {
		for band, span := range []report.Span{row.Band68, row.Band95} {
			want := span.LowClamped || span.HighClamped
			if cell := bars.Exact.Rows[i].Cells[4+band]; cell != span.Text || strings.Contains(cell, "*") != want || span.HighClamped && !strings.HasSuffix(cell, "*") {
				t.Errorf("%s: %q in the table, clamped %v", row.Code, cell, want)
			}
		}
	}
	for _, n := range bars.Notes {
		if strings.Contains(n.Text, "*") {
			t.Errorf("a sign without its meaning: %q", n.Text)
		}
	}
}

// TestWhatAClampedEndIsIsSaidWhereOneIs: in both languages, and nowhere else.
func TestWhatAClampedEndIsIsSaidWhereOneIs(t *testing.T) {
	for language, words := range map[string]string{"en": "beyond the norm’s table", "id": "di luar tabel norma"} {
		for name, clamped := range map[string]bool{"edge": true, "worked": false} {
			v := report.Build(input(t, name, language))
			bars := part(t, v, report.KindBars).Bars
			for where, caption := range map[string]string{"bars": bars.Caption, "exact": bars.Exact.Caption, "kite": part(t, v, report.KindKite).Kite.Caption} {
				if strings.Contains(caption, words) != clamped {
					t.Errorf("%s, %s, %s: %q", language, name, where, caption)
				}
			}
		}
	}
}

// TestThePointLiesInItsCell walks through all nine cells and their borders.
func TestThePointLiesInItsCell(t *testing.T) {
	// Rows from the top (CE) to the bottom (AC), columns from the left (AE) to the right (RO).
	want := [3][3]string{{"initiating", "experiencing", "imagining"}, {"acting", "balancing", "reflecting"}, {"deciding", "thinking", "analyzing"}}
	for row, ys := range [][]float64{{-33, -10, 5.49}, {5.5, 10, 14.49}, {14.5, 20, 33}} {
		for column, xs := range [][]float64{{33, 20, 11.5}, {11.49, 5, 0.5}, {0.49, -10, -33}} {
			for _, y := range ys {
				for _, x := range xs {
					in := input(t, "worked", "en")
					set(&in, "ACCE", func(s *domain.Score) { s.Converted = &y })
					set(&in, "AERO", func(s *domain.Score) { s.Converted = &x })
					g := part(t, report.Build(in), report.KindGrid).Grid
					c := g.Cells[3*row+column]
					if c.Class != want[row][column] || c.Row != row || c.Column != column {
						t.Fatalf("cell %d, %d is %+v", row, column, c)
					}
					if g.X < c.Left-1e-9 || g.X > c.Right+1e-9 || g.Y < c.Top-1e-9 || g.Y > c.Bottom+1e-9 {
						t.Errorf("ACCE %v, AERO %v: point %v, %v is not in %+v", y, x, g.X, g.Y, c)
					}
				}
			}
		}
	}
}

func TestTheFrameHasOneScaleAndItsCuts(t *testing.T) {
	g := part(t, report.Build(input(t, "worked", "en")), report.KindGrid).Grid
	if g.Width != 66 || g.Height != 66 {
		t.Errorf("frame %v × %v", g.Width, g.Height)
	}
	// From the left: 33 − 11.5 and 33 − 0.5; from the top: 33 + 5.5 and 33 + 14.5.
	if g.CutsX[0] != (report.Cut{At: 21.5, Label: "11.5"}) || g.CutsX[1] != (report.Cut{At: 32.5, Label: "0.5"}) ||
		g.CutsY[0] != (report.Cut{At: 38.5, Label: "5.5"}) || g.CutsY[1] != (report.Cut{At: 47.5, Label: "14.5"}) {
		t.Errorf("cuts %v %v", g.CutsX, g.CutsY)
	}
	if !near(g.X, 33-22.0/12) || !near(g.Y, 33-44.0/12) {
		t.Errorf("point %v, %v", g.X, g.Y)
	}
	area := 0.0
	for _, c := range g.Cells {
		area += (c.Right - c.Left) * (c.Bottom - c.Top)
	}
	if !near(area, 66*66) {
		t.Errorf("the cells cover %v of %v", area, 66*66)
	}
}

// TestEllipsesAreJoint: k = √(−2 ln(1−p)), 1.5096 and 2.4477, times the SEM.
func TestEllipsesAreJoint(t *testing.T) {
	in := input(t, "worked", "en")
	x, _ := in.Result.Score("AERO")
	y, _ := in.Result.Score("ACCE")
	for i, k := range []float64{1.5096, 2.4477} {
		e := part(t, report.Build(in), report.KindGrid).Grid.Ellipses[i]
		if math.Abs(e.RadiusX-k**x.SEM) > 1e-3 || math.Abs(e.RadiusY-k**y.SEM) > 1e-3 {
			t.Errorf("%d %%: %+v, want %v times %v and %v", e.Level, e, k, *x.SEM, *y.SEM)
		}
	}
}

func TestTheMapHoldsEverySituationOnce(t *testing.T) {
	for _, name := range cases {
		c := part(t, report.Build(input(t, name, "en")), report.KindContexts).Contexts
		seen := map[int]string{}
		for _, cell := range c.Map {
			for _, n := range cell.Numbers {
				if seen[n] != "" {
					t.Errorf("%s: situation %d twice", name, n)
				}
				seen[n] = cell.Class
			}
		}
		for _, s := range c.Situations {
			if seen[s.Number] != s.Class {
				t.Errorf("%s: situation %d is %s, in the map %s", name, s.Number, s.Class, seen[s.Number])
			}
		}
	}
}

func TestTheIndexStandsOnWholeDistributions(t *testing.T) {
	in := input(t, "worked", "en")
	set(&in, "LFI", func(s *domain.Score) { s.Class = "high" })
	ix := part(t, report.Build(in), report.KindIndex).Index
	norm, chance := 0.0, 0.0
	for i, b := range ix.Bins {
		norm, chance = norm+b.Norm, chance+b.Chance
		if !near(b.From, float64(i)/40) || !near(b.To, float64(i+1)/40) || b.Norm > ix.Peak || b.Chance > ix.Peak {
			t.Errorf("bar %d: %+v under peak %v", i, b, ix.Peak)
		}
	}
	if !near(norm, 1) || !near(chance, 1) || len(ix.Bins) != 40 {
		t.Errorf("%d bars, shares sum to %v and %v", len(ix.Bins), norm, chance)
	}
	// Half way between the attainable values on either side of a third.
	if len(ix.Bounds) != 2 || !near(ix.Bounds[0].At, (0.6625+0.66875)/2) || !near(ix.Bounds[1].At, (0.825+0.83125)/2) {
		t.Errorf("bounds %v", ix.Bounds)
	}
	if len(ix.Levels) != 3 || !near(ix.At, 0.89375) {
		t.Errorf("levels %v, index at %v", ix.Levels, ix.At)
	}
}
