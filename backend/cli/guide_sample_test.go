package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"kitewise/backend/instrument"
)

// The fragments of the page (blocks "json sample") are the parts of one form;
// its files stand in the folder sample. Its answers ("json answers", "csv
// answers") and what must come of them ("json gives") are joined too.
const sampleFolder = "sample"

type sampleForm struct {
	t        *testing.T
	manifest map[string]any
	answers  map[string]any
	gives    map[string]any
	// head and row are the answers as a table.
	head, row []string
}

// placeholderForm is what the fragments are put into.
const placeholderForm = `{"format":"kitewise/1","id":"sample","version":"1.0.0","languages":["en"],
"licence":{"class":"own","holder":"nobody","statement":"none","permits":[]},
"card":{"minutesLow":1,"minutesHigh":9,"supervision":"open"},
"respondent":[],"option_sets":[],"items":[],"sections":[],"practice":[],"scoring":[],"norms":[],"flags":[],"change":[],"report":[]}`

func joined(t *testing.T, all []block) *sampleForm {
	t.Helper()
	s := &sampleForm{t: t, manifest: map[string]any{}, answers: map[string]any{}, gives: map[string]any{}, head: []string{"id"}, row: []string{"p1"}}
	s.decode(placeholderForm, &s.manifest)
	for _, b := range all {
		part := map[string]any{}
		switch {
		case b.lang == "json" && b.use == "sample":
			s.decode(b.text, &part)
			for key, more := range part {
				s.manifest[key] = append(s.manifest[key].([]any), more.([]any)...)
			}
		case b.lang == "json" && b.use == "answers":
			s.decode(b.text, &s.answers)
		case b.lang == "json" && b.use == "gives":
			s.decode(b.text, &part)
			for key, more := range part {
				s.give(key, more)
			}
		case b.lang == "csv" && b.use == "answers":
			lines := strings.Split(strings.TrimSpace(b.text), "\n")
			s.head, s.row = append(s.head, lines[0]), append(s.row, lines[1])
		}
	}
	s.rest()
	return s
}

// give joins expectations: scores and lists by id, flags one after another.
func (s *sampleForm) give(key string, more any) {
	if list, ok := more.([]any); ok {
		have, _ := s.gives[key].([]any)
		s.gives[key] = append(have, list...)
		return
	}
	if s.gives[key] == nil {
		s.gives[key] = map[string]any{}
	}
	for id, want := range more.(map[string]any) {
		s.gives[key].(map[string]any)[id] = want
	}
}

func (s *sampleForm) decode(text string, into any) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		s.t.Fatalf("%v in\n%s", err, text)
	}
}

func (s *sampleForm) ids(key, member string) []string {
	out := []string{}
	for _, one := range s.manifest[key].([]any) {
		switch v := one.(map[string]any)[member].(type) {
		case string:
			out = append(out, v)
		case []any:
			for _, id := range v {
				out = append(out, id.(string))
			}
		}
	}
	return out
}

// rest puts the items that stand in no section of the page into one, and the
// answers into the self-test.
func (s *sampleForm) rest() {
	placed, left := s.ids("sections", "items"), []any{}
	for _, id := range s.ids("items", "id") {
		if !slices.Contains(placed, id) {
			left = append(left, id)
		}
	}
	first := map[string]any{"id": "first", "items": left, "order": "fixed", "endings": "fixed"}
	s.manifest["sections"] = append([]any{first}, s.manifest["sections"].([]any)...)
	expect := map[string]any{}
	for id, want := range s.gives["scores"].(map[string]any) {
		if value, ok := want.(map[string]any)["value"]; ok {
			expect[id] = map[string]any{"value": value}
		}
	}
	s.manifest["self_test"] = []any{map[string]any{"responses": s.answers, "expect": expect}}
}

