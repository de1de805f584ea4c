package response

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"kitewise/backend/domain"
)

// A ranking is written as an object {"CE":4,"RO":1,…} by ending. Ranks are
// whole numbers 1..k, k = most, each once.

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

func readRanking(it Item, n Node) (domain.Value, string) {
	ranks, code := byEnding(it, n, func(r int) bool { return r >= 1 && r <= len(it.Endings) })
	return domain.Value{Ranks: ranks}, code
}

func writeRanking(it Item, v domain.Value) Node { return endingsNode(it, v.Ranks) }

// byEnding reads whole numbers by ending, each once: first wrong type is told,
// then out of range, then not a permutation.
func byEnding(it Item, n Node, inRange func(int) bool) ([]int, string) {
	if n.Kind != Object {
		return nil, WrongType
	}
	out, given, code := make([]int, len(it.Endings)), make([]bool, len(it.Endings)), ""
	for i, one := range n.Values {
		if one.Kind != Number || !Whole(one.Text) {
			return nil, WrongType
		}
		v, err := strconv.Atoi(one.Text)
		if err != nil || !inRange(v) {
			code = OutOfRange
			continue
		}
		at := slices.IndexFunc(it.Endings, func(e domain.Ending) bool { return e.ID == n.Keys[i] })
		if at < 0 || given[at] {
			code = worse(code, NotAPermutation)
			continue
		}
		out[at], given[at] = v, true
	}
	if slices.Contains(given, false) {
		code = worse(code, NotAPermutation)
	}
	return out, code
}

// endingsNode writes one number by ending.
func endingsNode(it Item, numbers []int) Node {
	n := Node{Kind: Object}
	for i, e := range it.Endings {
		n.Keys = append(n.Keys, e.ID)
		n.Values = append(n.Values, Node{Kind: Number, Text: strconv.Itoa(numbers[i])})
	}
	return n
}

func simulateRanking(it Item, r *rand.Rand) domain.Value {
	ranks := r.Perm(len(it.Endings))
	for i := range ranks {
		ranks[i]++
	}
	return domain.Value{Ranks: ranks}
}
