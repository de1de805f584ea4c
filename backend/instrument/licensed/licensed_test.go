package licensed

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
)

// structure is the manifest that the files of the tests are for.
func structure(t testing.TB) *domain.Manifest {
	t.Helper()
	data, err := os.ReadFile("../../../instruments/klsi-4.0/4.0.0/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	m := &domain.Manifest{}
	if err := json.Unmarshal(data, m); err != nil {
		t.Fatal(err)
	}
	return m
}

// lines is the invented file, which has no fault: 1 is the header, 2 to 6 are
// s1 (stem, CE, RO, AC, AE), 12 to 16 s3, 62 to 67 c1 (title, stem, CE …).
func lines(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("../../../testdata/licensed/nonsense.csv")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// edit changes one line of the file, counted from 1.
func edit(n int, change func(cells []string) []string) func([]string) []string {
	return func(all []string) []string {
		all[n-1] = strings.Join(change(strings.Split(all[n-1], ",")), ",")
		return all
	}
}

// cell puts a text into one cell.
func cell(n, column int, text string) func([]string) []string {
	return edit(n, func(c []string) []string { c[column] = text; return c })
}

func without(from, to int) func([]string) []string {
	return func(all []string) []string { return slices.Delete(all, from-1, to) }
}

func also(changes ...func([]string) []string) func([]string) []string {
	return func(all []string) []string {
		for _, c := range changes {
			all = c(all)
		}
		return all
	}
}

// whole replaces every line.
func whole(text ...string) func([]string) []string {
	return func([]string) []string { return text }
}

func header(text string) func([]string) []string {
	return func(all []string) []string { all[0] = text; return all }
}

func TestEveryPlantedFaultIsTold(t *testing.T) {
	for name, tc := range map[string]struct {
		plant func([]string) []string
		want  string // path: code
	}{
		"nothing":                   {whole(), "line 1: table_empty"},
		"a mark only":               {whole("\ufeff"), "line 1: table_empty"},
		"UTF-16":                    {whole("\xff\xfei\x00t\x00"), "line 1: licensed_encoding"},
		"Latin-1":                   {cell(5, 3, "caf\xe9"), "line 5: licensed_encoding"},
		"a zero byte":               {cell(9, 4, "a\x00b"), "line 9: licensed_encoding"},
		"semicolons":                {whole("item;ending;scored;en"), "line 1 item: licensed_separator"},
		"tabs":                      {whole("item\tending\tscored\ten"), "line 1 item: licensed_separator"},
		"column misspelt":           {header("items,ending,scored,en,id"), "line 1 item: table_header"},
		"columns exchanged":         {header("item,scored,ending,en,id"), "line 1 scored: table_header"},
		"column lacks":              {header("item,ending,en,id"), "line 1 scored: table_header"},
		"header lacks":              {without(1, 1), "line 1 item: table_header"},
		"no language":               {whole("item,ending,scored", "s1,,"), "line 1: licensed_languages"},
		"51 languages":              {whole("item,ending,scored" + manyLanguages(51)), "line 1: licensed_languages"},
		"language by name":          {header("item,ending,scored,English,id"), "line 1 English: licensed_language_tag"},
		"language without name":     {header("item,ending,scored,,id"), "line 1: licensed_language_tag"},
		"language twice":            {header("item,ending,scored,en,en"), "line 1 en: table_duplicate"},
		"only foreign languages":    {header("item,ending,scored,fr,de"), "line 1: licensed_no_language"},
		"unknown item":              {cell(3, 0, "s13"), "line 3 item: unknown_item"},
		"item in capitals":          {cell(3, 0, "S1"), "line 3 item: unknown_item"},
		"item lacks":                {cell(3, 0, ""), "line 3 item: field_missing"},
		"unknown ending":            {cell(3, 1, "XX"), "line 3 ending: unknown_ending"},
		"ending in small letters":   {cell(3, 1, "ce"), "line 3 ending: unknown_ending"},
		"title where there is none": {cell(3, 1, "title"), "line 3 ending: unknown_ending"},
		"ending twice":              {cell(4, 1, "CE"), "line 4 ending: table_duplicate"},
		"stem twice":                {cell(4, 1, ""), "line 4 ending: table_duplicate"},
		"title twice":               {cell(64, 1, "title"), "line 64 ending: table_duplicate"},
		"scored is a word":          {cell(3, 2, "maybe"), "line 3 scored: licensed_scored"},
		"scored is another number":  {cell(3, 2, "2"), "line 3 scored: licensed_scored"},
		"scored lacks":              {cell(3, 2, ""), "line 3 scored: licensed_scored"},
		"scored stem":               {cell(2, 2, "yes"), "line 2 scored: licensed_scored_stem"},
		"scored title":              {cell(62, 2, "no"), "line 62 scored: licensed_scored_stem"},
		"unscored situation":        {cell(64, 2, "no"), "line 64 scored: licensed_not_keyed"},
		"situation with a word":     {cell(64, 2, "often"), "line 64 scored: licensed_scored"},
		"ending has no row":         {without(4, 4), "line 5 ending: licensed_missing"},
		"stem has no row":           {without(2, 2), "line 5 ending: licensed_missing"},
		"title has no row":          {without(62, 62), "line 66 ending: licensed_missing"},
		"item has no row":           {without(2, 6), "line 104 ending: licensed_missing"},
		"cut off":                   {without(80, 109), "line 79 ending: licensed_missing"},
		"12 scored endings":         {cell(13, 2, "yes"), "line 58 scored: licensed_key"},
		"10 scored endings":         {cell(3, 2, "no"), "line 58 scored: licensed_key"},
		"none scored":               {unscored("AE"), "line 61 scored: licensed_key"},
		"text lacks":                {also(cell(3, 3, ""), cell(3, 4, "")), "line 3 en: text_missing"},
		"text lacks, second column": {also(cell(3, 3, ""), cell(7, 4, "")), "line 7 id: text_missing"},
		"text of spaces":            {also(cell(3, 3, "  "), cell(3, 4, "\u00a0")), "line 3 id: text_missing"},
		"control character":         {cell(3, 3, "a\x07b"), "line 3 en: licensed_characters"},
		"line end in a text":        {cell(3, 3, "\"a\nb\""), "line 3 en: licensed_characters"},
		"turned writing":            {cell(3, 4, "a\u202eb"), "line 3 id: licensed_characters"},
		"spoilt conversion":         {cell(3, 4, "a\ufffdb"), "line 3 id: licensed_characters"},
		"mark inside":               {cell(3, 4, "a\ufeffb"), "line 3 id: licensed_characters"},
		"too long a text":           {cell(3, 3, strings.Repeat("a", maxText+1)), "line 3 en: text_too_long"},
		"two endings alike":         {also(cell(3, 3, "same"), cell(5, 3, "same")), "line 5 en: licensed_same"},
		"ending like its stem":      {also(cell(2, 4, "same"), cell(6, 4, "same")), "line 6 id: licensed_same"},
		"too few cells":             {edit(3, func(c []string) []string { return c[:4] }), "line 3: table_width"},
		"too many cells":            {edit(3, func(c []string) []string { return append(c, "more") }), "line 3: table_width"},
		"quote inside":              {cell(3, 3, `a "quoted" word`), "line 3: csv_syntax"},
		"quote never closed":        {cell(3, 3, `"a`), "line 109: csv_syntax"},
		"too many rows":             {func(all []string) []string { return append(all, slices.Repeat([]string{",,,,"}, maxRows)...) }, "line 50002: table_too_long"},
		"too large":                 {whole(strings.Repeat("a", MaxFile+1)), ": file_too_large"},
		"hopeless":                  {func(all []string) []string { return append(all, slices.Repeat([]string{"x,,,,"}, 1000)...) }, ": too_many_faults"},
	} {
		t.Run(name, func(t *testing.T) {
			w, faults := Read("own.csv", []byte(strings.Join(tc.plant(lines(t)), "\n")), structure(t))
			got := []string{}
			for _, f := range faults {
				got = append(got, f.Path+": "+f.Code)
				if f.File != "own.csv" || len(faults) > maxFaults+1 {
					t.Errorf("%d faults, %v", len(faults), f)
				}
			}
			if w != nil || !slices.Contains(got, tc.want) {
				t.Errorf("wording %v, faults %v, want %s", w != nil, got, tc.want)
			}
		})
	}
}

func manyLanguages(n int) string {
	out := ""
	for i := range n {
		out += "," + string(rune('a'+i/26)) + string(rune('a'+i%26))
	}
	return out
}

// unscored leaves every ending of a scale out.
func unscored(scale string) func([]string) []string {
	return func(all []string) []string {
		for i, l := range all {
			if c := strings.Split(l, ","); strings.HasPrefix(c[0], "s") && c[1] == scale {
				c[2] = "no"
				all[i] = strings.Join(c, ",")
			}
		}
		return all
	}
}

// TestOneFaultIsToldOnce: a single wrong cell does not raise a crowd.
func TestOneFaultIsToldOnce(t *testing.T) {
	for _, change := range []func([]string) []string{
		cell(13, 2, "yes"), cell(3, 2, "maybe"), cell(64, 2, "no"), cell(3, 4, "a\u202eb"), cell(2, 2, "yes"), without(4, 4),
	} {
		if _, faults := Read("own.csv", []byte(strings.Join(change(lines(t)), "\n")), structure(t)); len(faults) != 1 {
			t.Errorf("%v", faults)
		}
	}
}

// TestWhatIsTaken: the same wording comes of the file in any order of rows,
// with a mark, Windows line ends, quotes, spaces, capitals, 1 and 0, a
// spreadsheet's empty rows, and without saying that a situation is scored.
func TestWhatIsTaken(t *testing.T) {
	m, plain := structure(t), lines(t)
	want, faults := Read("own.csv", []byte(strings.Join(plain, "\n")), m)
	if want == nil {
		t.Fatal(faults)
	}
	if n := len(want.unscored); n != 4 || !want.unscored[place{"s3", "CE"}] || !want.unscored[place{"s10", "AE"}] {
		t.Errorf("unscored %v", want.unscored)
	}
	if len(want.texts["en"]) != 20+8+80 || want.texts["id"]["item.c1.title"] == "" || want.texts["en"]["item.s1"] == "" {
		t.Errorf("%d texts", len(want.texts["en"]))
	}
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.Permutation(plain[1:]).Draw(t, "rows")
		out := []string{plain[0]}
		for _, row := range rows {
			out = append(out, dressed(t, strings.Split(row, ",")))
		}
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
		text := rapid.SampledFrom([]string{"", "\ufeff"}).Draw(t, "mark") + strings.Join(out, end) + rapid.SampledFrom([]string{"", end, end + ",,,," + end}).Draw(t, "tail")
		got, faults := Read("own.csv", []byte(text), m)
		if got == nil {
			t.Fatal(faults)
		}
		if d := cmp.Diff(want, got, cmp.AllowUnexported(Wording{}, place{})); d != "" {
			t.Error(d)
		}
	})
}

