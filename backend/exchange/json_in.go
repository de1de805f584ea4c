package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// maxRecord is the largest record in bytes.
const maxRecord = 1 << 20

// jsonRecords reads an array of records.
type jsonRecords struct {
	judge *judge
	limit *limited
	dec   *json.Decoder
	begun bool
}

// JSONRecords reads a JSON array of {"id","respondent","responses"}.
func JSONRecords(r io.Reader, form *instrument.Instrument) Source {
	limit := &limited{from: r}
	return &jsonRecords{judge: newJudge(form), limit: limit, dec: json.NewDecoder(limit)}
}

var errRecordTooLarge = errors.New("record too large")

// limited refuses to read on when one record outgrows its limit.
type limited struct {
	from io.Reader
	used int
}

// Read reads on.
func (l *limited) Read(p []byte) (int, error) {
	if l.used > maxRecord {
		return 0, errRecordTooLarge
	}
	n, err := l.from.Read(p)
	l.used += n
	return n, err
}

// Next gives the next record.
func (s *jsonRecords) Next() (Record, error) {
	if !s.begun {
		if err := s.begin(); err != nil {
			return Record{}, err
		}
	}
	if !s.dec.More() {
		return Record{}, s.end()
	}
	s.limit.used = 0
	var raw json.RawMessage
	if err := s.dec.Decode(&raw); err != nil {
		return Record{}, s.unreadable(err)
	}
	d := newDraft()
	s.record(d, parse(raw))
	return s.judge.finish(d), nil
}

func (s *jsonRecords) begin() error {
	tok, err := s.dec.Token()
	if err != nil {
		return s.unreadable(err)
	}
	if tok != json.Delim('[') {
		return domain.Fail(domain.CodeInvalid, nil, "reason", "not_an_array")
	}
	s.begun = true
	return nil
}

// end closes the array; nothing may follow it.
func (s *jsonRecords) end() error {
	if tok, err := s.dec.Token(); err != nil || tok != json.Delim(']') {
		return s.unreadable(err)
	}
	if _, err := s.dec.Token(); !errors.Is(err, io.EOF) {
		return s.unreadable(err)
	}
	return io.EOF
}

func (s *jsonRecords) unreadable(err error) error {
	reason := "json_syntax"
	if errors.Is(err, errRecordTooLarge) {
		reason = "record_too_large"
	}
	return domain.Fail(domain.CodeInvalid, err, "reason", reason, "at", strconv.FormatInt(s.dec.InputOffset(), 10))
}

// record reads one element of the array.
func (s *jsonRecords) record(d *draft, v node) {
	if v.kind != '{' {
		d.byItem[""] = response.WrongType
		return
	}
	seen := map[string]bool{}
	for i, key := range v.keys {
		twice := seen[key]
		seen[key] = true
		s.part(d, key, v.values[i], twice)
	}
}

// part reads one member of a record; a member that stands twice says nothing.
func (s *jsonRecords) part(d *draft, key string, v node, twice bool) {
	switch key {
	case "id":
		d.record.ID = ""
		if v.kind == 's' && !twice {
			d.record.ID = v.text
		}
	case "respondent":
		s.respondent(d, v, twice)
	case "responses":
		if v.kind != '{' || twice {
			d.byItem[""] = response.WrongType
			return
		}
		for i, item := range v.keys {
			s.response(d, item, v.values[i])
		}
	}
}

func (s *jsonRecords) respondent(d *draft, v node, twice bool) {
	if v.kind == 'n' && !twice { // null: nothing is known
		return
	}
	if v.kind != '{' || twice {
		d.badWho = true
		return
	}
	for i, field := range v.keys {
		switch f := v.values[i]; f.kind {
		case 'n':
		case 's':
			s.judge.fact(d, field, f.text, false)
		case '0':
			s.judge.fact(d, field, f.text, wholeNumber(f.text))
			d.badWho = d.badWho || !wholeNumber(f.text)
		default:
			d.badWho = true
		}
	}
}

func (s *jsonRecords) response(d *draft, item string, v node) {
	if _, known := s.judge.place[item]; known && v.kind != '{' {
		d.byItem[item] = response.WrongType
		return
	}
	ranks := []rank{}
	for i, ending := range v.keys {
		r := v.values[i]
		ranks = append(ranks, rank{ending, r.kind == '0' && wholeNumber(r.text), r.text})
	}
	s.judge.answer(d, item, ranks)
}

// node is a JSON value with its members in order, also those that stand twice.
type node struct {
	// kind is '{', '[', 's' string, '0' number, 'b' bool, 'n' null.
	kind   byte
	text   string
	keys   []string
	values []node
}

// parse reads a whole, valid JSON text.
func parse(raw []byte) node {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	return next(dec)
}

func next(dec *json.Decoder) node {
	tok, err := dec.Token()
	if err != nil {
		return node{kind: 'n'}
	}
	switch t := tok.(type) {
	case string:
		return node{kind: 's', text: t}
	case json.Number:
		return node{kind: '0', text: t.String()}
	case bool:
		return node{kind: 'b'}
	case json.Delim:
		return members(dec, t)
	}
	return node{kind: 'n'}
}

func members(dec *json.Decoder, open json.Delim) node {
	v := node{kind: byte(open)}
	for dec.More() {
		if open == '{' {
			v.keys = append(v.keys, next(dec).text)
		}
		v.values = append(v.values, next(dec))
	}
	_, _ = dec.Token() // the closing mark
	return v
}
