package domain

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func reasonOf(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Params["Field"] + " " + e.Params["Reason"]
}

func TestCleanName(t *testing.T) {
	for name, tc := range map[string]struct{ give, want, reason string }{
		"trimmed":       {"  Dewi Lestari\n", "Dewi Lestari", ""},
		"empty":         {" ", "", ""},
		"any script":    {"محمد 🙂 O'Brien-Ñandú", "محمد 🙂 O'Brien-Ñandú", ""},
		"joiner":        {"می\u200cخواهم", "می\u200cخواهم", ""},
		"200 letters":   {strings.Repeat("ж", 200), strings.Repeat("ж", 200), ""},
		"201 letters":   {strings.Repeat("ж", 201), "", "name too_long"},
		"line feed":     {"a\nb", "", "name control_characters"},
		"nul":           {"a\x00b", "", "name control_characters"},
		"escape":        {"a\u009bb", "", "name control_characters"},
		"override":      {"a\u202eb", "", "name control_characters"},
		"not UTF-8":     {"a\xffb", "", "name control_characters"},
		"line separate": {"a\u2028b", "", "name control_characters"},
	} {
		got, err := CleanName(tc.give)
		if got != tc.want || reasonOf(err) != tc.reason {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestCleanCode(t *testing.T) {
	for give, want := range map[string]string{
		" R-0001 ": "R-0001", "": "", "a_b.c-9": "a_b.c-9", strings.Repeat("x", 20): strings.Repeat("x", 20),
		"../x": "!", "-a": "!", "a b": "!", "a/b": "!", "ä": "!", strings.Repeat("x", 21): "!",
	} {
		got, err := CleanCode(give)
		if want == "!" {
			if reasonOf(err) != "code bad_code" {
				t.Errorf("%q: got %q, %v", give, got, err)
			}
		} else if got != want || err != nil {
			t.Errorf("%q: got %q, %v", give, got, err)
		}
	}
}

func TestCleanRespondent(t *testing.T) {
	declared := []Field{
		{ID: "age", Type: "integer", Min: 16, Max: 20},
		{ID: "age", Type: "integer", Min: 1, Max: 120},
		{ID: "gender", Type: "choice", Options: []string{"female", "male"}},
		{ID: "country", Type: "text"},
	}
	for name, tc := range map[string]struct {
		give, want Respondent
		reason     string
	}{
		"none":           {nil, Respondent{}, ""},
		"all":            {Respondent{"age": " 21 ", "gender": "female", "country": "Indonesia"}, Respondent{"age": "21", "gender": "female", "country": "Indonesia"}, ""},
		"empty left out": {Respondent{"age": " "}, Respondent{}, ""},
		"not a number":   {Respondent{"age": "21.5"}, nil, "age not_an_integer"},
		"too old":        {Respondent{"age": "121"}, nil, "age out_of_range"},
		"too young":      {Respondent{"age": "0"}, nil, "age out_of_range"},
		"no such choice": {Respondent{"gender": "x"}, nil, "gender unknown_option"},
		"no such field":  {Respondent{"shoe": "42"}, nil, "shoe unknown_field"},
		"control":        {Respondent{"country": "a\tb"}, nil, "country control_characters"},
	} {
		got, err := tc.give.Clean(declared)
		if d := cmp.Diff(tc.want, got); d != "" || reasonOf(err) != tc.reason {
			t.Errorf("%s: %v %s", name, err, d)
		}
	}
}
