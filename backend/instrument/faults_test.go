package instrument_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// planted is one fault in a manifest: what is set where (nil removes), and
// the code and path that must be told.
type planted struct {
	path  []any
	value any
	code  string
	at    string
}

func list(items ...any) []any { return append([]any{}, items...) }

func plantedFaults() []planted {
	step := func(i int, rest ...any) []any { return append([]any{"scoring", i}, rest...) }
	// places of the steps: 0 CE … 3 AE, 4 ACCE, 8 balance_acce, 10 preference, 11 style, 12 W, 13 LFI, 14 contexts, 15 backup_styles
	return []planted{
		{list("format"), "other/1", "schema_rule", "format"},
		{list("id"), "Not An Id", "schema_rule", "id"},
		{list("version"), "1.0", "schema_rule", "version"},
		{list("languages"), list(), "schema_rule", "languages"},
		{list("languages"), list("en", "en"), "schema_rule", "languages"},
		{list("languages"), list("en", "fr"), "file_missing", ""},
		{list("licence"), nil, "schema_required", ""},
		{list("licence", "class"), "free", "schema_rule", "licence.class"},
		{list("extra"), 1, "schema_unknown", ""},
		{list("card", "minutesLow"), "12", "schema_type", "card.minutesLow"},
		{list("respondent", 1, "options"), nil, "schema_required", "respondent[1]"},
		{list("respondent", 1, "id"), "age", "duplicate_id", "respondent[1].id"},
		{list("items", 1, "id"), "s1", "duplicate_id", "items[1].id"},
		{list("items", 1, "type"), "guess", "schema_rule", "items[1].type"},
		{list("items", 1, "endings", 1, "id"), "CE", "duplicate_id", "items[1].endings[1].id"},
		{list("items", 1, "endings", 1, "id"), "XX", "unknown_ending", "scoring[1].items[1]"},
		{list("items", 0, "endings"), list(map[string]any{"id": "CE"}), "schema_rule", "items[0].endings"},
		{list("sections", 0, "items", 0), "s99", "unknown_item", "sections[0].items[0]"},
		{list("sections", 0, "items", 0), "s2", "duplicate_id", "sections[0].items[1]"},
		{list("sections", 0, "order"), "random", "schema_rule", "sections[0].order"},
		{step(0, "op"), "magic", "schema_rule", "scoring[0].op"},
		{step(0, "id"), "RO", "duplicate_id", "scoring[1].id"},
		{step(0, "items", 2), "s99", "unknown_item", "scoring[0].items[2]"},
		{step(0, "items", 2), "s1", "duplicate_id", "scoring[0].items[2]"},
		{step(0, "ending"), nil, "schema_required", "scoring[0]"},
		{step(0, "ending"), "XX", "unknown_ending", "scoring[0].items[0]"},
		{step(0, "norm"), "other", "unknown_norm", "scoring[0].norm"},
		{step(0, "norm"), "klsi4-lfi", "norm_kind", "scoring[0].norm"},
		{step(0, "missing"), nil, "schema_required", "scoring[0]"},
		{step(4, "terms", 0, "score"), "XX", "unknown_score", "scoring[4].terms[0].score"},
		{step(4, "terms", 0, "score"), "ACCE", "cycle", "scoring[4].terms[0].score"},
		{step(4, "terms", 0, "score"), "contexts", "not_a_number", "scoring[4].terms[0].score"},
		{step(4, "terms", 0, "weight"), 1.5, "schema_type", "scoring[4].terms[0].weight"},
		{step(4, "constant"), "3", "constant_without_metric", "scoring[4].constant"},
		{step(6, "norm"), "klsi4", "norm_scale", "scoring[6].norm"},
		{step(8, "constant"), "nine", "schema_rule", "scoring[8].constant"},
		{step(8, "norm"), "klsi4", "norm_kind", "scoring[8].norm"},
		{step(11, "grid", "x", "score"), "contexts", "not_a_number", "scoring[11].grid.x.score"},
		{step(11, "grid", "x", "score"), "balance_acce", "class_without_error", "scoring[11].grid.x.score"},
		{step(11, "grid", "x", "cuts"), list("11.5", "0.5"), "overlapping_bounds", "scoring[11].grid.x.cuts[1]"},
		{step(11, "grid", "y", "cuts"), list("5.5"), "grid_rows", "scoring[11].grid.cells"},
		{step(11, "grid", "x", "cuts"), list("0.5"), "grid_columns", "scoring[11].grid.cells[0]"},
		{step(11, "grid", "cells", 0, 0), "unknown", "missing_class", "scoring[11].grid.cells[0][0]"},
		{step(11, "grid", "cells", 0, 0), "balancing", "unreachable_class", "scoring[11].grid.order[2]"},
		{step(11, "grid", "preference"), "CE", "no_chance_test", "scoring[11].grid.preference"},
		{step(12, "items"), list("c1", "c2", "s99"), "unknown_item", "scoring[12].items[2]"},
		{step(13, "of"), "style", "not_a_number", "scoring[13].of"},
		{step(13, "of"), "preference", "norm_row", "scoring[13].norm"},
		{step(13, "of"), "CE", "norm_kind", "scoring[13].norm"},
		{step(13, "linear"), nil, "field_missing", "scoring[13].linear"},
		{step(13, "norm"), nil, "no_percentile", "scoring[13].bands.on"},
		{step(13, "bands", "bounds", 1, "below"), "30", "overlapping_bounds", "scoring[13].bands.bounds[1].below"},
		{step(13, "bands", "bounds", 2, "below"), "90", "open_bound", "scoring[13].bands.bounds[2].below"},
		{step(13, "bands", "bounds", 1, "class"), "low", "duplicate_id", "scoring[13].bands.bounds[1].class"},
		{step(13, "bands", "when", 0), "XX", "unknown_flag", "scoring[13].bands.when[0]"},
		{step(14, "table"), "../secret.csv", "schema_rule", "scoring[14].table"},
		{step(14, "table"), "tables/none.csv", "file_missing", ""},
		{step(15, "of"), "CE", "not_a_list", "scoring[15].of"},
		{step(15, "except"), "CE", "no_class", "scoring[15].except"},
		{step(15, "classes"), list("balancing"), "missing_class", "scoring[15].classes"},
		{list("norms", 0, "n"), 10424, "norm_size", "Total"},
		{list("norms", 0, "file"), "norms/none.csv", "file_unreadable", ""},
		{list("norms", 1, "id"), "klsi4", "duplicate_id", "norms[1].id"},
		{list("norms", 0, "scored_endings"), nil, "schema_required", "norms[0]"},
		{list("flags", 0, "rule"), "feeling", "schema_rule", "flags[0].rule"},
		{list("flags", 0, "scores", 0), "W", "no_percentile", "flags[0].scores[0]"},
		{list("flags", 0, "at_least"), 7, "unreachable", "flags[0].at_least"},
		{list("flags", 1, "code"), "RAW_OUTSIDE_NORM_RANGE", "duplicate_id", "flags[1].code"},
		{list("flags", 5, "step"), "XX", "unknown_score", "flags[5].step"},
		{list("flags", 5, "step"), "CE", "no_chance_test", "flags[5].step"},
		{list("flags", 5, "below"), nil, "field_missing", "flags[5].below"},
		{list("flags", 10, "step"), "CE", "no_class", "flags[10].step"},
		{list("report", 0, "score"), "XX", "unknown_score", "report[0].score"},
		{list("report", 7, "choices", 8, "score"), "CE", "choice_axis", "report[7].choices[8].score"},
		{list("report", 0, "flags", 0), "XX", "unknown_flag", "report[0].flags[0]"},
		{list("self_test"), list(), "schema_rule", "self_test"},
		{list("self_test", 0, "expect", "CE", "value"), 38, "self_test", "self_test[0].expect.CE.value"},
		{list("self_test", 0, "expect", "style", "class"), "acting", "self_test", "self_test[0].expect.style.class"},
		{list("self_test", 0, "responses", "s1"), list(4, 4, 3, 2), "self_test_answers", "self_test[0].responses"},
	}
}

