package response

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"kitewise/backend/domain"
)

// A Likert answer is the value of an option, written as a whole number (never
// 3.0 or "3"). An option without a value ("does not apply") is answered by its
// id as text, and kept as the one that was chosen.

func checkLikert(it Item, v domain.Value) string {
	if len(v.Chosen) > 0 {
		if len(v.Chosen) > 1 || v.Number != "" {
			return WrongType
		}
		return optionCode(valueless(it, v.Chosen[0]))
	}
	if !Whole(v.Number) || v.Number == "-0" {
		return WrongType
	}
	n, err := strconv.Atoi(v.Number)
	return optionCode(err == nil && slices.ContainsFunc(it.Set.Options, func(o domain.Option) bool {
		return o.Value != nil && *o.Value == n
	}))
}

func readLikert(it Item, n Node) (domain.Value, string) {
	switch {
	case n.Kind == Number && Whole(n.Text) && n.Text != "-0":
		return domain.Value{Number: n.Text}, ""
	case n.Kind == String && valueless(it, n.Text):
		return domain.Value{Chosen: []string{n.Text}}, ""
	}
	return domain.Value{}, WrongType
}

func writeLikert(_ Item, v domain.Value) Node {
	if len(v.Chosen) > 0 {
		return Node{Kind: String, Text: v.Chosen[0]}
	}
	return Node{Kind: Number, Text: v.Number}
}

func simulateLikert(it Item, r *rand.Rand) domain.Value {
	o := it.Set.Options[r.IntN(len(it.Set.Options))]
	if o.Value == nil {
		return domain.Value{Chosen: []string{o.ID}}
	}
	return domain.Value{Number: strconv.Itoa(*o.Value)}
}

// valueless reports whether the set has an option of that id without a value.
func valueless(it Item, id string) bool {
	i := place(it, id)
	return i >= 0 && it.Set.Options[i].Value == nil
}

// place gives the place of an option in its set, -1 if there is none.
func place(it Item, id string) int {
	return slices.IndexFunc(it.Set.Options, func(o domain.Option) bool { return o.ID == id })
}

func optionCode(found bool) string {
	if found {
		return ""
	}
	return OutOfRange
}
