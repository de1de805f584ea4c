package backend

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "kitewise"

// room is one line of the import table of docs/architecture.md.
type room struct {
	// ours are the rooms that it may import.
	ours []string
	// theirs are the outside modules that it, and no room without the same
	// word, may import. "*" as a room's ours means every room under backend.
	theirs []string
}

// rooms is the import policy. A room without a line fails, a line without a room fails.
var rooms = map[string]room{
	"domain":               {},
	"i18n":                 {theirs: []string{"github.com/nicksnyder/go-i18n/v2", "golang.org/x/text"}},
	"norm":                 {ours: []string{"domain"}},
	"norm/imported":        {ours: []string{"domain", "norm"}},
	"response":             {ours: []string{"domain"}},
	"scoring":              {ours: []string{"domain", "norm", "scoring/step", "scoring/robust", "scoring/expression", "scoring/flags", "scoring/totals"}},
	"scoring/step":         {ours: []string{"domain", "norm", "scoring/expression", "scoring/tape"}},
	"scoring/flags":        {ours: []string{"domain", "norm", "scoring/step", "scoring/tape"}},
	"scoring/tape":         {ours: []string{"domain", "norm"}},
	"scoring/robust":       {ours: []string{"norm"}},
	"scoring/reach":        {},
	"scoring/totals":       {ours: []string{"domain", "norm", "scoring/step", "scoring/reach"}},
	"scoring/expression":   {ours: []string{"norm"}, theirs: []string{"github.com/expr-lang/expr"}},
	"instrument":           {ours: []string{"domain", "norm", "norm/imported", "response", "scoring", "instrument/strict", "instrument/coherence"}},
	"instrument/coherence": {ours: []string{"domain"}},
	"instrument/strict":    {ours: []string{"domain"}, theirs: []string{"github.com/santhosh-tekuri/jsonschema/v6", "golang.org/x/text"}},
	"instrument/licensed":  {ours: []string{"domain"}},
	"instrument/own":       {ours: []string{"domain", "instrument", "instrument/licensed", "norm/imported"}},
	"whatif":               {ours: []string{"domain", "instrument", "norm", "response", "scoring", "scoring/totals"}},
	"consent":              {ours: []string{"domain", "i18n"}},
	"exchange":             {ours: []string{"domain", "instrument", "response"}},
	"session":              {ours: []string{"domain", "instrument", "response"}},
	"report":               {ours: []string{"domain", "i18n", "report/arithmetic"}},
	"report/arithmetic":    {ours: []string{"domain", "i18n"}},
	"report/worksheet":     {ours: []string{"domain", "i18n", "report"}},
	"report/pdf":           {ours: []string{"report", "report/worksheet"}, theirs: []string{"github.com/jung-kurt/gofpdf", "golang.org/x/text"}},
	"audit":                {ours: []string{"domain"}, theirs: []string{"golang.org/x/mod"}},
	"audit/told":           {ours: []string{"domain", "i18n"}},
	"store":                {ours: []string{"audit", "domain", "store/ballast", "store/faultfs", "store/folder", "store/names"}, theirs: []string{"modernc.org/sqlite", "golang.org/x/mod"}},
	"vault/keyring":        {ours: []string{"domain", "store/folder", "vault/code", "vault/seal", "vault/slot", "vault/slow"}, theirs: []string{"filippo.io/age"}},
	"vault/code":           {ours: []string{"domain"}},
	"vault/seal":           {theirs: []string{"golang.org/x/crypto"}},
	"vault/slot":           {ours: []string{"domain", "vault/seal", "vault/slow"}},
	"vault/slow":           {theirs: []string{"golang.org/x/crypto"}},
	"backup":               {ours: []string{"backup/archive", "backup/second", "backup/swap", "backup/thin", "domain", "instrument/own", "session", "store", "store/ballast", "store/folder", "vault/keyring", "vault/slow", "workspace"}, theirs: []string{"filippo.io/age"}},
	"backup/runner":        {ours: []string{"backup", "domain", "store", "vault/keyring", "vault/slow"}},
	"backup/archive":       {ours: []string{"domain"}, theirs: []string{"filippo.io/age"}},
	"backup/swap":          {ours: []string{"domain", "store/folder"}},
	"backup/second":        {ours: []string{"backup/archive", "domain", "store/folder"}},
	"backup/thin":          {},
	"store/faultfs":        {theirs: []string{"modernc.org/sqlite", "modernc.org/libc"}},
	"store/names":          {},
	"store/ballast":        {ours: []string{"domain", "store/folder"}, theirs: []string{"golang.org/x/sys"}},
	"store/folder":         {ours: []string{"domain"}, theirs: []string{"golang.org/x/sys"}},
	"clock":                {ours: []string{"domain"}, theirs: []string{"golang.org/x/sys"}},
	"diag":                 {theirs: []string{"github.com/prometheus/client_golang", "github.com/prometheus/client_model"}},
	"presence":             {theirs: []string{"github.com/godbus/dbus/v5", "golang.org/x/sys"}},
	"window":               {ours: []string{"domain", "presence"}, theirs: []string{"github.com/wailsapp/wails/v2", "golang.org/x/sys"}},
	"vault":                {ours: []string{"domain", "vault/slow"}},
	"workspace":            {ours: []string{"audit", "audit/told", "backup/swap", "clock", "domain", "i18n", "instrument", "instrument/own", "report", "session", "store", "store/folder", "vault/keyring"}},
	"person":               {ours: []string{"domain", "i18n", "report", "report/pdf", "store", "workspace"}, theirs: []string{"filippo.io/age"}},
	"door":                 {ours: []string{"backup", "backup/runner", "diag", "domain", "i18n", "store", "vault", "vault/keyring", "vault/slow", "workspace"}},
	"demo":                 {ours: []string{"consent", "domain", "i18n", "response", "session", "workspace"}},
	"kiosk":                {ours: []string{"consent", "domain", "door", "response", "session"}},
	"porter":               {ours: []string{"backup", "consent", "domain", "door", "i18n", "vault/keyring"}},
	"desk":                 {ours: []string{"*"}},
	"bridge":               {ours: []string{"*"}},
	"cli":                  {ours: []string{"*"}},
}

