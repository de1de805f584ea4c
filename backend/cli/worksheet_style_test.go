package cli

import (
	"math"
	"math/big"
	"strings"
	"sync"
)

func phi(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// cells of the learning space: AC-CE low, middle, high by AE-RO low, middle, high.
var nine = [3][3]string{
	{"imagining", "experiencing", "initiating"},
	{"reflecting", "balancing", "acting"},
	{"analyzing", "thinking", "deciding"},
}

var classOrder = []string{"initiating", "experiencing", "imagining", "reflecting", "analyzing", "thinking", "deciding", "acting", "balancing"}

func third(x *big.Rat, low, high int64) int {
	n := 0
	for _, cut := range []int64{low, high} {
		if x.Cmp(big.NewRat(cut, 2)) >= 0 {
			n++
		}
	}
	return n
}

// styleOf gives the class of two sums of twelve endings.
func styleOf(acce, aero int64) string {
	return nine[third(big.NewRat(11*acce, 12), 11, 29)][third(big.NewRat(11*aero, 12), 1, 23)]
}

func (c *checker) style() {
	thirds := func(id string, low, high float64) [3]float64 {
		x, _ := c.conv[id].Float64()
		a, b := phi((low-x)/c.sem[id]), phi((high-x)/c.sem[id])
		return [3]float64{a, b - a, 1 - b}
	}
	y, x := thirds("ACCE", 5.5, 14.5), thirds("AERO", 0.5, 11.5)
	for i, sign := range []string{"P(style:ACCE*<5.5)", "P(style:5.5≤ACCE*<14.5)", "P(style:ACCE*≥14.5)"} {
		c.near(sign, y[i])
	}
	for i, sign := range []string{"P(style:AERO*<0.5)", "P(style:0.5≤AERO*<11.5)", "P(style:AERO*≥11.5)"} {
		c.near(sign, x[i])
	}
	best := -1.0
	for row, classes := range nine {
		for column, class := range classes {
			c.near("P(style="+class+")", y[row]*x[column])
			c.out.probabilities[class] = y[row] * x[column]
		}
	}
	for _, class := range classOrder {
		if p := c.out.probabilities[class]; p > best {
			best, c.out.likeliest = p, class
		}
	}
	c.out.classes["style"] = styleOf(c.sums["AC"]-c.sums["CE"], c.sums["AE"]-c.sums["RO"])
	c.says("style", c.out.classes["style"])
	c.says("max(style)", c.out.likeliest)
	_, d := c.agreement("preference", c.ranks("s"))
	c.out.cannotTell = best < 0.5 || d < 154
	c.says("tell(style)", map[bool]string{true: "no class may be named", false: c.out.likeliest}[c.out.cannotTell])
	c.intervals()
	if l := c.by["max(style)"]; l != nil && !strings.HasSuffix(l.symbols, " = P(style="+c.out.likeliest+")") {
		c.fault("the greatest is %s", l.symbols)
	}
}

// intervals: the class by the cuts stands where its chance is that of the same intervals.
func (c *checker) intervals() {
	for _, l := range c.lines {
		if !strings.HasPrefix(l.sign, "style") {
			continue
		}
		y, x, _ := strings.Cut(l.symbols, "; ")
		if _, tail, ok := strings.Cut(l.sign, "("); ok {
			y, x = strings.ReplaceAll(y, "("+tail, ""), strings.ReplaceAll(x, "("+tail, "")
		}
		flat := func(text string) string {
			text = strings.ReplaceAll(text, " ", "")
			if before, after, ok := strings.Cut(text, "≤"); ok && !strings.Contains(after, "<") {
				return after + "≥" + before
			}
			return text
		}
		chance := c.by["P(style="+l.output+")"]
		if chance == nil || chance.symbols != "P(style:"+flat(y)+") × P(style:"+flat(x)+")" {
			c.fault("%s: %s", l.sign, l.symbols)
		}
	}
}

func (c *checker) says(sign, want string) {
	if l := c.by[sign]; l == nil || l.output != want {
		c.fault("%s: want %s, printed %+v", sign, want, l)
	}
}

// ranks gives the rankings of the sets of a letter, in the order of modes.
func (c *checker) ranks(letter string) [][4]int {
	out := [][4]int{}
	for _, item := range c.sets(letter) {
		one := [4]int{}
		for j, m := range modes {
			one[j] = c.rank(item, m)
		}
		out = append(out, one)
	}
	return out
}

func distance(rankings [][4]int) int64 {
	totals := [4]int64{}
	for _, r := range rankings {
		for j, v := range r {
			totals[j] += int64(v)
		}
	}
	sum, squares := int64(0), int64(0)
	for _, t := range totals {
		sum, squares = sum+t, squares+t*t
	}
	return squares - sum*sum/4
}

// agreement checks W and its chance against a null distribution of our own.
func (c *checker) agreement(id string, rankings [][4]int) (w *big.Rat, d int64) {
	d, m := distance(rankings), int64(len(rankings))
	w = big.NewRat(12*d, m*m*60)
	c.is("D("+id+")", big.NewRat(d, 1))
	c.is(id, w)
	null, above := nullOf(int(m)), new(big.Rat)
	for value, p := range null {
		if value >= d {
			above.Add(above, p)
		}
	}
	c.is("p("+id+")", above)
	return w, d
}

var (
	nullMutex sync.Mutex
	nulls     = map[int]map[int64]*big.Rat{}
)

// nullOf is the distribution of D when all rankings of four are equally likely,
// by adding one ranking after the other to every vector of totals.
func nullOf(sets int) map[int64]*big.Rat {
	nullMutex.Lock()
	defer nullMutex.Unlock()
	if nulls[sets] != nil {
		return nulls[sets]
	}
	exact := map[[4]int]*big.Int{{}: big.NewInt(1)}
	for range sets {
		next := map[[4]int]*big.Int{}
		for totals, n := range exact {
			for _, p := range permutations() {
				t := totals
				for j := range t {
					t[j] += p[j]
				}
				if next[t] == nil {
					next[t] = new(big.Int)
				}
				next[t].Add(next[t], n)
			}
		}
		exact = next
	}
	all := new(big.Int).Exp(big.NewInt(24), big.NewInt(int64(sets)), nil)
	out := map[int64]*big.Rat{}
	for totals, n := range exact {
		d := distance([][4]int{totals})
		if out[d] == nil {
			out[d] = new(big.Rat)
		}
		out[d].Add(out[d], new(big.Rat).SetFrac(n, all))
	}
	nulls[sets] = out
	return out
}

func permutations() [][4]int {
	out := [][4]int{}
	for n := range 256 {
		p := [4]int{n&3 + 1, n>>2&3 + 1, n>>4&3 + 1, n>>6&3 + 1}
		if 1<<p[0]|1<<p[1]|1<<p[2]|1<<p[3] == 0b11110 {
			out = append(out, p)
		}
	}
	return out
}
