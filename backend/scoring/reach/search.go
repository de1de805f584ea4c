package reach

import "slices"

// maxStates bounds the search. Forms in use take some hundreds.
const maxStates = 1 << 20

// Reachable reports whether some answers give exactly these totals: it looks
// for them set by set and leaves every way that majorisation closes. A form of
// which more than a million states would have to be looked at (none in use is)
// is judged by majorisation alone.
func (f *Form) Reachable(totals []int) bool {
	if len(totals) != f.scales || !f.bounded(0, totals) {
		return false
	}
	s := &search{form: f, left: slices.Clone(totals), failed: map[string]bool{}}
	return s.set(0)
}

// search walks over the sets; left is what every scale still has to get.
type search struct {
	form   *Form
	left   []int
	failed map[string]bool
}

// set deals out the sets from n on.
func (s *search) set(n int) bool {
	if !s.form.bounded(n, s.left) {
		return false
	}
	if n == len(s.form.sets) {
		return true
	}
	order := make([]int, s.form.scales)
	for j := range order {
		order[j] = j
	}
	// Who still has to get most chooses first.
	slices.SortStableFunc(order, func(a, b int) int { return s.left[b] - s.left[a] })
	return s.scale(n, order, slices.Clone(s.form.sets[n].Places))
}

// scale deals out a set to the scales that are still in the order.
func (s *search) scale(n int, order, places []int) bool {
	if len(order) == 0 {
		return s.set(n + 1)
	}
	key := s.key(n, order, places)
	if s.failed[key] {
		return false
	}
	if len(s.failed) >= maxStates {
		return true
	}
	set := &s.form.sets[n]
	if s.take(n, order, places, len(set.Values)-1, set.Takes[order[0]]) {
		return true
	}
	s.failed[key] = true
	return false
}

// take gives the first scale of the order so many values, from the v-th down.
func (s *search) take(n int, order, places []int, v, takes int) bool {
	me := order[0]
	if takes == 0 {
		if n == len(s.form.sets)-1 && s.left[me] != 0 {
			return false
		}
		return s.scale(n, order[1:], places)
	}
	if v < 0 {
		return false
	}
	value := s.form.sets[n].Values[v]
	for many := min(takes, places[v]); many >= 0; many-- {
		places[v] -= many
		s.left[me] -= many * value
		found := s.take(n, order, places, v-1, takes-many)
		places[v] += many
		s.left[me] += many * value
		if found {
			return true
		}
	}
	return false
}

// key names a state.
func (s *search) key(n int, order, places []int) string {
	b := []byte{byte(n), byte(n >> 8)}
	for _, list := range [][]int{order, places, s.left} {
		for _, x := range list {
			b = append(b, byte(x), byte(x>>8), byte(x>>16))
		}
	}
	return string(b)
}
