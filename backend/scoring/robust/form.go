// Package robust finds how little it takes to change the class of a form of
// rankings: the least number of adjacent swaps, exact, and the ways to do it.
//
// A swap exchanges the ranks r and r+1 in one set. The room knows sets of
// weights, cuts and cells, nothing of instruments or people, and must never
// give a number that a full enumeration would contradict.
package robust

import (
	"strconv"

	"kitewise/backend/norm"
)

// Set is one ranking: what each ending weighs on the two axes, in whole units.
type Set struct{ X, Y []int }

// Form is a set of rankings whose two weighted sums of ranks choose a cell.
//
// A cell is a box, so leaving it means crossing one of at most four lines. For
// each line and each set the most that j swaps can gain is known beforehand for
// every ranking (breadth first over the permutations); a knapsack over the sets
// gives the most that t swaps can gain in all. The least t that reaches a line
// is exact.
type Form struct {
	sets         []Set
	cutsX, cutsY []int
	cells        [][]string
	most         int // swaps beyond which no set changes any more
	perms        [][]int
	at           map[string]int
	// next[p][r] is the permutation after exchanging r+1 and r+2 in p.
	next [][]int
	// gain[set][p][line][j] is the most that j swaps from permutation p gain.
	gain [][][lines][]int
}

// Way is one swap: in which set, the lower of the two ranks that change
// places, and the class that is reached.
type Way struct {
	Set, Rank int
	Class     string
}

// The lines of a cell: up and down on x, up and down on y.
const (
	upX = iota
	downX
	upY
	downY
	lines
)

// maxEndings bounds the table of all rankings of one set.
const maxEndings = 5

// New tabulates a form. Cells go by row (cuts of y) and column (cuts of x); a
// sum on a cut counts as above it. Every class must stand in one cell only and
// all sets must have the same 2 to 5 endings; otherwise ok is false.
func New(sets []Set, cutsX, cutsY []int, cells [][]string) (form *Form, ok bool) {
	if len(sets) == 0 || len(sets[0].X) < 2 || len(sets[0].X) > maxEndings {
		return nil, false
	}
	k := len(sets[0].X)
	f := &Form{sets: sets, cutsX: cutsX, cutsY: cutsY, cells: cells, most: k * (k - 1) / 2}
	f.perms, f.at = norm.Permutations(k), map[string]int{}
	for p, ranks := range f.perms {
		f.at[key(ranks)] = p
	}
	for _, ranks := range f.perms {
		row := make([]int, k-1)
		for r := range row {
			row[r] = f.at[key(swap(ranks, r+1))]
		}
		f.next = append(f.next, row)
	}
	same := map[string][][lines][]int{}
	for _, set := range sets {
		if len(set.X) != k || len(set.Y) != k {
			return nil, false
		}
		kind := weightsKey(set)
		if same[kind] == nil {
			same[kind] = f.gains(set)
		}
		f.gain = append(f.gain, same[kind])
	}
	return f, f.distinct()
}

// distinct reports whether every class stands in one cell only.
func (f *Form) distinct() bool {
	seen := map[string]bool{}
	for _, row := range f.cells {
		for _, class := range row {
			if seen[class] {
				return false
			}
			seen[class] = true
		}
	}
	return true
}

// gains gives the table of one kind of set.
func (f *Form) gains(set Set) [][lines][]int {
	out := make([][lines][]int, len(f.perms))
	for p := range f.perms {
		for line := range lines {
			out[p][line] = make([]int, f.most+1)
		}
		for q, distance := range f.distances(p) {
			dx := dot(set.X, f.perms[q]) - dot(set.X, f.perms[p])
			dy := dot(set.Y, f.perms[q]) - dot(set.Y, f.perms[p])
			for line, gain := range [lines]int{dx, -dx, dy, -dy} {
				for j := distance; j <= f.most; j++ {
					out[p][line][j] = max(out[p][line][j], gain)
				}
			}
		}
	}
	return out
}

// distances gives the number of adjacent swaps from p to every permutation.
func (f *Form) distances(p int) []int {
	out := make([]int, len(f.perms))
	for q := range out {
		out[q] = -1
	}
	out[p] = 0
	for queue := []int{p}; len(queue) > 0; queue = queue[1:] {
		for _, q := range f.next[queue[0]] {
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
	var b [maxEndings]byte
	for i, r := range ranks {
		b[i] = byte(r)
	}
	return string(b[:len(ranks)])
}

func weightsKey(set Set) string {
	s := ""
	for i := range set.X {
		s += strconv.Itoa(set.X[i]) + "," + strconv.Itoa(set.Y[i]) + ";"
	}
	return s
}
