package instrument

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"kitewise/backend/domain"
)

// textFile names the file of a language.
func textFile(language string) string { return "text." + language + ".json" }

// readTexts reads every offered language; one that lacks a text is a fault.
func (f *folder) readTexts() {
	f.texts = map[string]map[string]string{}
	want := textKeys(&f.manifest)
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
		for _, key := range want {
			if texts[key] == "" {
				f.fault(name, key, "text_missing")
			}
		}
		f.texts[lang] = texts
	}
}

// textKeys lists the texts that a manifest needs in every language.
func textKeys(m *domain.Manifest) []string {
	keys := []string{"title", "kiosk.title", "kiosk.intro", "card.purpose", "card.notice"}
	add := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	most := 0
	for _, it := range m.Items {
		most = max(most, len(it.Endings))
		if m.Licence.Wording == domain.WordingLicensed {
			continue // a licence holder brings the items' texts
		}
		add("item.%s", it.ID)
		if it.Titled {
			add("item.%s.title", it.ID)
		}
		for _, e := range it.Endings {
			add("item.%s.%s", it.ID, e.ID)
		}
	}
	for rank := 1; rank <= most; rank++ {
		add("rank.%d", rank)
		add("rank.%d.prompt", rank)
	}
	for _, s := range m.Sections {
		add("section.%s.title", s.ID)
		add("section.%s.instruction", s.ID)
	}
	for _, field := range m.Respondent {
		add("respondent.%s", field.ID)
		for _, option := range field.Options {
			add("respondent.%s.%s", field.ID, option)
		}
	}
	return append(keys, resultKeys(m)...)
}

// resultKeys lists the texts of scores, classes, flags and activities.
func resultKeys(m *domain.Manifest) []string {
	keys := []string{}
	add := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	for _, s := range m.Scoring {
		if !s.Hidden && s.ClassName == "" {
			add("scale.%s", s.ID)
		}
		if s.Op == "rank_sum" && !s.Hidden {
			add("scale.%s.short", s.ID)
			add("scale.%s.plain", s.ID)
		}
		if s.Grid != nil {
			for _, class := range s.Grid.Order {
				add("class.%s", class)
				add("class.%s.summary", class)
				add("class.%s.help.1", class)
				add("class.%s.cost.1", class)
			}
		}
		if s.Bands != nil {
			for _, b := range s.Bands.Bands {
				add("level.%s", b.Class)
			}
			if s.Bands.Undetermined != "" {
				add("level.%s", s.Bands.Undetermined)
			}
		}
	}
	for _, f := range m.Flags {
		add("flag.%s", f.Code)
		add("flag.%s.detail", f.Code)
	}
	for _, w := range m.Report {
		for _, c := range w.Choices {
			add("try.%s", c.ID)
		}
	}
	return keys
}
