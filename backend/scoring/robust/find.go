package robust

import "kitewise/backend/norm"

// Search finds the robustness of forms one after the other, in memory that it
// keeps: it allocates nothing once it has seen the largest. Not for use by
// several goroutines.
type Search struct {
	f *Form
	// perm is the present permutation of each set.
	perm     []int
	x, y     int
	col, row int
	// need is how far each line is, 0 for a side without a line.
	need [lines]int
	// near says which lines so many swaps as were looked at could reach at all.
	near [lines]bool
	// best holds, per line, the most that t swaps in the sets s.. gain at
	// s·width + t.
	best  [lines][]int
	width int
	ways  []Way
}

// Search makes a search over the form.
func (f *Form) Search() *Search {
	return &Search{f: f, perm: make([]int, len(f.sets))}
}

// Find gives the least total number of adjacent swaps that changes the class
// of these rankings, 0 if none can, and the ways: at one swap every set that
// does it, each class once per set; above one the lexicographically first
// solution (by set, then rank), one entry per swap with the class at its end.
// The ways last until the next call.
func (s *Search) Find(ranks [][]int) (swaps int, ways []Way) {
	s.x, s.y, s.need, s.ways = 0, 0, [lines]int{}, s.ways[:0]
	for i, set := range s.f.sets {
		s.perm[i] = norm.PermutationIndex(ranks[i])
		s.x += dot(set.X, ranks[i])
		s.y += dot(set.Y, ranks[i])
	}
	s.col, s.row = above(s.f.cutsX, s.x), above(s.f.cutsY, s.y)
	s.measure()
	swaps = s.least()
	switch {
	case swaps == 1:
		s.single()
	case swaps > 1:
		s.first(swaps)
	}
	return swaps, s.ways
}

// above counts the cuts at or below v.
func above(cuts []int, v int) int {
	n := 0
	for _, c := range cuts {
		if v >= c {
			n++
		}
	}
	return n
}

// measure says how far each line of the cell is.
func (s *Search) measure() {
	side := func(cuts []int, cell, v, up int) {
		if cell < len(cuts) {
			s.need[up] = cuts[cell] - v
		}
		if cell > 0 {
			s.need[up+1] = v - cuts[cell-1] + 1
		}
	}
	side(s.f.cutsX, s.col, s.x, upX)
	side(s.f.cutsY, s.row, s.y, upY)
}

// least gives the least number of swaps that reaches a line, 0 if none can.
func (s *Search) least() int {
	const first = 2
	all := len(s.f.sets) * s.f.most
	for limit := first; ; limit *= 4 {
		limit = min(limit, all)
		s.knapsack(limit)
		for t := 1; t <= limit; t++ {
			for line, need := range s.need {
				if s.near[line] && s.best[line][t] >= need {
					return t
				}
			}
		}
		if limit == all {
			return 0
		}
	}
}

// knapsack fills best up to limit swaps, for the lines that they could reach if
// every swap gained the most that any can.
func (s *Search) knapsack(limit int) {
	s.width = limit + 1
	for line, need := range s.need {
		if s.near[line] = need > 0 && need <= limit*s.f.top[line]; s.near[line] {
			s.fill(line)
		}
	}
}

func (s *Search) fill(line int) {
	n := len(s.f.sets)
	if size := (n + 1) * s.width; cap(s.best[line]) < size {
		s.best[line] = make([]int, size)
	}
	table := s.best[line][:(n+1)*s.width]
	clear(table[n*s.width:])
	for i := n - 1; i >= 0; i-- {
		gain := s.f.gain[i][s.perm[i]][line]
		row, after := table[i*s.width:(i+1)*s.width], table[(i+1)*s.width:]
		for t := range row {
			most := after[t] // gain[0] is 0
			for j := 1; j <= min(t, s.f.most); j++ {
				most = max(most, gain[j]+after[t-j])
			}
			row[t] = most
		}
	}
}

// single lists every set in which one swap changes the class, with the class
// reached; each class once per set.
func (s *Search) single() {
	here := s.class(s.x, s.y)
	for i := range s.f.sets {
		mine := len(s.ways)
		moves := s.f.step[i][s.perm[i]]
		for rank := range moves {
			if class := s.class(s.x+moves[rank].x, s.y+moves[rank].y); class != here && !has(s.ways[mine:], class) {
				s.ways = append(s.ways, Way{Set: i, Rank: rank + 1, Class: class})
			}
		}
	}
}

func has(ways []Way, class string) bool {
	for _, w := range ways {
		if w.Class == class {
			return true
		}
	}
	return false
}

// first builds the lexicographically first solution of t swaps: by set, then
// by the lower of the two ranks that change places.
func (s *Search) first(t int) {
	x, y, set := s.x, s.y, 0
	for left := t - 1; left >= 0; left-- {
		i, rank := s.step(set, left, x-s.x, y-s.y)
		by := s.f.step[i][s.perm[i]][rank]
		x, y, set, s.perm[i] = x+by.x, y+by.y, i, s.f.next[s.perm[i]][rank]
		s.ways = append(s.ways, Way{Set: i, Rank: rank + 1})
	}
	for i := range s.ways {
		s.ways[i].Class = s.class(x, y)
	}
}

// step gives the first swap, from set on, after which left more swaps in the
// same or later sets still reach a line.
func (s *Search) step(set, left, dx, dy int) (int, int) {
	for i := set; i < len(s.f.sets); i++ {
		for rank, next := range s.f.next[s.perm[i]] {
			by := s.f.step[i][s.perm[i]][rank]
			if s.reaches(i, next, left, dx+by.x, dy+by.y) {
				return i, rank
			}
		}
	}
	return set, 0 // not reached: least has shown that a solution exists
}

// reaches reports whether left swaps, from permutation p of set i and the
// later sets untouched, close what is missing after a gain of dx and dy.
func (s *Search) reaches(i, p, left, dx, dy int) bool {
	for line, have := range [lines]int{dx, -dx, dy, -dy} {
		if !s.near[line] {
			continue
		}
		for j := 0; j <= min(left, s.f.most); j++ {
			if have+s.f.gain[i][p][line][j]+s.best[line][(i+1)*s.width+left-j] >= s.need[line] {
				return true
			}
		}
	}
	return false
}

// class gives the class of a point.
func (s *Search) class(x, y int) string {
	return s.f.cells[above(s.f.cutsY, y)][above(s.f.cutsX, x)]
}