// plant sets or removes one value of a decoded manifest.
func plant(m map[string]any, p planted) {
	parent := at(m, p.path[:len(p.path)-1]...)
	switch key := p.path[len(p.path)-1].(type) {
	case string:
		if p.value == nil {
			delete(parent.(map[string]any), key)
		} else {
			parent.(map[string]any)[key] = p.value
		}
	case int:
		parent.([]any)[key] = p.value
	}
}

func TestPlantedManifestFaultsAreFound(t *testing.T) {
	for _, p := range plantedFaults() {
		in, faults := variant(t, func(m map[string]any) { plant(m, p) }, nil)
		if in != nil {
			t.Errorf("%v = %v: the instrument can be used", p.path, p.value)
		}
		found := false
		for _, f := range faults {
			found = found || f.Code == p.code && strings.HasPrefix(f.Path, p.at) && f.File != ""
		}
		if !found {
			t.Errorf("%v = %v: %v, want %s at %q", p.path, p.value, faults, p.code, p.at)
		}
	}
}

// TestHostileFilesAreRefused: what a decoder would hide or choke on.
func TestHostileFilesAreRefused(t *testing.T) {
	manifest := string(folderOf(t)["manifest.json"].Data)
	texts := string(folderOf(t)["text.en.json"].Data)
	table := string(folderOf(t)["tables/regions.csv"].Data)
	for name, tc := range map[string]struct{ file, text, code, path string }{
		"not JSON":            {"manifest.json", manifest[:len(manifest)-20], "json_syntax", ""},
		"two texts":           {"manifest.json", manifest + "{}", "json_trailing", ""},
		"empty":               {"manifest.json", "", "json_syntax", ""},
		"an array":            {"manifest.json", "[]", "schema_type", ""},
		"duplicate key":       {"manifest.json", strings.Replace(manifest, `"format"`, `"id": "x", "format"`, 1), "json_duplicate_key", "id"},
		"huge exponent":       {"manifest.json", strings.Replace(manifest, `"minutesLow": 12`, `"minutesLow": 1e5000000`, 1), "json_number", "card.minutesLow"},
		"endless number":      {"manifest.json", strings.Replace(manifest, `"minutesLow": 12`, `"minutesLow": 1`+strings.Repeat("0", 60), 1), "json_number", "card.minutesLow"},
		"deep":                {"manifest.json", strings.Repeat(`{"a":[`, 5000) + strings.Repeat("]}", 5000), "json_depth", "a[0].a"},
		"too large":           {"manifest.json", `{"id": "` + strings.Repeat("x", 1<<20) + `"}`, "file_too_large", ""},
		"text missing":        {"text.en.json", strings.Replace(texts, `"item.s5.RO"`, `"item.s5.ROO"`, 1), "text_missing", "item.s5.RO"},
		"text empty":          {"text.id.json", `{"title": ""}`, "text_missing", "title"},
		"text a number":       {"text.en.json", `{"title": 1}`, "schema_type", ""},
		"text twice":          {"text.en.json", `{"title": "a", "title": "b"}`, "json_duplicate_key", "title"},
		"text too long":       {"text.en.json", strings.Replace(texts, `"title": "`, `"title": "`+strings.Repeat("x", 9000), 1), "text_too_long", "title"},
		"ranking missing":     {"tables/regions.csv", strings.Replace(table, "experiencing,4,3,1,2\n", "", 1), "missing_cell", "line 1"},
		"ranking twice":       {"tables/regions.csv", table + "acting,4,3,1,2\n", "table_duplicate", "line 26"},
		"no ranking":          {"tables/regions.csv", table + "acting,4,4,1,2\n", "not_a_permutation", "line 26"},
		"foreign header":      {"tables/regions.csv", "x,CE\n", "table_header", "line 1"},
		"alpha over one":      {"norms/klsi4-alpha.csv", "norm_group,scale,alpha\nTotal,CE,1.2\n", "table_number", "line 2 alpha"},
		"agreement not whole": {"norms/klsi4-lfi.csv", "norm_group,d,frequency\nTotal,1.5,3\n", "table_number", "line 2 d"},
	} {
		in, faults := replaced(t, tc.file, tc.text)
		if in != nil || len(faults) == 0 || faults[0].File != tc.file || faults[0].Code != tc.code || !strings.HasPrefix(faults[0].Path, tc.path) {
			t.Errorf("%s: %v, want %s: %s: %s", name, faults, tc.file, tc.path, tc.code)
		}
	}
}

