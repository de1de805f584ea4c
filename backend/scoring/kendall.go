package scoring

import (
	"math/big"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// kendall is the agreement among rankings of the same endings:
// D = Σ(R_j - mean)², W = 12·D/(m²(k³-k)) for m rankings of k endings.
// Source: Kendall, Rank Correlation Methods, 1948, ch. 6.
type kendall struct {
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
	chance   *norm.Chance
}

func compileKendall(c *compiler, i int) step {
	me := &c.p.steps[i]
	before := len(c.faults)
	st := &kendall{id: me.spec.ID, items: c.items(i)}
	for n, item := range st.items {
		st.columns = append(st.columns, c.columns(i, n, item, st.items[0]))
	}
	level := c.decimal(i, "level", me.spec.Level, "0.05")
	if len(c.faults) > before {
		return nil
	}
	m := len(st.items)
	st.k = len(c.p.items[st.items[0]].Endings)
	chance, err := norm.NewChance(m, st.k)
	if err != nil {
		c.fault(i, "items", "chance_unknown", "Sets", strconv.Itoa(m), "Endings", strconv.Itoa(st.k))
		return nil
	}
	st.unit = norm.Over(12, int64(m*m*(st.k*st.k*st.k-st.k)))
	st.tabulate(chance, level)
	me.extent = extent{new(big.Rat), big.NewRat(1, 1), big.NewInt(st.unit.Den)}
	return st
}

// columns maps the endings of the first item to their places in this one.
func (c *compiler) columns(i, n, item, first int) []int {
	out := []int{}
	for _, e := range c.p.items[first].Endings {
		j, ok := endingOf(c.p.items[item], e.ID)
		if !ok || len(c.p.items[item].Endings) != len(c.p.items[first].Endings) {
			c.fault(i, "items["+strconv.Itoa(n)+"]", "unknown_ending", "Got", e.ID)
			return out
		}
		out = append(out, j)
	}
	return out
}

func (s *kendall) tabulate(chance *norm.Chance, level norm.Fraction) {
	s.chance, s.p = chance, map[int]float64{}
	for _, d := range chance.Attainable() {
		s.p[d], _ = chance.Tail(d).Float64()
	}
	critical, ok := chance.Critical(level)
	if !ok {
		critical = 1 << 30
	}
	s.critical = critical
}

func (s *kendall) run(r *run, out *outcome) {
	if out.why = r.missing(s.items); out.why != "" {
		return
	}
	d := s.d(s.rankSums(r))
	out.value = norm.Whole(int64(d)).Mul(s.unit)
	out.converted = out.value
	out.chance = &domain.ChanceTest{
		ID: s.id, Sets: len(s.items), D: d, W: out.value.Float64(), P: s.p[d], AboveChance: d >= s.critical,
	}
}

// rankSums gives R_j in the order of the first item's endings.
func (s *kendall) rankSums(r *run) [norm.MaxEndings]int {
	var sums [norm.MaxEndings]int
	for n, item := range s.items {
		for j, place := range s.columns[n] {
			sums[j] += r.ranks[item][place]
		}
	}
	return sums
}

// d gives Σ R² - (Σ R)²/k, which is Σ(R - mean)².
func (s *kendall) d(sums [norm.MaxEndings]int) int {
	squares, total := 0, 0
	for _, v := range sums[:s.k] {
		squares, total = squares+v*v, total+v
	}
	return squares - total*total/s.k
}

// swapped gives the least and greatest D that one adjacent swap in one ranking can give.
func (s *kendall) swapped(r *run) (low, high int) {
	base := s.rankSums(r)
	low = 1 << 30
	for n, item := range s.items {
		for rank := 1; rank < s.k; rank++ {
			sums := base
			for j, place := range s.columns[n] {
				switch r.ranks[item][place] {
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

// repeated gives how often the most frequent ranking occurs.
func (s *kendall) repeated(r *run) int {
	seen, most := map[[norm.MaxEndings]int]int{}, 0
	for n, item := range s.items {
		var key [norm.MaxEndings]int
		for j, place := range s.columns[n] {
			key[j] = r.ranks[item][place]
		}
		seen[key]++
		most = max(most, seen[key])
	}
	return most
}

// uncovered lists the attainable D that a norm lacks.
func (s *kendall) uncovered(a *norm.Agreement) []int {
	return slices.DeleteFunc(s.chance.Attainable(), a.Covers)
}
