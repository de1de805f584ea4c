package session

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kitewise/backend/domain"
)

// chiSquare gives Σ(observed - expected)² / expected for equal expectations.
func chiSquare(counts map[string]int, cells, draws int) float64 {
	expected := float64(draws) / float64(cells)
	sum, seen := 0.0, 0
	for _, n := range counts {
		sum += (float64(n) - expected) * (float64(n) - expected) / expected
		seen++
	}
	return sum + float64(cells-seen)*expected
}

// The upper 0.1 % points of chi square. The seeds are fixed, so the tests
// either hold or do not: a fair order fails them for one set of seeds in 1,000.
// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, table 26.8.
const (
	chi23 = 49.728 // 23 degrees of freedom
	chi9  = 27.877 // 9 degrees of freedom
	// 575 degrees by Wilson and Hilferty, PNAS 17, 1931, p. 684:
	// 575·(1 - 2/(9·575) + 3.0902·√(2/(9·575)))³.
	chi575 = 685.5
)

func seedOf(i int) string { return fmt.Sprintf("%016x", uint64(i)*0x9E3779B97F4A7C15) }

func TestOrdersAreUniformOverAllPermutations(t *testing.T) {
	const draws = 24_000
	for _, item := range []string{"s1", "s12", "c8"} {
		counts := map[string]int{}
		for i := range draws {
			counts[fmt.Sprint(permutation(seedOf(i), item, 4))]++
		}
		if got := chiSquare(counts, 24, draws); got > chi23 || len(counts) != 24 {
			t.Errorf("%s: chi square %.1f over %d orders", item, got, len(counts))
		}
	}
}

// TestUniformityTestNoticesAFavour is the control: without the last exchange,
// or with one order given 10 % more often, the test must fail.
func TestUniformityTestNoticesAFavour(t *testing.T) {
	const draws = 24_000
	counts := map[string]int{}
	for i := range draws {
		order := permutation(seedOf(i), "s1", 4)
		if i%50 == 0 {
			order = []int{0, 1, 2, 3}
		}
		counts[fmt.Sprint(order)]++
	}
	if got := chiSquare(counts, 24, draws); got < chi23 {
		t.Errorf("a favour of one order gives only %.1f", got)
	}
}

// TestOrdersAreIndependent between two items of a session, and between
// sessions whose seeds differ in one bit.
func TestOrdersAreIndependent(t *testing.T) {
	const draws = 115_200 // 200 for each of the 24 × 24 pairs
	items, seeds := map[string]int{}, map[string]int{}
	for i := range draws {
		first := permutation(seedOf(i), "s1", 4)
		items[fmt.Sprint(first, permutation(seedOf(i), "s2", 4))]++
		seeds[fmt.Sprint(first, permutation(fmt.Sprintf("%016x", uint64(i)*0x9E3779B97F4A7C15^1), "s1", 4))]++
	}
	for name, counts := range map[string]map[string]int{"items": items, "seeds": seeds} {
		if got := chiSquare(counts, 576, draws); got > chi575 {
			t.Errorf("%s: chi square %.1f", name, got)
		}
	}
}

func TestBelowIsUniform(t *testing.T) {
	counts := map[string]int{}
	draw := stream{seed: "0123456789abcdef", item: "x"}
	for range 10_000 {
		counts[fmt.Sprint(draw.below(10))]++
	}
	if got := chiSquare(counts, 10, 10_000); got > chi9 {
		t.Errorf("chi square %.1f", got)
	}
}

func TestAnOrderIsAPermutationAndAlwaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, item := rapid.StringN(0, 16, -1).Draw(t, "seed"), rapid.String().Draw(t, "item")
		n := rapid.IntRange(0, 30).Draw(t, "n")
		order := permutation(seed, item, n)
		if !slices.Equal(order, permutation(seed, item, n)) {
			t.Fatal("not the same again")
		}
		sorted := slices.Sorted(slices.Values(order))
		for i, v := range sorted {
			if v != i {
				t.Fatalf("not a permutation: %v", order)
			}
		}
	})
}

// TestTheOrderOfAKnownSeedStays: a session that was begun with an older
// version of the program goes on in the same order.
func TestTheOrderOfAKnownSeedStays(t *testing.T) {
	for item, want := range map[string][]int{"s1": {3, 1, 2, 0}, "s2": {2, 0, 3, 1}, "c8": {0, 1, 2, 3}} {
		if got := permutation("0123456789abcdef", item, 4); !slices.Equal(got, want) {
			t.Errorf("%s: %v", item, got)
		}
	}
}

func TestAFixedSectionIsShownAsDeclared(t *testing.T) {
	endings := []domain.Ending{{ID: "A"}, {ID: "B"}, {ID: "C"}}
	m := &domain.Manifest{Sections: []domain.Section{
		{ID: "f", Items: []string{"f1"}, Endings: "fixed"}, {ID: "s", Items: []string{"s1"}, Endings: "shuffled"},
	}}
	moved := false
	for i := range 20 {
		if got := endingsOrder(m, seedOf(i), domain.Item{ID: "f1", Endings: endings}); !slices.Equal(got, []int{0, 1, 2}) {
			t.Errorf("fixed: %v", got)
		}
		moved = moved || !slices.Equal(endingsOrder(m, seedOf(i), domain.Item{ID: "s1", Endings: endings}), []int{0, 1, 2})
	}
	if !moved {
		t.Error("nothing is shuffled")
	}
}
