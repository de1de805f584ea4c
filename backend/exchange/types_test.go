package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
)

// whole answers everything but the section that depends on like1; a case
// replaces members.
const whole = `"rank1":{"A":3,"B":2,"C":1},"like1":1,"like2":2,"one1":"bed","many1":["bus","desk"],"text1":"fine","sort1":{"k1":0,"k2":1,"k3":0,"k4":-1}`

// record replaces the answer to an item in the whole record, or adds one; an
// empty answer takes it out.
func record(t *testing.T, item, answer string) string {
	t.Helper()
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte("{"+whole+"}"), &all); err != nil {
		t.Fatal(err)
	}
	delete(all, item)
	parts := []string{}
	if answer != "" {
		parts = append(parts, fmt.Sprintf("%q:%s", item, answer))
	}
	for id, raw := range all {
		parts = append(parts, fmt.Sprintf("%q:%s", id, raw))
	}
	return `[{"id":"p1","responses":{` + strings.Join(parts, ",") + `}}]`
}

// told gives the faults of the only record as "code:item", joined.
func told(t *testing.T, s Source) string {
	t.Helper()
	records, err := drain(s)
	if err != nil || len(records) != 1 {
		t.Fatalf("%v, %d records", err, len(records))
	}
	out := []string{}
	for _, f := range records[0].Faults {
		out = append(out, strings.TrimSuffix(f.Code+":"+f.Item, ":"))
	}
	return strings.Join(out, " ")
}

func TestFaultsOfEveryType(t *testing.T) {
	in := every(t)
	deep := strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	for _, tc := range []struct{ item, answer, want string }{
		{"like1", `2`, ""}, {"like1", `"na"`, ""}, {"text1", "", ""}, {"text1", `" "`, ""}, {"many1", `["bed"]`, ""},
		{"like1", "", "missing_item:like1"},
		{"like1", `2.0`, "wrong_type:like1"}, {"like1", `"2"`, "wrong_type:like1"}, {"like1", `null`, "wrong_type:like1"},
		{"like1", `true`, "wrong_type:like1"}, {"like1", `9`, "out_of_range:like1"}, {"like1", `1e5000000`, "wrong_type:like1"},
		{"one1", `"sea"`, "out_of_range:one1"}, {"one1", `2`, "wrong_type:one1"}, {"one1", "", "missing_item:one1"},
		{"many1", `[]`, ""}, {"many1", `["bus","desk","bed"]`, "wrong_count:many1"}, {"many1", `["bed","bed"]`, "wrong_count:many1"}, {"many1", `"bed"`, "wrong_type:many1"},
		{"text1", `"` + strings.Repeat("x", 201) + `"`, "too_long:text1"}, {"text1", `"` + strings.Repeat("x", 900_000) + `"`, "too_long:text1"},
		{"text1", `5`, "wrong_type:text1"}, {"text1", `null`, "wrong_type:text1"}, {"text1", `"\u0007"`, "wrong_type:text1"},
		{"text1", `"\ud800"`, "bad_text"}, {"text1", "\"\xff\"", "bad_text"}, {"text1", deep, "too_deep wrong_type:text1"},
		{"sort1", `{"k1":0,"k2":1,"k3":0,"k4":0}`, "not_a_permutation:sort1"}, {"sort1", `{"k1":0,"k2":1,"k3":0,"k4":5}`, "out_of_range:sort1"},
		{"sort1", `{"k1":0,"k2":1,"k3":0,"k4":-1,"k5":0}`, "not_a_permutation:sort1"}, {"sort1", `[0,1,0,-1]`, "wrong_type:sort1"},
		{"rank1", `{"A":3,"A":3,"B":2,"C":1}`, "not_a_permutation:rank1"}, {"rank1", "", "missing_item:rank1"},
		{"other", `1`, "unknown_item:other"},
		{"num1", `25`, "out_of_range:num1"}, {"num1", `1e1`, "wrong_type:num1"}, {"line1", `0.25`, "out_of_range:line1"},
	} {
		if got := told(t, JSONRecords(strings.NewReader(record(t, tc.item, tc.answer)), in)); got != tc.want {
			t.Errorf("%s %.60s: %q, want %q", tc.item, tc.answer, got, tc.want)
		}
	}
}

// TestWhatStandsTwiceIsTold: neither of two answers counts.
func TestWhatStandsTwiceIsTold(t *testing.T) {
	for text, want := range map[string]string{
		`[{"id":"p1","responses":{"like1":2,` + whole + `}}]`:                           "wrong_type:like1",
		`[{"id":"p1","responses":{` + whole + `},"responses":{}}]`:                      "wrong_type",
		`[{"id":"p1","id":"p2","responses":{` + whole + `}}]`:                           "missing_id",
		`[{"id":"p1","respondent":{"age":1,"age":2},"responses":{` + whole + `}}]`:      "bad_respondent",
		`[{"id":"\ud800","responses":{` + whole + `}}]`:                                 "bad_text",
		`[` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `]`:           "missing_id too_deep",
		`[{"id":"p1","responses":{` + whole + strings.Repeat(`,"x":1`, 100_000) + `}}]`: "unknown_item:x",
	} {
		if got := told(t, JSONRecords(strings.NewReader(text), every(t))); got != want {
			t.Errorf("%.60s: %q, want %q", text, got, want)
		}
	}
}

