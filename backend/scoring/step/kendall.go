package step

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
)

// Kendall is the agreement among rankings of the same endings:
// D = Σ(R_j - mean)², W = 12·D/(m²(k³-k)) for m rankings of k endings.
// Source: Kendall, Rank Correlation Methods, 1948, ch. 6.
type Kendall struct {
	id    string
	items []int
	// columns[n][j] is the place of ending j in item n.
	columns [][]int
	k       int
	// unit is W per unit of D.
	unit norm.Fraction
	// critical is the least D above chance; p maps D to its exact tail.
	critical int
	p        []float64
	Chance   *norm.Chance
	lines    agreementLines
}

// agreementLines are what the lines of an agreement rest on in every run.
type agreementLines struct {
	// totals are the signs of the rank totals, open those without their closing
	// bracket, dOpen that of D; d and p are its own and its probability's.
	totals, open []string
	d, dOpen, p  string
	table        *domain.TraceTable
	// tails are the exact probabilities by D.
	tails []norm.Fraction
	// twelve, sets and endings are the numbers of the rule.
	twelve, sets, endings norm.Fraction
}

func compileKendall(c *Compiler, i int) Step {
	me := &c.Nodes[i]
	before := len(c.Faults)
	st := &Kendall{id: me.Spec.ID, items: c.items(i)}
	for n, item := range st.items {
		st.columns = append(st.columns, c.columns(i, n, item, st.items[0]))
	}
	level := c.decimal(i, "level", me.Spec.Level, "0.05")
	if len(c.Faults) > before {
		return nil
	}
	m := len(st.items)
	st.k = len(c.Items[st.items[0]].Endings)
	chance, err := norm.NewChance(m, st.k)
	if err != nil {
		c.Fault(i, "items", "chance_unknown", "Sets", strconv.Itoa(m), "Endings", strconv.Itoa(st.k))
		return nil
	}
	st.unit = norm.Over(12, int64(m*m*(st.k*st.k*st.k-st.k)))
	st.tabulate(chance, level)
	me.Extent = extentOf(norm.Whole(0), norm.Whole(1))
	me.Extent.den = st.unit.Rat().Denom()
	return st
}

// columns maps the endings of the first item to their places in this one.
func (c *Compiler) columns(i, n, item, first int) []int {
	out := []int{}
	for _, e := range c.Items[first].Endings {
		j, ok := endingOf(c.Items[item], e.ID)
		if !ok || len(c.Items[item].Endings) != len(c.Items[first].Endings) {
			c.Fault(i, "items["+strconv.Itoa(n)+"]", "unknown_ending", "Got", e.ID)
			return out
		}
		out = append(out, j)
	}
	return out
}

func (s *Kendall) tabulate(chance *norm.Chance, level norm.Fraction) {
	all := chance.Attainable()
	s.Chance, s.p = chance, make([]float64, all[len(all)-1]+1)
	for _, d := range all {
		s.p[d], _ = chance.Tail(d).Float64()
	}
	critical, ok := chance.Critical(level)
	if !ok {
		critical = 1 << 30
	}
	s.critical = critical
}

// Run executes the step over its inputs and fills its outcome.
func (s *Kendall) Run(r *Run, out *Outcome) {
	sums, why := s.sums(r)
	if out.Why = why; why != "" {
		return
	}
	d := s.d(sums)
	out.Value = norm.Whole(int64(d)).Mul(s.unit)
	out.Converted = out.Value
	out.Chance = &out.room.chance
	*out.Chance = domain.ChanceTest{
		ID: s.id, Sets: len(s.items), D: d, W: out.Value.Float64(), P: s.p[d], AboveChance: d >= s.critical,
	}
}

// sums gives R_j from the rankings, or from given totals.
func (s *Kendall) sums(r *Run) (sums [norm.MaxEndings]int, why domain.Reason) {
	if r.given() {
		return s.given(r)
	}
	if why = r.missing(s.items); why != "" {
		return sums, why
	}
	return s.rankSums(r), ""
}

// rankSums gives R_j in the order of the first item's endings.
func (s *Kendall) rankSums(r *Run) [norm.MaxEndings]int {
	var sums [norm.MaxEndings]int
	for n, item := range s.items {
		for j, place := range s.columns[n] {
			sums[j] += r.Answers[item].Ranks[place]
		}
	}
	return sums
}

// d gives Σ R² - (Σ R)²/k, which is Σ(R - mean)².
func (s *Kendall) d(sums [norm.MaxEndings]int) int {
	squares, total := 0, 0
	for _, v := range sums[:s.k] {
		squares, total = squares+v*v, total+v
	}
	return squares - total*total/s.k
}

// swapped gives the least and greatest D that one adjacent swap in one ranking can give.
func (s *Kendall) swapped(r *Run) (low, high int) {
	sums := s.rankSums(r)
	d := s.d(sums)
	low = 1 << 30
	for n, item := range s.items {
		// at gives the ending that holds a rank.
		var at [norm.MaxEndings + 1]int
		for j, place := range s.columns[n] {
			at[r.Answers[item].Ranks[place]] = j
		}
		for rank := 1; rank < s.k; rank++ {
			// (R+1)² + (S-1)² - R² - S²
			now := d + 2*(sums[at[rank]]-sums[at[rank+1]]) + 2
			low, high = min(low, now), max(high, now)
		}
	}
	return low, high
}

// Repeated gives how often the most frequent ranking occurs, 0 without rankings.
func (s *Kendall) Repeated(r *Run) int {
	if r.given() {
		return 0
	}
	var seen [norm.MaxSets]int
	most := 0
	for n, item := range s.items {
		var key [norm.MaxEndings]int
		for j, place := range s.columns[n] {
			key[j] = r.Answers[item].Ranks[place]
		}
		seen[n] = norm.PermutationIndex(key[:s.k])
		same := 0
		for _, other := range seen[:n+1] {
			if other == seen[n] {
				same++
			}
		}
		most = max(most, same)
	}
	return most
}

