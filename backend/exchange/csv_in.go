package exchange

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
	// filled holds the filled cells of each item of the present line.
	filled [][]response.Cell
}

// longestID is the greatest length of an item's id, as the manifest's schema says.
const longestID = 64

// column is what one column of the header means.
type column struct {
	// kind is 'i' id, 'f' fact, 'a' answer, '?' unknown item.
	kind byte
	name string
	// item is the place of an answer's item, part its part.
	item int
	part string
}

// CSVRecords reads a header id,<respondent fields>,<item>,<item>.<part>,… and
// one record a line; the parts of an item are those of the room response. A byte
// order mark and Windows line ends are accepted.
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
	known, seen := s.answers(), make(map[string]bool, len(header))
	for _, name := range header {
		if seen[name] {
			return nil, domain.Fail(domain.CodeInvalid, nil, "reason", "duplicate_column", "at", name)
		}
		seen[name] = true
		s.columns = append(s.columns, s.column(name, known))
	}
	if !slices.ContainsFunc(s.columns, func(c column) bool { return c.kind == 'i' }) {
		return nil, domain.Fail(domain.CodeInvalid, nil, "reason", "no_id_column")
	}
	return s, nil
}

// answers lists the columns of all items by their names.
func (s *csvRecords) answers() map[string]column {
	s.filled = make([][]response.Cell, len(s.judge.items))
	known := map[string]column{}
	for i, it := range s.judge.items {
		for _, part := range response.Parts(it) {
			name := strings.TrimSuffix(it.ID+"."+part, ".")
			known[name] = column{'a', it.ID, i, part}
		}
	}
	return known
}

func (s *csvRecords) column(name string, known map[string]column) column {
	if name == "id" {
		return column{kind: 'i'}
	}
	if _, ok := s.judge.fields[name]; ok {
		return column{kind: 'f', name: name}
	}
	if c, ok := known[name]; ok {
		return c
	}
	// A part that its item does not have is told as that item's fault.
	for item := name[:min(len(name), longestID)]; item != ""; item = item[:max(0, strings.LastIndexByte(item, '.'))] {
		if i, ok := s.judge.place[item]; ok {
			return column{'a', item, i, strings.TrimPrefix(name[len(item):], ".")}
		}
	}
	item, _, _ := strings.Cut(name, ".")
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
	d := s.judge.draft()
	for i, text := range cells {
		if i >= len(s.columns) {
			d.byItem[""] = response.WrongType // more cells than columns
			break
		}
		s.cell(d, s.columns[i], text)
	}
	for i, cells := range s.filled {
		if len(cells) > 0 {
			v, code := response.ReadCells(s.judge.items[i], cells)
			s.judge.answer(d, s.judge.items[i].ID, v, code)
			s.filled[i] = cells[:0]
		}
	}
	return s.judge.finish(d), nil
}

// cell reads one cell; an empty one is no answer and no fact.
func (s *csvRecords) cell(d *draft, c column, text string) {
	if text == "" {
		return
	}
	if !utf8.ValidString(text) {
		d.byItem[""] = BadText
		return
	}
	switch c.kind {
	case 'i':
		d.record.ID = text
	case 'f':
		whole := s.judge.fields[c.name].Type == "integer" && response.Whole(text)
		s.judge.fact(d, c.name, text, whole)
	case 'a':
		if s.judge.items[c.item].Type != domain.TypeText || !response.Blank(text) {
			s.filled[c.item] = append(s.filled[c.item], response.Cell{Part: c.part, Text: text})
		}
	default:
		d.stranger(c.name)
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
