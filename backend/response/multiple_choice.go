package response

import (
	"math/rand/v2"
	"slices"

	"kitewise/backend/domain"
)

// A multiple choice is written as an array of the ids of the chosen options, in
// any order, each once; [] chooses none, where the item takes that. A table has
// one column for each option, 1 chosen and 0 not. It is kept in the set's order.

func checkMultiple(it Item, v domain.Value) string {
	last := -1
	for _, id := range v.Chosen {
		i := place(it, id)
		switch {
		case i < 0:
			return OutOfRange
		case i == last:
			return WrongCount
		case i < last:
			return WrongType
		}
		last = i
	}
	n := len(v.Chosen)
	switch {
	case n < it.MinChosen || it.MaxChosen > 0 && n > it.MaxChosen:
		return WrongCount
	case v.None != (n == 0):
		return WrongType
	}
	return ""
}

// chosen is the answer of these options, in the set's order; of none it says so.
func chosen(ids []string) domain.Value {
	if len(ids) == 0 {
		return domain.Value{None: true}
	}
	return domain.Value{Chosen: ids}
}

func readMultiple(it Item, n Node) (domain.Value, string) {
	if n.Kind != Array {
		return domain.Value{}, WrongType
	}
	ids := make([]string, 0, min(len(n.Values), len(it.Set.Options)))
	code := ""
	for _, one := range n.Values {
		switch {
		case one.Kind != String:
			return domain.Value{}, WrongType
		case place(it, one.Text) < 0:
			code = OutOfRange
		case slices.Contains(ids, one.Text):
			code = worse(code, WrongCount)
		default:
			ids = append(ids, one.Text)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return place(it, a) - place(it, b) })
	return chosen(ids), code
}

func writeMultiple(_ Item, v domain.Value) Node {
	n := Node{Kind: Array}
	for _, id := range v.Chosen {
		n.Values = append(n.Values, Node{Kind: String, Text: id})
	}
	return n
}

func simulateMultiple(it Item, r *rand.Rand) domain.Value {
	all := len(it.Set.Options)
	high := all
	if it.MaxChosen > 0 {
		high = min(high, it.MaxChosen)
	}
	places := r.Perm(all)[:it.MinChosen+r.IntN(max(1, high-it.MinChosen+1))]
	slices.Sort(places)
	ids := []string{}
	for _, i := range places {
		ids = append(ids, it.Set.Options[i].ID)
	}
	return chosen(ids)
}
