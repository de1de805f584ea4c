package licensed

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kitewise/backend/domain"
)

// The limits of a file: bytes, rows and languages; of a text in bytes; and how
// many faults are told before the reading ends.
const (
	MaxFile      = 4 << 20
	maxRows      = 50_000
	maxLanguages = 50
	maxText      = 8 << 10
	maxFaults    = 200
)

// The columns before the languages.
var fixed = []string{"item", "ending", "scored"}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// reader is a file being read; its faults are collected, not the first one only.
type reader struct {
	file      string
	form      *form
	languages []string
	// lines says on which line a row stands, ends the last line of an item.
	lines map[place]int
	ends  map[string]int
	last  int
	// scored and texts are what the rows say; broken are cells at fault.
	scored map[place]bool
	texts  map[string]map[place]string
	broken map[string]map[place]bool
	faults []domain.Fault
}

// Read reads a file for the instrument of the manifest. The wording is nil when
// there are faults; each names line, column and reason.
func Read(file string, data []byte, m *domain.Manifest) (*Wording, []domain.Fault) {
	r := &reader{
		file: file, form: formOf(m), lines: map[place]int{}, ends: map[string]int{}, last: 1,
		scored: map[place]bool{}, texts: map[string]map[place]string{}, broken: map[string]map[place]bool{},
	}
	if r.encoded(data) && r.rows(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		r.complete(m.Languages)
	}
	if len(r.faults) > maxFaults {
		r.faults = append(r.faults[:maxFaults], domain.NewFault(file, "", "too_many_faults", "Max", strconv.Itoa(maxFaults)))
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return r.wording(m.Languages), nil
}

func (r *reader) fault(line int, column, code string, params ...string) {
	path := "line " + strconv.Itoa(line)
	if column != "" {
		path += " " + column
	}
	r.faults = append(r.faults, domain.NewFault(r.file, path, code, params...))
}

// encoded refuses a file that is too large or not UTF-8.
func (r *reader) encoded(data []byte) bool {
	if len(data) > MaxFile {
		r.faults = append(r.faults, domain.NewFault(r.file, "", "file_too_large", "Max", strconv.Itoa(MaxFile)))
		return false
	}
	for line, at := 1, 0; at < len(data); {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 || c == 0 {
			r.fault(line, "", "licensed_encoding")
			return false
		}
		if c == '\n' {
			line++
		}
		at += size
	}
	return true
}

// rows reads header and rows; false means that nothing can be said about the whole.
func (r *reader) rows(data []byte) bool {
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	for n := 0; len(r.faults) <= maxFaults; n++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			if n == 0 {
				r.fault(1, "", "table_empty")
			}
			return n > 0
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			r.fault(bad.Line, "", "csv_syntax", "Detail", bad.Err.Error())
			return false
		}
		line, _ := in.FieldPos(0)
		switch {
		case n > maxRows:
			r.fault(line, "", "table_too_long", "Max", strconv.Itoa(maxRows))
			return false
		case n == 0:
			if !r.header(line, cells) {
				return false
			}
		default:
			r.row(line, cells)
		}
	}
	return false
}

// header reads the names of the columns.
func (r *reader) header(line int, cells []string) bool {
	if len(cells) == 1 && strings.ContainsAny(cells[0], ";\t") {
		r.fault(line, fixed[0], "licensed_separator")
		return false
	}
	for i, want := range fixed {
		got := ""
		if i < len(cells) {
			got = strings.TrimSpace(cells[i])
		}
		if got != want {
			r.fault(line, want, "table_header", "Want", want, "Got", got)
		}
	}
	if len(r.faults) > 0 {
		return false
	}
	for _, cell := range cells[len(fixed):] {
		r.language(line, strings.TrimSpace(cell))
	}
	if len(r.languages) == 0 || len(r.languages) > maxLanguages {
		r.fault(line, "", "licensed_languages", "Max", strconv.Itoa(maxLanguages))
	}
	return len(r.faults) == 0
}

func (r *reader) language(line int, tag string) {
	switch {
	case !languageTag.MatchString(tag):
		r.fault(line, tag, "licensed_language_tag", "Got", tag)
	case slices.Contains(r.languages, tag):
		r.fault(line, tag, "table_duplicate", "Got", tag)
	default:
		r.languages = append(r.languages, tag)
		r.texts[tag], r.broken[tag] = map[place]string{}, map[place]bool{}
	}
}