// replaced loads the first instrument with one file replaced.
func replaced(t *testing.T, file, text string) (*instrument.Instrument, []domain.Fault) {
	t.Helper()
	folder := folderOf(t)
	folder[file] = &fstest.MapFile{Data: []byte(text)}
	entry, err := instrument.Open(os.DirFS("../../instruments"), folder)
	if err != nil {
		t.Fatal(err)
	}
	return entry.Instrument, entry.Faults
}

// TestCatalogueListsFaultyInstruments: they are named, never given.
func TestCatalogueListsFaultyInstruments(t *testing.T) {
	files := fstest.MapFS{}
	schema, err := os.ReadFile("../../instruments/schema/manifest-1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	files["schema/manifest-1.schema.json"] = &fstest.MapFile{Data: schema}
	for name, f := range folderOf(t) {
		files["learning-cycle/1.0.0/"+name] = f
		files["learning-cycle/1.0.10/"+name] = f
		files["learning-cycle/1.0.9/"+name] = f
	}
	var m map[string]any
	if err := json.Unmarshal(files["learning-cycle/1.0.9/manifest.json"].Data, &m); err != nil {
		t.Fatal(err)
	}
	m["version"] = "1.0.9"
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	files["learning-cycle/1.0.9/manifest.json"] = &fstest.MapFile{Data: data}
	c, err := instrument.Load(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	states := ""
	for _, e := range c.List() {
		states += e.Version
		if !e.Usable() {
			states += " " + e.Faults[0].Code
		}
		states += ";"
	}
	if want := "1.0.0;1.0.9;1.0.10 folder_name;"; states != want {
		t.Errorf("%s, want %s", states, want)
	}
	in, err := c.Latest("learning-cycle")
	if err != nil || in.Domain.Ref.Version != "1.0.9" {
		t.Errorf("latest: %v, %v", in, err)
	}
	for code, ask := range map[domain.Code]func() error{
		domain.CodeNotFound:          func() error { _, err := c.Latest("other"); return err },
		domain.CodeInstrumentInvalid: func() error { _, err := c.Version("learning-cycle", "1.0.10"); return err },
	} {
		if err := ask(); domain.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	ref, norms := in.Domain.Ref, in.Domain.Norm
	if _, err := c.Pinned(ref, norms); err != nil {
		t.Error(err)
	}
	norms.Hash = strings.Repeat("0", 64)
	if _, err := c.Pinned(ref, norms); domain.CodeOf(err) != domain.CodeNormMissing {
		t.Errorf("other norms: %v", err)
	}
	norms = in.Domain.Norm
	ref.Hash = strings.Repeat("0", 64)
	if _, err := c.Pinned(ref, norms); domain.CodeOf(err) != domain.CodeInstrumentInvalid {
		t.Errorf("changed content: %v", err)
	}
}

// TestContentHashMeansContent: white space and line ends do not count, every
// word and number does.
func TestContentHashMeansContent(t *testing.T) {
	same := cycle(t).Domain
	folder := folderOf(t)
	manifest, texts := string(folder["manifest.json"].Data), string(folder["text.en.json"].Data)
	for file, text := range map[string]string{
		"manifest.json":      strings.ReplaceAll(manifest, "\n", "\r\n  "),
		"text.en.json":       "\ufeff" + strings.ReplaceAll(texts, "\n", "\r\n"),
		"tables/regions.csv": strings.ReplaceAll(string(folder["tables/regions.csv"].Data), "\n", "\r\n"),
		"norms/klsi4.csv":    strings.ReplaceAll(string(folder["norms/klsi4.csv"].Data), "\n", "\r\n"),
	} {
		in, faults := replaced(t, file, text)
		if in == nil || in.Domain.Ref != same.Ref || in.Domain.Norm != same.Norm {
			t.Errorf("%s: another hash, or %v", file, faults)
		}
	}
	in, faults := replaced(t, "text.en.json", strings.Replace(texts, `"title": "`, `"title": "A `, 1))
	if in == nil || in.Domain.Ref.Hash == same.Ref.Hash || in.Domain.Norm != same.Norm {
		t.Errorf("a changed word keeps the hash: %v", faults)
	}
	in = sound(t, func(m map[string]any) { at(m, "card").(map[string]any)["minutesLow"] = 13 }, nil)
	if in.Domain.Ref.Hash == same.Ref.Hash {
		t.Error("a changed number keeps the hash")
	}
	norms := strings.Replace(string(folder["norms/klsi4-alpha.csv"].Data), "0.76", "0.77", 1)
	in, faults = replaced(t, "norms/klsi4-alpha.csv", norms)
	if in == nil || in.Domain.Norm.Hash == same.Norm.Hash || in.Domain.Ref != same.Ref {
		t.Errorf("a changed norm keeps its hash: %v", faults)
	}
}
