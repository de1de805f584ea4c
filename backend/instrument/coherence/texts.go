package coherence

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"kitewise/backend/domain"
)

// TextFile names the file of a language.
func TextFile(language string) string { return "text." + language + ".json" }

// free are the prefixes of texts that hang on no part of the manifest: words of
// the report that the instrument puts in its own way, with the report's
// placeholders; and the short names of norm versions, which may come later.
var free = []string{reportWords, "norm."}

const reportWords = "report."

// Texts holds the texts, by language and key, against the manifest and against
// each other. classes are those that the lookup tables give.
func Texts(m *domain.Manifest, classes []string, texts map[string]map[string]string) []domain.Fault {
	n := wanted(m, classes)
	t := &textChecker{places: map[string]string{}, may: n.may, texts: texts}
	for _, one := range n.all {
		other, twice := t.places[one.key]
		if twice && other != one.path {
			t.faults = append(t.faults, domain.NewFault(ManifestFile, one.path, "text_key_clash", "Got", one.key, "With", other))
		}
		if !twice {
			t.keys = append(t.keys, one.key)
		}
		t.places[one.key] = one.path
	}
	t.further(m.Languages)
	for _, lang := range m.Languages {
		if mine, ok := texts[lang]; ok {
			t.language(m, lang, mine)
		}
	}
	return t.faults
}

type textChecker struct {
	// places says what needs a key; may what else there can be.
	places map[string]string
	may    map[string]bool
	// keys are those that are needed, in the manifest's order, and then those
	// that some language has a good reason to have.
	keys   []string
	texts  map[string]map[string]string
	faults []domain.Fault
}

func (t *textChecker) fault(lang, key, code string, params ...string) {
	t.faults = append(t.faults, domain.NewFault(TextFile(lang), key, code, params...))
}

// further adds the texts that a language may have: then every language has them.
func (t *textChecker) further(languages []string) {
	more := map[string]bool{}
	for _, lang := range languages {
		for key := range t.texts[lang] {
			_, needed := t.places[key]
			more[key] = !needed && t.known(key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(more)) {
		if more[key] {
			t.keys = append(t.keys, key)
		}
	}
}

// language checks one language: every text that is needed or that another
// language has, none that nothing needs, the same placeholders.
func (t *textChecker) language(m *domain.Manifest, lang string, mine map[string]string) {
	for _, key := range t.keys {
		if strings.TrimSpace(mine[key]) == "" {
			t.fault(lang, key, "text_missing")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(mine)) {
		if !t.known(key) {
			t.fault(lang, key, "text_unknown")
		}
		t.placeholders(m, lang, key, mine[key])
	}
}

// known reports whether the manifest has a place for a text.
func (t *textChecker) known(key string) bool {
	_, needed := t.places[key]
	return needed || t.may[key] || slices.ContainsFunc(free, func(p string) bool { return strings.HasPrefix(key, p) })
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// placeholders allows them in the words of the report and in the check of a
// practice alone, and there the same ones in every language.
func (t *textChecker) placeholders(m *domain.Manifest, lang, key, text string) {
	found := placeholder.FindAllString(text, -1)
	if wanted, isCheck := checkWords(m)[key]; isCheck {
		if !slices.Equal(unique(found), wanted) {
			t.fault(lang, key, "practice_check", "Want", strings.Join(wanted, " "))
		}
		return
	}
	if len(found) != strings.Count(text, "{{") || len(found) > 0 && !strings.HasPrefix(key, reportWords) {
		t.fault(lang, key, "text_placeholder", "Got", strings.Join(found, " "))
		return
	}
	first := m.Languages[0]
	want := placeholder.FindAllString(t.texts[first][key], -1)
	if !slices.Equal(unique(found), unique(want)) {
		t.fault(lang, key, "text_placeholder_differs", "Got", strings.Join(found, " "), "Want", strings.Join(want, " "))
	}
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}
