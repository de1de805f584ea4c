package exchange

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

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
	// TooDeep and BadText: the record is nested deeper than any record is, or
	// holds text that is no Unicode (broken UTF-8, half a surrogate pair).
	TooDeep = "too_deep"
	BadText = "bad_text"
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
	form     *instrument.Instrument
	items    []response.Item
	required []bool
	place    map[string]int
	fields   map[string]domain.Field
	seen     map[string]bool
}

func newJudge(form *instrument.Instrument) *judge {
	m := &form.Domain.Manifest
	j := &judge{form: form, items: response.Items(m), place: map[string]int{}, fields: map[string]domain.Field{}, seen: map[string]bool{}}
	for i, it := range j.items {
		j.place[it.ID] = i
		j.required = append(j.required, m.Required(it.ID))
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
	byItem  map[string]string // item → code; "" is the record as a whole
	unknown []string
}

func (j *judge) draft() *draft {
	return &draft{
		record: Record{Respondent: domain.Respondent{}, Responses: make(map[string]domain.Value, len(j.items)), Faults: []Fault{}},
		byItem: map[string]string{},
	}
}

// mostUnknown is how many unknown items of one record are told.
const mostUnknown = 100

// stranger enters an item that the instrument does not have, once.
func (d *draft) stranger(item string) {
	if len(d.unknown) < mostUnknown && !slices.Contains(d.unknown, item) {
		d.unknown = append(d.unknown, item)
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
	add(r.ID != "" && j.again(r.ID), DuplicateID)
	add(d.badWho, BadRespondent)
	add(d.byItem[""] != "", d.byItem[""])
	var shown map[string]bool
	if j.form.Conditional() {
		shown = j.form.Shown(r.Responses)
	}
	for i, it := range j.items {
		_, answered := r.Responses[it.ID]
		switch code := d.byItem[it.ID]; {
		case code != "":
			delete(r.Responses, it.ID)
			r.Faults = append(r.Faults, Fault{code, it.ID})
		case !answered && d.byItem[""] == "" && j.required[i] && (shown == nil || shown[it.ID]):
			r.Faults = append(r.Faults, Fault{MissingItem, it.ID})
		}
	}
	for _, id := range d.unknown {
		r.Faults = append(r.Faults, Fault{response.UnknownItem, id})
	}
	return *r
}

// again reports whether the id stood before. Of long ones it keeps the hash, of
// all no more than themselves: an id may be a part of its record's text.
func (j *judge) again(id string) bool {
	key := strings.Clone(id)
	if len(id) > sha256.Size {
		sum := sha256.Sum256([]byte(id))
		key = string(sum[:])
	}
	before := j.seen[key]
	j.seen[key] = true
	return before
}

// answer takes the answer to one item, as read by the room response, or its
// fault. An item that stands twice says nothing.
func (j *judge) answer(d *draft, item string, v domain.Value, code string) {
	if _, twice := d.record.Responses[item]; twice || d.byItem[item] != "" {
		code = response.WrongType
	}
	if code != "" {
		d.byItem[item] = code
		return
	}
	d.record.Responses[item] = v
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
