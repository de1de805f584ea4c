package instrument_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
)

var (
	valueAreas = []string{"independence", "people", "growth", "security", "contribution"}
	// areaOf gives the area of each card, by the first letter of its name.
	areaOf = map[byte]string{'i': "independence", 'p': "people", 'g': "growth", 's': "security", 'c': "contribution"}
	// cardAreas names the area of cards 1 to 20.
	cardAreas = "iscpgpgicscisgpgpcsi"
	// sortPlaces are the twenty places, by the value of their column.
	sortPlaces = []int{5, 5, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1}
)

// sortExpected works out what a sort gives: the sums, the order with its
// places, the flags.
func sortExpected(columns []int) (sums map[string]int, order []domain.ListEntry, flags []string) {
	sums = map[string]int{}
	for card, column := range columns {
		sums[areaOf[cardAreas[card]]] += column
	}
	uneven, ranked := 0, slices.Clone(valueAreas)
	for _, area := range valueAreas {
		uneven += (sums[area] - 12) * (sums[area] - 12)
	}
	slices.SortStableFunc(ranked, func(a, b string) int { return sums[b] - sums[a] })
	for i, area := range ranked {
		place := i + 1
		if i > 0 && sums[ranked[i-1]] == sums[area] {
			place = order[i-1].Place
		}
		value := float64(sums[area])
		order = append(order, domain.ListEntry{Class: area, Items: []string{}, Place: place, Value: &value})
	}
	if uneven < 48 {
		flags = append(flags, "NOT_ABOVE_CHANCE")
	}
	if sums[ranked[0]]-sums[ranked[1]] <= 2 {
		flags = append(flags, "FIRST_PLACE_CLOSE")
	}
	sums["unevenness"] = uneven
	return sums, order, append(flags, "IPSATIVE", "NO_NORMS")
}

// sorted is the answer that puts card n into columns[n-1].
func sorted(columns []int) map[string]domain.Value {
	return map[string]domain.Value{"sort": {Columns: columns}}
}

func TestWorkValuesByPlainArithmetic(t *testing.T) {
	in := ownInstrument(t, "work-values")
	rapid.Check(t, func(rt *rapid.T) {
		columns := rapid.Permutation(sortPlaces).Draw(rt, "columns")
		r, err := in.ScoreWith(domain.Answers{Responses: sorted(columns)}, false)
		if err != nil {
			rt.Fatal(err)
		}
		sums, order, flags := sortExpected(columns)
		all := 0
		for id, want := range sums {
			s, _ := r.Score(id)
			if s.Value == nil || *s.Value != float64(want) || s.Reason != "" || s.Class != "" {
				rt.Errorf("%v: %s is %+v, want %d", columns, id, s, want)
			}
			if id != "unevenness" {
				all += want
			}
		}
		if all != 60 {
			rt.Errorf("%v: the five areas add up to %d", columns, all)
		}
		l, _ := r.List("order")
		if d := cmp.Diff(order, l.Entries); d != "" || l.Kind != domain.ListOrder || l.Reason != "" {
			rt.Errorf("%v: %s %s\n%s", columns, l.Kind, l.Reason, d)
		}
		if d := cmp.Diff(flags, r.Flags); d != "" {
			rt.Errorf("%v flags (-want +got):\n%s", columns, d)
		}
	})
}

// TestWorkValuesCountsEveryCardOnce: a card moved up by one column, against a
// card of another area moved down, moves their two areas by one and no other.
func TestWorkValuesCountsEveryCardOnce(t *testing.T) {
	in := ownInstrument(t, "work-values")
	value := func(columns []int, area string) float64 {
		r, err := in.ScoreWith(domain.Answers{Responses: sorted(columns)}, false)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := r.Score(area)
		return *s.Value
	}
	for card := range 20 {
		columns := slices.Clone(sortPlaces)
		at := slices.Index(columns, 3)
		columns[at], columns[card] = columns[card], columns[at] // the card lies in column 3
		other := slices.IndexFunc(columns, func(c int) bool { return c == 4 })
		for cardAreas[other] == cardAreas[card] || columns[other] != 4 {
			other++
		}
		after := slices.Clone(columns)
		after[card], after[other] = 4, 3
		for _, area := range valueAreas {
			want := value(columns, area)
			switch area {
			case areaOf[cardAreas[card]]:
				want++
			case areaOf[cardAreas[other]]:
				want--
			}
			if got := value(after, area); got != want {
				t.Errorf("k%d against k%d: %s is %v, want %v", card+1, other+1, area, got, want)
			}
		}
	}
}

