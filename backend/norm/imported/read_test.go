package imported

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// sound is a file without a fault; the tests change lines of it by number.
const sound = `# format: kitewise-norm/1
# instrument: form
# norm: n
# version: own-1
# scored_endings: 12
# n: 600
# n of EDU:x: 400
# n of Total: 200
# year: 2026
# source: Own study, first part
# sample: Made-up people
# language: en
norm_group,scale,raw_score,percentile
EDU:x,A,12,1
EDU:x,A,30,50
EDU:x,A,48,100
EDU:x,B,-36,0
EDU:x,B,36,100
Total,A,12,0
Total,A,48,99.5
Total,B,-36,0
Total,B,36,100
`

func readNorm(t testing.TB, declared domain.Norm, text string) *norm.Norm {
	t.Helper()
	n, faults := norm.Read(declared, func(string) ([]byte, error) { return []byte(text), nil })
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return n
}

// testForm has a norm by 11 endings of a form with 12, one without endings, and
// one of a kind that takes no file.
func testForm(t testing.TB) Form {
	t.Helper()
	scales := []Scale{{"A", norm.Whole(11), norm.Whole(44)}, {"B", norm.Whole(-33), norm.Whole(33)}}
	n := readNorm(t, domain.Norm{ID: "n", Kind: norm.KindFrequency, Version: "first-2013", N: 10, ScoredEndings: 11},
		"norm_group,scale,raw_score,frequency\nTotal,A,11,4\nTotal,A,44,6\nTotal,B,0,10\nOLD,A,11,2\nOLD,A,22,2\n")
	plain := readNorm(t, domain.Norm{ID: "plain", Kind: norm.KindPercentile, Version: "p", N: 10},
		"norm_group,scale,raw_score,percentile\nTotal,C,1,10\nTotal,C,2,20\n")
	means := readNorm(t, domain.Norm{ID: "means", Kind: norm.KindMeanSD, Version: "p", N: 10}, "norm_group,scale,mean,sd,n\nTotal,C,1,1,10\n")
	return Form{ID: "form", Version: "1.0.0", Taken: map[string]string{"n old-1": "another", "n same-1": Hash([]byte(taken))},
		Norms: map[string]Target{
			"n":     {Norm: n, Scales: scales, Endings: 12},
			"plain": {Norm: plain, Scales: []Scale{{"C", norm.Whole(0), norm.Whole(5)}}},
			"means": {Norm: means, Scales: []Scale{{"C", norm.Whole(0), norm.Whole(5)}}},
		}}
}

var taken = strings.ReplaceAll(sound, "own-1", "same-1")

func read(t testing.TB, form Form, text string) (*File, []string) {
	t.Helper()
	f, faults := Read("x.csv", []byte(text), func(id string) (Form, bool) { return form, id == form.ID })
	if (f == nil) != (len(faults) > 0) {
		t.Fatalf("file %v with faults %v", f, faults)
	}
	out := []string{}
	for _, fault := range faults {
		out = append(out, strings.Join(strings.Fields(fault.Path+" "+fault.Code), " "))
		if fault.File != "x.csv" {
			t.Errorf("%v names another file", fault)
		}
	}
	return f, out
}

// lines changes lines of the sound file: "12=text" replaces line 12, "12-"
// leaves it out, "12+text" puts a line behind it.
func lines(changes ...string) string {
	text := strings.SplitAfter(sound, "\n")
	for _, change := range changes {
		at := strings.IndexAny(change, "=-+")
		n, err := strconv.Atoi(change[:at])
		if err != nil {
			panic(change)
		}
		switch rest := change[at+1:] + "\n"; change[at] {
		case '=':
			text[n-1] = rest
		case '-':
			text[n-1] = ""
		case '+':
			text[n-1] += rest
		}
	}
	return strings.Join(text, "")
}

