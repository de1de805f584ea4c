package scoring

import (
	"math/big"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// robustness finds the least number of adjacent swaps (exchange of the ranks r
// and r+1 in one set) that changes the cell of a grid.
//
// A cell is a box, so leaving it means crossing one of at most four lines. For
// each line and each set the most that j swaps can gain is known beforehand for
// every ranking (breadth first over the permutations); a knapsack over the sets
// gives the most that t swaps can gain in all. The least t that reaches a line
// is exact.
type robustness struct {
	id   string
	grid *grid
	gi   int // the grid's step
	sets []robustSet
	// lines are the coefficients' units: cuts and coordinates as whole numbers.
	x, y  axisScale
	most  int // swaps beyond which no set changes any more
	perms [][]int
	at    map[string]int
	// next[p][r] is the permutation after exchanging r+1 and r+2 in p.
	next [][]int
}

// robustSet is one set and what its endings weigh on the two axes.
type robustSet struct {
	item   int
	wx, wy []int
	// gain[p][line][j] is the most that j swaps from permutation p gain.
	gain [][4][]int
}

// axisScale turns an axis into whole numbers.
type axisScale struct {
	unit *big.Rat
	cuts []int
}

// The lines of a cell: up and down on x, up and down on y.
const (
	upX = iota
	downX
	upY
	downY
	lines
)

// maxRobustEndings bounds the table of all rankings of one set.
const maxRobustEndings = 5

func (c *compiler) compileRobustness(i int, g *grid) {
	seen := map[string]bool{}
	for _, row := range g.spec.Cells {
		for _, class := range row {
			if seen[class] {
				c.fault(i, "grid.robustness", "class_in_two_cells", "Got", class)
				return
			}
			seen[class] = true
		}
	}
	rob := &robustness{id: c.p.steps[i].spec.ID, grid: g, gi: i}
	wx, okX := c.place(g.x, &rob.x)
	wy, okY := c.place(g.y, &rob.y)
	if !okX || !okY {
		c.fault(i, "grid.robustness", "not_linear")
		return
	}
	for item, it := range c.p.items {
		set := robustSet{item: item, wx: make([]int, len(it.Endings)), wy: make([]int, len(it.Endings))}
		used := false
		for e := range it.Endings {
			set.wx[e], set.wy[e] = wx[place{item, e}], wy[place{item, e}]
			used = used || set.wx[e] != 0 || set.wy[e] != 0
		}
		if used {
			rob.sets = append(rob.sets, set)
		}
	}
	if !rob.tabulate(c.p.items) {
		c.fault(i, "grid.robustness", "chance_unknown", "Sets", strconv.Itoa(len(rob.sets)), "Endings", "")
		return
	}
	c.p.robust = append(c.p.robust, rob)
}

// place gives every ending's weight on an axis as whole numbers of a common
// unit, and the cuts in the same unit. Cuts are rounded up: a coordinate is on
// or above a cut exactly when it is on or above the next whole unit.
func (c *compiler) place(a gridAxis, scale *axisScale) (map[place]int, bool) {
	l := c.p.steps[a.step].linear
	if l == nil {
		return nil, false
	}
	exact, den := map[place]*big.Rat{}, big.NewInt(1)
	for j, w := range l.weights {
		st := c.p.steps[j].step.(*rankSum)
		v := new(big.Rat).Mul(w, st.factor.Rat())
		for _, cell := range st.cells {
			if exact[cell] == nil {
				exact[cell] = new(big.Rat)
			}
			exact[cell].Add(exact[cell], v)
		}
	}
	for _, v := range exact {
		g := new(big.Int).GCD(nil, nil, den, v.Denom())
		den.Mul(den, new(big.Int).Quo(v.Denom(), g))
	}
	scale.unit = new(big.Rat).SetInt(den)
	out := map[place]int{}
	for cell, v := range exact {
		out[cell] = int(new(big.Rat).Mul(v, scale.unit).Num().Int64())
	}
	for _, cut := range a.cuts {
		v := new(big.Rat).Sub(cut.Rat(), l.constant)
		v.Mul(v, scale.unit)
		q := new(big.Int).Div(v.Num(), v.Denom())
		if !v.IsInt() {
			q.Add(q, big.NewInt(1))
		}
		scale.cuts = append(scale.cuts, int(q.Int64()))
	}
	return out, true
}

// tabulate works out the gains of every ranking; all sets must have the same
// few endings.
func (rob *robustness) tabulate(items []domain.Item) bool {
	if len(rob.sets) == 0 {
		return false
	}
	k := len(items[rob.sets[0].item].Endings)
	if k > maxRobustEndings {
		return false
	}
	rob.perms, rob.at, rob.most = norm.Permutations(k), map[string]int{}, k*(k-1)/2
	for p, ranks := range rob.perms {
		rob.at[key(ranks)] = p
	}
	for _, ranks := range rob.perms {
		row := make([]int, k-1)
		for r := range row {
			row[r] = rob.at[key(swap(ranks, r+1))]
		}
		rob.next = append(rob.next, row)
	}
	same := map[string][][4][]int{}
	for s := range rob.sets {
		set := &rob.sets[s]
		if len(items[set.item].Endings) != k {
			return false
		}
		kind := weightsKey(set.wx, set.wy)
		if same[kind] == nil {
			same[kind] = rob.gains(set)
		}
		set.gain = same[kind]
	}
	return true
}

// gains gives the table of one kind of set.
func (rob *robustness) gains(set *robustSet) [][4][]int {
	out := make([][4][]int, len(rob.perms))
	for p := range rob.perms {
		for line := range lines {
			out[p][line] = make([]int, rob.most+1)
		}
		for q, distance := range rob.distances(p) {
			dx := dot(set.wx, rob.perms[q]) - dot(set.wx, rob.perms[p])
			dy := dot(set.wy, rob.perms[q]) - dot(set.wy, rob.perms[p])
			for line, gain := range [lines]int{dx, -dx, dy, -dy} {
				for j := distance; j <= rob.most; j++ {
					out[p][line][j] = max(out[p][line][j], gain)
				}
			}
		}
	}
	return out
}

// distances gives the number of adjacent swaps from p to every permutation.
func (rob *robustness) distances(p int) []int {
	out := make([]int, len(rob.perms))
	for q := range out {
		out[q] = -1
	}
	out[p] = 0
	for queue := []int{p}; len(queue) > 0; queue = queue[1:] {
		for _, q := range rob.next[queue[0]] {
			if out[q] < 0 {
				out[q] = out[queue[0]] + 1
				queue = append(queue, q)
			}
		}
	}
	return out
}

// swap gives the ranking after the ranks r and r+1 changed places.
func swap(ranks []int, r int) []int {
	out := make([]int, len(ranks))
	for i, v := range ranks {
		switch v {
		case r:
			v = r + 1
		case r + 1:
			v = r
		}
		out[i] = v
	}
	return out
}

func dot(w, ranks []int) int {
	sum := 0
	for i, r := range ranks {
		sum += w[i] * r
	}
	return sum
}

func key(ranks []int) string {
	var b [maxRobustEndings]byte
	for i, r := range ranks {
		b[i] = byte(r)
	}
	return string(b[:len(ranks)])
}

func weightsKey(wx, wy []int) string {
	s := ""
	for i := range wx {
		s += strconv.Itoa(wx[i]) + "," + strconv.Itoa(wy[i]) + ";"
	}
	return s
}