// dressed writes a row in another way.
func dressed(t *rapid.T, c []string) string {
	ways := map[string][]string{"yes": {"yes", "Yes", " 1 ", "YES"}, "no": {"no", "0", "NO"}, "": {"", " "}}[c[2]]
	if strings.HasPrefix(c[0], "c") {
		ways = append(ways, "")
	}
	if c[1] == "" || c[1] == title {
		ways = []string{""}
	}
	c[2] = rapid.SampledFrom(ways).Draw(t, "scored")
	quote := rapid.SampledFrom([]string{`"` + c[3] + `"`, " " + c[3] + "  "})
	c[3] = quote.Draw(t, "text")
	return strings.Join(c, ",")
}

// TestLanguages: what is not whole, or not a language of the instrument, is
// left out and told; the rest is taken in the order of the manifest.
func TestLanguages(t *testing.T) {
	for name, tc := range map[string]struct {
		change func([]string) []string
		want   []string
		left   []Left
	}{
		"both":              {func(all []string) []string { return all }, []string{"en", "id"}, nil},
		"one not whole":     {also(cell(3, 4, ""), cell(7, 4, " ")), []string{"en"}, []Left{{"id", 2}}},
		"one foreign":       {header("item,ending,scored,fr,id"), []string{"id"}, []Left{{"fr", 0}}},
		"columns exchanged": {header("item,ending,scored,id,en"), []string{"en", "id"}, nil},
	} {
		w, faults := Read("own.csv", []byte(strings.Join(tc.change(lines(t)), "\n")), structure(t))
		if w == nil {
			t.Errorf("%s: %v", name, faults)
			continue
		}
		if d := cmp.Diff(tc.want, w.Languages) + cmp.Diff(tc.left, w.Left); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// FuzzRead: no file may break the reader, and a wording is whole.
func FuzzRead(f *testing.F) {
	m := structure(f)
	f.Add([]byte(strings.Join(lines(f), "\n")))
	f.Add([]byte("item,ending,scored,en\n\"s1\",CE,yes,\"a\nb\"\n"))
	f.Add([]byte("\ufeffitem,ending,scored\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, faults := Read("own.csv", data, m)
		if (w == nil) != (len(faults) > 0) {
			t.Fatalf("wording %v with %v", w != nil, faults)
		}
		if w != nil && len(w.Languages) == 0 {
			t.Fatal("no language")
		}
	})
}
