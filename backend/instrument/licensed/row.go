package licensed

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// row reads one row after the header.
func (r *reader) row(line int, cells []string) {
	r.last = line
	if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return // a spreadsheet's empty rows
	}
	if want := len(fixed) + len(r.languages); len(cells) != want {
		r.fault(line, "", "table_width", "Want", strconv.Itoa(want), "Got", strconv.Itoa(len(cells)))
		return
	}
	at := place{strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1])}
	if !r.place(line, at) {
		return
	}
	r.score(line, at, strings.ToLower(strings.TrimSpace(cells[2])))
	for i, language := range r.languages {
		r.text(line, language, at, strings.TrimSpace(cells[len(fixed)+i]))
	}
}

// place checks which row it is, and that it stands once.
func (r *reader) place(line int, at place) bool {
	switch {
	case at.item == "":
		r.fault(line, fixed[0], "field_missing")
		return false
	case !r.form.items[at.item]:
		r.fault(line, fixed[0], "unknown_item", "Got", at.item)
		return false
	case !r.form.known[at]:
		r.fault(line, fixed[1], "unknown_ending", "Got", at.part)
		return false
	case r.lines[at] > 0:
		r.fault(line, fixed[1], "table_duplicate", "Got", at.String())
		return false
	}
	r.lines[at], r.ends[at.item] = line, line
	return true
}

// score reads whether an ending is scored. Where no sum of ranks reads it,
// there is nothing to leave out.
func (r *reader) score(line int, at place, cell string) {
	scored, known := map[string]bool{"yes": true, "1": true, "no": false, "0": false}[cell]
	switch {
	case at.part == "" || at.part == title:
		if cell != "" {
			r.fault(line, fixed[2], "licensed_scored_stem", "Got", cell)
		}
	case !known && (cell != "" || r.form.keyed[at]):
		r.fault(line, fixed[2], "licensed_scored", "Got", cell)
	case known && !scored && !r.form.keyed[at]:
		r.fault(line, fixed[2], "licensed_not_keyed", "Got", at.String())
	default:
		r.scored[at] = scored || !r.form.keyed[at]
	}
}

// text reads one text; an empty one is missing and told at the end.
func (r *reader) text(line int, language string, at place, text string) {
	code := ""
	switch {
	case text == "":
		return
	case len(text) > maxText:
		code = "text_too_long"
	case strings.ContainsFunc(text, foreign):
		code = "licensed_characters"
	}
	if code != "" {
		r.broken[language][at] = true
		r.fault(line, language, code, "Max", strconv.Itoa(maxText))
		return
	}
	for _, other := range r.form.places {
		if other.item == at.item && other != at && r.texts[language][other] == text {
			r.fault(line, language, "licensed_same", "Got", strconv.Itoa(r.lines[other]))
		}
	}
	r.texts[language][at] = text
}

// foreign marks what no sentence holds: control characters, marks that turn
// the direction of writing about, and what a failed conversion leaves behind.
func foreign(c rune) bool {
	return unicode.IsControl(c) || c == '\ufeff' || c == unicode.ReplacementChar ||
		c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069'
}
