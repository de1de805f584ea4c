package pdf

import (
	"fmt"
	"testing"

	"kitewise/backend/report"
)

func partOf(t *testing.T, v report.View, kind report.Kind) report.Part {
	t.Helper()
	for _, p := range v.Parts {
		if p.Kind == kind {
			return p
		}
	}
	t.Fatalf("no part %q", kind)
	return report.Part{}
}

// bounds is the cell's box on the page.
func bounds(sp space, c report.GridCell) label {
	p, q := sp.at(c.Left, c.Top), sp.at(c.Right, c.Bottom)
	return label{x: p.x, y: p.y, wide: q.x - p.x, high: q.y - p.y}
}

// TestNamesOfClassesStayReadableWhereverThePointLies: in both languages, with
// chances in every cell and in none, small and large: in their cell, off the
// mark, off each other, and cleared where an outline runs through them.
func TestNamesOfClassesStayReadableWhereverThePointLies(t *testing.T) {
	for _, language := range []string{"en", "id"} {
		v := Golden(t, "worked."+language)
		s := newSheet(v, Options{})
		g := *partOf(t, v, report.KindGrid).Grid
		struck, all := 0, 0
		for _, slack := range []float64{0, 1000} {
			sp := spaceFor(s.left, 40, slack, &g)
			for _, chances := range []string{"", "21"} {
				for x := 0.0; x <= g.Width; x += 1.5 {
					for y := 0.0; y <= g.Height; y += 1.5 {
						g.X, g.Y = x, y
						d := drawn{rims: rimsOf(sp, &g), marks: []point{sp.at(x, y)}, lines: arms(sp.at(x, y))}
						for _, c := range g.Cells {
							c.Chances = chances
							words, crossed := s.spaceWords(sp, &g, c, d)
							all++
							if crossed {
								struck++
							}
							for _, fault := range wordFaults(words, crossed, bounds(sp, c), d) {
								t.Errorf("%s, %s%s, point at %v, %v: %s", language, c.Name, chances, x, y, fault)
							}
						}
					}
				}
			}
		}
		if share := float64(struck) / float64(all); share > 0.06 {
			t.Errorf("%s: something runs through %.1f %% of the names", language, 100*share)
		}
	}
}

// wordFaults tells what is wrong with the words of one cell.
func wordFaults(words []label, crossed bool, cell label, d drawn) []string {
	out := []string{}
	for i, at := range words {
		if !at.within(cell.grown(0.5)) {
			out = append(out, "out of its cell")
		}
		if at.away(d.marks[0]) < 3 {
			out = append(out, "on the mark")
		}
		for _, r := range d.rims {
			if !crossed && at.onRim(r) {
				out = append(out, "struck by an ellipse")
			}
		}
		if i > 0 && at.meets(words[0]) {
			out = append(out, "on each other")
		}
	}
	return out
}

// TestTheDaysOfAChangeStandOffTheArrow: wherever both points lie, from the edges
// of the frame on.
func TestTheDaysOfAChangeStandOffTheArrow(t *testing.T) {
	v := Golden(t, "change.id")
	s := newSheet(v, Options{})
	f := *partOf(t, v, report.KindChange).Change.Field
	sp := spaceFor(s.left, 40, 0, &f.Grid)
	places := []float64{0, 4, 16, 33, 50, 62, 66}
	for i := range len(places) * len(places) * len(places) * len(places) {
		n := len(places)
		f.Grid.X, f.Grid.Y, f.X, f.Y = places[i%n], places[i/n%n], places[i/n/n%n], places[i/n/n/n]
		ground, days := changeGround(sp, &f), []label{}
		for _, at := range []point{ground.arrow.to, ground.arrow.from} {
			days = append(days, ground.place(at, s.width(sans, daySize, "25 September 2026"), days))
		}
		where := fmt.Sprintf("from %v, %v to %v, %v", f.Grid.X, f.Grid.Y, f.X, f.Y)
		for _, day := range days {
			if !day.within(ground.frame) {
				t.Errorf("%s: out of the frame", where)
			}
			if day.grown(1).onLine(ground.arrow) && ground.arrow.from != ground.arrow.to {
				t.Errorf("%s: on the arrow", where)
			}
			if day.away(ground.arrow.from) < 3.2 || day.away(ground.arrow.to) < 3.2 {
				t.Errorf("%s: on a mark", where)
			}
		}
		if days[0].meets(days[1]) {
			t.Errorf("%s: on each other", where)
		}
	}
}

// TestWhatRunsThroughALabel holds the measures themselves to their word.
func TestWhatRunsThroughALabel(t *testing.T) {
	l := label{x: 0, y: 0, wide: 10, high: 4}
	for r, want := range map[rim]bool{
		{point{5, 2}, 3, 30}: true, {point{5, 2}, 30, 30}: false, {point{40, 2}, 20, 20}: false, {point{20, 2}, 12, 12}: true,
	} {
		if l.onRim(r) != want {
			t.Errorf("%+v: %v", r, !want)
		}
	}
	for line, want := range map[stroke]bool{
		{point{-5, 2}, point{15, 2}}: true, {point{2, 1}, point{3, 2}}: true, {point{-5, 5}, point{15, 5}}: false,
		{point{-5, 2}, point{-1, 2}}: false, {point{0, 12}, point{18, 0}}: false,
	} {
		if l.onLine(line) != want {
			t.Errorf("%+v: %v", line, !want)
		}
	}
	if l.away(point{5, 2}) != 0 || l.away(point{13, 8}) != 5 {
		t.Error("away")
	}
}
