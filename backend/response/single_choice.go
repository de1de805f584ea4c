package response

import (
	"math/rand/v2"

	"kitewise/backend/domain"
)

// A single choice is written as the id of the chosen option.

func checkSingle(it Item, v domain.Value) string {
	if len(v.Chosen) != 1 {
		return WrongType
	}
	return optionCode(place(it, v.Chosen[0]) >= 0)
}

func readSingle(_ Item, n Node) (domain.Value, string) {
	if n.Kind != String {
		return domain.Value{}, WrongType
	}
	return domain.Value{Chosen: []string{n.Text}}, ""
}

func writeSingle(_ Item, v domain.Value) Node { return Node{Kind: String, Text: v.Chosen[0]} }

func simulateSingle(it Item, r *rand.Rand) domain.Value {
	return domain.Value{Chosen: []string{it.Set.Options[r.IntN(len(it.Set.Options))].ID}}
}
