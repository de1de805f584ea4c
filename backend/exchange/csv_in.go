package exchange

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// csvRecords reads a table with one record a line.
type csvRecords struct {
	judge   *judge
	limit   *limited
	reader  *csv.Reader
	columns []column
}

// column is what one column of the header means.
type column struct {
	// kind is 'i' id, 'f' fact, 'r' rank, '?' unknown item.
	kind       byte
	name, rank string
}

// CSVRecords reads a header id,<respondent fields>,<item>.<ending>,… and one
// record a line. A byte order mark and Windows line ends are accepted.
func CSVRecords(r io.Reader, form *instrument.Instrument) (Source, error) {
	s := &csvRecords{judge: newJudge(form), limit: &limited{from: r}}
	buffered := bufio.NewReader(s.limit)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	s.reader = csv.NewReader(buffered)
	s.reader.FieldsPerRecord = -1
	s.reader.ReuseRecord = true
	header, err := s.reader.Read()
	if err != nil {
		return nil, s.unreadable(err)
	}
	for i, name := range header {
		if slices.Contains(header[:i], name) {
			return nil, domain.Fail(domain.CodeInvalid, nil, "reason", "duplicate_column", "at", name)
		}
		s.columns = append(s.columns, s.column(name))
	}
	if !slices.ContainsFunc(s.columns, func(c column) bool { return c.kind == 'i' }) {
		return nil, domain.Fail(domain.CodeInvalid, nil, "reason", "no_id_column")
	}
	return s, nil
}

func (s *csvRecords) column(name string) column {
	if name == "id" {
		return column{kind: 'i'}
	}
	if _, ok := s.judge.fields[name]; ok {
		return column{kind: 'f', name: name}
	}
	item, ending, _ := strings.Cut(name, ".")
	if _, ok := s.judge.place[item]; ok {
		return column{kind: 'r', name: item, rank: ending}
	}
	return column{kind: '?', name: item}
}

// Next gives the next record.
func (s *csvRecords) Next() (Record, error) {
	s.limit.used = 0
	cells, err := s.reader.Read()
	if errors.Is(err, io.EOF) {
		return Record{}, io.EOF
	}
	if err != nil {
		return Record{}, s.unreadable(err)
	}
	d := newDraft()
	ranks := map[string][]rank{}
	for i, text := range cells {
		if i >= len(s.columns) {
			d.byItem[""] = response.WrongType // more cells than columns
			break
		}
		s.cell(d, ranks, s.columns[i], text)
	}
	for _, it := range s.judge.items {
		if r := ranks[it.ID]; len(r) > 0 {
			s.judge.answer(d, it.ID, r)
		}
	}
	return s.judge.finish(d), nil
}

// cell reads one cell; an empty one is no answer and no fact.
func (s *csvRecords) cell(d *draft, ranks map[string][]rank, c column, text string) {
	if text == "" {
		return
	}
	switch c.kind {
	case 'i':
		d.record.ID = text
	case 'f':
		whole := s.judge.fields[c.name].Type == "integer" && wholeNumber(text)
		s.judge.fact(d, c.name, text, whole)
	case 'r':
		ranks[c.name] = append(ranks[c.name], rank{c.rank, wholeNumber(text), text})
	default:
		if !slices.Contains(d.unknown, c.name) {
			d.unknown = append(d.unknown, c.name)
		}
	}
}

func (s *csvRecords) unreadable(err error) error {
	reason, at := "csv_syntax", ""
	var bad *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		reason = "no_id_column"
	case errors.Is(err, errRecordTooLarge):
		reason = "record_too_large"
	case errors.As(err, &bad):
		at = strconv.Itoa(bad.Line)
	}
	return domain.Fail(domain.CodeInvalid, err, "reason", reason, "at", at)
}
