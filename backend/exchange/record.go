package exchange

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// The codes of a record's faults that concern more than one item; those of a
// single answer are the instrument's.
const (
	MissingID     = "missing_id"
	DuplicateID   = "duplicate_id"
	BadRespondent = "bad_respondent"
	MissingItem   = "missing_item"
)

// Fault is one thing wrong with a record. Item is "" when it concerns the
// record as a whole. The words are the locale text "record.<code>".
type Fault struct {
	Code string
	Item string
}

// Record is one person's responses as a file brought them. Only whole answers
// stand in Responses; everything else is a fault.
type Record struct {
	ID         string
	Respondent domain.Respondent
	Responses  map[string]domain.Value
	Faults     []Fault
}

// Incomplete reports whether the record has faults, but only missing items:
// then what does not need them can still be scored.
func (r *Record) Incomplete() bool {
	return len(r.Faults) > 0 && !slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Code != MissingItem })
}

// Source gives records one by one; io.EOF ends them. Any other error means
// that the rest cannot be read.
type Source interface {
	Next() (Record, error)
}

// judge collects what the readers find and puts it in order.
type judge struct {
	form   *instrument.Instrument
	items  []domain.Item
	place  map[string]int
	fields map[string]domain.Field
	seen   map[string]bool
}

func newJudge(form *instrument.Instrument) *judge {
	m := &form.Domain.Manifest
	j := &judge{form: form, items: m.Items, place: map[string]int{}, fields: map[string]domain.Field{}, seen: map[string]bool{}}
	for i, it := range m.Items {
		j.place[it.ID] = i
	}
	for _, f := range m.Respondent {
		j.fields[f.ID] = f
	}
	return j
}

// draft is a record being read.
type draft struct {
	record  Record
	badWho  bool
	byItem  map[string]string // item → code
	unknown []string
}

func newDraft() *draft {
	return &draft{
		record: Record{Respondent: domain.Respondent{}, Responses: map[string]domain.Value{}, Faults: []Fault{}},
		byItem: map[string]string{},
	}
}

// finish names the missing items and lists the faults: the record's own, then
// the items' in the manifest's order, then unknown items as they came.
func (j *judge) finish(d *draft) Record {
	r := &d.record
	add := func(bad bool, code string) {
		if bad {
			r.Faults = append(r.Faults, Fault{Code: code})
		}
	}
	add(r.ID == "", MissingID)
	add(r.ID != "" && j.seen[r.ID], DuplicateID)
	add(d.badWho, BadRespondent)
	add(d.byItem[""] != "", d.byItem[""])
	if r.ID != "" {
		j.seen[r.ID] = true
	}
	for _, it := range j.items {
		_, answered := r.Responses[it.ID]
		switch code := d.byItem[it.ID]; {
		case code != "":
			delete(r.Responses, it.ID)
			r.Faults = append(r.Faults, Fault{code, it.ID})
		case !answered && d.byItem[""] == "":
			r.Faults = append(r.Faults, Fault{MissingItem, it.ID})
		}
	}
	for _, id := range d.unknown {
		r.Faults = append(r.Faults, Fault{instrument.UnknownItem, id})
	}
	return *r
}

// rank is one rank as it was written: its digits if it was a whole number.
type rank struct {
	ending string
	whole  bool
	text   string
}

// answer takes the ranks of one item and enters the value or the first fault:
// wrong type, then out of range, then not a permutation.
func (j *judge) answer(d *draft, item string, ranks []rank) {
	i, ok := j.place[item]
	if !ok {
		d.unknown = append(d.unknown, item)
		return
	}
	if _, twice := d.record.Responses[item]; twice || d.byItem[item] != "" {
		d.byItem[item] = response.WrongType
		return
	}
	endings := j.items[i].Endings
	values, code := make([]int, len(endings)), ""
	for _, r := range ranks {
		v, fault := r.value(len(endings))
		if code = worse(code, fault); fault != "" {
			continue
		}
		at := slices.IndexFunc(endings, func(e domain.Ending) bool { return e.ID == r.ending })
		if at < 0 || values[at] != 0 {
			code = worse(code, response.NotAPermutation)
			continue
		}
		values[at] = v
	}
	if code == "" && response.Ranks(len(endings), values) != "" {
		code = response.NotAPermutation
	}
	if code != "" {
		d.byItem[item] = code
		return
	}
	d.record.Responses[item] = domain.Value{Ranks: values}
}

// value reads a rank of k.
func (r rank) value(k int) (int, string) {
	if !r.whole {
		return 0, response.WrongType
	}
	v, err := strconv.Atoi(r.text)
	if err != nil || v < 1 || v > k {
		return 0, response.OutOfRange
	}
	return v, ""
}

// worse keeps the fault that is told first.
func worse(a, b string) string {
	order := []string{"", response.NotAPermutation, response.OutOfRange, response.WrongType}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

// fact takes one fact about the respondent as text; whole says that it was
// written as a whole number.
func (j *judge) fact(d *draft, field, text string, whole bool) {
	if text == "" {
		return // not given
	}
	f, ok := j.fields[field]
	_, twice := d.record.Respondent[field]
	if !ok || twice || !fits(f, text, whole) {
		d.badWho = true
		return
	}
	d.record.Respondent[field] = text
}

func fits(f domain.Field, text string, whole bool) bool {
	switch f.Type {
	case "integer":
		v, err := strconv.Atoi(text)
		return whole && err == nil && v >= f.Min && (f.Max == 0 || v <= f.Max)
	case "choice":
		return !whole && (f.Open || slices.Contains(f.Options, text))
	}
	return !whole
}

// wholeNumber reports whether a text is written as a JSON integer: no sign but
// minus, no point, no exponent, no leading zero.
func wholeNumber(text string) bool {
	if len(text) > 0 && text[0] == '-' {
		text = text[1:]
	}
	if text == "" || text[0] == '0' && len(text) > 1 {
		return false
	}
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
