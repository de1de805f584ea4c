package step

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
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
	p        map[int]float64
	Chance   *norm.Chance
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
	s.Chance, s.p = chance, map[int]float64{}
	for _, d := range chance.Attainable() {
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
	if out.Why = r.missing(s.items); out.Why != "" {
		return
	}
	d := s.d(s.rankSums(r))
	out.Value = norm.Whole(int64(d)).Mul(s.unit)
	out.Converted = out.Value
	out.Chance = &domain.ChanceTest{
		ID: s.id, Sets: len(s.items), D: d, W: out.Value.Float64(), P: s.p[d], AboveChance: d >= s.critical,
	}
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
	base := s.rankSums(r)
	low = 1 << 30
	for n, item := range s.items {
		for rank := 1; rank < s.k; rank++ {
			sums := base
			for j, place := range s.columns[n] {
				switch r.Answers[item].Ranks[place] {
				case rank:
					sums[j]++
				case rank + 1:
					sums[j]--
				}
			}
			d := s.d(sums)
			low, high = min(low, d), max(high, d)
		}
	}
	return low, high
}

// Repeated gives how often the most frequent ranking occurs.
func (s *Kendall) Repeated(r *Run) int {
	seen, most := map[[norm.MaxEndings]int]int{}, 0
	for n, item := range s.items {
		var key [norm.MaxEndings]int
		for j, place := range s.columns[n] {
			key[j] = r.Answers[item].Ranks[place]
		}
		seen[key]++
		most = max(most, seen[key])
	}
	return most
}

// uncovered lists the attainable D that a norm lacks.
func (s *Kendall) uncovered(a *norm.Agreement) []int {
	return slices.DeleteFunc(s.Chance.Attainable(), a.Covers)
}

// Trace gives the inputs that Run read and what it gave, as exact text.
func (s *Kendall) Trace(r *Run, out *Outcome) ([]domain.TraceInput, string) {
	inputs, sums := []domain.TraceInput{}, s.rankSums(r)
	for j, e := range r.Items[s.items[0]].Endings {
		inputs = append(inputs, domain.TraceInput{Name: "R " + e.ID, Value: strconv.Itoa(sums[j])})
	}
	inputs = append(inputs, domain.TraceInput{Name: "D", Value: strconv.Itoa(out.Chance.D)},
		domain.TraceInput{Name: "P(D) at random", Value: s.Chance.Tail(out.Chance.D).RatString()},
		domain.TraceInput{Name: "D above chance", Value: strconv.Itoa(s.critical)})
	return inputs, out.Value.String()
}
