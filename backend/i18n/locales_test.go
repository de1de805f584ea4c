package i18n_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// forms are the plural categories (CLDR, cardinal) that each offered language
// needs. A new language needs a line here.
var forms = map[string][]string{
	"en": {"one", "other"},
	"id": {"other"},
}

// built lists prefixes of keys that the code builds from an id at run time,
// with where that happens. Every other key must stand literally in the sources.
var built = map[string]string{
	"start.day.":                "frontend/src/Broken.svelte: the code and the reason of what went wrong",
	"kiosk.save.why.":           "frontend/src/kiosk/sentence.ts: the code",
	"porter.doubt.":             "frontend/src/porter/Doubt.svelte: what is doubtful about the log",
	"audit.act.":                "backend/audit/told: the act",
	"audit.actor.":              "backend/audit/told: who did it",
	"audit.group.":              "backend/audit/told: the group of acts",
	"audit.key.":                "backend/audit/told: a key of a detail",
	"audit.value.":              "backend/audit/told: a key of a detail and its value",
	"audit.fault.":              "backend/audit/check.go: what is wrong with the log",
	"error.":                    "frontend/src/api, backend/cli: error.<code>",
	"date.month.":               "backend/i18n/printer.go: the month's number",
	"language.":                 "backend/door: a language under its own name",
	"cli.help.":                 "backend/cli/commands.go: the words of the command",
	"fault.":                    "backend/cli/instruments.go: the code of a domain.Fault",
	"record.":                   "backend/cli/score.go: the code of an exchange.Fault",
	"input.":                    "backend/cli/score.go: why an input cannot be read",
	"desk.whatif.fault.":        "backend/desk/whatif.go: the code of a totals.Fault",
	"notice.":                   "backend/consent: the part of the notice",
	"report.basis.":             "backend/report/about.go: the basis of the session",
	"report.event.":             "backend/report/sitting.go: what happened beside the answers",
	"report.measured.":          "backend/report/sitting.go: the numbers behind a flag, by its rule",
	"report.arranged.":          "backend/report/about.go: what was arranged",
	"report.practice.type.":     "backend/report/about.go: the type of response",
	"kiosk.notice.":             "frontend/src/kiosk/screens/Consent.svelte: the part of the notice",
	"kiosk.how.":                "frontend/src/kiosk/screens/How.svelte: the type of response",
	"desk.basis.":               "frontend/src/desk/session: the basis of the session",
	"desk.supervision.":         "frontend/src/desk: the supervision of a card",
	"desk.change.not.":          "frontend/src/desk/result/Since.svelte: the reason",
	"report.change.not.":        "backend/report/change.go: the reason",
	"report.change.verdict.":    "backend/report/change_axes.go: what the rule finds",
	"report.change.exact.":      "backend/report/change_axes.go: the column",
	"report.change.practice.":   "backend/report/change.go: the note",
	"report.change.names.":      "backend/report/change.go: the note",
	"report.change.proof.":      "backend/report/change.go: the note",
	"report.part.":              "backend/report/build.go: the kind of the part",
	"report.figures.":           "backend/report/words.go: a key of the report, of figures that are nobody's",
	"arithmetic.row.":           "backend/report/arithmetic/words.go: what the number of a table is",
	"arithmetic.step.":          "backend/report/arithmetic/words.go: the operation of a step without words",
	"arithmetic.bound.":         "backend/report/arithmetic/words.go: what a bound is of",
	"arithmetic.function.":      "backend/report/arithmetic/numbers.go: the function in a formula",
	"arithmetic.sign.":          "backend/report/arithmetic/signs.go: the end of a band",
	"trace.":                    "backend/report/worksheet, backend/report/arithmetic: part, rule and constants of a line",
	"verify.":                   "backend/cli/verify.go, backend/desk/check.go: the verdict",
	"report.missing.":           "backend/report/words.go: the reason",
	"report.why.":               "backend/report/advice.go: the rule of the choice",
	"report.summary.headline.":  "backend/report/summary.go: the certainty",
	"report.summary.second.":    "backend/report/summary.go: the certainty",
	"report.summary.certainty.": "backend/report/summary.go: the certainty",
	"report.summary.brief.":     "backend/report/summary.go: the certainty",
}

type locale map[string]map[string]string // key → plural form → text

