package instrument

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kitewise/backend/instrument/coherence"
)

// textFile names the file of a language.
func textFile(language string) string { return coherence.TextFile(language) }

// readTexts reads every offered language and holds the texts against the manifest.
func (f *folder) readTexts() {
	f.texts = map[string]map[string]string{}
	for _, lang := range f.manifest.Languages {
		name, texts := textFile(lang), map[string]string{}
		if _, ok := f.json(name, maxTexts, &texts); !ok {
			continue
		}
		for key, text := range texts {
			if len(text) > maxText || !utf8.ValidString(text) {
				f.fault(name, key, "text_too_long", "Max", strconv.Itoa(maxText))
			}
		}
		f.texts[lang] = texts
	}
	classes := []string{}
	for _, t := range f.tables {
		if t != nil {
			classes = append(classes, t.Classes()...)
		}
	}
	f.faults = append(f.faults, coherence.Texts(&f.manifest, classes, f.texts)...)
	f.otherLanguages()
}

// otherLanguages faults a text file whose language the manifest does not offer.
func (f *folder) otherLanguages() {
	names, err := fs.Glob(f.files, textFile("*"))
	if err != nil {
		return // the pattern is a constant
	}
	for _, name := range names {
		lang := strings.TrimSuffix(strings.TrimPrefix(name, "text."), ".json")
		if !slices.Contains(f.manifest.Languages, lang) {
			f.fault(name, "", "text_language", "Got", lang)
		}
	}
}
