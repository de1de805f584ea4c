// Package totals says which scores of an instrument can be typed instead of
// answers, and what is wrong with those that were: their range, their sum, and
// whether any answers give them together.
//
// It must never score, and never know one particular instrument.
package totals

import (
	"cmp"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/reach"
	"kitewise/backend/scoring/step"
)

// Field is a score whose value can be typed, on the form's own metric: Low to
// High in steps of Unit, which is no number where any value between them may be.
type Field struct {
	ID              string
	Low, High, Unit norm.Fraction
	// values are all that some answers give, nil when they are not listed.
	values []norm.Fraction
}

// Sum is what several totals together always are, since the sets deal out
// a fixed stock of numbers to them.
type Sum struct {
	Scores []string
	Sum    int
}

// Form is what can be typed instead of answers.
type Form struct {
	Fields []Field
	Sums   []Sum
	// families join the totals that the same sets give.
	families []family
}

// family is the totals of some sets. A rest takes what none of them counts.
type family struct {
	fields []int
	form   *reach.Form
	rest   bool
}

// Fault says what is wrong with typed totals. Want is the sum.
type Fault struct {
	Code      string
	Scores    []string
	Got, Want norm.Fraction
}

// The codes of a Fault.
const (
	// Range: below Low or above High.
	Range = "out_of_range"
	// Between: no answers give this value.
	Between = "not_attainable"
	// WrongSum: the totals do not have the sum that they always have.
	WrongSum = "wrong_sum"
	// Together: each may be, but no answers give them together.
	Together = "not_together"
)

// Codes lists the codes of a Fault.
func Codes() []string { return []string{Range, Between, WrongSum, Together} }

// source is what totals are found in.
type source struct {
	nodes []step.Node
	items []domain.Item
}

// Of says which totals of a compiled instrument can be typed.
func Of(all []step.Node, items []domain.Item) Form {
	p := &source{all, items}
	t := Form{Fields: []Field{}, Sums: []Sum{}}
	nodes := []int{}
	for i := range p.nodes {
		if st := p.nodes[i].Typed(); st != nil {
			nodes, t.Fields = append(nodes, i), append(t.Fields, p.total(i, st))
		}
	}
	for _, members := range p.families(nodes) {
		p.join(&t, nodes, members)
	}
	return t
}

// total gives the range of one total.
func (p *source) total(i int, st step.Typed) Field {
	n := &p.nodes[i]
	l, h := n.Extent.Ends()
	f := Field{ID: n.Spec.ID, Low: norm.FromRat(l), High: norm.FromRat(h), values: st.Attainable()}
	if unit, ok := n.Extent.Unit(); ok {
		f.Unit = unit
	}
	if sum, ok := st.(*step.RankSum); ok { // its extent is in the norm's metric
		f.Low, f.High, f.Unit = f.Low.Quo(sum.Factor), f.High.Quo(sum.Factor), norm.Whole(1)
	}
	if len(f.values) > 0 {
		f.Low, f.High = f.values[0], f.values[len(f.values)-1]
	}
	return f
}

// families groups the fields that add up cells of the same items.
func (p *source) families(nodes []int) [][]int {
	at, out := map[int]int{}, [][]int{} // item → family
	for f, i := range nodes {
		mine := -1
		for _, c := range p.nodes[i].Typed().Cells() {
			other, known := at[c.Item]
			switch {
			case mine < 0 && known:
				mine = other
			case mine < 0:
				mine, out = len(out), append(out, nil)
			case known && other != mine:
				out[mine], out[other] = append(out[mine], out[other]...), nil
				for item, k := range at {
					if k == other {
						at[item] = mine
					}
				}
			}
			at[c.Item] = mine
		}
		if mine >= 0 {
			out[mine] = append(out[mine], f)
		}
	}
	return slices.DeleteFunc(out, func(members []int) bool { return len(members) == 0 })
}