// TestOnlyWhatIsShownAndRequiredIsMissing: num1 and line1 are shown to those
// who say 3.
func TestOnlyWhatIsShownAndRequiredIsMissing(t *testing.T) {
	for text, want := range map[string]string{
		record(t, "like1", `1`): "",
		record(t, "like1", `3`): "missing_item:num1 missing_item:line1",
		strings.Replace(record(t, "like1", `3`), `"one1"`, `"num1":24,"line1":10,"one1"`, 1): "",
		strings.Replace(record(t, "like1", `1`), `"one1"`, `"num1":24,"line1":10,"one1"`, 1): "",
	} {
		if got := told(t, JSONRecords(strings.NewReader(text), every(t))); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestFaultsInATable(t *testing.T) {
	const head = "id,rank1.A,rank1.B,rank1.C,like1,like2,one1,many1.desk,many1.bed,many1.bus,text1,sort1.k1,sort1.k2,sort1.k3,sort1.k4"
	const good = "p1,3,2,1,1,2,bed,0,1,1,fine,0,1,0,-1"
	for _, tc := range []struct{ head, row, want string }{
		{head, good, ""},
		{head, strings.Replace(good, "bed,0,1,1", "bed,,1,", 1), ""},
		{head, strings.Replace(good, "bed,0,1,1", "bed,,,", 1), "missing_item:many1"},
		{head, strings.Replace(good, "bed,0,1,1", "bed,0,0,0", 1), ""},
		{head, strings.Replace(good, "bed,0,1,1", "bed,1,1,1", 1), "wrong_count:many1"},
		{head, strings.Replace(good, "bed,0,1,1", "bed,0,yes,1", 1), "wrong_type:many1"},
		{head, strings.Replace(good, ",1,2,bed", ",1.0,2,bed", 1), "wrong_type:like1"},
		{head, strings.Replace(good, ",1,2,bed", ",na,2,bed", 1), ""},
		{head, strings.Replace(good, "fine", "", 1), ""},
		{head, strings.Replace(good, "fine", `"  "`, 1), ""},
		{head, strings.Replace(good, "fine", "\xff", 1), "bad_text"},
		{head, strings.Replace(good, "fine", strings.Repeat("y", 201), 1), "too_long:text1"},
		{head, strings.Replace(good, "0,1,0,-1", "0,1,1,-1", 1), "not_a_permutation:sort1"},
		{head, strings.Replace(good, "0,1,0,-1", "0,1e5000000,1,-1", 1), "wrong_type:sort1"},
		{head + ",num1,line1", good + ",24,0.5", ""},
		{head + ",num1,line1", good + ",24.1,0.6", "out_of_range:num1 out_of_range:line1"},
		{head + ",like1.x", good + ",2", "wrong_type:like1"},
		{head + ",rank1.D", good + ",2", "not_a_permutation:rank1"},
		{head + ",rank1.D", good + ",", ""},
		{head + ",z.A,z.B", good + ",2,1", "unknown_item:z"},
		{head + ",like1." + strings.Repeat("a.", 400_000), good + ",", ""},
	} {
		s, err := CSVRecords(strings.NewReader(tc.head+"\n"+tc.row+"\n"), every(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := told(t, s); got != tc.want {
			t.Errorf("%.60s / %.60s: %q, want %q", tc.head, tc.row, got, tc.want)
		}
	}
}

// TestMadeUpPersonsComeBack: JSON and table bring whole records back as they
// were made up.
func TestMadeUpPersonsComeBack(t *testing.T) {
	in := every(t)
	rapid.Check(t, func(rt *rapid.T) {
		persons := makeUp(in, 5, rapid.Uint64().Draw(rt, "seed"))
		want := []Record{}
		for _, p := range persons {
			want = append(want, Record{ID: p.id, Respondent: domain.Respondent{}, Responses: p.values, Faults: []Fault{}})
		}
		var text, table bytes.Buffer
		if err := writeJSON(&text, in, persons); err != nil {
			rt.Fatal(err)
		}
		if err := writeCSV(&table, in, persons); err != nil {
			rt.Fatal(err)
		}
		fromTable, err := CSVRecords(&table, in)
		if err != nil {
			rt.Fatal(err)
		}
		for _, s := range []Source{JSONRecords(&text, in), fromTable} {
			got, err := drain(s)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				rt.Fatal(err, diff)
			}
		}
	})
}