// TestWorkValuesTakesWholeSortsOnly: every card once, every column full.
func TestWorkValuesTakesWholeSortsOnly(t *testing.T) {
	in := ownInstrument(t, "work-values")
	for name, change := range map[string]func(c []int) []int{
		"a column too full":  func(c []int) []int { c[2] = 5; return c },
		"a column too empty": func(c []int) []int { c[0] = 4; return c },
		"a card too few":     func(c []int) []int { return c[:19] },
		"a card too many":    func(c []int) []int { return append(c, 3) },
		"no such column":     func(c []int) []int { c[0] = 6; return c },
		"nothing":            func([]int) []int { return nil },
	} {
		_, err := in.ScoreWith(domain.Answers{Responses: sorted(change(slices.Clone(sortPlaces)))}, false)
		if domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWorkValuesCutIsTheFivePercentPoint counts all 20!/(4!)^5 ways to share
// the places out among five areas of four cards.
func TestWorkValuesCutIsTheFivePercentPoint(t *testing.T) {
	ways := map[[6]int]*big.Int{{2, 5, 6, 5, 2, 0}: big.NewInt(1)} // places left in columns 5 to 1, unevenness
	for range 5 {
		next := map[[6]int]*big.Int{}
		for left, n := range ways {
			dealHand(left, 0, 4, 0, new(big.Int).Set(n), next)
		}
		ways = next
	}
	total, beyond := new(big.Int), map[int]*big.Int{46: new(big.Int), 48: new(big.Int)}
	for left, n := range ways {
		total.Add(total, n)
		for cut, sum := range beyond {
			if left[5] >= cut {
				sum.Add(sum, n)
			}
		}
	}
	if total.String() != "305540235000" {
		t.Fatalf("%s ways", total)
	}
	share := func(n *big.Int) string { return new(big.Rat).SetFrac(n, total).FloatString(4) }
	if a, b := share(beyond[48]), share(beyond[46]); a != "0.0477" || b != "0.0683" {
		t.Errorf("P(48 or more) = %s, P(46 or more) = %s", a, b)
	}
}

// dealHand takes cards for one area from the columns from at on, and enters
// what is left with the number of ways.
func dealHand(left [6]int, at, cards, sum int, n *big.Int, into map[[6]int]*big.Int) {
	if at == 5 {
		if cards == 0 {
			left[5] += (sum - 12) * (sum - 12)
			if into[left] == nil {
				into[left] = new(big.Int)
			}
			into[left].Add(into[left], n)
		}
		return
	}
	for take := 0; take <= min(cards, left[at]); take++ {
		rest := left
		rest[at] -= take
		choices := new(big.Int).Binomial(int64(left[at]), int64(take))
		dealHand(rest, at+1, cards-take, sum+take*(5-at), choices.Mul(choices, n), into)
	}
}

// TestWorkValuesVectorsCoverTheForm: every sum of every area, every pattern of
// shared places, both sides of both cuts, no sort at all.
func TestWorkValuesVectorsCoverTheForm(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range ownVectors(t, "work-values") {
		for id, s := range v.Expect.Scores {
			if s.Value != nil {
				seen[fmt.Sprintf("%s %v", id, *s.Value)] = true
			}
			seen[fmt.Sprintf("%s %s", id, s.Reason)] = true
		}
		places := ""
		for _, entry := range v.Expect.Lists["order"] {
			places += fmt.Sprint(entry[1])
		}
		seen["places "+places] = true
		seen[strings.Join(v.Expect.Flags, " ")] = true
	}
	want := []string{
		"unevenness 46", "unevenness 48", "unevenness 0", "unevenness 90", "independence missing_item", "unevenness missing_score", "places ",
		"IPSATIVE NO_NORMS", "NOT_ABOVE_CHANCE IPSATIVE NO_NORMS", "FIRST_PLACE_CLOSE IPSATIVE NO_NORMS",
		"NOT_ABOVE_CHANCE FIRST_PLACE_CLOSE IPSATIVE NO_NORMS",
	}
	for _, area := range valueAreas {
		for sum := 6; sum <= 18; sum++ {
			want = append(want, fmt.Sprintf("%s %d", area, sum))
		}
	}
	for _, pattern := range strings.Fields("12345 12344 12335 12333 12245 12244 12225 12222 11345 11344 11335 11333 11145 11144 11115 11111") {
		want = append(want, "places "+pattern)
	}
	for _, what := range want {
		if !seen[what] {
			t.Errorf("no vector with %s", what)
		}
	}
}
