package response

import (
	"encoding/json"
	"math/rand/v2"

	"kitewise/backend/domain"
)

// A ranking is written as an object {"CE":4,"RO":1,…} by ending, or as an array
// of the ranks in the manifest's order of endings. Ranks are whole numbers
// 1..k, k = most, each once.

func checkRanking(it Item, v domain.Value) string { return Ranks(len(it.Endings), v.Ranks) }

// Ranks gives the code of what is wrong with the ranks of k endings, "" when
// they are a permutation of 1..k.
func Ranks(k int, ranks []int) string {
	if ranks == nil {
		return WrongType
	}
	seen := 0
	for _, r := range ranks {
		if r < 1 || r > k {
			return OutOfRange
		}
		seen |= 1 << r
	}
	if len(ranks) != k || seen != 1<<(k+1)-2 {
		return NotAPermutation
	}
	return ""
}

func readRanking(it Item, raw json.RawMessage) (domain.Value, string) {
	ranks, code := byEnding(it, raw)
	return domain.Value{Ranks: ranks}, code
}

// byEnding reads whole numbers by ending, or in the order of endings.
func byEnding(it Item, raw json.RawMessage) ([]int, string) {
	var list []int
	if json.Unmarshal(raw, &list) == nil && list != nil {
		return list, ""
	}
	var named map[string]int
	if json.Unmarshal(raw, &named) != nil || named == nil {
		return nil, WrongType
	}
	out := make([]int, len(it.Endings))
	for i, e := range it.Endings {
		v, ok := named[e.ID]
		if !ok || len(named) != len(it.Endings) {
			return nil, NotAPermutation
		}
		out[i] = v
	}
	return out, ""
}

func simulateRanking(it Item, r *rand.Rand) domain.Value {
	ranks := r.Perm(len(it.Endings))
	for i := range ranks {
		ranks[i]++
	}
	return domain.Value{Ranks: ranks}
}
