package licensed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"kitewise/backend/domain"
)

// Files lays the wording over the shipped structure and gives every file of the
// instrument that comes of it, by name: the manifest with version, languages
// and key, the texts, and all else as shipped. names are the shipped files.
func (w *Wording) Files(shipped fs.FS, names []string, version string) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, name := range names {
		data, err := fs.ReadFile(shipped, name)
		if err != nil {
			return nil, fmt.Errorf("lay wording over structure: %w", err)
		}
		if out[name], err = w.file(name, data, version); err != nil {
			return nil, fmt.Errorf("lay wording over structure: %s: %w", name, err)
		}
		if out[name] == nil {
			delete(out, name)
		}
	}
	return out, nil
}

// file gives one file anew; nil is one that goes, the texts of a language left out.
func (w *Wording) file(name string, data []byte, version string) ([]byte, error) {
	language, isText := strings.CutPrefix(name, "text.")
	language, isJSON := strings.CutSuffix(language, ".json")
	switch {
	case name == "manifest.json":
		return edited(data, func(m map[string]any) { w.manifest(m, version) })
	case name == "vectors.json":
		return edited(data, func(m map[string]any) { m["version"] = version })
	case isText && isJSON && w.texts[language] == nil:
		return nil, nil
	case isText && isJSON:
		return edited(data, func(m map[string]any) {
			for key, text := range w.texts[language] {
				m[key] = text
			}
		})
	}
	return data, nil
}

// manifest enters version, languages and key into a decoded manifest.
func (w *Wording) manifest(m map[string]any, version string) {
	m["version"], m["languages"] = version, w.Languages
	if licence, ok := m["licence"].(map[string]any); ok {
		licence["wording"] = domain.WordingLoaded
	}
	items, _ := m["items"].([]any)
	for _, it := range items {
		it, _ := it.(map[string]any)
		id, _ := it["id"].(string)
		endings, _ := it["endings"].([]any)
		for _, e := range endings {
			if e, ok := e.(map[string]any); ok {
				ending, _ := e["id"].(string)
				delete(e, "unscored")
				if w.unscored[place{id, ending}] {
					e["unscored"] = true
				}
			}
		}
	}
}

// edited changes a JSON object; its numbers keep their digits.
func edited(data []byte, change func(m map[string]any)) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	dec.UseNumber()
	m := map[string]any{}
	if err := dec.Decode(&m); err != nil {
		return nil, err
	}
	change(m)
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(m)
	return out.Bytes(), err
}