// testOnly are outside modules that tests of any room may import.
var testOnly = []string{"github.com/google/go-cmp", "pgregory.net/rapid", "github.com/rogpeppe/go-internal"}

// testRooms are rooms that tests alone may import.
var testRooms = []string{"store/faultfs"}

// sqlOnly are standard packages that one room alone may import, tests included.
var standardOnly = map[string]string{"database/sql": "store", "database/sql/driver": "store"}

func TestRoomsImportOnlyWhatTheTableAllows(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "testdata" {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || filepath.Dir(p) == "." {
			return nil
		}
		name := path.Dir(filepath.ToSlash(p))
		line, ok := rooms[name]
		if !ok {
			t.Errorf("%s: room %q has no line in the import table", p, name)
			return nil
		}
		seen[name] = true
		for _, fault := range faults(t, p, name, line) {
			t.Errorf("%s: %s", p, fault)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range rooms {
		if !seen[name] {
			t.Errorf("the import table has a line for %q, which does not exist", name)
		}
	}
}

// TestTheMapShowsTheTable holds docs/architecture.md to the same rooms: a row for
// each, with everything that it may import.
func TestTheMapShowsTheTable(t *testing.T) {
	raw, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		cells := strings.Split(line, "|")
		name, ok := strings.CutPrefix(strings.Trim(cells[min(1, len(cells)-1)], " `"), "backend/")
		if ok && len(cells) == 5 {
			rows[name] = strings.FieldsFunc(cells[3], func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
		}
	}
	for name, line := range rooms {
		row, ok := rows[name]
		if !ok {
			t.Errorf("docs/architecture.md has no row for %s", name)
		}
		for _, other := range line.ours {
			if other != "*" && !slices.Contains(row, other) {
				t.Errorf("docs/architecture.md: the row of %s does not say that it may import %s", name, other)
			}
		}
		delete(rows, name)
	}
	for name := range rows {
		t.Errorf("docs/architecture.md has a row for %s, which the table lacks", name)
	}
}

// faults gives what the file imports and its room may not.
func faults(t *testing.T, file, name string, line room) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	isTest := strings.HasSuffix(file, "_test.go")
	out := []string{}
	for _, spec := range f.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if why := fault(imp, name, line, isTest); why != "" {
			out = append(out, why)
		}
	}
	return out
}

// fault says what is wrong with one import, "" if nothing is.
func fault(imp, name string, line room, isTest bool) string {
	if owner, ok := standardOnly[imp]; ok && owner != name {
		return "imports " + imp + ", which belongs to " + owner
	}
	if rest, ok := strings.CutPrefix(imp, module+"/"); ok {
		other, ok := strings.CutPrefix(rest, "backend/")
		if !ok {
			if isTest && (rest == "instruments" || rest == "locales") {
				return ""
			}
			return "imports " + imp + ", which lies outside backend"
		}
		// A test of any room may speak the vocabulary.
		if isTest && other == "domain" {
			return ""
		}
		if !isTest && other != name && slices.Contains(testRooms, other) {
			return "imports room " + other + ", which is for tests"
		}
		if other == name || slices.Contains(line.ours, other) || slices.Contains(line.ours, "*") {
			return ""
		}
		return "imports room " + other
	}
	if !strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") {
		return "" // standard library
	}
	if within(imp, line.theirs) || isTest && within(imp, testOnly) {
		return ""
	}
	return "imports " + imp
}

func within(imp string, modules []string) bool {
	for _, m := range modules {
		if imp == m || strings.HasPrefix(imp, m+"/") {
			return true
		}
	}
	return false
}

// TestTheTableFindsAFault proves that the check above can fail.
func TestTheTableFindsAFault(t *testing.T) {
	for _, tc := range []struct {
		imp, room string
		test      bool
		bad       bool
	}{
		{"kitewise/backend/store", "session", false, true},
		{"kitewise/backend/domain", "session", false, false},
		{"database/sql", "session", false, true},
		{"database/sql", "store", false, false},
		{"github.com/wailsapp/wails/v2", "bridge", false, true},
		{"github.com/google/go-cmp/cmp", "domain", true, false},
		{"github.com/google/go-cmp/cmp", "domain", false, true},
		{"kitewise/backend/domain", "i18n", true, false},
		{"kitewise/backend/domain", "i18n", false, true},
		{"kitewise/backend/store", "i18n", true, true},
		{"kitewise/backend/store/faultfs", "store", true, false},
		{"kitewise/backend/store/faultfs", "store", false, true},
		{"kitewise/backend/store/faultfs", "cli", false, true},
		{"kitewise", "cli", false, false},
		{"kitewise/frontend", "cli", false, true},
	} {
		if got := fault(tc.imp, tc.room, rooms[tc.room], tc.test) != ""; got != tc.bad {
			t.Errorf("%s in %s: fault %v, want %v", tc.imp, tc.room, got, tc.bad)
		}
	}
}