// faulty holds one planted fault each and every fault that must be told of it.
var faulty = []struct{ text, want string }{
	// The file as a whole.
	{"", "line 1 format norm_format"},
	{"\n", "line 1 format norm_format"},
	{"norm_group,scale,raw_score,percentile\nTotal,A,1,2\n", "line 1 format norm_format"},
	{strings.Repeat("#\n", MaxFile/2+1), "file_too_large"},
	{"# format: kitewise-norm/1\n# source: a\xffb\n", "line 2 norm_encoding"},
	{lines("11=# sample: a\x00b"), "line 11 norm_encoding"},
	{lines("15=EDU:x,A,30,5\xe90"), "line 15 norm_encoding"},
	{"\xff\xfe#\x00 \x00f\x00", "line 1 norm_encoding"},
	{"{\"format\": \"kitewise-norm/1\"}", "line 1 format norm_format"},
	// The head.
	{lines("1=# format: kitewise-norm/2"), "line 1 format norm_format"},
	{lines("1=# format:"), "line 1 format norm_format"},
	{lines("1=# instrument: form", "2=# format: kitewise-norm/1"), "line 1 format norm_format"},
	{lines("1+# format: kitewise-norm/1"), "line 2 format table_duplicate"},
	{lines("2-"), "line 1 instrument field_missing"},
	{lines("2=# instrument:"), "line 2 instrument field_missing"},
	{lines("2=# instrument: other"), "line 2 instrument unknown_instrument"},
	{lines("2=# instrument: Form"), "line 2 instrument unknown_instrument"},
	{lines("2+# instrument: form"), "line 3 instrument table_duplicate"},
	{lines("3-"), "line 1 norm field_missing"},
	{lines("3=# norm: none"), "line 3 norm unknown_norm"},
	{lines("3=# norm: means", "5-"), "line 3 norm norm_kind"},
	{lines("4-"), "line 1 version field_missing"},
	{lines("4=# version:"), "line 4 version field_missing"},
	{lines("4=# version: Own 1"), "line 4 version norm_version_name"},
	{lines("4=# version: ../own"), "line 4 version norm_version_name"},
	{lines("4=# version: own-"), "line 4 version norm_version_name"},
	{lines("4=# version: a+b"), "line 4 version norm_version_name"},
	{lines("4=# version: " + strings.Repeat("v", 41)), "line 4 version norm_version_name"},
	{lines("4=# version: first-2013"), "line 4 version norm_version_taken"},
	{lines("4=# version: old-1"), "line 4 version norm_version_taken"},
	{lines("4=# version: same-1", "10=# source: changed"), "line 4 version norm_version_taken"},
	{lines("5-"), "line 1 scored_endings field_missing"},
	{lines("5=# scored_endings:"), "line 5 scored_endings field_missing"},
	{lines("3=# norm: plain", "7-", "8-", "14=Total,C,1,1", "15=Total,C,2,2", "16-", "17-", "18-", "19-", "20-", "21-", "22-"), "line 5 scored_endings norm_no_endings"},
	{lines("5=# scored_endings: 0"), "line 5 scored_endings table_number"},
	{lines("5=# scored_endings: 11 or 12"), "line 5 scored_endings table_number"},
	{lines("6-"), "line 1 n field_missing"},
	{lines("6=# n:"), "line 6 n field_missing"},
	{lines("6=# n: 99"), "line 6 n norm_few; line 7 n norm_n_more; line 8 n norm_n_more"},
	{lines("6=# n: 600.5"), "line 6 n table_number"},
	{lines("6=# n: 1,200"), "line 6 n table_number"},
	{lines("6=# n: -600"), "line 6 n table_number; line 7 n norm_n_more; line 8 n norm_n_more"},
	{lines("6=# n: 1e9"), "line 6 n table_number"},
	{lines("6=# n: 99999999999999999999999999"), "line 6 n table_number"},
	{lines("6=# n: 100000001"), "line 6 n table_number"},
	{lines("7-"), "line 13 norm_group norm_n_missing"},
	{lines("7=# n of EDU:x:"), "line 7 n field_missing"},
	{lines("7=# n of EDU:x: 12"), "line 7 n norm_few"},
	{lines("7=# n of EDU:x: many"), "line 7 n table_number"},
	{lines("7=# n of EDU:x: 601"), "line 7 n norm_n_more"},
	{lines("7=# n of EDU:y: 400"), "line 7 norm_n_of; line 14 norm_group norm_n_missing"},
	{lines("7=# n of EDU"), "line 7 norm_head; line 14 norm_group norm_n_missing"},
	{lines("8+# n of EDU:x: 400"), "line 9 EDU:x table_duplicate"},
	{lines("9-"), "line 1 year field_missing"},
	{lines("9=# year: 1899"), "line 9 year table_number"},
	{lines("9=# year: 26"), "line 9 year table_number"},
	{lines("9=# year: 2026-11-23"), "line 9 year table_number"},
	{lines("10-"), "line 1 source field_missing"},
	{lines("10=# source:   "), "line 10 source field_missing"},
	{lines("10=# source: " + strings.Repeat("s", 501)), "line 10 source text_too_long"},
	{lines("11=# sample: a\x01b"), "line 11 sample norm_characters"},
	{lines("11=# sample: a\u202eb"), "line 11 sample norm_characters"},
	{lines("11=# sample: a\ufffdb"), "line 11 sample norm_characters"},
	{lines("12=# language: English"), "line 12 language licensed_language_tag"},
	{lines("12=# approximate: maybe"), "line 12 approximate norm_yes_no"},
	{lines("12=# Year: 2026"), "line 12 norm_head_key"},
	{lines("12=# percentiles from Excel"), "line 12 norm_head"},
	{lines("12+# colour: red"), "line 13 norm_head_key"},
	// The header row.
	{lines("13=group,scale,raw_score,percentile"), "line 13 norm_group table_header"},
	{lines("13=norm_group,scale,percentile,raw_score"), "line 13 raw_score table_header"},
	{lines("13=norm_group,scale,raw_score,Percentile"), "line 13 percentile table_header"},
	{lines("13=norm_group,scale,raw_score"), "line 13 table_width"},
	{lines("13=norm_group;scale;raw_score;percentile"), "line 13 norm_group licensed_separator"},
	{lines("13-"), "line 13 norm_group table_header"},
	{strings.Join(strings.SplitAfter(sound, "\n")[:13], ""), "line 13 table_empty"},
	{strings.Join(strings.SplitAfter(sound, "\n")[:12], ""), "line 13 table_empty"},
	// The rows.
	{lines("15=EDU:x,A,30"), "line 15 table_width"},
	{lines("15=EDU:x,A,30,50,"), "line 15 table_width"},
	{lines("15=EDU:x,A,30,50,5"), "line 15 table_width"},
	{lines("15=EDU:x;A;30;50"), "line 15 table_width"},
	{lines("15=EDU:x,A,30,\"50"), "line 22 csv_syntax"},
	{lines("15=EDU:x,A,3\"0,50"), "line 15 csv_syntax"},
	{lines("15+# year: 2027"), "line 16 norm_head_late"},
	{lines("15=,A,30,50"), "line 15 norm_group field_missing"},
	{lines("15=   ,A,30,50"), "line 15 norm_group field_missing"},
	{lines("15= EDU:x,A,30,50"), "line 15 norm_group norm_label_blanks"},
	{lines("15=EDU: x,A,30,50"), "line 15 norm_group norm_label_blanks"},
	{lines("15=edu:x,A,30,50"), "line 15 norm_group norm_label_case"},
	{lines("15=ED\u200bU:x,A,30,50"), "line 15 norm_group norm_characters"},
	{lines("15=\"EDU:\nx\",A,30,50"), "line 15 norm_group norm_characters"},
	{lines("15=" + strings.Repeat("x", 81) + ",A,30,50"), "line 15 norm_group norm_label_long"},
	{lines("15=EDU:x,,30,50"), "line 15 scale field_missing"},
	{lines("15=EDU:x,a,30,50"), "line 15 scale norm_scale"},
	{lines("15=EDU:x,C,30,50"), "line 15 scale norm_scale"},
	{lines("15=EDU:x,A,,50"), "line 15 raw_score field_missing"},
	{lines("15=EDU:x,A,12,50"), "line 15 raw_score table_duplicate"},
	{lines("15=EDU:x,A,12.000,50"), "line 15 raw_score table_duplicate"},
	{lines("15=EDU:x,A,11.99,50"), "line 15 raw_score norm_raw_range"},
	{lines("15=EDU:x,A,49,50"), "line 15 raw_score norm_raw_range"},
	{lines("17=EDU:x,B,-37,0"), "line 17 raw_score norm_raw_range"},
	{lines("15=EDU:x,A,\"30,5\",50"), "line 15 raw_score norm_comma"},
	{lines("15=EDU:x,A,1e5000000,50"), "line 15 raw_score table_number"},
	{lines("15=EDU:x,A," + strings.Repeat("9", 1000) + ",50"), "line 15 raw_score table_number"},
	{lines("15=EDU:x,A,NaN,50"), "line 15 raw_score table_number"},
	{lines("15=EDU:x,A,0x1e,50"), "line 15 raw_score table_number"},
	{lines("15=EDU:x,A,+30,50"), "line 15 raw_score table_number"},
	{lines("15=EDU:x,A, 30,50"), "line 15 raw_score table_number"},
	{lines("15=EDU:x,A,30,"), "line 15 percentile field_missing"},
	{lines("15=EDU:x,A,30,\"50,5\""), "line 15 percentile norm_comma"},
	{lines("15=EDU:x,A,30,-0.1"), "line 15 percentile table_number"},
	{lines("15=EDU:x,A,30,100.1"), "line 15 percentile table_number"},
	{lines("15=EDU:x,A,30,50%"), "line 15 percentile table_number"},
	{lines("15=EDU:x,A,30,<1"), "line 15 percentile table_number"},
	{lines("15=EDU:x,A,30,1e-5000000"), "line 15 percentile table_number"},
	{lines("15=EDU:x,A,30,Infinity"), "line 15 percentile table_number"},
	{lines("15=EDU:x,A,30,=1+1"), "line 15 percentile table_number"},
	{lines("15=EDU:x,A,30,0.1234567"), "line 15 percentile table_number"},
	// The table as a whole.
	{lines("15=EDU:x,A,30,0.5"), "line 15 percentile table_falling"},
	{lines("16=EDU:x,A,48,49.9"), "line 16 percentile table_falling"},
	{lines("14=EDU:x,A,30,50", "15=EDU:x,A,12,51"), "line 14 percentile table_falling"},
	{lines("17=EDU:x,B,-36,100"), "line 18 percentile norm_flat"},
	{lines("17-"), "line 17 scale norm_rows"},
	{lines("21-", "22-"), "line 19 norm_group norm_total_scales"},
	{lines("15=EDU:x,A,x,50", "20=Total,D,48,99.5", "9=# year: x"), "line 9 year table_number; line 15 raw_score table_number; line 19 scale norm_rows; line 20 scale norm_scale"},
	{lines("15=EDU:x,A,50,200"), "line 15 raw_score norm_raw_range; line 15 percentile table_number"},
}