// uncovered lists the attainable D that a norm lacks.
func (s *Kendall) uncovered(a *norm.Agreement) []int {
	return slices.DeleteFunc(s.Chance.Attainable(), a.Covers)
}

// name names the lines and finds the exact probabilities.
func (s *Kendall) name(c *Compiler, i int) {
	n := &s.lines
	n.d, n.dOpen, n.p = "D("+s.id+")", "D("+s.id, "p("+s.id+")"
	for _, e := range c.Items[s.items[0]].Endings {
		open := "R(" + s.id + "," + e.ID
		n.totals, n.open = append(n.totals, open+")"), append(n.open, open)
	}
	n.table = &domain.TraceTable{Source: c.Nodes[i].Origin}
	n.tails = make([]norm.Fraction, len(s.p))
	for _, d := range s.Chance.Attainable() {
		n.tails[d] = norm.FromRat(s.Chance.Tail(d))
	}
	n.twelve, n.sets, n.endings = norm.Whole(12), norm.Whole(int64(len(s.items))), norm.Whole(int64(s.k))
}

// Trace records the rank totals, D, W and the place of D under random ranking.
func (s *Kendall) Trace(r *Run, out *Outcome, t *Ledger) {
	sums, _ := s.sums(r)
	for j := range s.k {
		s.total(r, t.Line(s.lines.totals[j], domain.TraceAgreement, "rank_total"), j, sums, nil)
	}
	s.traceD(t.Line(s.lines.d, domain.TraceAgreement, "agreement_d"), sums, func(l *Line, j int) *Line {
		return l.Line(s.lines.totals[j], norm.Whole(int64(sums[j])))
	})
	d := norm.Whole(int64(out.Chance.D))
	s.traceW(t.Line(t.node.Signs.Value, domain.TraceAgreement, "kendall_w"), tape.Is(s.lines.d), d).Gives(out.Value)
	tail := s.lines.tails[out.Chance.D]
	t.Line(s.lines.p, domain.TraceAgreement, "chance").Text("row(").Line(s.lines.d, d).Text(") = ").
		RowNamed(s.lines.table, t.Number(d), tail).Gives(tail)
}

// after records the rank totals and D after a swap.
func (s *Kendall) after(r *Run, t *Ledger, end *swap, swaps tape.Swaps) {
	var names [norm.MaxEndings]tape.Name
	for j := range s.k {
		names[j] = t.Within(s.lines.open[j], swaps)
		s.total(r, t.Named(names[j], domain.TraceAgreement, "rank_total"), j, end.sums, end)
	}
	s.traceD(t.Named(t.Within(s.lines.dOpen, swaps), domain.TraceAgreement, "agreement_d"), end.sums, func(l *Line, j int) *Line {
		return l.LineNamed(names[j], norm.Whole(int64(end.sums[j])))
	})
}

// traceW records W of a D.
func (s *Kendall) traceW(l *Line, d tape.Name, x norm.Fraction) *Line {
	n := &s.lines
	return l.Constant("twelve", n.twelve).Text(" × ").LineNamed(d, x).
		Text(" / (").Constant("sets", n.sets).Text("² × (").Constant("endings", n.endings).Text("³ - ").Constant("endings", n.endings).Text("))")
}

// swap is one exchange of the ranks rank and rank + 1 of set n, and its D.
type swap struct {
	n, rank, d int
	sums       [norm.MaxEndings]int
}

// ends gives the first swaps that make D least and greatest.
func (s *Kendall) ends(r *Run) (low, high swap) {
	base := s.rankSums(r)
	for n, item := range s.items {
		for rank := 1; rank < s.k; rank++ {
			sums := base
			for j, place := range s.columns[n] {
				sums[j] += swapOf(r.Answers[item].Ranks[place], rank)
			}
			one := swap{n, rank, s.d(sums), sums}
			if low.rank == 0 || one.d < low.d {
				low = one
			}
			if high.rank == 0 || one.d > high.d {
				high = one
			}
		}
	}
	return low, high
}

// total records R_j of the j-th ending, after the swap of two ranks of one
// ranking unless end is nil.
func (s *Kendall) total(r *Run, l *Line, j int, sums [norm.MaxEndings]int, end *swap) {
	sum := norm.Whole(int64(sums[j]))
	if r.given() {
		l.Constant("given", sum).Gives(sum)
		return
	}
	for n, item := range s.items {
		place := s.columns[n][j]
		v := r.Answers[item].Ranks[place]
		l.Join(n, " + ").Cell(r.Cell(item, place), norm.Whole(int64(v)))
		if end == nil || end.n != n {
			continue
		}
		if d := swapOf(v, end.rank); d != 0 {
			l.Signed(1, norm.Whole(int64(d))).Constant("swap", norm.Whole(1))
		}
	}
	l.Gives(sum)
}

// swapOf says how a rank changes when rank and rank + 1 change places.
func swapOf(v, rank int) int {
	switch v {
	case rank:
		return 1
	case rank + 1:
		return -1
	}
	return 0
}

// traceD records D = Σ(R - mean)²; total records one R.
func (s *Kendall) traceD(l *Line, sums [norm.MaxEndings]int, total func(l *Line, j int) *Line) {
	all := 0
	for _, v := range sums[:s.k] {
		all += v
	}
	mean := norm.Over(int64(all), int64(s.k))
	for j := range s.k {
		total(l.Join(j, " + ").Text("("), j).Text(" - ").Constant("mean_total", mean).Text(")²")
	}
	l.Gives(norm.Whole(int64(s.d(sums))))
}
