// Package response holds the closed set of response types, one file each: what
// an answer to an item is, what is wrong with one, how it is read from files
// and written to them, and how a simulated participant makes one up.
//
// It knows an item and its option set, nothing else: it must never score, word
// or store an answer.
package response

import (
	"encoding/json"
	"math/rand/v2"

	"kitewise/backend/domain"
)

// The codes of an answer that cannot be taken, in the order in which they are
// told. Their words are the locale texts "record.<code>".
const (
	// WrongType: not an answer of the item's type.
	WrongType = "wrong_type"
	// OutOfRange: outside the ranks, options or range of the item.
	OutOfRange = "out_of_range"
	// NotAPermutation: a rank or card is missing or given twice, or a column
	// holds another number of cards than it has places.
	NotAPermutation = "not_a_permutation"
	// WrongCount: too few or too many options are chosen.
	WrongCount = "wrong_count"
	// TooLong: a text has more characters than the item takes.
	TooLong = "too_long"
)

// Item is an item with the option set that it names (empty without one).
type Item struct {
	domain.Item
	Set domain.OptionSet
}

// Kind is one response type.
type Kind struct {
	Type string
	// Screen reports whether the participant's page can show it; without, the
	// instrument is scored by the command line only.
	Screen bool
	// Check gives the code of what is wrong with a value, "" if it is a whole answer.
	Check func(it Item, v domain.Value) string
	// Read reads an answer as JSON writes it (see the type's file).
	Read func(it Item, raw json.RawMessage) (domain.Value, string)
	// Simulate makes up an answer that Check takes.
	Simulate func(it Item, r *rand.Rand) domain.Value
}

// Kinds is the closed set of response types.
func Kinds() []Kind {
	return []Kind{
		{domain.TypeRanking, true, checkRanking, readRanking, simulateRanking},
		{domain.TypeForcedDistribution, false, checkDistribution, readDistribution, simulateDistribution},
	}
}

// KindOf gives the kind of a type, and whether there is one.
func KindOf(name string) (Kind, bool) {
	for _, k := range Kinds() {
		if k.Type == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Check gives the code of what is wrong with a value as the answer to an item,
// "" if it is a whole answer.
func Check(it Item, v domain.Value) string {
	k, ok := KindOf(it.Type)
	if !ok {
		return WrongType
	}
	return k.Check(it, v)
}

// Read reads an answer to an item as JSON writes it, and gives the code of what
// is wrong with it, "" if it is a whole answer.
func Read(it Item, raw json.RawMessage) (domain.Value, string) {
	k, ok := KindOf(it.Type)
	if !ok {
		return domain.Value{}, WrongType
	}
	v, code := k.Read(it, raw)
	if code == "" {
		code = k.Check(it, v)
	}
	return v, code
}

// Items gives every item of a manifest with its option set, in the manifest's order.
func Items(m *domain.Manifest) []Item {
	out := make([]Item, len(m.Items))
	for i, it := range m.Items {
		set, _ := m.OptionSet(it.Options)
		out[i] = Item{it, set}
	}
	return out
}
