package scoring

import "kitewise/backend/domain"

// search is one run of robustness.
type search struct {
	rob *robustness
	// perm is the present permutation of each set.
	perm []int
	x, y int
	col  int
	row  int
	// need is how far each line is, 0 for a side without a line.
	need [lines]int
	// best[line][s][t] is the most that t swaps in the sets s.. gain.
	best [lines][][]int
}

// run finds the least number of swaps and the ways to do it.
func (rob *robustness) run(r *run) domain.Robustness {
	out := domain.Robustness{Score: rob.id, Ways: []domain.RobustnessWay{}}
	g := r.out[rob.gi].grid
	if g == nil {
		return out
	}
	s := &search{rob: rob, perm: make([]int, len(rob.sets)), col: g.col, row: g.row}
	for i, set := range rob.sets {
		if r.ranks[set.item] == nil {
			return out
		}
		s.perm[i] = rob.at[key(r.ranks[set.item])]
		s.x += dot(set.wx, r.ranks[set.item])
		s.y += dot(set.wy, r.ranks[set.item])
	}
	s.distances()
	out.Swaps = s.least()
	switch {
	case out.Swaps == 1:
		out.Ways = s.single(r)
	case out.Swaps > 1:
		out.Ways = s.first(r, out.Swaps)
	}
	return out
}

// distances measures how far each line of the cell is.
func (s *search) distances() {
	side := func(cuts []int, cell, v, up int) {
		if cell < len(cuts) {
			s.need[up] = cuts[cell] - v
		}
		if cell > 0 {
			s.need[up+1] = v - cuts[cell-1] + 1
		}
	}
	side(s.rob.x.cuts, s.col, s.x, upX)
	side(s.rob.y.cuts, s.row, s.y, upY)
}

// least gives the least number of swaps that reaches a line, 0 if none can.
func (s *search) least() int {
	n := len(s.rob.sets)
	for limit := s.rob.most; ; limit *= 4 {
		limit = min(limit, n*s.rob.most)
		s.knapsack(limit)
		for t := 1; t <= limit; t++ {
			for line, need := range s.need {
				if need > 0 && s.best[line][0][t] >= need {
					return t
				}
			}
		}
		if limit == n*s.rob.most {
			return 0
		}
	}
}

// knapsack fills best up to limit swaps.
func (s *search) knapsack(limit int) {
	n := len(s.rob.sets)
	for line := range lines {
		table := make([][]int, n+1)
		flat := make([]int, (n+1)*(limit+1))
		for i := range table {
			table[i] = flat[i*(limit+1) : (i+1)*(limit+1)]
		}
		for i := n - 1; i >= 0; i-- {
			gain := s.rob.sets[i].gain[s.perm[i]][line]
			for t := range table[i] {
				for j := 0; j <= min(t, s.rob.most); j++ {
					table[i][t] = max(table[i][t], gain[j]+table[i+1][t-j])
				}
			}
		}
		s.best[line] = table
	}
}

// single lists every set in which one swap changes the class, with the class
// reached; each class once per set.
func (s *search) single(r *run) []domain.RobustnessWay {
	ways := []domain.RobustnessWay{}
	for i := range s.rob.sets {
		seen := map[string]bool{}
		for rank := range s.rob.next[s.perm[i]] {
			dx, dy := s.moved(i, s.perm[i], s.rob.next[s.perm[i]][rank])
			class := s.class(s.x+dx, s.y+dy)
			if class != s.class(s.x, s.y) && !seen[class] {
				seen[class] = true
				ways = append(ways, domain.RobustnessWay{Item: s.item(r, i), Rank: rank + 1, Class: class})
			}
		}
	}
	return ways
}

// first builds the lexicographically first solution of t swaps: by set, then
// by the lower of the two ranks that change places.
func (s *search) first(r *run, t int) []domain.RobustnessWay {
	ways := []domain.RobustnessWay{}
	x, y, set := s.x, s.y, 0
	for left := t - 1; left >= 0; left-- {
		i, rank := s.step(set, left, x-s.x, y-s.y)
		next := s.rob.next[s.perm[i]][rank]
		dx, dy := s.moved(i, s.perm[i], next)
		x, y, set, s.perm[i] = x+dx, y+dy, i, next
		ways = append(ways, domain.RobustnessWay{Item: s.item(r, i), Rank: rank + 1})
	}
	for i := range ways {
		ways[i].Class = s.class(x, y)
	}
	return ways
}

// step gives the first swap, from set on, after which left more swaps in the
// same or later sets still reach a line.
func (s *search) step(set, left, dx, dy int) (int, int) {
	for i := set; i < len(s.rob.sets); i++ {
		for rank, next := range s.rob.next[s.perm[i]] {
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
		for j := 0; j <= min(left, s.rob.most); j++ {
			if have+s.rob.sets[i].gain[p][line][j]+s.best[line][i+1][left-j] >= s.need[line] {
				return true
			}
		}
	}
	return false
}

// moved gives the change of the coordinates when set i goes from p to q.
func (s *search) moved(i, p, q int) (dx, dy int) {
	set, from, to := &s.rob.sets[i], s.rob.perms[p], s.rob.perms[q]
	return dot(set.wx, to) - dot(set.wx, from), dot(set.wy, to) - dot(set.wy, from)
}

// class gives the class of a point.
func (s *search) class(x, y int) string {
	count := func(cuts []int, v int) int {
		n := 0
		for _, c := range cuts {
			if v >= c {
				n++
			}
		}
		return n
	}
	return s.rob.grid.spec.Cells[count(s.rob.y.cuts, y)][count(s.rob.x.cuts, x)]
}

func (s *search) item(r *run, i int) string { return r.p.items[s.rob.sets[i].item].ID }
