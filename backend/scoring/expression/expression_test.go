package expression

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var env = Env{
	"a":     {Type: Number, Low: big.NewRat(1, 1), High: big.NewRat(5, 1)},
	"b":     {Type: Number, Low: big.NewRat(-2, 1), High: big.NewRat(7, 2)},
	"one":   {Type: Text, Options: []string{"x", "y"}},
	"other": {Type: Text, Options: []string{"x", "z"}},
	"many":  {Type: List, Options: []string{"p", "q", "r"}},
}

func TestNumbers(t *testing.T) {
	values := map[string]any{"a": 4.0, "b": 2.5, "one": "x", "other": "z", "many": []string{"p", "r"}}
	for _, tc := range []struct{ text, want, low, high string }{
		{"7", "7", "7", "7"},
		{"a + b", "13/2", "-1", "17/2"},
		{"a - b", "3/2", "-5/2", "7"},
		{"a * b", "10", "-10", "35/2"},
		{"a * b - b * a", "0", "-55/2", "55/2"},
		{"b / a", "5/8", "-2", "7/2"},
		{"1 / 3", "333333333/1000000000", "1/3", "1/3"},
		{"2 / 3", "666666667/1000000000", "2/3", "2/3"},
		{"1 / 2", "1/2", "1/2", "1/2"}, // not a whole division
		{"a / b", "8/5", "", ""},       // b may be 0
		{"-b", "-5/2", "-7/2", "2"},
		{"+b", "5/2", "-2", "7/2"},
		{"abs(b - a)", "3/2", "0", "7"},
		{"abs(-3)", "3", "3", "3"},
		{"max(a, b, 3)", "4", "3", "5"},
		{"min(a, b, 3)", "5/2", "-2", "3"},
		{"round(2.5) + round(-2.5) * 10", "-27", "-28", "-17"},
		{"floor(b) + ceil(b) * 10", "32", "-22", "44"},
		{"floor((0.3 - 0.2) * 10)", "1", "1", "1"},
		{"ceil((0.1 + 0.2) * 10)", "3", "3", "3"},
		{"round(a * 0.1 - 0.15 - b * 0)", "0", "-1", "1"},
		{"a > b ? a : 10", "4", "1", "10"},
		{"one == \"x\" ? 1 : 2", "1", "1", "2"},
		{"999999.999999 * 1", "999999999999/1000000", "999999999999/1000000", "999999999999/1000000"},
		{"1 / 1024", "488281/500000000", "1/1024", "1/1024"}, // .0009765625, half to even: down
		{"3 / 1024", "366211/125000000", "3/1024", "3/1024"}, // .0029296875, half to even: up
		{"(a - 12) * (a - 12) + (b - 12) * (b - 12)", "617/4", "485/4", "317"},
	} {
		e, faults := Compile(tc.text, env, Number)
		if len(faults) > 0 {
			t.Errorf("%s: %v", tc.text, faults)
			continue
		}
		got, ok := e.Number(values)
		if !ok || got.String() != tc.want {
			t.Errorf("%s = %v %v, want %s", tc.text, got, ok, tc.want)
		}
		low, high := e.low, e.high
		if show(low) != tc.low || show(high) != tc.high {
			t.Errorf("%s lies in %s..%s, want %s..%s", tc.text, show(low), show(high), tc.low, tc.high)
		}
	}
}

func show(r *big.Rat) string {
	if r == nil {
		return ""
	}
	return r.RatString()
}

func TestNoNumber(t *testing.T) {
	values := map[string]any{"a": 1.0, "b": 0.0}
	for _, text := range []string{
		"a / b", "b / b", "1 / (1 / b)", "min(1, a / b)", "a / b > 1 ? 1 : 2",
		"1000 * 1001", "-999999 - 2", "1 / (a - 1)",
	} {
		e, faults := Compile(text, env, Number)
		if len(faults) > 0 {
			t.Errorf("%s: %v", text, faults)
			continue
		}
		if got, ok := e.Number(values); ok {
			t.Errorf("%s = %v, want no value", text, got)
		}
	}
}