func TestEveryPlantedFaultIsFound(t *testing.T) {
	if len(faulty) < 80 {
		t.Errorf("%d planted faults", len(faulty))
	}
	form := testForm(t)
	for _, tc := range faulty {
		_, got := read(t, form, tc.text)
		if d := cmp.Diff(strings.Split(tc.want, "; "), got); d != "" {
			t.Errorf("%.400q:\n%s", tc.text, d)
		}
	}
}

// TestLimits of rows, groups and faults.
func TestLimits(t *testing.T) {
	form := testForm(t)
	head := strings.Join(strings.SplitAfter(sound, "\n")[:13], "")
	head = strings.NewReplacer("# n of EDU:x: 400\n", "", "# n of Total: 200\n", "").Replace(head)
	many := func(n int, row func(i int) string) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range n {
			b.WriteString(row(i) + "\n")
		}
		return b.String()
	}
	for name, tc := range map[string]struct {
		text, want string
	}{
		"rows":   {many(maxRows+1, func(i int) string { return "g,B," + big.NewRat(int64(i-25000), 1000).FloatString(3) + ",5" }), "line 50012 table_too_long"},
		"groups": {many(maxGroups+1, func(i int) string { return "g" + strconv.Itoa(i) + ",A,12,5" }), "line 512 norm_group norm_groups"},
		"faults": {many(1000, func(int) string { return "g,A,12,x" }), "too_many_faults"},
	} {
		_, got := read(t, form, tc.text)
		if !slices.Contains(got, tc.want) || len(got) > maxFaults+1 {
			t.Errorf("%s: %d faults, the first %s", name, len(got), got[0])
		}
	}
}

