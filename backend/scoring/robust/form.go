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
	// next[p][r] is the permutation after exchanging r+1 and r+2 in p.
	next [][]int
	// gain[set][p][line][j] is the most that j swaps from permutation p gain.
	gain [][][lines][]int
	// step[set][p][r] is what the swap that leads to next[p][r] adds.
	step [][][]move
	// top is the most that one swap gains on each line, rounded up.
	top [lines]int
}

// move is a change of the two coordinates.
type move struct{ x, y int }

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
	f.perms = norm.Permutations(k)
	for _, ranks := range f.perms {
		row := make([]int, k-1)
		for r := range row {
			row[r] = norm.PermutationIndex(swap(ranks, r+1))
		}
		f.next = append(f.next, row)
	}
	same, steps := map[string][][lines][]int{}, map[string][][]move{}
	for _, set := range sets {
		if len(set.X) != k || len(set.Y) != k {
			return nil, false
		}
		kind := weightsKey(set)
		if same[kind] == nil {
			same[kind], steps[kind] = f.gains(set), f.steps(set)
		}
		f.step = append(f.step, steps[kind])
		f.gain = append(f.gain, same[kind])
	}
	f.bound()
	return f, f.distinct()
}

// bound fills top.
func (f *Form) bound() {
	for _, set := range f.gain {
		for _, perm := range set {
			for line, gain := range perm {
				for j := 1; j <= f.most; j++ {
					f.top[line] = max(f.top[line], (gain[j]+j-1)/j)
				}
			}
		}
	}
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

// steps gives what every swap in one kind of set adds.
func (f *Form) steps(set Set) [][]move {
	out := make([][]move, len(f.perms))
	for p, from := range f.perms {
		for _, q := range f.next[p] {
			to := f.perms[q]
			out[p] = append(out[p], move{dot(set.X, to) - dot(set.X, from), dot(set.Y, to) - dot(set.Y, from)})
		}
	}
	return out
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

func weightsKey(set Set) string {
	s := ""
	for i := range set.X {
		s += strconv.Itoa(set.X[i]) + "," + strconv.Itoa(set.Y[i]) + ";"
	}
	return s
}
