package reach_test

import (
	"fmt"
	"slices"
	"testing"

	"kitewise/backend/scoring/reach"
)

// permutations lists all orders of 1..k.
func permutations(k int) [][]int {
	if k == 0 {
		return [][]int{{}}
	}
	out := [][]int{}
	for _, p := range permutations(k - 1) {
		for at := range k {
			out = append(out, slices.Insert(slices.Clone(p), at, k))
		}
	}
	return out
}

// sums gives every vector of rank sums of m rankings of k endings.
func sums(m, k int) map[string]bool {
	now := map[string][]int{"": make([]int, k)}
	for range m {
		next := map[string][]int{}
		for _, v := range now {
			for _, p := range permutations(k) {
				sum := slices.Clone(v)
				for j := range sum {
					sum[j] += p[j]
				}
				next[fmt.Sprint(sum)] = sum
			}
		}
		now = next
	}
	out := map[string]bool{}
	for key := range now {
		out[key] = true
	}
	return out
}

// each calls for every vector of k numbers within low and high.
func each(k, low, high int, call func([]int)) {
	v := make([]int, k)
	var at func(j int)
	at = func(j int) {
		if j == k {
			call(v)
			return
		}
		for v[j] = low; v[j] <= high; v[j]++ {
			at(j + 1)
		}
	}
	at(0)
}

// rankings is a form of m rankings of k endings, an ending a scale.
func rankings(t *testing.T, m, k int) *reach.Form {
	t.Helper()
	set := reach.Set{}
	for v := 1; v <= k; v++ {
		set.Values, set.Places, set.Takes = append(set.Values, v), append(set.Places, 1), append(set.Takes, 1)
	}
	f, ok := reach.New(slices.Repeat([]reach.Set{set}, m))
	if !ok {
		t.Fatal("no form")
	}
	return f
}

// majorised is the condition on rank sums: the j smallest together are at least
// m·j(j+1)/2, all together exactly m·k(k+1)/2.
func majorised(m int, totals []int) bool {
	sorted, sum := slices.Sorted(slices.Values(totals)), 0
	for j, v := range sorted {
		if sum += v; sum < m*(j+1)*(j+2)/2 {
			return false
		}
	}
	return sum == m*len(totals)*(len(totals)+1)/2
}

// Every vector is compared with what adding up all rankings gives, and with
// majorisation: from two rankings on, up to four endings, they say the same;
// for a single ranking majorisation says too much.
func TestReachableIsWhatAllRankingsGive(t *testing.T) {
	for _, tc := range []struct{ m, k int }{{1, 2}, {4, 2}, {1, 3}, {2, 3}, {5, 3}, {1, 4}, {2, 4}, {3, 4}, {4, 4}, {2, 5}} {
		f, all, tooMuch := rankings(t, tc.m, tc.k), sums(tc.m, tc.k), 0
		each(tc.k, tc.m-1, tc.m*tc.k+1, func(v []int) {
			want := all[fmt.Sprint(v)]
			if got := f.Reachable(v); got != want {
				t.Fatalf("%d rankings of %d: %v reachable %v, want %v", tc.m, tc.k, v, got, want)
			}
			if majorised(tc.m, v) != want {
				tooMuch++
			}
		})
		if single := tc.m == 1 && tc.k > 2; (tooMuch > 0) != single {
			t.Errorf("%d rankings of %d: majorisation differs for %d vectors", tc.m, tc.k, tooMuch)
		}
		if low, high := f.Ends(0); low != tc.m || high != tc.m*tc.k {
			t.Errorf("%d rankings of %d: ends %d, %d", tc.m, tc.k, low, high)
		}
	}
}

// Columns: 1 twice, 2 three times, 4 once, dealt to three scales of 3, 2 and 1 cards.
func TestReachableInColumns(t *testing.T) {
	f, ok := reach.New([]reach.Set{{Values: []int{1, 2, 4}, Places: []int{2, 3, 1}, Takes: []int{3, 2, 1}}})
	if !ok || f.Sum() != 12 {
		t.Fatalf("%v, sum %d", ok, f.Sum())
	}
	all, cards := map[string]bool{}, []int{1, 1, 2, 2, 2, 4}
	for _, p := range permutations(6) {
		a, b := cards[p[0]-1]+cards[p[1]-1]+cards[p[2]-1], cards[p[3]-1]+cards[p[4]-1]
		all[fmt.Sprint([]int{a, b, cards[p[5]-1]})] = true
	}
	each(3, 0, 12, func(v []int) {
		if got := f.Reachable(v); got != all[fmt.Sprint(v)] {
			t.Errorf("%v: %v", v, got)
		}
	})
}

func TestAFormMustDealOutWhatItTakes(t *testing.T) {
	for name, sets := range map[string][]reach.Set{
		"no sets":       {},
		"more takes":    {{Values: []int{1, 2}, Places: []int{1, 1}, Takes: []int{2, 1}}},
		"no scale":      {{Values: []int{1}, Places: []int{1}}},
		"other scales":  {{Values: []int{1}, Places: []int{1}, Takes: []int{1}}, {Values: []int{1}, Places: []int{1}, Takes: []int{1, 0}}},
		"not ascending": {{Values: []int{2, 1}, Places: []int{1, 1}, Takes: []int{1, 1}}},
		"too many":      {{Values: []int{1}, Places: []int{13}, Takes: slices.Repeat([]int{1}, 13)}},
	} {
		if _, ok := reach.New(sets); ok {
			t.Errorf("%s: made", name)
		}
	}
	if f := rankings(t, 12, 4); f.Reachable([]int{30, 30, 60}) || f.Sum() != 120 {
		t.Error("three totals of four scales")
	}
}
