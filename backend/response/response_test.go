package response

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
)

func value(n int) *int { return &n }

// agree has an option without a value; its values run backwards.
var agree = domain.OptionSet{ID: "agree", Options: []domain.Option{
	{ID: "yes", Value: value(3)}, {ID: "part", Value: value(2)}, {ID: "no", Value: value(-1)}, {ID: "na"},
}}

// items is one item of every type.
func items() map[string]Item {
	cards := []domain.Ending{{ID: "k1"}, {ID: "k2"}, {ID: "k3"}, {ID: "k4"}}
	return map[string]Item{
		domain.TypeRanking:        {Item: domain.Item{ID: "r", Type: domain.TypeRanking, Endings: cards[:3]}},
		domain.TypeLikert:         {domain.Item{ID: "l", Type: domain.TypeLikert}, agree},
		domain.TypeSingleChoice:   {domain.Item{ID: "s", Type: domain.TypeSingleChoice}, agree},
		domain.TypeMultipleChoice: {domain.Item{ID: "m", Type: domain.TypeMultipleChoice, MinChosen: 1, MaxChosen: 2}, agree},
		domain.TypeNumeric:        {Item: domain.Item{ID: "n", Type: domain.TypeNumeric, Min: "-5", Max: "100.5"}},
		domain.TypeSlider:         {Item: domain.Item{ID: "p", Type: domain.TypeSlider, Min: "0.5", Max: "10", Step: "0.25"}},
		domain.TypeText:           {Item: domain.Item{ID: "t", Type: domain.TypeText, MaxLength: 12}},
		domain.TypeForcedDistribution: {Item: domain.Item{ID: "f", Type: domain.TypeForcedDistribution, Endings: cards,
			Columns: []domain.Column{{Value: -1, Places: 1}, {Value: 0, Places: 2}, {Value: 1, Places: 1}}}},
	}
}