// TestWhatASpreadsheetWrites: byte order mark, Windows line ends, filled lines,
// quotes, empty rows, and no difference in content.
func TestWhatASpreadsheetWrites(t *testing.T) {
	form := testForm(t)
	want, faults := read(t, form, sound)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for name, text := range map[string]string{
		"mark":      "\ufeff" + sound,
		"windows":   strings.ReplaceAll(sound, "\n", "\r\n"),
		"end":       strings.TrimRight(sound, "\n"),
		"all three": "\ufeff" + strings.ReplaceAll(sound, "\n", "\r\n") + "\r\n\r\n",
	} {
		got, faults := read(t, form, text)
		if len(faults) > 0 || got.Hash != want.Hash {
			t.Errorf("%s: %v", name, faults)
		}
	}
	filled := strings.NewReplacer("# year: 2026", "# year: 2026,,,", "# source: Own study, first part", `"# source: Own study, first part",,,`,
		"Total,A,12,0\n", "\n,,,\nTotal,A,12,0\n").Replace(sound)
	got, faults := read(t, form, filled)
	if len(faults) > 0 || !cmp.Equal(want.Groups[0].Origin, got.Groups[0].Origin) {
		t.Fatalf("a filled file: %v", faults)
	}
	if got.Hash == want.Hash {
		t.Error("other content has the same hash")
	}
}

