package cli

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/i18n"
	"kitewise/backend/response"
	"kitewise/backend/scoring"
)

var update = flag.Bool("update", false, "write the outputs and the table of faults in docs/instruments.md anew")

// The page that teaches the format of an instrument.
const guidePage = "../../docs/instruments.md"

// block is one fenced block of the page: its language, what it is for, its text.
type block struct {
	lang, use, text string
	// at is where the text stands in the page.
	at int
	// change is what the comment before the block asks for.
	change change
}

// change replaces a text of a file for the next console block alone.
type change struct{ file, from, to string }

var (
	fence     = regexp.MustCompile("(?ms)^(?:<!-- change (\\S+): (.*?) => (.*?) -->\n+)?```(\\w*)(?: ([^\n]*))?\n(.*?)^```$")
	faultRows = regexp.MustCompile(`(?s)(<!-- faults -->\n).*(<!-- end of faults -->)`)
)

func readGuide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(guidePage)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func blocks(page string) []block {
	out := []block{}
	for _, m := range fence.FindAllStringSubmatchIndex(page, -1) {
		group := func(n int) string { return page[max(0, m[2*n]):max(0, m[2*n+1])] }
		out = append(out, block{group(4), group(5), group(6), m[12], change{group(1), group(2), group(3)}})
	}
	return out
}

// guideEnv gives the shipped instruments and words, and the repository's root.
func guideEnv(t *testing.T) (Deps, string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(os.DirFS(filepath.Join(root, "locales")))
	if err != nil {
		t.Fatal(err)
	}
	return Deps{Version: "1.2.3", Words: words, Instruments: os.DirFS(filepath.Join(root, "instruments")), DataDir: t.TempDir()}, root
}

// lay writes the files of the page into a folder.
func lay(t *testing.T, dir string, all []block) int {
	t.Helper()
	n := 0
	for _, b := range all {
		if !strings.Contains(b.use, ".") {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(b.use))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.text), 0o644); err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// TestTheGuideRuns lays the page's files into a folder, runs its commands there
// and wants the output that the page prints.
func TestTheGuideRuns(t *testing.T) {
	page := readGuide(t)
	deps, root := guideEnv(t)
	dir := t.TempDir()
	all := blocks(page)
	if n := lay(t, dir, all); n < 6 {
		t.Fatalf("%d files", n)
	}
	t.Chdir(dir)
	commands, longer := 0, 0
	for _, b := range all {
		if b.lang != "console" {
			continue
		}
		restore := b.change.apply(t)
		got := ""
		for _, line := range strings.Split(b.text, "\n") {
			if args, ok := strings.CutPrefix(line, "$ kitewise "); ok {
				commands++
				got += line + "\n" + printed(deps, strings.Fields(args))
			}
		}
		restore()
		if got == b.text {
			continue
		}
		if *update {
			at := b.at + longer
			page, longer = page[:at]+got+page[at+len(b.text):], longer+len(got)-len(b.text)
			continue
		}
		t.Errorf("the page prints\n%swhat comes is\n%s", b.text, got)
	}
	if commands < 5 {
		t.Errorf("%d commands", commands)
	}
	if *update {
		if err := os.WriteFile(filepath.Join(root, "docs", "instruments.md"), []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// printed runs a command and gives all that it says.
func printed(deps Deps, args []string) string {
	var out bytes.Buffer
	Run(args, strings.NewReader(""), &out, &out, deps)
	return out.String()
}

// apply changes a file and gives what undoes it.
func (c change) apply(t *testing.T) func() {
	t.Helper()
	if c.file == "" {
		return func() {}
	}
	before, err := os.ReadFile(c.file)
	if err != nil || !strings.Contains(string(before), c.from) {
		t.Fatalf("%s: %q is not there: %v", c.file, c.from, err)
	}
	write := func(data []byte) {
		if err := os.WriteFile(c.file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write([]byte(strings.Replace(string(before), c.from, c.to, 1)))
	return func() { write(before) }
}

// TestTheGuideNamesEverything: every type, step and rule has its row, every key
// of a manifest its name.
func TestTheGuideNamesEverything(t *testing.T) {
	page := readGuide(t)
	rows := slices.Concat(scoring.Ops(), scoring.Rules())
	for _, k := range response.Kinds() {
		rows = append(rows, k.Type)
	}
	for _, name := range rows {
		if !strings.Contains(page, "\n| `"+name+"` |") {
			t.Errorf("%s has no row", name)
		}
	}
	for _, key := range []string{"format", "id", "version", "languages", "licence", "card", "respondent", "option_sets", "items",
		"sections", "scoring", "norms", "flags", "change", "report", "self_test"} {
		if !strings.Contains(page, "\n| `"+key+"` |") {
			t.Errorf("the key %s has no row", key)
		}
	}
}

// TestTheGuideListsEveryFault: the table at its end is that of the locales.
func TestTheGuideListsEveryFault(t *testing.T) {
	page := readGuide(t)
	want := faultTable(t)
	found := faultRows.FindStringSubmatch(page)
	if found == nil {
		t.Fatal("the page has no place for the faults")
	}
	if now := faultRows.ReplaceAllLiteralString(page, found[1]+want+found[2]); now != page {
		if !*update {
			t.Fatal("the table of faults is not that of the locales any more: run make golden")
		}
		if err := os.WriteFile(guidePage, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
