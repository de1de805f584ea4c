package door

import "kitewise/backend/domain"

// Texts reads the instrument's words in one language. The first missing one
// is kept as Err.
type Texts struct {
	Of       *domain.Instrument
	Language string
	Err      error
}

// Must gives a text that has to be there.
func (t *Texts) Must(key string) string {
	text, ok := t.Of.Text(t.Language, key)
	if !ok && t.Err == nil {
		t.Err = domain.Fail(domain.CodeTextMissing, nil, "Language", t.Language, "Key", key)
	}
	return text
}

// May gives a text, "" if there is none.
func (t *Texts) May(key string) string {
	text, _ := t.Of.Text(t.Language, key)
	return text
}