func TestConditions(t *testing.T) {
	values := map[string]any{"a": 4.0, "b": 2.5, "one": "x", "other": "z", "many": []string{"p", "r"}}
	for text, want := range map[string]bool{
		"a >= 4": true, "a > 4": false, "a == 4": true, "a != 4": false, "a < 4.5 and b <= 2.5": true,
		"one == \"x\"": true, "one != \"x\"": false, "one in [\"x\", \"y\"]": true, "one not in [\"x\"]": false,
		"\"p\" in many": true, "\"q\" in many": false, "not (\"q\" in many) && a == 4": true,
		"a in [1, 2, 4]": true, "a in [1, 2]": false, "one == other": false, "true": true, "! true or false": false,
		"a > 3 ? b > 2 : b > 3": true, "round(b) == 3": true, "many == 1 or true": false,
		// Compared to nine decimals, not as the sums of binary fractions that they are.
		"0.1 + 0.2 == 0.3": true, "0.3 - 0.2 >= 0.1": true, "0.3 - 0.2 != 0.1": false, "0.3 - 0.2 in [0.1]": true,
		"0.1 in [0.3 - 0.2]": true, "(0.3 - 0.2) * 10 < 1": false, "0.000001 / 999 > 0": true, "0.000001 / 9999 > 0": false,
	} {
		e, faults := Compile(text, env, Condition)
		if text == "many == 1 or true" {
			if len(faults) == 0 {
				t.Errorf("%s: no fault", text)
			}
			continue
		}
		if len(faults) > 0 {
			t.Errorf("%s: %v", text, faults)
			continue
		}
		if got := e.Holds(values); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, tc := range []struct {
		text string
		want Type
		code string
		at   string
	}{
		{"a +", Number, "expression_syntax", "1:3"},
		{"", Number, "expression_syntax", "1:1"},
		{"A + 1", Number, "expression_unknown", "1:1"},
		{"a +\n  bb", Number, "expression_unknown", "2:3"},
		{"a + one", Number, "expression_type", "1:5"},
		{"a > 1", Number, "expression_type", "1:3"},
		{"a", Condition, "expression_type", "1:1"},
		{"one", Condition, "expression_type", "1:1"},
		{"one == \"w\"", Condition, "expression_option", "1:8"},
		{"one in [\"x\", \"w\"]", Condition, "expression_option", "1:14"},
		{"\"w\" in many", Condition, "expression_option", "1:1"},
		{"1 in many", Condition, "expression_type", "1:1"},
		{"one + \"x\" == \"xx\"", Condition, "expression_type", "1:1"},
		{"a == \"4\"", Condition, "expression_type", "1:6"},
		{"not a", Condition, "expression_type", "1:5"},
		{"a and b > 1", Condition, "expression_type", "1:1"},
		{"a ** 2", Number, "expression_forbidden", "1:3"},
		{"a % 2", Number, "expression_forbidden", "1:3"},
		{"a ^ 2", Number, "expression_forbidden", "1:3"},
		{"one contains \"x\"", Condition, "expression_forbidden", "1:5"},
		{"one matches \"(a+)+$\"", Condition, "expression_forbidden", "1:5"},
		{"a in 1..1000000", Condition, "expression_forbidden", "1:7"},
		{"len(many)", Number, "expression_forbidden", "1:1"},
		{"sum(map(1..999999, # * 2))", Number, "expression_forbidden", "1:1"},
		{"repeat(\"x\", 999999)", Number, "expression_forbidden", "1:1"},
		{"now()", Number, "expression_forbidden", "1:1"},
		{"let x = 1; x", Number, "expression_forbidden", "1:5"},
		{"a; b", Number, "expression_forbidden", "1:1"},
		{"{\"a\": 1}.a", Number, "expression_forbidden", "1:10"},
		{"many[0] == \"p\"", Condition, "expression_forbidden", "1:5"},
		{"$env.a", Number, "expression_forbidden", "1:6"},
		{"$env", Number, "expression_unknown", "1:1"},
		{"a ?? 1", Number, "expression_forbidden", "1:3"},
		{"nil", Number, "expression_forbidden", "1:1"},
		{"any(many, # == \"p\")", Condition, "expression_forbidden", "1:1"},
		{"abs(a, b)", Number, "expression_arguments", "1:1"},
		{"max(a)", Number, "expression_arguments", "1:1"},
		{"max(a, one)", Number, "expression_type", "1:8"},
		{"999999 * 999999", Number, "expression_large", "1:8"},
		{"a * a * a * a * 999999 * a", Number, "expression_large", "1:24"},
		{"1e300", Number, "expression_number", "1:1"},
		{"1234567", Number, "expression_number", "1:1"},
		{"0.0000001", Number, "expression_number", "1:1"},
		{"a > 1 ? 1 : \"x\"", Number, "expression_type", "1:13"},
		{"\xff", Number, "expression_syntax", "1:1"},
	} {
		e, faults := Compile(tc.text, env, tc.want)
		if e != nil || len(faults) == 0 {
			t.Errorf("%s: no fault", tc.text)
			continue
		}
		f := faults[0]
		if place := f.Params[len(f.Params)-1]; f.Code != tc.code || place != tc.at {
			t.Errorf("%s: %s at %s, want %s at %s", tc.text, f.Code, place, tc.code, tc.at)
		}
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string][]string{
		"b + a * b":                    {"b", "a"},
		"abs(a) > 0 and \"x\" in many": {"a", "many"},
		"unknown(a)":                   {"unknown", "a"},
		"(":                            nil,
	} {
		if d := cmp.Diff(want, Names(text)); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}
