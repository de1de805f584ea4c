package flags

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
	"kitewise/backend/scoring/tape"
)

// teller records the numbers that raised a flag.
type teller func(r *Run, f *domain.Flag, l *step.Line)

// tellers say it for the rules that read numbers; the other rules always stand.
func tellers() map[string]teller {
	return map[string]teller{
		"outside_norm": tellOutside, "mixed_groups": tellGroups,
		"agreement": tellAgreement, "repeated_ranking": tellRepeated, "near_boundary": tellBoundary,
		"longest_run": tellRun, "spread": tellSpread, "missing_share": tellShare, "even_odd": tellHalves,
		"seconds_per_item": tellSeconds, "position_pattern": tellPositions,
		"practice_reversed": tellReversed, "interrupted": tellInterrupted,
		"response": tellResponse, "unanswered": tellOpen, "score": tellScore, "lead": tellLead,
	}
}

// Trace records a line for every flag that stands: those that are judged before
// the classes, or those after. Its output is 1.
func (s Set) Trace(r *Run, t *step.Ledger, byClass bool) {
	for i := range s {
		f := s[i].flag
		if !r.stands[i] || s[i].byClass != byClass {
			continue
		}
		t.For(f.Code, f.Source)
		l := t.Line(f.Code, domain.TraceFlag, f.Rule)
		if s[i].tell != nil {
			s[i].tell(r, f, l)
		}
		l.Gives(norm.Whole(1))
	}
}

// node gives the place of a step that is there.
func (r *Run) node(id string) int {
	return slices.IndexFunc(r.Nodes, func(n step.Node) bool { return n.Spec.ID == id })
}

// statements joins what is written with semicolons.
type statements struct {
	l *step.Line
	n int
}

func (s *statements) next() *step.Line {
	s.n++
	return s.l.Join(s.n-1, "; ")
}

func tellOutside(r *Run, f *domain.Flag, l *step.Line) {
	all := statements{l: l}
	for _, id := range f.Scores {
		i := r.node(id)
		look := r.Out[i].Lookup
		if look == nil || look.Method != norm.MethodClamped {
			continue
		}
		text := " < "
		if look.At.Cmp(look.Below.Raw) > 0 {
			text = " > "
		}
		all.next().Line(r.Sign(i, true), look.At).Text(text).Row(nil, "r", look.Below.Raw)
	}
}

func tellGroups(r *Run, _ *domain.Flag, l *step.Line) {
	all := statements{l: l}
	for i := range r.Nodes {
		if group := r.Out[i].Group; group != "" {
			all.next().RowClass(&domain.TraceTable{Group: group}, tape.Is(r.Nodes[i].Spec.ID), group)
		}
	}
}

func tellAgreement(r *Run, f *domain.Flag, l *step.Line) {
	test := r.Out[r.node(f.Step)].Chance
	d := l.LineNamed(l.Call("D", f.Step), norm.Whole(int64(test.D)))
	if f.Below != nil && test.D < *f.Below {
		d.Text(" < ").Cut(f.Step, norm.Whole(int64(*f.Below)))
	} else {
		d.Text(" > ").Cut(f.Step, norm.Whole(int64(*f.Above)))
	}
}

func tellRepeated(r *Run, f *domain.Flag, l *step.Line) {
	k, ok := r.Nodes[r.node(f.Step)].Step.(*step.Kendall)
	if ok {
		n := norm.Whole(int64(k.Repeated(r.Run)))
		l.Constant("repeats", n).Text(" = ").Cut(f.Step, n)
	}
}

func tellBoundary(r *Run, f *domain.Flag, l *step.Line) {
	i, all := r.node(f.Step), statements{l: l}
	g, ok := r.Nodes[i].Step.(*step.Grid)
	if !ok {
		return
	}
	cell := r.Out[i].Grid
	if p, err := norm.ParseDecimal(f.Probability); err == nil && cell.Best < p.Float64() {
		all.next().LineAbout(g.Likeliest(cell), cell.Best).Text(" < ").CutText(f.Step, f.Probability)
	}
	margin, _ := norm.ParseDecimal(f.Margin)
	for _, a := range []*step.GridAxis{&g.Y, &g.X} {
		for _, cut := range a.Cuts {
			if x := r.Out[a.Step].Converted; margin.IsNumber() && x.Sub(cut).Abs().Cmp(margin) <= 0 {
				all.next().Text("|").Line(r.Sign(a.Step, true), x).Text(" - ").Cut(r.Nodes[a.Step].Spec.ID, cut).Text("| ≤ ").Constant("margin", margin)
			}
		}
	}
	if n := swaps(r.Robust, f.Step); n <= f.Swaps {
		all.next().LineNamed(l.Call("swaps", f.Step), norm.Whole(int64(n))).Text(" ≤ ").Cut(f.Step, norm.Whole(int64(f.Swaps)))
	}
}

func tellScore(r *Run, f *domain.Flag, l *step.Line) {
	i, all := r.node(f.Step), statements{l: l}
	if class := r.class(i); slices.Contains(f.Values, class) {
		sign := l.Call("class", f.Step)
		if r.Nodes[i].Bands == nil || r.Nodes[i].Spec.Op == "classify" {
			sign = tape.Is(f.Step)
		}
		all.next().LineNamedClass(sign, class).Text(" = ").CutText(f.Step, class)
	}
	x := r.Out[i].Value
	if r.Out[i].Why != "" || !x.IsNumber() {
		return
	}
	sign := r.Sign(i, false)
	bounds(&all, func(l *step.Line) *step.Line { return l.Line(sign, x) }, x, f)
	if f.Below != nil && x.Cmp(norm.Whole(int64(*f.Below))) < 0 {
		all.next().Line(sign, x).Text(" < ").Cut(f.Step, norm.Whole(int64(*f.Below)))
	}
	if f.Above != nil && x.Cmp(norm.Whole(int64(*f.Above))) > 0 {
		all.next().Line(sign, x).Text(" > ").Cut(f.Step, norm.Whole(int64(*f.Above)))
	}
}

// bounds records which of Low and High a number reaches.
func bounds(all *statements, number func(l *step.Line) *step.Line, x norm.Fraction, f *domain.Flag) {
	if low, err := norm.ParseDecimal(f.Low); err == nil && x.Cmp(low) <= 0 {
		number(all.next()).Text(" ≤ ").CutText(f.Step, f.Low)
	}
	if high, err := norm.ParseDecimal(f.High); err == nil && x.Cmp(high) >= 0 {
		number(all.next()).Text(" ≥ ").CutText(f.Step, f.High)
	}
}

func tellLead(r *Run, f *domain.Flag, l *step.Line) {
	o, ok := r.Nodes[r.node(f.Step)].Step.(*step.Order)
	if !ok {
		return
	}
	first, second := o.First(r.Run)
	o.Write(r.Run, o.Write(r.Run, l, first).Text(" - "), second).Text(" ≤ ").CutText(f.Step, f.High)
}
