package session

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/response"
)

// Given is an answer in the participant's terms: by displayed position only.
// The one field that belongs to the item's type is filled.
type Given struct {
	// Ranks holds the rank of the ending at each displayed position, k = most.
	Ranks []int
	// Chosen are the displayed positions of the chosen options, from 0.
	Chosen []int
	// Number is decimal text, as a number or slider is kept.
	Number string
	Text   string
	// Columns holds, for the card at each displayed position, the position of
	// its column, from 0.
	Columns []int
	// Sealed stands for the stored Text, which can not be read now. As an answer
	// it says that this text stands.
	Sealed bool
}

// The fields of a Given by type.
const (
	givenRanks = iota
	givenChosen
	givenNumber
	givenText
	givenColumns
)

var givenBy = map[string]int{
	domain.TypeRanking: givenRanks, domain.TypeForcedDistribution: givenColumns,
	domain.TypeLikert: givenChosen, domain.TypeSingleChoice: givenChosen, domain.TypeMultipleChoice: givenChosen,
	domain.TypeNumeric: givenNumber, domain.TypeSlider: givenNumber, domain.TypeText: givenText,
}

// only reports whether no other field than that of the type is filled.
func (g Given) only(itemType string) bool {
	filled := [...]bool{len(g.Ranks) > 0, len(g.Chosen) > 0, g.Number != "", g.Text != "", len(g.Columns) > 0}
	for field, is := range filled {
		if is && field != givenBy[itemType] {
			return false
		}
	}
	return true
}

// value turns an answer from displayed positions to the manifest's terms. order
// is the manifest index at each displayed position. The code says what is wrong
// with the positions; the answer itself is not checked here.
func (g Given) value(it response.Item, order []int) (domain.Value, string) {
	if !g.only(it.Type) {
		return domain.Value{}, response.WrongType
	}
	switch givenBy[it.Type] {
	case givenRanks:
		return domain.Value{Ranks: placed(g.Ranks, order)}, ""
	case givenChosen:
		return g.chosen(it, order)
	case givenColumns:
		return g.columns(it, order)
	}
	return domain.Value{Number: g.Number, Text: g.Text}, ""
}

// chosen gives the options that were chosen, in the set's order: the value of a
// Likert option that has one, otherwise the ids, or that none of them fits.
func (g Given) chosen(it response.Item, order []int) (domain.Value, string) {
	indices := make([]int, 0, len(g.Chosen))
	for _, position := range g.Chosen {
		if position < 0 || position >= len(order) {
			return domain.Value{}, response.OutOfRange
		}
		indices = append(indices, order[position])
	}
	slices.Sort(indices)
	if it.Type == domain.TypeLikert && len(indices) == 1 {
		if value := it.Set.Options[indices[0]].Value; value != nil {
			return domain.Value{Number: strconv.Itoa(*value)}, ""
		}
	}
	v := domain.Value{None: it.Type == domain.TypeMultipleChoice && len(indices) == 0}
	for _, i := range indices {
		v.Chosen = append(v.Chosen, it.Set.Options[i].ID)
	}
	return v, ""
}

// columns gives the value of the column of every card.
func (g Given) columns(it response.Item, order []int) (domain.Value, string) {
	v := domain.Value{Columns: placed(g.Columns, order)}
	for i, column := range v.Columns {
		if column < 0 || column >= len(it.Columns) {
			return domain.Value{}, response.OutOfRange
		}
		v.Columns[i] = it.Columns[column].Value
	}
	return v, ""
}

// placed brings numbers by displayed position into the manifest's order. As
// many as there are not stay as they are: the check tells it.
func placed(shown, order []int) []int {
	out := slices.Clone(shown)
	if len(shown) == len(order) {
		for position, i := range order {
			out[i] = shown[position]
		}
	}
	return out
}

// GivenOf turns a stored answer into the participant's terms; order is that of
// View. Its slices are never nil.
func GivenOf(it response.Item, order []int, v domain.Value) Given {
	g := Given{Ranks: []int{}, Chosen: []int{}, Number: v.Number, Text: v.Text, Columns: []int{}, Sealed: v.Sealed != ""}
	for position, i := range order {
		switch givenBy[it.Type] {
		case givenRanks:
			g.Ranks = append(g.Ranks, v.Ranks[i])
		case givenColumns:
			g.Columns = append(g.Columns, slices.IndexFunc(it.Columns, func(c domain.Column) bool { return c.Value == v.Columns[i] }))
		case givenChosen:
			if isChosen(it.Set.Options[i], v) {
				g.Chosen = append(g.Chosen, position)
			}
		}
	}
	if it.Type == domain.TypeLikert {
		g.Number = "" // the value of an option stays on this side
	}
	return g
}

func isChosen(o domain.Option, v domain.Value) bool {
	return slices.Contains(v.Chosen, o.ID) || o.Value != nil && v.Number == strconv.Itoa(*o.Value)
}
