package imported

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// The columns of the table.
var header = []string{"norm_group", "scale", "raw_score", "percentile"}

const (
	colGroup = iota
	colScale
	colRaw
	colPercentile
)

// group is one group being read.
type group struct {
	line   int
	n      int64
	tables map[string]*table
	// scales in the order in which they begin.
	scales []string
}

// table is one scale of a group; lines say where each row stands.
type table struct {
	line int
	rows []row
	seen map[string]bool
	// fault says that a row of it cannot be read.
	fault bool
}

type row struct {
	norm.Row
	line int
}

// readRows reads the header row and the table; false when it ends before the
// last row, so that nothing can be said about the whole.
func (r *reader) readRows(data []byte) bool {
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	for n := 0; len(r.faults) <= maxFaults; n++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			if n < 2 {
				r.fault(r.start, "", "table_empty")
			}
			return n >= 2
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			r.fault(r.start-1+bad.Line, "", "csv_syntax", "Detail", bad.Err.Error())
			return false
		}
		at, _ := in.FieldPos(0)
		line := r.start - 1 + at
		if n == 0 && !r.header(line, cells) {
			return false
		}
		if n > maxRows {
			r.fault(line, "", "table_too_long", "Max", strconv.Itoa(maxRows))
			return false
		}
		if n > 0 {
			r.row(line, cells)
		}
		if len(r.groups) > maxGroups {
			return false
		}
	}
	return false
}

func (r *reader) header(line int, cells []string) bool {
	if len(cells) == 1 && strings.ContainsAny(cells[0], ";\t") {
		r.fault(line, header[0], "licensed_separator")
		return false
	}
	if len(cells) != len(header) {
		r.fault(line, "", "table_width", "Want", strconv.Itoa(len(header)), "Got", strconv.Itoa(len(cells)))
		return false
	}
	for i, want := range header {
		if got := strings.TrimSpace(cells[i]); got != want {
			r.fault(line, want, "table_header", "Want", want, "Got", clip(got))
			return false
		}
	}
	return true
}

// row reads one row of the table.
func (r *reader) row(line int, cells []string) {
	if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return // a spreadsheet's empty rows
	}
	if _, head := headLine(cells[0]); head {
		r.fault(line, "", "norm_head_late")
		return
	}
	if len(cells) != len(header) {
		r.fault(line, "", "table_width", "Want", strconv.Itoa(len(header)), "Got", strconv.Itoa(len(cells)))
		return
	}
	g := r.group(line, cells[colGroup])
	scale, ok := r.scale(line, cells[colScale])
	raw, ok1 := r.decimal(line, colRaw, cells[colRaw], -maxRaw, maxRaw)
	if ok1 && scale.Low.IsNumber() && r.factor.IsNumber() {
		low, high := scale.Low.Mul(r.factor), scale.High.Mul(r.factor)
		if raw.Cmp(low) < 0 || raw.Cmp(high) > 0 {
			r.fault(line, header[colRaw], "norm_raw_range", "Got", cells[colRaw], "Scale", scale.ID, "Low", low.String(), "High", high.String())
			ok1 = false
		}
	}
	percentile, ok2 := r.decimal(line, colPercentile, cells[colPercentile], 0, 100)
	if g == nil || !ok {
		return
	}
	t := g.table(line, scale.ID)
	if t.fault = t.fault || !ok1 || !ok2; t.fault {
		return
	}
	if text := raw.String(); t.seen[text] {
		r.fault(line, header[colRaw], "table_duplicate", "Got", cells[colRaw])
	} else {
		t.seen[text] = true
		t.rows = append(t.rows, row{norm.Row{Raw: raw, Value: percentile}, line})
	}
}

// group gives the group of a row; nil when its label cannot be one.
func (r *reader) group(line int, label string) *group {
	if g := r.groups[label]; g != nil {
		return g
	}
	code := ""
	switch {
	case strings.TrimSpace(label) == "":
		code = "field_missing"
	case strings.ContainsFunc(label, foreign):
		code = "norm_characters"
	case label != strings.TrimSpace(label) || r.blank(label):
		code = "norm_label_blanks"
	case utf8.RuneCountInString(label) > maxLabel:
		code = "norm_label_long"
	}
	for _, other := range r.order {
		if code == "" && strings.EqualFold(label, other) {
			code = "norm_label_case"
		}
	}
	if code != "" {
		r.fault(line, header[colGroup], code, "Got", clip(label), "Max", strconv.Itoa(maxLabel))
		return nil
	}
	if len(r.groups) == maxGroups {
		r.fault(line, header[colGroup], "norm_groups", "Max", strconv.Itoa(maxGroups))
	}
	g := &group{line: line, tables: map[string]*table{}}
	r.groups[label], r.order = g, append(r.order, label)
	return g
}

// blank reports a blank behind the beginning that chooses a group, with which
// nobody would ever belong to it.
func (r *reader) blank(label string) bool {
	if r.target == nil {
		return false
	}
	for _, field := range r.target.Norm.Precedence() {
		if value, ok := strings.CutPrefix(label, field.Prefix); ok && field.Prefix != "" && value != strings.TrimSpace(value) {
			return true
		}
	}
	return false
}

func (g *group) table(line int, scale string) *table {
	t := g.tables[scale]
	if t == nil {
		t = &table{line: line, seen: map[string]bool{}}
		g.tables[scale], g.scales = t, append(g.scales, scale)
	}
	return t
}

