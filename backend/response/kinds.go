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
	"slices"

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
	layout layout
	// check gives the code of what is wrong with a value, "" if it is a whole answer.
	check func(it Item, v domain.Value) string
	// read reads an answer as JSON writes it (see the type's file).
	read func(it Item, n Node) (domain.Value, string)
	// write is the way back, of an answer that check takes.
	write func(it Item, v domain.Value) Node
	// simulate makes up an answer that check takes.
	simulate func(it Item, r *rand.Rand) domain.Value
}

// Kinds is the closed set of response types.
func Kinds() []Kind { return kinds[:] }

var kinds = [...]Kind{
	{domain.TypeRanking, true, byPart, checkRanking, readRanking, writeRanking, simulateRanking},
	{domain.TypeLikert, true, oneNumber, checkLikert, readLikert, writeLikert, simulateLikert},
	{domain.TypeSingleChoice, true, oneText, checkSingle, readSingle, writeSingle, simulateSingle},
	{domain.TypeMultipleChoice, true, byOption, checkMultiple, readMultiple, writeMultiple, simulateMultiple},
	{domain.TypeNumeric, true, oneNumber, checkNumeric, readNumeric, writeNumeric, simulateNumeric},
	{domain.TypeSlider, true, oneNumber, checkSlider, readNumeric, writeNumeric, simulateSlider},
	{domain.TypeText, true, oneText, checkText, readText, writeText, simulateText},
	{domain.TypeForcedDistribution, true, byPart, checkDistribution, readDistribution, writeDistribution, simulateDistribution},
}

// KindOf gives the kind of a type, and whether there is one.
func KindOf(name string) (Kind, bool) {
	for _, k := range kinds {
		if k.Type == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Check gives the code of what is wrong with a value as the answer to an item,
// "" if it is a whole answer, written the one way in which it is kept.
func Check(it Item, v domain.Value) string { return checkerOf(it)(v) }

// checkerOf is Check for one item, made once.
func checkerOf(it Item) func(v domain.Value) string {
	k, ok := KindOf(it.Type)
	if it.Type == domain.TypeRanking { // the most frequent one, without copies
		endings := len(it.Endings)
		return func(v domain.Value) string {
			if len(v.Columns) > 0 || len(v.Chosen) > 0 || v.None || v.Text != "" || v.Sealed != "" || v.Number != "" {
				return WrongType
			}
			return Ranks(endings, v.Ranks)
		}
	}
	return func(v domain.Value) string {
		if !ok || !k.only(v) {
			return WrongType
		}
		return k.check(it, v)
	}
}

// only reports whether a value holds nothing that belongs to other types.
func (k Kind) only(v domain.Value) bool {
	chosen := k.layout == byOption || k.Type == domain.TypeSingleChoice || k.Type == domain.TypeLikert
	return (k.Type == domain.TypeRanking || len(v.Ranks) == 0) &&
		(k.Type == domain.TypeForcedDistribution || len(v.Columns) == 0) &&
		(k.Type == domain.TypeText || v.Text == "" && v.Sealed == "") &&
		(k.layout == oneNumber || v.Number == "") && (chosen || len(v.Chosen) == 0) &&
		(k.layout == byOption || !v.None)
}

// Read reads an answer to an item as JSON writes it, and gives the code of what
// is wrong with it, "" if it is a whole answer. Instead of the object of a
// ranking or forced distribution it takes an array in the manifest's order too.
func Read(it Item, raw json.RawMessage) (domain.Value, string) {
	n, err := Parse(raw)
	if err != nil {
		return domain.Value{}, WrongType
	}
	k, _ := KindOf(it.Type)
	if k.layout == byPart && n.Kind == Array && len(n.Values) > 0 {
		n.Kind = Object
		for i := range n.Values {
			n.Keys = append(n.Keys, "")
			if i < len(it.Endings) {
				n.Keys[i] = it.Endings[i].ID
			}
		}
	}
	return ReadNode(it, n)
}

// ReadNode is Read of what has been parsed, without the short form.
func ReadNode(it Item, n Node) (domain.Value, string) {
	k, ok := KindOf(it.Type)
	if !ok {
		return domain.Value{}, WrongType
	}
	return k.take(it, n)
}

// take reads and checks.
func (k Kind) take(it Item, n Node) (domain.Value, string) {
	v, code := k.read(it, n)
	if code == "" {
		code = k.check(it, v)
	}
	if code != "" {
		return domain.Value{}, code
	}
	return v, ""
}

// Write gives the JSON of an answer that Check takes.
func Write(it Item, v domain.Value) Node {
	k, ok := KindOf(it.Type)
	if !ok || Check(it, v) != "" {
		return Node{Kind: Null}
	}
	return k.write(it, v)
}

// Simulate makes up an answer that Check takes.
func Simulate(it Item, r *rand.Rand) domain.Value {
	k, ok := KindOf(it.Type)
	if !ok {
		return domain.Value{}
	}
	return k.simulate(it, r)
}

// worse keeps the code that is told first.
func worse(a, b string) string {
	order := []string{"", TooLong, WrongCount, NotAPermutation, OutOfRange, WrongType}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
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
