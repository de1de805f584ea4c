package exchange

import (
	"errors"
	"io"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// jsonRecords reads an array of records.
type jsonRecords struct {
	judge *judge
	array *array
}

// JSONRecords reads a JSON array of {"id","respondent","responses"}; each answer
// is written as the room response says for its type. A byte order mark is
// accepted.
func JSONRecords(r io.Reader, form *instrument.Instrument) Source {
	return &jsonRecords{judge: newJudge(form), array: &array{from: r}}
}

// Next gives the next record.
func (s *jsonRecords) Next() (Record, error) {
	raw, err := s.array.next()
	if err != nil {
		return Record{}, err
	}
	v, err := response.Parse(raw)
	if errors.Is(err, response.ErrSyntax) {
		return Record{}, s.array.unreadable(err)
	}
	d := s.judge.draft()
	s.record(d, v)
	switch {
	case errors.Is(err, response.ErrTooDeep):
		d.byItem[""] = TooDeep
	case errors.Is(err, response.ErrText):
		d.byItem[""] = BadText
	}
	return s.judge.finish(d), nil
}

// record reads one element of the array.
func (s *jsonRecords) record(d *draft, v response.Node) {
	if v.Kind != response.Object {
		d.byItem[""] = response.WrongType
		return
	}
	seen := map[string]bool{}
	for i, key := range v.Keys {
		twice := seen[key]
		seen[key] = true
		s.part(d, key, v.Values[i], twice)
	}
}

// part reads one member of a record; a member that stands twice says nothing.
func (s *jsonRecords) part(d *draft, key string, v response.Node, twice bool) {
	switch key {
	case "id":
		d.record.ID = ""
		if v.Kind == response.String && !twice {
			d.record.ID = v.Text
		}
	case "respondent":
		s.respondent(d, v, twice)
	case "responses":
		if v.Kind != response.Object || twice {
			d.byItem[""] = response.WrongType
			return
		}
		for i, item := range v.Keys {
			s.response(d, item, v.Values[i])
		}
	}
}

func (s *jsonRecords) respondent(d *draft, v response.Node, twice bool) {
	if v.Kind == response.Null && !twice { // nothing is known
		return
	}
	if v.Kind != response.Object || twice {
		d.badWho = true
		return
	}
	for i, field := range v.Keys {
		switch f := v.Values[i]; f.Kind {
		case response.Null:
		case response.String:
			s.judge.fact(d, field, f.Text, false)
		case response.Number:
			whole := response.Whole(f.Text)
			s.judge.fact(d, field, f.Text, whole)
			d.badWho = d.badWho || !whole
		default:
			d.badWho = true
		}
	}
}

func (s *jsonRecords) response(d *draft, item string, v response.Node) {
	i, known := s.judge.place[item]
	if !known {
		d.stranger(item)
		return
	}
	it := s.judge.items[i]
	if it.Type == domain.TypeText && v.Kind == response.String && response.Blank(v.Text) {
		return // no answer
	}
	value, code := response.ReadNode(it, v)
	s.judge.answer(d, item, value, code)
}
