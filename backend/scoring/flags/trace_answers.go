package flags

import (
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// places gives the items that the flag reads.
func (r *Run) places(f *domain.Flag) []int {
	out := []int{}
	for _, id := range f.Items {
		out = append(out, r.Index[id])
	}
	return out
}

// tellRun: the run is counted over the items in their displayed order.
func tellRun(r *Run, f *domain.Flag, l *step.Line) {
	order := r.places(f)
	if len(r.Conduct.Order) > 0 {
		order = r.displayed(order)
	}
	l.Constant("run", norm.Whole(int64(longestRun(r, order)))).Text(" ≥ ").Constant("least_run", norm.Whole(int64(f.AtLeast)))
}

func tellSpread(r *Run, f *domain.Flag, l *step.Line) {
	l.Text("sd(")
	n := 0
	for _, i := range r.places(f) {
		if a := &r.Answers[i]; a.Given && a.Number.IsNumber() {
			l.Join(n, ", ").Cell(r.Cell(i, -1), a.Number)
			n++
		}
	}
	l.Text(") < ").CutText("sd", f.Low)
}

func tellShare(r *Run, f *domain.Flag, l *step.Line) {
	open, shown := int64(0), int64(0)
	for _, i := range r.places(f) {
		if r.Answers[i].NotAsked {
			continue
		}
		if shown++; !r.Answers[i].Given {
			open++
		}
	}
	l.Constant("open", norm.Whole(open)).Text(" / ").Constant("shown", norm.Whole(shown)).Text(" > ").CutText("share", f.High)
}

func tellHalves(r *Run, f *domain.Flag, l *step.Line) {
	scores := []step.Halved{}
	for _, id := range f.Scores {
		if h, ok := r.Nodes[r.node(id)].Step.(step.Halved); ok {
			scores = append(scores, h)
		}
	}
	odd, even := halves(r, scores, max(f.MinAnswered, 2))
	if f.Measure == measureCorrelation {
		pairs := func() *step.Line {
			l.Text("corr(")
			for i := range odd {
				l.Join(i, ", ").Constant("odd", odd[i]).Text(", ").Constant("even", even[i])
			}
			return l.Text(")")
		}
		l.Text("2 × ")
		pairs().Text(" / (1 + ")
		pairs().Text(") < ").CutText("corr", f.Low)
		return
	}
	l.Text("(")
	for i := range odd {
		l.Join(i, " + ").Text("|").Constant("odd", odd[i]).Text(" - ").Constant("even", even[i]).Text("|")
	}
	l.Text(") / ").Constant("scores_there", norm.Whole(int64(len(odd)))).Text(" ≥ ").CutText("gap", f.High)
}

func tellSeconds(r *Run, f *domain.Flag, l *step.Line) {
	times, all := r.times(r.places(f)), statements{l: l}
	slices.Sort(times)
	median := norm.Over(times[(len(times)-1)/2]+times[len(times)/2], 2000)
	if limit, err := norm.ParseDecimal(f.MedianSeconds); err == nil && median.Cmp(limit) < 0 {
		all.next().Constant("median_seconds", median).Text(" < ").CutText("seconds", f.MedianSeconds)
	}
	least := norm.Over(times[0], 1000)
	if limit, err := norm.ParseDecimal(f.AnySeconds); err == nil && least.Cmp(limit) < 0 {
		all.next().Constant("least_seconds", least).Text(" < ").CutText("seconds", f.AnySeconds)
	}
}

func tellPositions(r *Run, f *domain.Flag, l *step.Line) {
	sums, total := r.positions(f), 0
	k := len(sums)
	for _, v := range sums {
		total += v
	}
	for j, v := range sums {
		l.Join(j, " + ").Text("(").Constant("position_total", norm.Whole(int64(v))).Text(" - ").Constant("mean_total", norm.Over(int64(total), int64(k))).Text(")²")
	}
	l.Text(" ≥ ").Cut("positions", norm.Whole(int64(f.AtLeast)))
}

func tellResponse(r *Run, f *domain.Flag, l *step.Line) {
	i, all := r.Index[f.Item], statements{l: l}
	v := r.Responses[f.Item]
	ending := slices.IndexFunc(r.Items[i].Endings, func(e domain.Ending) bool { return e.ID == f.Ending })
	x := r.Answers[i].Number
	if ending >= 0 {
		x = norm.Whole(int64(r.Answers[i].Ranks[ending]))
	}
	text := strings.Join(v.Chosen, ", ")
	if x.IsNumber() {
		text = x.String()
	}
	for _, value := range f.Values {
		if value == text || slices.Contains(v.Chosen, value) {
			all.next().CellText(r.Cell(i, ending), value).Text(" = ").CutText(f.Item, value)
		}
	}
	if x.IsNumber() {
		bounds(&all, func(l *step.Line) *step.Line { return l.Cell(r.Cell(i, ending), x) }, x, f)
	}
}

// tellOpen names the item that has no answer.
func tellOpen(r *Run, f *domain.Flag, l *step.Line) {
	l.Cell(r.Cell(r.Index[f.Item], -1), norm.Whole(0)).Text(" = 0")
}

func tellReversed(r *Run, _ *domain.Flag, l *step.Line) {
	l.Constant("reversed", norm.Whole(int64(len(reversed(r))))).Text(" ≥ 1")
}

func tellInterrupted(r *Run, f *domain.Flag, l *step.Line) {
	n, _ := interruptions(r, f)
	l.Constant("interruptions", norm.Whole(int64(n))).Text(" ≥ ").Constant("least_interruptions", norm.Whole(int64(max(f.AtLeast, 1))))
}