// scale resolves a scale; without a norm nothing is known of scales.
func (r *reader) scale(line int, id string) (Scale, bool) {
	if id == "" {
		r.fault(line, header[colScale], "field_missing")
		return Scale{}, false
	}
	if r.target == nil {
		return Scale{ID: id}, true
	}
	s, ok := r.target.scale(id)
	if !ok {
		r.fault(line, header[colScale], "norm_scale", "Got", clip(id))
	}
	return s, ok
}

// decimal reads a decimal number between low and high.
func (r *reader) decimal(line, column int, text string, low, high int64) (norm.Fraction, bool) {
	if text == "" {
		r.fault(line, header[column], "field_missing")
		return norm.Fraction{}, false
	}
	v, err := norm.ParseDecimal(text)
	if err != nil {
		if _, comma := norm.ParseDecimal(strings.Replace(text, ",", ".", 1)); comma == nil {
			r.fault(line, header[column], "norm_comma", "Got", clip(text))
			return norm.Fraction{}, false
		}
	}
	if err != nil || v.Cmp(norm.Whole(low)) < 0 || v.Cmp(norm.Whole(high)) > 0 {
		r.fault(line, header[column], "table_number", "Got", clip(text), "Low", strconv.FormatInt(low, 10), "High", strconv.FormatInt(high, 10))
		return norm.Fraction{}, false
	}
	return v, true
}

// checkGroups checks what only the whole table shows.
func (r *reader) checkGroups() {
	for label, e := range r.sizes {
		if r.groups[label] == nil {
			r.fault(e.line, "", "norm_n_of", "Got", clip(label))
		}
	}
	for _, label := range r.order {
		g := r.groups[label]
		r.size(label, g)
		for _, scale := range g.scales {
			r.checkTable(scale, g.tables[scale])
		}
		if label == norm.Total && r.target != nil {
			for _, id := range r.target.ids() {
				if g.tables[id] == nil {
					r.fault(g.line, header[colGroup], "norm_total_scales", "Got", id)
				}
			}
		}
	}
	slices.SortStableFunc(r.faults, func(a, b domain.Fault) int { return lineOf(a) - lineOf(b) })
}

// lineOf gives the line that a fault names.
func lineOf(f domain.Fault) int {
	number, _, _ := strings.Cut(strings.TrimPrefix(f.Path, "line "), " ")
	n, _ := strconv.Atoi(number)
	return n
}

// size finds the number of persons of a group: its own line, or that of the
// file when there is no other group.
func (r *reader) size(label string, g *group) {
	e, ok := r.sizes[label]
	if !ok {
		if len(r.order) > 1 {
			r.fault(g.line, header[colGroup], "norm_n_missing", "Got", "# "+keyNOf+label+":")
		}
		g.n, _ = strconv.ParseInt(r.head[keyN].text, 10, 64)
		return
	}
	if e.text == "" {
		r.fault(e.line, keyN, "field_missing")
		return
	}
	n, ok := r.persons(keyN, e)
	if all, err := strconv.ParseInt(r.head[keyN].text, 10, 64); ok && err == nil && n > all {
		r.fault(e.line, keyN, "norm_n_more", "Got", e.text, "Max", r.head[keyN].text)
	}
	g.n = n
}

// checkTable wants two rows or more, percentiles that do not fall, and not all
// the same.
func (r *reader) checkTable(scale string, t *table) {
	if t.fault {
		return // what is left says nothing about the whole
	}
	slices.SortFunc(t.rows, func(a, b row) int { return a.Raw.Cmp(b.Raw) })
	if len(t.rows) < 2 {
		r.fault(t.line, header[colScale], "norm_rows", "Got", scale)
		return
	}
	for i := 1; i < len(t.rows); i++ {
		if t.rows[i].Value.Cmp(t.rows[i-1].Value) < 0 {
			r.fault(t.rows[i].line, header[colPercentile], "table_falling", "Got", t.rows[i].Raw.String())
		}
	}
	if first, last := t.rows[0], t.rows[len(t.rows)-1]; first.Value.Cmp(last.Value) == 0 {
		r.fault(last.line, header[colPercentile], "norm_flat", "Got", scale)
	}
}

// file gives what was read, once there is no fault.
func (r *reader) file() *File {
	f := &File{Instrument: r.head[keyInstrument].text, Norm: r.head[keyNorm].text, Version: r.head[keyVersion].text, Hash: r.hash}
	year, _ := strconv.Atoi(r.head[keyYear].text)
	endings, _ := strconv.Atoi(r.head[keyEndings].text)
	for _, label := range r.order {
		g := r.groups[label]
		out := norm.Group{Tables: map[string]*norm.Table{}, Origin: domain.NormGroup{
			Label: label, Version: f.Version, N: int(g.n), Year: year, Source: r.head[keySource].text, Sample: r.head[keySample].text,
			Language: r.head[keyLanguage].text, ScoredEndings: endings,
			Approximate: r.head[keyApproximate].text == "yes" || endings != r.target.Endings,
		}}
		for _, scale := range g.scales {
			rows := []norm.Row{}
			for _, row := range g.tables[scale].rows {
				rows = append(rows, row.Row)
			}
			out.Tables[scale] = norm.NewPercentiles(rows, g.n, r.factor)
		}
		f.Groups = append(f.Groups, out)
	}
	return f
}
