package robust

// search is one run.
type search struct {
	f *Form
	// perm is the present permutation of each set.
	perm     []int
	x, y     int
	col, row int
	// need is how far each line is, 0 for a side without a line.
	need [lines]int
	// best[line][s][t] is the most that t swaps in the sets s.. gain.
	best [lines][][]int
}

// Find gives the least total number of adjacent swaps that changes the class
// of these rankings, 0 if none can, and the ways: at one swap every set that
// does it, each class once per set; above one the lexicographically first
// solution (by set, then rank), one entry per swap with the class at its end.
func (f *Form) Find(ranks [][]int) (swaps int, ways []Way) {
	s := &search{f: f, perm: make([]int, len(f.sets))}
	for i, set := range f.sets {
		s.perm[i] = f.at[key(ranks[i])]
		s.x += dot(set.X, ranks[i])
		s.y += dot(set.Y, ranks[i])
	}
	s.col, s.row = above(f.cutsX, s.x), above(f.cutsY, s.y)
	s.measure()
	swaps = s.least()
	switch {
	case swaps == 1:
		return swaps, s.single()
	case swaps > 1:
		return swaps, s.first(swaps)
	}
	return 0, []Way{}
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
func (s *search) measure() {
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
func (s *search) least() int {
	n := len(s.f.sets)
	for limit := s.f.most; ; limit *= 4 {
		limit = min(limit, n*s.f.most)
		s.knapsack(limit)
		for t := 1; t <= limit; t++ {
			for line, need := range s.need {
				if need > 0 && s.best[line][0][t] >= need {
					return t
				}
			}
		}
		if limit == n*s.f.most {
			return 0
		}
	}
}

// knapsack fills best up to limit swaps.
func (s *search) knapsack(limit int) {
	n := len(s.f.sets)
	for line := range lines {
		table := make([][]int, n+1)
		flat := make([]int, (n+1)*(limit+1))
		for i := range table {
			table[i] = flat[i*(limit+1) : (i+1)*(limit+1)]
		}
		for i := n - 1; i >= 0; i-- {
			gain := s.f.gain[i][s.perm[i]][line]
			for t := range table[i] {
				for j := 0; j <= min(t, s.f.most); j++ {
					table[i][t] = max(table[i][t], gain[j]+table[i+1][t-j])
				}
			}
		}
		s.best[line] = table
	}
}

// single lists every set in which one swap changes the class, with the class
// reached; each class once per set.
func (s *search) single() []Way {
	ways := []Way{}
	for i := range s.f.sets {
		seen := map[string]bool{}
		for rank := range s.f.next[s.perm[i]] {
			dx, dy := s.moved(i, s.perm[i], s.f.next[s.perm[i]][rank])
			class := s.class(s.x+dx, s.y+dy)
			if class != s.class(s.x, s.y) && !seen[class] {
				seen[class] = true
				ways = append(ways, Way{Set: i, Rank: rank + 1, Class: class})
			}
		}
	}
	return ways
}

// first builds the lexicographically first solution of t swaps: by set, then
// by the lower of the two ranks that change places.
func (s *search) first(t int) []Way {
	ways := []Way{}
	x, y, set := s.x, s.y, 0
	for left := t - 1; left >= 0; left-- {
		i, rank := s.step(set, left, x-s.x, y-s.y)
		next := s.f.next[s.perm[i]][rank]
		dx, dy := s.moved(i, s.perm[i], next)
		x, y, set, s.perm[i] = x+dx, y+dy, i, next
		ways = append(ways, Way{Set: i, Rank: rank + 1})
	}
	for i := range ways {
		ways[i].Class = s.class(x, y)
	}
	return ways
}

// step gives the first swap, from set on, after which left more swaps in the
// same or later sets still reach a line.
func (s *search) step(set, left, dx, dy int) (int, int) {
	for i := set; i < len(s.f.sets); i++ {
		for rank, next := range s.f.next[s.perm[i]] {
			mx, my := s.moved(i, s.perm[i], next)
			if s.reaches(i, next, left, dx+mx, dy+my) {
				return i, rank
			}
		}
	}
	return set, 0 // not reached: least has shown that a solution exists
}

// reaches reports whether left swaps, from permutation p of set i and the
// later sets untouched, close what is missing after a gain of dx and dy.
func (s *search) reaches(i, p, left, dx, dy int) bool {
	for line, have := range [lines]int{dx, -dx, dy, -dy} {
		if s.need[line] == 0 {
			continue
		}
		for j := 0; j <= min(left, s.f.most); j++ {
			if have+s.f.gain[i][p][line][j]+s.best[line][i+1][left-j] >= s.need[line] {
				return true
			}
		}
	}
	return false
}

// moved gives the change of the coordinates when set i goes from p to q.
func (s *search) moved(i, p, q int) (dx, dy int) {
	set, from, to := s.f.sets[i], s.f.perms[p], s.f.perms[q]
	return dot(set.X, to) - dot(set.X, from), dot(set.Y, to) - dot(set.Y, from)
}

// class gives the class of a point.
func (s *search) class(x, y int) string {
	return s.f.cells[above(s.f.cutsY, y)][above(s.f.cutsX, x)]
}
