package imported

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// The keys of the lines at the top of a file.
const (
	keyFormat      = "format"
	keyInstrument  = "instrument"
	keyNorm        = "norm"
	keyVersion     = "version"
	keyEndings     = "scored_endings"
	keyN           = "n"
	keyYear        = "year"
	keySource      = "source"
	keySample      = "sample"
	keyLanguage    = "language"
	keyApproximate = "approximate"
	// keyNOf is followed by a group's label.
	keyNOf = "n of "
)

var (
	keys     = []string{keyFormat, keyInstrument, keyNorm, keyVersion, keyEndings, keyN, keyYear, keySource, keySample, keyLanguage, keyApproximate}
	required = []string{keyInstrument, keyNorm, keyVersion, keyN, keyYear, keySource, keySample}
	// versionName can stand in a file's name on every system.
	versionName = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,38}[a-z0-9])?$`)
	languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

// entry is one line of the head.
type entry struct {
	line int
	text string
}

// reader is a file being read; its faults are collected, not the first one only.
type reader struct {
	name   string
	hash   string
	head   map[string]entry
	sizes  map[string]entry // the persons of a group, by its label
	start  int              // the line of the header row
	target *Target          // nil until instrument and norm are known
	factor norm.Fraction    // from the norm's metric to the file's
	groups map[string]*group
	order  []string
	faults []domain.Fault
}

func (r *reader) fault(line int, column, code string, params ...string) {
	path := "line " + strconv.Itoa(line)
	if column != "" {
		path += " " + column
	}
	r.faults = append(r.faults, domain.NewFault(r.name, path, code, params...))
}

// encoded refuses a file that is too large, not UTF-8 or not text.
func (r *reader) encoded(data []byte) bool {
	if len(data) > MaxFile {
		r.faults = append(r.faults, domain.NewFault(r.name, "", "file_too_large", "Max", strconv.Itoa(MaxFile)))
		return false
	}
	for line, at := 1, 0; at < len(data); {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 || c == 0 {
			r.fault(line, "", "norm_encoding")
			return false
		}
		if c == '\n' {
			line++
		}
		at += size
	}
	return true
}

// readHead reads the lines at the top and gives the rest; false when it cannot
// be a norm file at all.
func (r *reader) readHead(data []byte) ([]byte, bool) {
	for line := 1; ; line++ {
		text, rest, _ := bytes.Cut(data, []byte("\n"))
		entry, ok := headLine(string(text))
		if !ok {
			r.start = line
			break
		}
		r.headEntry(line, entry)
		if data = rest; len(data) == 0 || len(r.faults) > maxFaults {
			r.start = line + 1
			break
		}
	}
	if f := r.head[keyFormat]; f.line != 1 || f.text != Format {
		r.faults = nil
		r.fault(1, keyFormat, "norm_format", "Want", "# format: "+Format)
		return nil, false
	}
	return data, true
}

// headLine gives what stands behind the # of a line, and whether there is one.
// A spreadsheet fills every line with commas and puts quotes around some.
func headLine(text string) (string, bool) {
	if strings.HasPrefix(text, `"#`) {
		cells, err := csv.NewReader(strings.NewReader(text)).Read()
		if err != nil {
			return "", false
		}
		text = cells[0]
	}
	text, ok := strings.CutPrefix(text, "#")
	return strings.TrimSpace(strings.TrimRight(text, ",")), ok
}

// headEntry enters one line "key: value"; an empty one is only to look at.
func (r *reader) headEntry(line int, text string) {
	if text == "" {
		return
	}
	key, value, ok := strings.Cut(text, ":")
	key, into := strings.TrimSpace(key), r.head
	if strings.HasPrefix(text, keyNOf) {
		at := strings.LastIndex(text, ":") // a label may hold one too
		ok = at >= len(keyNOf)
		if ok {
			key, value, into = strings.TrimSpace(text[len(keyNOf):at]), text[at+1:], r.sizes
		}
	} else if ok && !slices.Contains(keys, key) {
		r.fault(line, "", "norm_head_key", "Got", clip(key))
		return
	}
	if !ok {
		r.fault(line, "", "norm_head", "Got", clip(text))
		return
	}
	if into[key].line > 0 {
		r.fault(line, clip(key), "table_duplicate", "Got", clip(key))
		return
	}
	into[key] = entry{line, strings.TrimSpace(value)}
}

// clip shortens what a fault quotes.
func clip(text string) string {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return -1
		}
		return c
	}, text)
	if runes := []rune(text); len(runes) > maxLabel {
		return string(runes[:maxLabel]) + "…"
	}
	return text
}