func readLocales(t *testing.T) map[string]locale {
	t.Helper()
	files, err := filepath.Glob("../../locales/*.json")
	if err != nil || len(files) < 2 {
		t.Fatalf("locales: %v %v", files, err)
	}
	out := map[string]locale{}
	for _, f := range files {
		raw := map[string]any{}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &raw); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		out[strings.TrimSuffix(filepath.Base(f), ".json")] = flatten(t, f, raw)
	}
	return out
}

func flatten(t *testing.T, file string, raw map[string]any) locale {
	t.Helper()
	out := locale{}
	for key, v := range raw {
		switch v := v.(type) {
		case string:
			out[key] = map[string]string{"": v}
		case map[string]any:
			out[key] = map[string]string{}
			for form, text := range v {
				s, ok := text.(string)
				if !ok {
					t.Errorf("%s: %s.%s is not text", file, key, form)
				}
				out[key][form] = s
			}
		default:
			t.Errorf("%s: %s is neither text nor plural forms", file, key)
		}
	}
	return out
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func placeholders(text string) []string {
	names := []string{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	sort.Strings(names)
	return names
}

func TestEveryLanguageIsComplete(t *testing.T) {
	all := readLocales(t)
	source := all[i18n.Source]
	for lang, loc := range all {
		want, known := forms[lang]
		if !known {
			t.Errorf("%s: no line in the table of plural forms", lang)
		}
		for key, texts := range source {
			mine, ok := loc[key]
			if !ok {
				t.Errorf("%s: lacks %s", lang, key)
				continue
			}
			_, plural := texts["other"]
			checkForms(t, lang, key, mine, plural, want)
		}
		for key := range loc {
			if _, ok := source[key]; !ok {
				t.Errorf("%s: has %s, which %s lacks", lang, key, i18n.Source)
			}
		}
	}
}

func checkForms(t *testing.T, lang, key string, mine map[string]string, plural bool, want []string) {
	t.Helper()
	need := []string{""}
	if plural {
		need = want
	}
	if len(mine) != len(need) {
		t.Errorf("%s: %s has %d forms, needs %v", lang, key, len(mine), need)
	}
	for _, form := range need {
		if strings.TrimSpace(mine[form]) == "" {
			t.Errorf("%s: %s %q is empty", lang, key, form)
		}
	}
}

func TestPlaceholdersAgree(t *testing.T) {
	all := readLocales(t)
	for lang, loc := range all {
		for key, texts := range all[i18n.Source] {
			want := placeholders(texts["other"] + texts[""])
			for form, text := range loc[key] {
				got := placeholders(text)
				if form == "one" && !slices.Contains(got, "Count") {
					got = placeholders(text + "{{.Count}}") // "one set" may leave the number out
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: %s %q has placeholders %v, want %v", lang, key, form, got, want)
				}
				if strings.Count(text, "{{") != len(placeholder.FindAllString(text, -1)) {
					t.Errorf("%s: %s has a malformed placeholder: %s", lang, key, text)
				}
			}
		}
	}
}

func TestEveryCodeHasAWord(t *testing.T) {
	for lang, loc := range readLocales(t) {
		for _, code := range domain.Codes() {
			if _, ok := loc["error."+string(code)]; !ok {
				t.Errorf("%s: no words for error code %q", lang, code)
			}
		}
	}
}

func TestNoKeyIsUnused(t *testing.T) {
	sources := readSources(t)
	for key := range readLocales(t)[i18n.Source] {
		if !used(key, sources) {
			t.Errorf("%s is used nowhere", key)
		}
	}
	if used("no.such.key", sources) {
		t.Error("the check finds keys that nobody uses")
	}
}

func used(key, sources string) bool {
	for prefix := range built {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	for _, quote := range []string{`"`, `'`, "`"} {
		if strings.Contains(sources, quote+key+quote) {
			return true
		}
	}
	return false
}

func readSources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, root := range []string{"..", "../../frontend/src", "../../main.go", "../../app.go"} {
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			ext := filepath.Ext(p)
			if strings.HasSuffix(p, "_test.go") || strings.HasSuffix(p, ".test.ts") || !slices.Contains([]string{".go", ".ts", ".svelte"}, ext) {
				return nil
			}
			text, err := os.ReadFile(p)
			b.Write(text)
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return b.String()
}
