package domain

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Participant is a person who answers. Code is the desk's short handle
// ("R-0001"), unique and never reused; Name may be empty (code only).
type Participant struct {
	ID         string     `json:"id"`
	Code       string     `json:"code"`
	Name       string     `json:"name"`
	Respondent Respondent `json:"respondent"`
	CreatedAt  Instant    `json:"createdAt"`
	// Demonstration marks somebody who does not exist.
	Demonstration bool `json:"demonstration"`
}

// Demonstration counts people who do not exist, and their sessions.
type Demonstration struct {
	People   int `json:"people"`
	Sessions int `json:"sessions"`
}

// Respondent holds the facts about a person that the choice of a norm may use,
// by the field ids that a manifest declares ("age", "gender", "education",
// "country"). Every value is text ("21"); a field that is not given is absent.
type Respondent map[string]string

// DisplayName is the name if there is one, otherwise the code.
func (p Participant) DisplayName() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Code
}

// longestText bounds a name and a fact, longestCode a code, in characters.
const (
	longestText = 200
	longestCode = 20
)

// CleanName gives the name as it is stored: trimmed. It may be empty. A fault
// is invalid with Field "name" and the Reason too_long or control_characters.
func CleanName(name string) (string, error) { return cleanText("name", name) }

func cleanText(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if reason := RefusesText(text, longestText); reason != "" {
		params := []string{"Field", field, "Reason", reason}
		if reason == "too_long" {
			params = append(params, "Limit", strconv.Itoa(longestText))
		}
		return "", Fail(CodeInvalid, nil, params...)
	}
	return text, nil
}

// RefusesText says why a line of text cannot be stored: too_long (in
// characters) or control_characters; "" if it can.
func RefusesText(text string, longest int) string {
	switch {
	case utf8.RuneCountInString(text) > longest:
		return "too_long"
	case !utf8.ValidString(text) || strings.ContainsFunc(text, isControl):
		return "control_characters"
	}
	return ""
}

// isControl tells characters that no name holds and that spoil a line: control
// codes, line and paragraph separators, and the overrides of writing direction.
func isControl(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// CleanCode gives the code as it is stored. It may be empty (the next one is
// given then); otherwise it is at most 20 letters, digits, dots, dashes and
// underscores, the first a letter or digit, so that it can name a file. A
// fault is invalid with Field "code" and Reason bad_code.
func CleanCode(code string) (string, error) {
	code = strings.TrimSpace(code)
	for i, r := range code {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if i >= longestCode || !letter && (i == 0 || !strings.ContainsRune("-_.", r)) {
			return "", Fail(CodeInvalid, nil, "Field", "code", "Reason", "bad_code", "Limit", strconv.Itoa(longestCode))
		}
	}
	return code, nil
}

// Clean gives the facts as they are stored: trimmed, empty ones left out. Each
// must be accepted by one of the declared fields of its id. A fault is invalid
// with Field (the id) and Reason.
func (r Respondent) Clean(declared []Field) (Respondent, error) {
	out := Respondent{}
	for _, id := range slices.Sorted(maps.Keys(r)) {
		value, err := cleanText(id, r[id])
		if err != nil {
			return nil, err
		}
		if value == "" {
			continue
		}
		if reason := acceptedBy(declared, id, value); reason != "" {
			return nil, Fail(CodeInvalid, nil, "Field", id, "Reason", reason)
		}
		out[id] = value
	}
	return out, nil
}

// bandStarts are the first years of the age bands that norms use, but the open one's.
var bandStarts = []int{19, 25, 35, 45, 55, 65}

// Coarse gives the facts that the usual norms use, the age as the first year of
// its band ("18" stands for all below 19), and leaves out all others.
func (r Respondent) Coarse() Respondent {
	out := Respondent{}
	for _, id := range []string{"gender", "education", "country"} {
		if value, ok := r[id]; ok {
			out[id] = value
		}
	}
	if age, err := strconv.Atoi(r["age"]); err == nil {
		first := bandStarts[0] - 1
		for _, start := range bandStarts {
			if age >= start {
				first = start
			}
		}
		out["age"] = strconv.Itoa(first)
	}
	return out
}

// acceptedBy gives "" if a field of that id takes the value, otherwise why the
// last one does not.
func acceptedBy(declared []Field, id, value string) string {
	reason := "unknown_field"
	for _, f := range declared {
		if f.ID != id {
			continue
		}
		if reason = f.refuses(value); reason == "" {
			return ""
		}
	}
	return reason
}

// refuses says why the field does not take the value, "" if it does.
func (f Field) refuses(value string) string {
	switch f.Type {
	case "integer":
		n, err := strconv.Atoi(value)
		if err != nil {
			return "not_an_integer"
		}
		if n < f.Min || f.Max > 0 && n > f.Max {
			return "out_of_range"
		}
	case "choice":
		if !slices.Contains(f.Options, value) {
			return "unknown_option"
		}
	}
	return ""
}
