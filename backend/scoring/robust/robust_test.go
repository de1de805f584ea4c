package robust

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/norm"
)

// brute enumerates sequences of swaps in lexicographic order, one more at a time.
func brute(f *Form, ranks [][]int, limit int) (int, []Way) {
	class := func(now [][]int) string {
		x, y := 0, 0
		for i, set := range f.sets {
			x, y = x+dot(set.X, now[i]), y+dot(set.Y, now[i])
		}
		return f.cells[above(f.cutsY, y)][above(f.cutsX, x)]
	}
	here := class(ranks)
	var walk func(now [][]int, from, left int, path []Way) []Way
	walk = func(now [][]int, from, left int, path []Way) []Way {
		if left == 0 {
			if got := class(now); got != here {
				for i := range path {
					path[i].Class = got
				}
				return path
			}
			return nil
		}
		for i := from; i < len(now); i++ {
			for r := 1; r < len(now[i]); r++ {
				after := slices.Clone(now)
				after[i] = swap(now[i], r)
				if found := walk(after, i, left-1, append(slices.Clone(path), Way{Set: i, Rank: r})); found != nil {
					return found
				}
			}
		}
		return nil
	}
	for t := 1; t <= limit; t++ {
		if found := walk(ranks, 0, t, nil); found != nil {
			return t, found
		}
	}
	return 0, nil
}

// TestAgainstBruteForce compares small forms of three and four endings, with
// uneven weights and sets that count on one axis only, with enumeration.
func TestAgainstBruteForce(t *testing.T) {
	cells := [][]string{{"a", "b", "c"}, {"d", "e", "f"}}
	rapid.Check(t, func(rt *rapid.T) {
		k := rapid.IntRange(3, 4).Draw(rt, "k")
		perms := norm.Permutations(k)
		sets, ranks := []Set{}, [][]int{}
		for range rapid.IntRange(1, 3).Draw(rt, "sets") {
			weights := rapid.SliceOfN(rapid.IntRange(-2, 2), k, k)
			sets = append(sets, Set{weights.Draw(rt, "x"), weights.Draw(rt, "y")})
			ranks = append(ranks, perms[rapid.IntRange(0, len(perms)-1).Draw(rt, "ranks")])
		}
		cut := rapid.IntRange(-8, 8)
		low := cut.Draw(rt, "low")
		f, ok := New(sets, []int{low, low + rapid.IntRange(1, 6).Draw(rt, "width")}, []int{cut.Draw(rt, "y cut")}, cells)
		if !ok {
			rt.Fatal("the form is refused")
		}
		swaps, ways := f.Search().Find(ranks)
		limit := 4
		want, path := brute(f, ranks, limit)
		if swaps > limit {
			swaps, ways = 0, nil // beyond what is enumerated
		}
		if swaps != want {
			rt.Fatalf("%d swaps, want %d", swaps, want)
		}
		if swaps > 1 {
			if diff := cmp.Diff(path, ways); diff != "" {
				rt.Error(diff)
			}
		}
	})
}

func TestWhatNewRefuses(t *testing.T) {
	set := Set{[]int{1, 0, 0}, []int{0, 1, 0}}
	cells := [][]string{{"a", "b"}, {"c", "d"}}
	for name, tc := range map[string]struct {
		sets  []Set
		cells [][]string
		want  bool
	}{
		"good":               {[]Set{set, set}, cells, true},
		"no sets":            {nil, cells, false},
		"different endings":  {[]Set{set, {[]int{1, 0}, []int{0, 1}}}, cells, false},
		"too many endings":   {[]Set{{make([]int, 6), make([]int, 6)}}, cells, false},
		"class in two cells": {[]Set{set}, [][]string{{"a", "b"}, {"a", "d"}}, false},
	} {
		if _, ok := New(tc.sets, []int{2}, []int{2}, tc.cells); ok != tc.want {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

func TestNothingToReach(t *testing.T) {
	f, ok := New([]Set{{[]int{1, 0}, []int{0, 1}}}, []int{50}, []int{50}, [][]string{{"a", "b"}, {"c", "d"}})
	if !ok {
		t.Fatal("the form is refused")
	}
	if swaps, ways := f.Search().Find([][]int{{1, 2}}); swaps != 0 || len(ways) != 0 {
		t.Errorf("%d swaps by %v", swaps, ways)
	}
}