// TestAFileIsWhatItSays: groups in their order, their origin, and the metric of
// the file, to which a score in the norm's metric is converted.
func TestAFileIsWhatItSays(t *testing.T) {
	form := testForm(t)
	f, faults := read(t, form, sound)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if f.Instrument != "form" || f.Norm != "n" || f.Version != "own-1" || len(f.Groups) != 2 {
		t.Fatalf("%+v", f)
	}
	want := domain.NormGroup{Label: "EDU:x", Version: "own-1", N: 400, Year: 2026, Source: "Own study, first part", Sample: "Made-up people", Language: "en", ScoredEndings: 12}
	if d := cmp.Diff(want, f.Groups[0].Origin); d != "" {
		t.Error(d)
	}
	n := form.Norms["n"].Norm.With(f.Groups)
	if got := n.Labels(); !cmp.Equal(got, []string{"Total", "EDU:x", "OLD"}) {
		t.Errorf("groups %v", got)
	}
	// 39 of 12 endings is 35.75 of 11: between 30 (50 %) and 48 (100 %).
	l := n.Table("EDU:x", "A").Percentile(norm.Over(143, 4))
	if l.Percentile.String() != "75" || l.Method != norm.MethodInterpolated || l.At.String() != "39" || l.N != 400 {
		t.Errorf("%+v", l)
	}
	if p, clamped := n.Table("EDU:x", "A").PercentileAt(35.75); p != 75 || clamped {
		t.Error(p, clamped)
	}
	// The same question to the group in the norm's own metric.
	if l := n.Table("OLD", "A").Percentile(norm.Whole(11)); l.At.String() != "11" || l.N != 4 || n.Origin("OLD").Version != "first-2013" || n.Origin("OLD").Imported {
		t.Errorf("%+v %+v", l, n.Origin("OLD"))
	}
	for text, approximate := range map[string]bool{
		sound:                          false,
		lines("12=# approximate: yes"): true,
		lines("12=# approximate: no"):  false,
		strings.NewReplacer("endings: 12", "endings: 11", "A,12,", "A,11,", "A,48,", "A,44,", "-36", "-33", "B,36", "B,33").Replace(sound): true,
	} {
		f, faults := read(t, form, text)
		if len(faults) > 0 || f.Groups[0].Origin.Approximate != approximate {
			t.Errorf("%v, approximate should be %v:\n%s", faults, approximate, text)
		}
	}
	// One group needs no line of its own, and the same content may come again.
	one := lines("7-", "8-", "19-", "20-", "21-", "22-")
	if f, faults := read(t, form, one); len(faults) > 0 || f.Groups[0].Origin.N != 600 {
		t.Errorf("one group: %v", faults)
	}
	if _, faults := read(t, form, taken); len(faults) > 0 {
		t.Errorf("the same again: %v", faults)
	}
}