// checkHead checks what the head says, against the form that it names.
func (r *reader) checkHead(find func(string) (Form, bool)) {
	for _, key := range required {
		if e := r.head[key]; e.line == 0 {
			r.fault(1, key, "field_missing")
		} else if e.text == "" {
			r.fault(e.line, key, "field_missing")
		}
	}
	for _, key := range []string{keySource, keySample} {
		r.text(key)
	}
	if e := r.head[keyVersion]; e.text != "" && !versionName.MatchString(e.text) {
		r.fault(e.line, keyVersion, "norm_version_name", "Got", clip(e.text))
	}
	if e := r.head[keyLanguage]; e.line > 0 && !languageTag.MatchString(e.text) {
		r.fault(e.line, keyLanguage, "licensed_language_tag", "Got", clip(e.text))
	}
	if e := r.head[keyApproximate]; e.line > 0 && e.text != "yes" && e.text != "no" {
		r.fault(e.line, keyApproximate, "norm_yes_no", "Got", clip(e.text))
	}
	r.whole(keyYear, r.head[keyYear], 1900, 2200)
	r.persons(keyN, r.head[keyN])
	r.find(find)
	r.endings()
}

// find resolves instrument and norm.
func (r *reader) find(find func(string) (Form, bool)) {
	in, id := r.head[keyInstrument], r.head[keyNorm]
	if in.text == "" {
		return
	}
	form, ok := find(in.text)
	if !ok {
		r.fault(in.line, keyInstrument, "unknown_instrument", "Got", clip(in.text))
		return
	}
	if id.text == "" {
		return
	}
	target, ok := form.Norms[id.text]
	if !ok {
		r.fault(id.line, keyNorm, "unknown_norm", "Got", clip(id.text))
		return
	}
	if kind := target.Norm.Declared.Kind; kind != norm.KindFrequency && kind != norm.KindPercentile {
		r.fault(id.line, keyNorm, "norm_kind", "Got", kind, "Want", norm.KindFrequency+", "+norm.KindPercentile)
		return
	}
	r.target = &target
	v := r.head[keyVersion]
	taken, is := form.Taken[TakenKey(id.text, v.text)]
	if v.text == target.Norm.Declared.Version || is && taken != r.hash {
		r.fault(v.line, keyVersion, "norm_version_taken", "Got", v.text)
	}
}

// endings reads the metric of the file. Where it cannot be read, the factor is
// no number.
func (r *reader) endings() {
	e := r.head[keyEndings]
	if r.target == nil {
		r.whole(keyEndings, e, 1, maxEndings)
		return
	}
	counts := r.target.Norm.Declared.ScoredEndings
	switch {
	case counts == 0 && e.line > 0:
		r.fault(e.line, keyEndings, "norm_no_endings")
	case counts == 0:
		r.factor = norm.Whole(1)
	case e.line == 0:
		r.fault(1, keyEndings, "field_missing")
	case e.text == "":
		r.fault(e.line, keyEndings, "field_missing")
	default:
		if n, ok := r.whole(keyEndings, e, 1, maxEndings); ok {
			r.factor = norm.Over(n, int64(counts))
		}
	}
}

// text checks a line of text.
func (r *reader) text(key string) {
	e := r.head[key]
	switch {
	case len(e.text) > maxText:
		r.fault(e.line, key, "text_too_long", "Max", strconv.Itoa(maxText))
	case strings.ContainsFunc(e.text, foreign):
		r.fault(e.line, key, "norm_characters")
	}
}

// whole reads a whole number between low and high; an empty one is told elsewhere.
func (r *reader) whole(column string, e entry, low, high int64) (int64, bool) {
	if e.text == "" {
		return 0, false
	}
	v, err := strconv.ParseInt(e.text, 10, 64)
	if err != nil || v < low || v > high {
		r.fault(e.line, column, "table_number", "Got", clip(e.text), "Low", strconv.FormatInt(low, 10), "High", strconv.FormatInt(high, 10))
		return 0, false
	}
	return v, true
}

// persons reads a number of persons.
func (r *reader) persons(column string, e entry) (int64, bool) {
	n, ok := r.whole(column, e, 0, maxPersons)
	if ok && n < MinPersons {
		r.fault(e.line, column, "norm_few", "Got", e.text, "Min", strconv.Itoa(MinPersons))
		return 0, false
	}
	return n, ok
}

// foreign marks what no label and no sentence holds: control characters, line
// separators, marks that turn the direction of writing about, invisible ones,
// and what a failed conversion leaves behind.
func foreign(c rune) bool {
	return unicode.IsControl(c) || unicode.In(c, unicode.Zl, unicode.Zp, unicode.Cf) || c == unicode.ReplacementChar
}