// TestAnswers tells, for each type, what is taken and what each other answer is
// told.
func TestAnswers(t *testing.T) {
	for _, tc := range []struct{ kind, json, code string }{
		{domain.TypeRanking, `{"k1":3,"k2":1,"k3":2}`, ""},
		{domain.TypeRanking, `[3,1,2]`, ""},
		{domain.TypeRanking, `[3,1]`, NotAPermutation},
		{domain.TypeRanking, `[3,1,2,2]`, NotAPermutation},
		{domain.TypeRanking, `[]`, WrongType},
		{domain.TypeRanking, `{"k1":3,"k1":3,"k2":1,"k3":2}`, NotAPermutation},
		{domain.TypeRanking, `{"k1":3,"k2":1,"kx":2}`, NotAPermutation},
		{domain.TypeRanking, `{"k1":3,"k2":1,"k3":4}`, OutOfRange},
		{domain.TypeRanking, `{"k1":9,"k2":1,"k3":2.5}`, WrongType},
		{domain.TypeRanking, `{"k1":9,"k2":1,"k3":1e5000000}`, WrongType},
		{domain.TypeLikert, `3`, ""}, {domain.TypeLikert, `-1`, ""}, {domain.TypeLikert, `"na"`, ""},
		{domain.TypeLikert, `1`, OutOfRange}, {domain.TypeLikert, `99999999999999999999`, OutOfRange},
		{domain.TypeLikert, `2.5`, WrongType}, {domain.TypeLikert, `3.0`, WrongType}, {domain.TypeLikert, `3e0`, WrongType},
		{domain.TypeLikert, `"3"`, WrongType}, {domain.TypeLikert, `"yes"`, WrongType}, {domain.TypeLikert, `true`, WrongType},
		{domain.TypeLikert, `null`, WrongType}, {domain.TypeLikert, `[3]`, WrongType}, {domain.TypeLikert, `-0`, WrongType},
		{domain.TypeSingleChoice, `"yes"`, ""}, {domain.TypeSingleChoice, `"na"`, ""},
		{domain.TypeSingleChoice, `"other"`, OutOfRange}, {domain.TypeSingleChoice, `""`, OutOfRange},
		{domain.TypeSingleChoice, `3`, WrongType}, {domain.TypeSingleChoice, `["yes"]`, WrongType}, {domain.TypeSingleChoice, `null`, WrongType},
		{domain.TypeMultipleChoice, `["no","yes"]`, ""}, {domain.TypeMultipleChoice, `["na"]`, ""},
		{domain.TypeMultipleChoice, `[]`, WrongCount}, {domain.TypeMultipleChoice, `["yes","part","no"]`, WrongCount},
		{domain.TypeMultipleChoice, `["yes","yes"]`, WrongCount}, {domain.TypeMultipleChoice, `["yes","yes","other"]`, OutOfRange},
		{domain.TypeMultipleChoice, `["other",1]`, WrongType}, {domain.TypeMultipleChoice, `"yes"`, WrongType},
		{domain.TypeNumeric, `-5`, ""}, {domain.TypeNumeric, `100.5`, ""}, {domain.TypeNumeric, `0.000001`, ""}, {domain.TypeNumeric, `2.5000000000`, ""},
		{domain.TypeNumeric, `-5.000001`, OutOfRange}, {domain.TypeNumeric, `100.6`, OutOfRange}, {domain.TypeNumeric, `1234567`, OutOfRange},
		{domain.TypeNumeric, `0.0000001`, WrongType}, {domain.TypeNumeric, `1e2`, WrongType}, {domain.TypeNumeric, `1e5000000`, WrongType},
		{domain.TypeNumeric, `"5"`, WrongType}, {domain.TypeNumeric, `false`, WrongType}, {domain.TypeNumeric, `01`, WrongType}, {domain.TypeNumeric, `+1`, WrongType},
		{domain.TypeSlider, `0.5`, ""}, {domain.TypeSlider, `10`, ""}, {domain.TypeSlider, `0.75`, ""},
		{domain.TypeSlider, `0.6`, OutOfRange}, {domain.TypeSlider, `10.25`, OutOfRange}, {domain.TypeSlider, `"1"`, WrongType},
		{domain.TypeText, `"twelve chars"`, ""}, {domain.TypeText, `"ééééééééééé😀"`, ""},
		{domain.TypeText, `"thirteen chars"`, TooLong}, {domain.TypeText, `" \n"`, WrongType}, {domain.TypeText, `"a\u0000"`, WrongType},
		{domain.TypeText, `"\ud800"`, WrongType}, {domain.TypeText, `5`, WrongType}, {domain.TypeText, `null`, WrongType},
		{domain.TypeForcedDistribution, `{"k1":0,"k2":1,"k3":0,"k4":-1}`, ""}, {domain.TypeForcedDistribution, `[0,1,0,-1]`, ""},
		{domain.TypeForcedDistribution, `{"k1":0,"k2":1,"k3":0,"k4":1}`, NotAPermutation},
		{domain.TypeForcedDistribution, `{"k1":0,"k2":1,"k3":-1}`, NotAPermutation},
		{domain.TypeForcedDistribution, `{"k1":0,"k2":1,"k3":0,"k4":2}`, OutOfRange},
		{domain.TypeForcedDistribution, `{"k1":0,"k2":1,"k3":0,"k4":"-1"}`, WrongType},
	} {
		if v, code := Read(items()[tc.kind], json.RawMessage(tc.json)); code != tc.code {
			t.Errorf("%s %s: %q, want %q (%+v)", tc.kind, tc.json, code, tc.code, v)
		}
	}
}

