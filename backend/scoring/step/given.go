package step

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Typed is a step that reads answers itself and gives a number, so that the
// number can be given instead.
type Typed interface {
	Step
	// Take fills the outcome with a given value on the form's own metric.
	Take(v norm.Fraction, out *Outcome)
	// Attainable lists every value that some answers give, ascending; nil when
	// they are too many to be listed, or any within a range.
	Attainable() []norm.Fraction
	// Cells are the ranks or columns that the step adds up, nil when it does
	// anything else.
	Cells() []Place
}

// Typed gives the step of the node whose value can be given, nil if it cannot.
func (n *Node) Typed() Typed {
	st, ok := n.Step.(Typed)
	if !ok || n.Spec.Hidden || !n.Extent.Numeric() {
		return nil
	}
	return st
}

// given reports whether totals were given instead of answers.
func (r *Run) given() bool { return r.Given != nil }

// Take fills the outcome with a given rank sum.
func (s *RankSum) Take(v norm.Fraction, out *Outcome) {
	out.Value, out.Converted = v, v.Mul(s.Factor)
}

// Attainable lists the whole numbers from the least to the greatest sum of ranks.
func (s *RankSum) Attainable() []norm.Fraction { return nil }

// Cells are the ranks that the step adds up.
func (s *RankSum) Cells() []Place { return s.Scored }

// Take fills the outcome with a given sum, mean or count.
func (s *sum) Take(v norm.Fraction, out *Outcome) { out.Value, out.Converted = v, v }

// Cells are the ranks or columns of an unweighted sum.
func (s *sum) Cells() []Place {
	cells := []Place{}
	for _, k := range s.keys {
		if k.ending < 0 || k.span.IsNumber() || k.from != nil || k.weight.Cmp(norm.Whole(1)) != 0 {
			return nil
		}
		cells = append(cells, Place{k.item, k.ending})
	}
	if s.rule.kind != domain.MissingRequireAll {
		return nil
	}
	return cells
}

// Cells of a mean are none: it is no sum.
func (s *mean) Cells() []Place { return nil }

// Cells of a count are none: it is no sum.
func (s *count) Cells() []Place { return nil }

// Attainable lists the sums, also those that are prorated.
func (s *sum) Attainable() []norm.Fraction {
	return s.attainable(func(total, part norm.Fraction, there int) norm.Fraction {
		if s.rule.prorated(there) {
			return total.Mul(s.weight).Quo(part)
		}
		return total
	})
}

// Attainable lists the means.
func (s *mean) Attainable() []norm.Fraction {
	return s.attainable(func(total, part norm.Fraction, _ int) norm.Fraction { return total.Quo(part) })
}

// Attainable of a count is not listed: every multiple of its unit counts.
func (s *count) Attainable() []norm.Fraction { return nil }

// maxAttainable is how many partial sums are followed.
const maxAttainable = 20_000

// partial is what some of the answers sum up to.
type partial struct {
	total, part norm.Fraction
	there       int
}

// attainable adds up every possible answer, key by key; equal sums over equal
// weights are followed once.
func (s *sum) attainable(close func(total, part norm.Fraction, there int) norm.Fraction) []norm.Fraction {
	now := map[string]partial{"": {total: norm.Whole(0), part: norm.Whole(0)}}
	for i := range s.keys {
		k := &s.keys[i]
		next := map[string]partial{}
		for _, p := range now {
			p.enter(next, s.rule.kind)
			for _, x := range k.each {
				if k.span.IsNumber() {
					x = k.span.Sub(x)
				}
				partial{p.total.Add(x.Mul(k.weight)), p.part.Add(k.weight), p.there + 1}.enter(next, "")
			}
		}
		if now = next; len(k.each) == 0 || len(now) > maxAttainable {
			return nil
		}
	}
	out := []norm.Fraction{}
	for _, p := range now {
		if p.there >= s.rule.least {
			out = append(out, close(p.total, p.part, p.there))
		}
	}
	slices.SortFunc(out, norm.Fraction.Cmp)
	return slices.CompactFunc(out, norm.Fraction.Equal)
}

// enter follows a partial sum, unless the rule wants the answer that it lacks.
func (p partial) enter(into map[string]partial, kind string) {
	if kind != domain.MissingRequireAll {
		into[p.total.String()+" "+p.part.String()+" "+string(rune(p.there))] = p
	}
}

// sums gives R_j from given rank sums: the column of an ending is the sum of
// exactly the ranks that a given step adds up.
func (s *Kendall) given(r *Run) (sums [norm.MaxEndings]int, why domain.Reason) {
	for j := range s.k {
		i := slices.IndexFunc(r.Nodes, func(n Node) bool { return s.column(n.Step, j) })
		if i < 0 {
			return sums, domain.ReasonNotFromTotals
		}
		if r.Given[i].IsNumber() {
			sums[j] = int(r.Given[i].Float64())
		} else {
			why = domain.ReasonMissingScore
		}
	}
	return sums, why
}

// column reports whether a step adds up the ranks of the j-th ending over the
// items of the agreement.
func (s *Kendall) column(st Step, j int) bool {
	sum, ok := st.(*RankSum)
	if !ok || len(sum.Scored) != len(s.items) {
		return false
	}
	for n, item := range s.items {
		if !slices.Contains(sum.Scored, Place{item, s.columns[n][j]}) {
			return false
		}
	}
	return true
}
