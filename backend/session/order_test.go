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
			counts[fmt.Sprint(permutation(drawEndings, seedOf(i), item, 4))]++
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
		order := permutation(drawEndings, seedOf(i), "s1", 4)
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
		first := permutation(drawEndings, seedOf(i), "s1", 4)
		items[fmt.Sprint(first, permutation(drawEndings, seedOf(i), "s2", 4))]++
		seeds[fmt.Sprint(first, permutation(drawEndings, fmt.Sprintf("%016x", uint64(i)*0x9E3779B97F4A7C15^1), "s1", 4))]++
	}
	for name, counts := range map[string]map[string]int{"items": items, "seeds": seeds} {
		if got := chiSquare(counts, 576, draws); got > chi575 {
			t.Errorf("%s: chi square %.1f", name, got)
		}
	}
}

func TestBelowIsUniform(t *testing.T) {
	counts := map[string]int{}
	draw := stream{what: drawEndings, seed: "0123456789abcdef", id: "x"}
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
		order := permutation(drawEndings, seed, item, n)
		if !slices.Equal(order, permutation(drawEndings, seed, item, n)) {
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
		if got := permutation(drawEndings, "0123456789abcdef", item, 4); !slices.Equal(got, want) {
			t.Errorf("%s: %v", item, got)
		}
	}
}

// four is a manifest of one section of four rankings in the given orders.
func four(items, endings string) *domain.Manifest {
	m := &domain.Manifest{Sections: []domain.Section{{ID: "x", Order: items, Endings: endings}}}
	for _, id := range []string{"a", "b", "c", "d"} {
		m.Sections[0].Items = append(m.Sections[0].Items, id)
		m.Items = append(m.Items, domain.Item{ID: id, Type: domain.TypeRanking, Endings: []domain.Ending{{ID: "A"}, {ID: "B"}, {ID: "C"}, {ID: "D"}}})
	}
	return m
}

// shownAs is everything that has an order in such a session, as one text.
func shownAs(m *domain.Manifest, s domain.Session) string {
	out := fmt.Sprint(itemsOrder(m.Sections[0], s))
	for _, it := range m.Items {
		out += fmt.Sprint(endingsOrder(m, it, s))
	}
	return out
}

// TestItemsAreShuffledUniformly over sessions by their seed, and over
// participants where the order is theirs.
func TestItemsAreShuffledUniformly(t *testing.T) {
	const draws = 24_000
	for _, order := range []string{domain.OrderShuffled, domain.OrderPerRespondent} {
		counts := map[string]int{}
		for i := range draws {
			s := domain.Session{Seed: seedOf(i), ParticipantID: fmt.Sprint("person ", i)}
			counts[fmt.Sprint(itemsOrder(four(order, order).Sections[0], s))]++
		}
		if got := chiSquare(counts, 24, draws); got > chi23 || len(counts) != 24 {
			t.Errorf("%s: chi square %.1f over %d orders", order, got, len(counts))
		}
	}
}

// TestItemsAndEndingsAreIndependent, also where section and item have one id.
func TestItemsAndEndingsAreIndependent(t *testing.T) {
	const draws = 115_200
	counts := map[string]int{}
	for i := range draws {
		counts[fmt.Sprint(permutation(drawItems, seedOf(i), "x", 4), permutation(drawEndings, seedOf(i), "x", 4))]++
	}
	if got := chiSquare(counts, 576, draws); got > chi575 {
		t.Errorf("chi square %.1f", got)
	}
}

func TestAFixedOrderIsTheManifests(t *testing.T) {
	m := four(domain.OrderFixed, domain.OrderFixed)
	for i := range 20 {
		if got := shownAs(m, domain.Session{Seed: seedOf(i), ParticipantID: "p"}); got != "[a b c d][0 1 2 3][0 1 2 3][0 1 2 3][0 1 2 3]" {
			t.Fatal(got)
		}
	}
}

// TestAnOrderPerRespondentRepeats over the sessions of one person and of no
// other; a shuffled one is new in every session.
func TestAnOrderPerRespondentRepeats(t *testing.T) {
	own, new := four(domain.OrderPerRespondent, domain.OrderPerRespondent), four(domain.OrderShuffled, domain.OrderShuffled)
	sameByPerson, sameBySeed := map[string]bool{}, map[string]bool{}
	for i := range 50 {
		s := domain.Session{Seed: seedOf(i), ParticipantID: "person"}
		sameByPerson[shownAs(own, s)] = true
		sameBySeed[shownAs(new, s)] = true
		s.ParticipantID = fmt.Sprint("person ", i)
		sameByPerson[shownAs(own, s)] = true
	}
	if len(sameByPerson) != 51 || len(sameBySeed) != 50 {
		t.Errorf("%d orders of 51 persons, %d of 50 sessions", len(sameByPerson), len(sameBySeed))
	}
	s := domain.Session{Seed: respondentSeed("person"), ParticipantID: "person"}
	if shownAs(own, s) == shownAs(own, domain.Session{ParticipantID: "other"}) {
		t.Error("two persons share an order")
	}
}

func TestOptionsMoveAsTheirTypeAllows(t *testing.T) {
	m := four(domain.OrderFixed, domain.OrderShuffled)
	m.OptionSets = []domain.OptionSet{{ID: "o", Options: make([]domain.Option, 5)}}
	for i, kind := range []string{domain.TypeLikert, domain.TypeSingleChoice, domain.TypeMultipleChoice, domain.TypeText} {
		m.Items[i] = domain.Item{ID: m.Items[i].ID, Type: kind, Options: map[bool]string{true: "o"}[kind != domain.TypeText]}
	}
	moved := map[string]map[string]bool{}
	for i := range 20 {
		for _, it := range m.Items {
			if moved[it.Type] == nil {
				moved[it.Type] = map[string]bool{}
			}
			moved[it.Type][fmt.Sprint(endingsOrder(m, it, domain.Session{Seed: seedOf(i)}))] = true
		}
	}
	for kind, want := range map[string]bool{domain.TypeLikert: false, domain.TypeSingleChoice: true, domain.TypeMultipleChoice: true, domain.TypeText: false} {
		if got := len(moved[kind]) > 1; got != want {
			t.Errorf("%s moves: %v", kind, got)
		}
	}
	if !moved[domain.TypeLikert]["[0 1 2 3 4]"] {
		t.Error("a Likert item's options are not in their order")
	}
}
