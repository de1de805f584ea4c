package step

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Reader turns the checked value of one item into what the steps read.
type Reader struct {
	kind    string
	options []domain.Option
}

// Readers gives the reader of every item, in the manifest's order.
func Readers(m *domain.Manifest) []Reader {
	out := make([]Reader, len(m.Items))
	for i, it := range m.Items {
		set, _ := m.OptionSet(it.Options)
		out[i] = Reader{it.Type, set.Options}
	}
	return out
}

// Read fills the answer. A text is there or not, and nothing else.
func (r Reader) Read(v domain.Value, into *Answer) {
	into.Given = true
	switch r.kind {
	case domain.TypeRanking:
		into.Ranks = v.Ranks
	case domain.TypeForcedDistribution:
		into.Ranks = v.Columns
	case domain.TypeLikert, domain.TypeNumeric, domain.TypeSlider:
		if n, err := norm.ParseDecimal(v.Number); err == nil {
			into.Number = n
		}
		r.choose(v.Chosen, into)
	case domain.TypeSingleChoice, domain.TypeMultipleChoice:
		r.choose(v.Chosen, into)
	}
}

// choose finds the chosen options; a single one may have a number.
func (r Reader) choose(ids []string, into *Answer) {
	for _, id := range ids {
		i := slices.IndexFunc(r.options, func(o domain.Option) bool { return o.ID == id })
		if i < 0 {
			continue
		}
		into.Chosen = append(into.Chosen, i)
		if value := r.options[i].Value; value != nil && r.kind == domain.TypeSingleChoice {
			into.Number = norm.Whole(int64(*value))
		}
	}
}