// TestValuesThatAreKeptOneWay refuses values that no reader makes.
func TestValuesThatAreKeptOneWay(t *testing.T) {
	for _, tc := range []struct {
		kind string
		v    domain.Value
		code string
	}{
		{domain.TypeNumeric, domain.Value{Number: "2.50"}, WrongType},
		{domain.TypeNumeric, domain.Value{Number: "-0"}, WrongType},
		{domain.TypeNumeric, domain.Value{}, WrongType},
		{domain.TypeLikert, domain.Value{Number: "3", Chosen: []string{"na"}}, WrongType},
		{domain.TypeLikert, domain.Value{Chosen: []string{"yes"}}, OutOfRange},
		{domain.TypeMultipleChoice, domain.Value{Chosen: []string{"no", "yes"}}, WrongType},
		{domain.TypeMultipleChoice, domain.Value{}, WrongCount}, {domain.TypeMultipleChoice, domain.Value{None: true}, WrongCount},
		{domain.TypeMultipleChoice, domain.Value{Chosen: []string{"yes"}, None: true}, WrongType},
		{domain.TypeSingleChoice, domain.Value{Chosen: []string{"yes"}, None: true}, WrongType},
		{domain.TypeRanking, domain.Value{Ranks: []int{1, 2, 3}, None: true}, WrongType},
		{domain.TypeSingleChoice, domain.Value{Chosen: []string{"yes", "no"}}, WrongType},
		{domain.TypeText, domain.Value{Text: "a", Ranks: []int{1}}, WrongType},
		{domain.TypeRanking, domain.Value{Ranks: []int{1, 2, 3}, Text: "a"}, WrongType},
		{domain.TypeForcedDistribution, domain.Value{Columns: []int{0, 1, 0, -1}, Number: "1"}, WrongType},
	} {
		if code := Check(items()[tc.kind], tc.v); code != tc.code {
			t.Errorf("%s %+v: %q, want %q", tc.kind, tc.v, code, tc.code)
		}
	}
	free := items()[domain.TypeMultipleChoice]
	free.MinChosen = 0
	if none, nothing := Check(free, domain.Value{None: true}), Check(free, domain.Value{}); none != "" || nothing != WrongType {
		t.Errorf("none of the options: %q, no answer: %q", none, nothing)
	}
	if code := Check(Item{}, domain.Value{}); code != WrongType {
		t.Errorf("no type: %q", code)
	}
}

// drawn makes an item of the type up, within what the schema takes.
func drawn(rt *rapid.T, kind string) Item {
	it := items()[kind]
	switch kind {
	case domain.TypeNumeric, domain.TypeSlider:
		low := rapid.Int64Range(-500*million, 500*million).Draw(rt, "low")
		high := low + rapid.Int64Range(0, 400*million).Draw(rt, "width")
		it.Min, it.Max = text(low), text(high)
		it.Step = text(rapid.Int64Range(1, 60*million).Draw(rt, "step"))
	case domain.TypeMultipleChoice:
		it.MinChosen = rapid.IntRange(0, 4).Draw(rt, "min")
		it.MaxChosen = rapid.SampledFrom([]int{0, it.MinChosen, 4}).Draw(rt, "max")
	case domain.TypeText:
		it.MaxLength = rapid.IntRange(1, 200).Draw(rt, "max")
	}
	return it
}

// TestWhatIsMadeUpIsTakenAndComesBack: what Simulate makes, Check takes, and
// JSON and table bring it back as it was.
func TestWhatIsMadeUpIsTakenAndComesBack(t *testing.T) {
	for _, k := range Kinds() {
		rapid.Check(t, func(rt *rapid.T) {
			it := drawn(rt, k.Type)
			v := Simulate(it, rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)))
			if code := Check(it, v); code != "" {
				rt.Fatalf("%s %+v: %s", k.Type, v, code)
			}
			raw, err := json.Marshal(Write(it, v))
			if err != nil {
				rt.Fatal(err)
			}
			back, code := Read(it, raw)
			if diff := cmp.Diff(v, back); diff != "" || code != "" {
				rt.Fatalf("%s %s: %s %s", k.Type, raw, code, diff)
			}
			cells := []Cell{}
			for i, text := range WriteCells(it, v) {
				cells = append(cells, Cell{Parts(it)[i], text})
			}
			back, code = ReadCells(it, cells)
			if diff := cmp.Diff(v, back); diff != "" || code != "" {
				rt.Fatalf("%s %v: %s %s", k.Type, cells, code, diff)
			}
		})
	}
}