// write lays the form's files; answers of the vector stand in the items' order.
func (s *sampleForm) write(dir string, texts map[string]string) {
	s.t.Helper()
	values := []any{}
	for _, id := range s.ids("items", "id") {
		values = append(values, s.answers[id])
	}
	vector := map[string]any{"id": "the page", "answers": values, "expect": s.gives}
	for name, v := range map[string]any{
		"manifest.json": s.manifest, "text.en.json": texts,
		"vectors.json": map[string]any{"format": "kitewise-vectors/1", "instrument": "sample", "version": "1.0.0", "made": "by hand", "vectors": []any{vector}},
		"people.json":  []any{map[string]any{"id": "p1", "responses": s.answers}},
	} {
		data, err := json.Marshal(v)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o644)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	table := strings.Join(s.head, ",") + "\n" + strings.Join(s.row, ",") + "\n"
	if err := os.WriteFile(filepath.Join(dir, "people.csv"), []byte(table), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// TestTheGuidesFragmentsAreOneForm: it loads without a fault, gives what the
// page says, and reads the page's answers alike from JSON and from a table.
func TestTheGuidesFragmentsAreOneForm(t *testing.T) {
	page := readGuide(t)
	deps, _ := guideEnv(t)
	all := blocks(page)
	dir := t.TempDir()
	lay(t, dir, all)
	dir = filepath.Join(dir, sampleFolder)
	s := joined(t, all)
	texts := map[string]string{}
	entry := s.open(dir, deps, texts)
	for _, f := range entry.Faults {
		if f.Code == "text_missing" {
			texts[f.Path] = "x"
		}
	}
	for _, f := range s.open(dir, deps, texts).Faults {
		if f.Code == "practice_check" {
			texts[f.Path] = f.Params["Want"]
		}
	}
	s.explained(page, texts)
	if entry = s.open(dir, deps, texts); len(entry.Faults) > 0 {
		t.Fatalf("the fragments together: %v", entry.Faults)
	}
	if faults, n := entry.RunVectors(); len(faults) > 0 || n != 1 {
		t.Errorf("what the page says comes of the answers: %v", faults)
	}
	score := func(input string) string {
		return printed(deps, []string{"score", "--instrument", "sample", "--manifest", dir, "--input", filepath.Join(dir, input), "--format", "csv"})
	}
	if a, b := score("people.json"), score("people.csv"); a != b || !strings.Contains(a, "p1,scored,") {
		t.Errorf("JSON gives\n%s\nCSV gives\n%s", a, b)
	}
}

func (s *sampleForm) open(dir string, deps Deps, texts map[string]string) instrument.Entry {
	s.t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		s.t.Fatal(err)
	}
	s.write(dir, texts)
	entry, err := instrument.Open(deps.Instruments, os.DirFS(dir))
	if err != nil {
		s.t.Fatal(err)
	}
	return entry
}

var (
	keyRow = regexp.MustCompile("(?m)^\\| `([a-z]+[.<>a-zA-Z0-9_]*)` \\| (?:always|for|with)")
	part   = regexp.MustCompile(`<[^>]*>`)
)

// explained wants a row of the page's table of texts for every text that the
// form needed.
func (s *sampleForm) explained(page string, texts map[string]string) {
	s.t.Helper()
	patterns := []string{}
	for _, m := range keyRow.FindAllStringSubmatch(page, -1) {
		patterns = append(patterns, "^"+part.ReplaceAllString(strings.ReplaceAll(m[1], ".", `\.`), `[^.]+`)+"$")
	}
	for key := range texts {
		if !slices.ContainsFunc(patterns, func(p string) bool { return regexp.MustCompile(p).MatchString(key) }) {
			s.t.Errorf("the table of texts does not tell of %s", key)
		}
	}
}

// faultTable words every code as the command line does, with the names of what
// it fills in.
func faultTable(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../locales/en.json")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]any{}
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	rows := []string{}
	for key, text := range words {
		code, ok := strings.CutPrefix(key, "fault.")
		if !ok {
			continue
		}
		if forms, plural := text.(map[string]any); plural {
			text = forms["other"]
		}
		said := strings.NewReplacer("{{.", "‹", "}}", "›", "|", `\|`).Replace(text.(string))
		rows = append(rows, "| `"+code+"` | "+said+" |\n")
	}
	sort.Strings(rows)
	return "| code | what it says |\n|---|---|\n" + strings.Join(rows, "")
}
