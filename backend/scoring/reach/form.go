package reach

import (
	"math/bits"
	"slices"
)

// Set is one set: Values, ascending, each Places times; scale j takes Takes[j]
// of them. The places and the takes have the same sum.
type Set struct{ Values, Places, Takes []int }

// MaxScales is how many scales a form may have: every group of them is looked at.
const MaxScales = 12

// Form is several sets over the same scales.
type Form struct {
	sets   []Set
	scales int
	sum    int
	// least[n][group] is the least that the scales of a group (a bit mask) can
	// get together in the sets from n on.
	least [][]int
}

// New makes a form, false when the sets have too many scales, or none, or deal
// out another number of values than they take.
func New(sets []Set) (*Form, bool) {
	if len(sets) == 0 || len(sets[0].Takes) == 0 || len(sets[0].Takes) > MaxScales {
		return nil, false
	}
	f := &Form{sets: sets, scales: len(sets[0].Takes)}
	for _, s := range sets {
		if len(s.Takes) != f.scales || len(s.Values) != len(s.Places) || total(s.Places) != total(s.Takes) || !slices.IsSorted(s.Values) {
			return nil, false
		}
		for i, v := range s.Values {
			f.sum += v * s.Places[i]
		}
	}
	f.least = make([][]int, len(sets)+1)
	f.least[len(sets)] = make([]int, 1<<f.scales)
	for n := len(sets) - 1; n >= 0; n-- {
		f.least[n] = make([]int, 1<<f.scales)
		for group := range f.least[n] {
			f.least[n][group] = f.least[n+1][group] + sets[n].smallest(group)
		}
	}
	return f, true
}

func total(numbers []int) int {
	sum := 0
	for _, n := range numbers {
		sum += n
	}
	return sum
}

// smallest gives the least that a group of scales can get together.
func (s *Set) smallest(group int) int {
	takes, sum := 0, 0
	for g := uint(group); g != 0; g &= g - 1 {
		takes += s.Takes[bits.TrailingZeros(g)]
	}
	for i, v := range s.Values {
		n := min(takes, s.Places[i])
		sum, takes = sum+n*v, takes-n
	}
	return sum
}

// Sum is what all totals together always are.
func (f *Form) Sum() int { return f.sum }

// Ends gives the least and the greatest total of a scale.
func (f *Form) Ends(scale int) (low, high int) {
	all := 1<<f.scales - 1
	return f.least[0][1<<scale], f.sum - f.least[0][all&^(1<<scale)]
}

// bounded reports whether no group of scales gets less than the sets from n on
// must give it, and all together exactly what they give: the totals are
// majorised. For one number per scale and set this is a partial sum over the
// smallest totals. Source: Rado, An inequality, Journal of the London
// Mathematical Society 27, 1952, pp. 1-6. It is necessary. It is not sufficient:
// 2, 2, 2 is majorised by 1, 2, 3, but no ranking gives it.
func (f *Form) bounded(n int, totals []int) bool {
	for group, least := range f.least[n] {
		sum := 0
		for g := uint(group); g != 0; g &= g - 1 {
			sum += totals[bits.TrailingZeros(g)]
		}
		if sum < least {
			return false
		}
	}
	return total(totals) == f.least[n][1<<f.scales-1]
}
