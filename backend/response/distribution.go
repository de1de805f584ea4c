package response

import (
	"math/rand/v2"
	"slices"

	"kitewise/backend/domain"
)

// A forced distribution is written as an object {"k1":3,…} by card; the number
// is the value of the card's column. Every card has one, and every column is
// exactly full.

func checkDistribution(it Item, v domain.Value) string {
	if v.Columns == nil {
		return WrongType
	}
	places := map[int]int{}
	for _, c := range it.Columns {
		places[c.Value] = c.Places
	}
	for _, value := range v.Columns {
		if _, ok := places[value]; !ok {
			return OutOfRange
		}
	}
	for _, value := range v.Columns {
		places[value]--
	}
	if len(v.Columns) != len(it.Endings) {
		return NotAPermutation
	}
	for _, left := range places {
		if left != 0 {
			return NotAPermutation
		}
	}
	return ""
}

func readDistribution(it Item, n Node) (domain.Value, string) {
	columns, code := byEnding(it, n, func(value int) bool {
		return slices.ContainsFunc(it.Columns, func(c domain.Column) bool { return c.Value == value })
	})
	return domain.Value{Columns: columns}, code
}

func writeDistribution(it Item, v domain.Value) Node { return endingsNode(it, v.Columns) }

func simulateDistribution(it Item, r *rand.Rand) domain.Value {
	all := []int{}
	for _, c := range it.Columns {
		all = append(all, slices.Repeat([]int{c.Value}, c.Places)...)
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return domain.Value{Columns: all}
}