// TestCells tells what a table can hold besides.
func TestCells(t *testing.T) {
	for _, tc := range []struct {
		kind  string
		cells []Cell
		code  string
	}{
		{domain.TypeLikert, []Cell{{"", "3"}}, ""},
		{domain.TypeLikert, []Cell{{"", "na"}}, ""},
		{domain.TypeLikert, []Cell{{"", "3.0"}}, WrongType},
		{domain.TypeLikert, []Cell{{"", "03"}}, WrongType},
		{domain.TypeLikert, []Cell{{"x", "3"}}, WrongType},
		{domain.TypeLikert, []Cell{{"", "3"}, {"x", "3"}}, WrongType},
		{domain.TypeMultipleChoice, []Cell{{"yes", "1"}, {"no", "0"}}, ""},
		{domain.TypeMultipleChoice, []Cell{{"yes", "0"}, {"no", "0"}}, WrongCount},
		{domain.TypeMultipleChoice, []Cell{{"yes", "x"}}, WrongType},
		{domain.TypeMultipleChoice, []Cell{{"other", "1"}}, WrongType},
		{domain.TypeNumeric, []Cell{{"", "+4"}}, WrongType},
		{domain.TypeNumeric, []Cell{{"", "4,5"}}, WrongType},
		{domain.TypeNumeric, []Cell{{"", "4.5"}}, ""},
		{domain.TypeRanking, []Cell{{"k1", "1"}, {"k2", "2"}}, NotAPermutation},
		{domain.TypeRanking, []Cell{{"", "1"}}, NotAPermutation},
		{domain.TypeText, []Cell{{"", "4.5"}}, ""},
	} {
		if v, code := ReadCells(items()[tc.kind], tc.cells); code != tc.code {
			t.Errorf("%s %v: %q, want %q (%+v)", tc.kind, tc.cells, code, tc.code, v)
		}
	}
}

// FuzzParse: a text is taken exactly when it is JSON, and read as encoding/json
// reads it; depth and broken Unicode are told.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,-2.5e+3,"x\u00e9\ud83d\ude00\n"],"a":null} `, `"\ud800"`, `"\ud800\ud800"`, "\"\xff\"", `"\u12"`, `1e5000000`,
		`01`, `-`, `1.`, `.5`, `1e`, `1e+-5`, `tru`, `[1,]`, `{"a":1,}`, `{"a"}`, `"a`, "\"\n\"", `[] []`, "",
		strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), strings.Repeat("[", 10_001), `{"a":` + strings.Repeat(`[{"}":"\"]"`, 40),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, err := Parse(raw)
		if errors.Is(err, ErrTooDeep) {
			return // what lies deeper is not looked at
		}
		if valid := json.Valid(raw); valid != !errors.Is(err, ErrSyntax) {
			t.Fatalf("%q: %v, valid %v", raw, err, valid)
		}
		if errors.Is(err, ErrSyntax) {
			return
		}
		back, fault := json.Marshal(n)
		if fault != nil {
			t.Fatal(fault)
		}
		again, err := Parse(back)
		if err != nil {
			t.Fatalf("%q became %q: %v", raw, back, err)
		}
		if !reflect.DeepEqual(n, again) {
			t.Error(cmp.Diff(n, again))
		}
	})
}

func TestParseTellsWhatIsWrong(t *testing.T) {
	for text, want := range map[string]error{
		strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000): ErrTooDeep,
		strings.Repeat("[", 17) + strings.Repeat("]", 17):         ErrTooDeep,
		strings.Repeat("[", 16) + strings.Repeat("]", 16):         nil,
		strings.Repeat("[", 10_000):                               ErrSyntax,
		`{"a":"` + "\xff" + `"}`:                                  ErrText,
		`{"\ud800":1}`:                                            ErrText,
		`"\udc00\ud800"`:                                          ErrText,
		`"\ud83d\ude00"`:                                          nil,
		`{"a":1`:                                                  ErrSyntax,
	} {
		if _, err := Parse([]byte(text)); !errors.Is(err, want) {
			t.Errorf("%.40s: %v, want %v", text, err, want)
		}
	}
}
