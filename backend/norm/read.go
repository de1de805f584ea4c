package norm

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"

	"kitewise/backend/domain"
)

// The largest figures of a norm file; beyond them exact lookups could overflow.
const (
	maxRows      = 200_000
	maxRaw       = 10_000
	maxFrequency = 100_000_000
)

// sheet is a CSV file being read: its faults are collected, not the first one only.
type sheet struct {
	file   string
	faults []domain.Fault
}

func (s *sheet) fault(line int, column, code string, params ...string) {
	path := "line " + strconv.Itoa(line)
	if column != "" {
		path += " " + column
	}
	s.faults = append(s.faults, domain.NewFault(s.file, path, code, params...))
}

// rows reads the file with exactly this header and gives each record to row.
// A byte order mark and Windows line ends are accepted.
func (s *sheet) rows(data []byte, header []string, row func(line int, cells []string)) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	for n := 0; ; n++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			if n < 2 {
				s.fault(1, "", "table_empty")
			}
			return
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			s.fault(bad.Line, "", "csv_syntax", "Detail", bad.Err.Error())
			return
		}
		line, _ := r.FieldPos(0)
		if !s.shape(n, line, cells, header) {
			return
		}
		if n > 0 && len(cells) == len(header) {
			row(line, cells)
		}
	}
}

// shape checks header, width and length; false stops the reading.
func (s *sheet) shape(n, line int, cells, header []string) bool {
	if n > maxRows {
		s.fault(line, "", "table_too_long", "Max", strconv.Itoa(maxRows))
		return false
	}
	if len(cells) != len(header) {
		s.fault(line, "", "table_width", "Want", strconv.Itoa(len(header)), "Got", strconv.Itoa(len(cells)))
		return n > 0
	}
	if n > 0 {
		return true
	}
	for i, name := range header {
		if cells[i] != name {
			s.fault(line, "", "table_header", "Want", name, "Got", cells[i])
			return false
		}
	}
	return true
}

// whole reads a whole number between low and high.
func (s *sheet) whole(line int, column, text string, low, high int64) (int64, bool) {
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil || v < low || v > high {
		s.fault(line, column, "table_number", "Got", text,
			"Low", strconv.FormatInt(low, 10), "High", strconv.FormatInt(high, 10))
		return 0, false
	}
	return v, true
}

// cell is a table's group and scale.
type cell struct{ group, scale string }

// readFrequencies reads norm_group,scale,raw_score,frequency.
func (s *sheet) readFrequencies(data []byte) map[string]map[string]*Table {
	found := map[cell]map[int64]int64{}
	s.rows(data, []string{"norm_group", "scale", "raw_score", "frequency"}, func(line int, c []string) {
		raw, ok1 := s.whole(line, "raw_score", c[2], -maxRaw, maxRaw)
		f, ok2 := s.whole(line, "frequency", c[3], 0, maxFrequency)
		if !ok1 || !ok2 {
			return
		}
		key := cell{c[0], c[1]}
		if found[key] == nil {
			found[key] = map[int64]int64{}
		}
		if _, twice := found[key][raw]; twice {
			s.fault(line, "raw_score", "table_duplicate", "Got", c[2])
			return
		}
		found[key][raw] = f
	})
	groups := map[string]map[string]*Table{}
	for key, frequency := range found {
		if !s.sane(key, frequency) {
			continue
		}
		if groups[key.group] == nil {
			groups[key.group] = map[string]*Table{}
		}
		groups[key.group][key.scale] = newTable(frequency)
	}
	return groups
}

// sane refuses a table without persons or with more than can be counted.
func (s *sheet) sane(key cell, frequency map[int64]int64) bool {
	n := int64(0)
	for _, f := range frequency {
		n += f
	}
	if n < 2 || n > maxFrequency {
		s.faults = append(s.faults, domain.NewFault(s.file, key.group+" "+key.scale, "table_total",
			"Got", strconv.FormatInt(n, 10)))
		return false
	}
	return true
}

// readAgreement reads norm_group,d,frequency.
func (s *sheet) readAgreement(data []byte) map[string]*Agreement {
	found := map[string]map[int]int64{}
	s.rows(data, []string{"norm_group", "d", "frequency"}, func(line int, c []string) {
		d, ok1 := s.whole(line, "d", c[1], 0, maxFrequency)
		f, ok2 := s.whole(line, "frequency", c[2], 0, maxFrequency)
		if !ok1 || !ok2 {
			return
		}
		if found[c[0]] == nil {
			found[c[0]] = map[int]int64{}
		}
		if _, twice := found[c[0]][int(d)]; twice {
			s.fault(line, "d", "table_duplicate", "Got", c[1])
			return
		}
		found[c[0]][int(d)] = f
	})
	groups := map[string]*Agreement{}
	for group, frequency := range found {
		wide := map[int64]int64{}
		for d, f := range frequency {
			wide[int64(d)] = f
		}
		if s.sane(cell{group: group}, wide) {
			groups[group] = newAgreement(group, frequency)
		}
	}
	return groups
}

// readAlphas reads norm_group,scale,alpha: Cronbach's alpha of the group Total.
func (s *sheet) readAlphas(data []byte) map[string]Fraction {
	alphas := map[string]Fraction{}
	s.rows(data, []string{"norm_group", "scale", "alpha"}, func(line int, c []string) {
		a, err := ParseDecimal(c[2])
		if err != nil || a.Cmp(Whole(0)) < 0 || a.Cmp(Whole(1)) > 0 {
			s.fault(line, "alpha", "table_number", "Got", c[2], "Low", "0", "High", "1")
			return
		}
		if c[0] != Total {
			return
		}
		if _, twice := alphas[c[1]]; twice {
			s.fault(line, "scale", "table_duplicate", "Got", c[1])
		}
		alphas[c[1]] = a
	})
	return alphas
}
