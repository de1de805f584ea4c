package instrument

import (
	"fmt"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/scoring"
)

// coherence checks what a schema cannot: ids that stand once, sections that
// hold every item once, widgets that name what exists.
func (f *folder) coherence() {
	m := &f.manifest
	f.once("items[%d].id", len(m.Items), func(i int) string { return m.Items[i].ID })
	f.once("sections[%d].id", len(m.Sections), func(i int) string { return m.Sections[i].ID })
	f.once("respondent[%d].id", len(m.Respondent), func(i int) string { return m.Respondent[i].ID })
	f.once("languages[%d]", len(m.Languages), func(i int) string { return m.Languages[i] })
	for i, it := range m.Items {
		f.once(fmt.Sprintf("items[%d].endings[%%d].id", i), len(it.Endings), func(j int) string { return it.Endings[j].ID })
	}
	f.sections()
	for i, w := range m.Report {
		f.widget(fmt.Sprintf("report[%d]", i), w)
	}
}

func (f *folder) mistake(path, code string, params ...string) {
	f.fault(scoring.ManifestFile, path, code, params...)
}

// once faults ids that stand twice.
func (f *folder) once(path string, n int, id func(i int) string) {
	seen := map[string]bool{}
	for i := range n {
		if seen[id(i)] {
			f.mistake(fmt.Sprintf(path, i), "duplicate_id", "Got", id(i))
		}
		seen[id(i)] = true
	}
}

// sections must hold every item exactly once.
func (f *folder) sections() {
	placed := map[string]bool{}
	for i, s := range f.manifest.Sections {
		for j, id := range s.Items {
			path := fmt.Sprintf("sections[%d].items[%d]", i, j)
			if _, ok := f.manifest.Item(id); !ok {
				f.mistake(path, "unknown_item", "Got", id)
			}
			if placed[id] {
				f.mistake(path, "duplicate_id", "Got", id)
			}
			placed[id] = true
		}
	}
	for i, it := range f.manifest.Items {
		if !placed[it.ID] {
			f.mistake(fmt.Sprintf("items[%d]", i), "item_in_no_section", "Got", it.ID)
		}
	}
}

// widget checks the scores, lists and flags that a report part names.
func (f *folder) widget(path string, w domain.Widget) {
	score := func(at, id string) {
		if _, ok := f.manifest.Step(id); !ok && id != "" {
			f.mistake(path+"."+at, "unknown_score", "Got", id)
		}
	}
	score("score", w.Score)
	score("list", w.List)
	score("tally", w.Tally)
	score("distribution", w.Distribution)
	for i, id := range w.Scores {
		score(fmt.Sprintf("scores[%d]", i), id)
	}
	for i, c := range w.Choices {
		score(fmt.Sprintf("choices[%d].score", i), c.Score)
	}
	for i, code := range w.Flags {
		if !slices.ContainsFunc(f.manifest.Flags, func(fl domain.Flag) bool { return fl.Code == code }) {
			f.mistake(fmt.Sprintf("%s.flags[%d]", path, i), "unknown_flag", "Got", code)
		}
	}
}