// join enters a family with its sum, if its sets can be told. A cell that two
// scales count makes their totals depend in a way that is not looked at.
func (p *source) join(t *Form, nodes, members []int) {
	slices.Sort(members)
	owner, items := map[step.Place]int{}, []int{}
	for n, f := range members {
		for _, c := range p.nodes[nodes[f]].Typed().Cells() {
			if _, twice := owner[c]; twice {
				return
			}
			owner[c] = n
			if !slices.Contains(items, c.Item) {
				items = append(items, c.Item)
			}
		}
	}
	fam := family{fields: members}
	sets := []reach.Set{}
	for _, item := range items {
		set := stock(&p.items[item])
		set.Takes = make([]int, len(members)+1)
		for e := range p.items[item].Endings {
			n, counted := owner[step.Place{Item: item, Ending: e}]
			if !counted {
				n, fam.rest = len(members), true
			}
			set.Takes[n]++
		}
		sets = append(sets, set)
	}
	if !fam.rest {
		for i := range sets {
			sets[i].Takes = sets[i].Takes[:len(members)]
		}
	}
	form, ok := reach.New(sets)
	if !ok {
		return
	}
	fam.form = form
	t.families = append(t.families, fam)
	sum := Sum{Sum: form.Sum()}
	for n, f := range members {
		low, high := form.Ends(n)
		t.Fields[f].Low, t.Fields[f].High, t.Fields[f].values = norm.Whole(int64(low)), norm.Whole(int64(high)), nil
		sum.Scores = append(sum.Scores, t.Fields[f].ID)
	}
	if !fam.rest && len(members) > 1 {
		t.Sums = append(t.Sums, sum)
	}
}

// stock is what an item deals out: the ranks, or the columns with their places.
func stock(it *domain.Item) reach.Set {
	s := reach.Set{}
	if it.Type == domain.TypeRanking {
		for rank := range it.Endings {
			s.Values, s.Places = append(s.Values, rank+1), append(s.Places, 1)
		}
		return s
	}
	columns := slices.SortedFunc(slices.Values(it.Columns), func(a, b domain.Column) int { return cmp.Compare(a.Value, b.Value) })
	for _, c := range columns {
		s.Values, s.Places = append(s.Values, c.Value), append(s.Places, c.Places)
	}
	return s
}

// Check says what is wrong with typed totals, in the order of the fields; what
// is not typed is not wrong. Form that belong together are looked at together
// once all of them are typed and none is wrong by itself.
func (t *Form) Check(given map[string]norm.Fraction) []Fault {
	out, wrong := []Fault{}, map[string]bool{}
	for i := range t.Fields {
		f := &t.Fields[i]
		if v, typed := given[f.ID]; typed {
			if code := f.check(v); code != "" {
				wrong[f.ID] = true
				out = append(out, Fault{Code: code, Scores: []string{f.ID}, Got: v})
			}
		}
	}
	for _, fam := range t.families {
		if fault, ok := t.together(fam, given, wrong); ok {
			out = append(out, fault)
		}
	}
	return out
}

// check gives the code of what is wrong with one total, "" if nothing is.
func (f *Field) check(v norm.Fraction) string {
	switch {
	case v.Cmp(f.Low) < 0 || v.Cmp(f.High) > 0:
		return Range
	case f.values != nil && !slices.ContainsFunc(f.values, v.Equal):
		return Between
	case f.values == nil && f.Unit.IsNumber() && !v.Quo(f.Unit).IsWhole():
		return Between
	}
	return ""
}

// together judges the totals of one family.
func (t *Form) together(fam family, given map[string]norm.Fraction, wrong map[string]bool) (Fault, bool) {
	totals, sum, fault := []int{}, 0, Fault{}
	for _, f := range fam.fields {
		id := t.Fields[f].ID
		v, typed := given[id]
		if !typed || wrong[id] {
			return fault, false
		}
		totals, sum = append(totals, int(v.Float64())), sum+int(v.Float64())
		fault.Scores = append(fault.Scores, id)
	}
	fault.Got, fault.Want = norm.Whole(int64(sum)), norm.Whole(int64(fam.form.Sum()))
	if fam.rest {
		totals = append(totals, fam.form.Sum()-sum)
	} else if sum != fam.form.Sum() && len(fam.fields) > 1 {
		fault.Code = WrongSum
		return fault, true
	}
	fault.Code = Together
	return fault, !fam.form.Reachable(totals)
}
