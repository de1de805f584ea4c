package instrument_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// everyType is the folder of a small form with every type of answer.
func everyType(t testing.TB) fstest.MapFS {
	t.Helper()
	return files(t, os.DirFS("testdata/every-type"))
}

// files copies a folder into memory.
func files(t testing.TB, from fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// opened loads a folder with the shipped schema.
func opened(t testing.TB, folder fs.FS) instrument.Entry {
	t.Helper()
	entry, err := instrument.Open(os.DirFS("../../instruments"), folder)
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

// rewrite changes one JSON file of a folder.
func rewrite(t testing.TB, folder fstest.MapFS, file string, change func(m map[string]any)) {
	t.Helper()
	m := map[string]any{}
	if err := json.Unmarshal(folder[file].Data, &m); err != nil {
		t.Fatal(err)
	}
	change(m)
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	folder[file] = &fstest.MapFile{Data: data}
}

func TestTheFormWithEveryTypeIsSound(t *testing.T) {
	entry := opened(t, everyType(t))
	if len(entry.Faults) > 0 {
		t.Fatal(entry.Faults)
	}
	types := map[string]bool{}
	for _, it := range entry.Definition.Manifest.Items {
		types[it.Type] = true
	}
	if len(types) != 8 {
		t.Errorf("%d types", len(types))
	}
}

// itemFaults are faults of items, option sets, sections, fields and report
// parts: what the schema lets through, or where it draws the line by type.
func itemFaults() []planted {
	item := func(i int, rest ...any) []any { return append([]any{"items", i}, rest...) }
	set := func(i int, rest ...any) []any { return append([]any{"option_sets", i}, rest...) }
	group := func(rest ...any) []any { return append([]any{"norms", 0, "precedence"}, rest...) }
	// items: 0 rank1, 1 rank2, 2 like1, 3 one1, 4 many1, 5 num1, 6 line1, 7 text1, 8 sort1
	return []planted{
		{set(1, "id"), "often", "duplicate_id", "option_sets[1].id"},
		{set(0, "options", 1, "id"), "never", "duplicate_id", "option_sets[0].options[1].id"},
		{set(0, "options", 1, "value"), 1, "option_order", "option_sets[0].options[1].value"},
		{set(0, "options", 2, "value"), 1, "option_order", "option_sets[0].options[2].value"},
		{set(0, "options"), list(map[string]any{"id": "a", "value": 1}, map[string]any{"id": "b"}), "option_values", "option_sets[0].options"},
		{set(0, "options"), list(map[string]any{"id": "a", "value": 1}), "schema_rule", "option_sets[0].options"},
		{set(0, "options", 0, "value"), 1.5, "schema_type", "option_sets[0].options[0].value"},
		{item(2, "options"), "place", "option_values", "option_sets[1].options"},
		{list("option_sets"), list(
			map[string]any{"id": "often", "options": list(map[string]any{"id": "a", "value": 1}, map[string]any{"id": "b", "value": 2})},
			map[string]any{"id": "place", "options": list(map[string]any{"id": "desk"}, map[string]any{"id": "bed"})},
			map[string]any{"id": "spare", "options": list(map[string]any{"id": "x"}, map[string]any{"id": "y"})},
		), "unused_option_set", "option_sets[2]"},
		{item(2, "options"), "seldom", "unknown_option_set", "items[2].options"},
		{item(2, "options"), nil, "schema_required", "items[2]"},
		{item(2, "min"), "1", "schema_rule", "items[2].min"},
		{item(3, "options"), "somewhere", "unknown_option_set", "items[3].options"},
		{item(3, "max_chosen"), 2, "schema_rule", "items[3].max_chosen"},
		{item(4, "min_chosen"), 4, "chosen_bounds", "items[4].min_chosen"},
		{item(4, "max_chosen"), 4, "chosen_bounds", "items[4].max_chosen"},
		{item(4, "min_chosen"), 3, "range_empty", "items[4].max_chosen"},
		{item(5, "max"), "0", "range_empty", "items[5].max"},
		{item(5, "min"), "24.5", "range_empty", "items[5].max"},
		{item(5, "max"), nil, "schema_required", "items[5]"},
		{item(5, "min"), "1,5", "schema_rule", "items[5].min"},
		{item(5, "step"), "1", "schema_rule", "items[5].step"},
		{item(6, "step"), "0.3", "step_uneven", "items[6].step"},
		{item(6, "step"), "20", "step_uneven", "items[6].step"},
		{item(6, "step"), "0", "step_size", "items[6].step"},
		{item(6, "step"), "-0.5", "step_size", "items[6].step"},
		{item(6, "max"), "-1", "range_empty", "items[6].max"},
		{item(6, "step"), nil, "schema_required", "items[6]"},
		{item(7, "max_length"), nil, "schema_required", "items[7]"},
		{item(7, "max_length"), 0, "schema_rule", "items[7].max_length"},
		{item(7, "options"), "often", "schema_rule", "items[7].options"},
		{item(8, "columns", 1, "places"), 3, "column_places", "items[8].columns"},
		{item(8, "columns", 1, "places"), 1, "column_places", "items[8].columns"},
		{item(8, "columns", 1, "value"), 1, "duplicate_id", "items[8].columns[2].value"},
		{item(8, "endings", 1, "id"), "k1", "duplicate_id", "items[8].endings[1].id"},
		{item(8, "columns"), nil, "schema_required", "items[8]"},
		{item(8, "columns", 0, "places"), 0, "schema_rule", "items[8].columns[0].places"},
		{item(0, "columns"), list(), "schema_rule", "items[0].columns"},
		{item(2, "id"), "age", "name_taken", "items[2].id"},
		{item(2, "id"), "id", "name_taken", "items[2].id"},
		{item(1, "endings", 0, "id"), "title", "text_key_clash", "items[1].endings[0]"},
		{item(2, "id"), "rank1.A", "text_key_clash", "items[2]"},
		{list("respondent", 2, "id"), "id", "name_taken", "respondent[2].id"},
		{list("respondent", 0, "max"), 1, "range_empty", "respondent[0].max"},
		{list("respondent", 2, "max"), 9, "wrong_type", "respondent[2].max"},
		{list("respondent", 0, "options"), list("1", "2"), "schema_rule", "respondent[0].options"},
		{list("card", "minutesHigh"), 1, "range_empty", "card.minutesHigh"},
		{list("sections", 1, "id"), "orders", "duplicate_id", "sections[1].id"},
		{list("sections", 1, "items", 0), "rank1", "duplicate_id", "sections[1].items[0]"},
		{list("sections", 1, "items"), list("like1", "one1", "many1", "num1", "line1", "text1"), "item_in_no_section", "items[8]"},
		{list("sections", 1, "required"), "some", "schema_rule", "sections[1].required"},
		{list("sections", 1, "show_when"), "", "schema_rule", "sections[1].show_when"},
		{group(0, "field"), "class", "unknown_field", "norms[0].precedence[0].field"},
		{group(0, "field"), "age", "wrong_type", "norms[0].precedence[0].field"},
		{group(1, "field"), "role", "wrong_type", "norms[0].precedence[1].bands"},
		{group(1, "field"), "role", "duplicate_id", "norms[0].precedence[1].field"},
		{group(1, "bands", 1, "up_to"), 18, "overlapping_bounds", "norms[0].precedence[1].bands[1].up_to"},
		{group(1, "bands", 1, "id"), "<19", "duplicate_id", "norms[0].precedence[1].bands[1].id"},
		{group(1, "bands", 2, "up_to"), 99, "open_bound", "norms[0].precedence[1].bands[2].up_to"},
		{group(1, "bands", 0, "up_to"), nil, "open_bound", "norms[0].precedence[1].bands[0].up_to"},
		{list("scoring"), list(map[string]any{"id": "A", "op": "rank_sum", "items": list("rank1"), "ending": "A", "missing": "require_all", "source": "own"}), "unused_norm", "norms[0]"},
		{list("change", 1, "id"), "together", "duplicate_id", "change[1].id"},
		{list("change", 0, "scores"), list("A"), "change_scores", "change[0].scores"},
		{list("change", 0, "scores", 1), "A", "duplicate_id", "change[0].scores[1]"},
		{list("change", 0, "scores", 1), "D", "unknown_score", "change[0].scores[1]"},
		{list("change", 0, "scores", 1), "alike", "hidden_score", "change[0].scores[1]"},
		{list("change", 0, "level"), "1", "table_number", "change[0].level"},
		{list("change", 1, "by"), "0", "step_size", "change[1].by"},
		{list("change", 1, "by"), nil, "schema_required", "change[1]"},
		{list("report", 0, "kind"), "kite", "kite_scores", "report[0].scores"},
		{list("report", 0, "scores", 2), "A", "duplicate_id", "report[0].scores[2]"},
		{list("report", 0, "scores", 2), "alike", "hidden_score", "report[0].scores[2]"},
		{list("report", 0, "scores", 2), "first", "not_a_number", "report[0].scores[2]"},
		{list("report", 1, "list"), "A", "not_a_list", "report[1].list"},
		{list("report", 0, "scores"), nil, "field_missing", "report[0].scores"},
		{list("report", 1, "list"), nil, "field_missing", "report[1].list"},
		{list("report", 2), map[string]any{"kind": "texts", "score": "A"}, "no_class", "report[2].score"},
		{list("report", 2), map[string]any{"kind": "steps"}, "field_missing", "report[2].choices"},
		{list("report", 2), map[string]any{"kind": "steps", "choices": list(map[string]any{"id": "t", "slot": 1, "when": "cannot_tell"})}, "no_class", "report[2].score"},
		{list("report", 2), map[string]any{"kind": "steps", "choices": list(map[string]any{"id": "t", "slot": 1, "when": "highest"})}, "schema_rule", "report[2].choices[0].when"},
		{list("report", 2), map[string]any{"kind": "steps", "scores": list("A"), "choices": list(map[string]any{"id": "t", "slot": 1, "when": "lowest", "score": "B"})}, "choice_score", "report[2].choices[0].score"},
		{list("practice"), nil, "schema_required", ""},
		{list("practice", 0), map[string]any{"type": "ranking"}, "schema_required", "practice[0]"},
		{list("practice", 0, "none"), "nothing to mistake", "schema_rule", "practice[0]"},
		{list("practice", 7, "none"), "no", "schema_rule", "practice[7].none"},
		{list("practice", 7, "type"), "text", "practice_missing", "items[8].type"},
		{list("practice", 7, "type"), "text", "duplicate_id", "practice[7].type"},
		{list("practice", 0, "type"), "likert", "practice_type", "practice[0].item.type"},
		{list("practice", 0, "item", "id"), "rank1", "duplicate_id", "practice[0].item.id"},
		{list("practice", 0, "item", "endings", 1, "id"), "tea", "duplicate_id", "practice[0].item.endings[1].id"},
		{list("practice", 1, "item", "options"), "seldom", "unknown_option_set", "practice[1].item.options"},
		{list("practice", 3, "item", "max"), "0", "range_empty", "practice[3].item.max"},
		{list("items", 7), map[string]any{"id": "text1", "type": "likert", "options": "often"}, "practice_unused", "practice[6].type"},
		{list("report", 0, "flags", 0), "FOR_THE_DESK", "confidential_flag", "report[0].flags[0]"},
	}
}

func TestPlantedItemFaultsAreFound(t *testing.T) {
	for _, p := range itemFaults() {
		folder := everyType(t)
		rewrite(t, folder, "manifest.json", func(m map[string]any) { plant(m, p) })
		wantFault(t, opened(t, folder), "manifest.json", p)
	}
}

// wantFault wants exactly this code at exactly this path of the file.
func wantFault(t *testing.T, entry instrument.Entry, file string, p planted) {
	t.Helper()
	if entry.Usable() {
		t.Errorf("%v = %v: the instrument can be used", p.path, p.value)
	}
	if !slices.ContainsFunc(entry.Faults, func(f domain.Fault) bool { return f.File == file && f.Code == p.code && f.Path == p.at }) {
		t.Errorf("%v = %v: %v, want %s at %q", p.path, p.value, entry.Faults, p.code, p.at)
	}
}

// textFaults are planted in text.id.json.
func textFaults() []planted {
	missing := []planted{}
	for _, key := range []string{
		"title", "kiosk.intro", "card.group", "card.notice", "respondent.role", "respondent.role.pupil", "option.often.na", "option.place.bus",
		"rank.3", "rank.1.prompt", "column.-1", "section.rest.instruction", "item.rank2.title", "item.one1.hint", "item.num1.unit",
		"item.sort1.k4", "scale.B", "scale.B.plain", "class.letter_c", "flag.FOR_THE_DESK.detail", "report.part.bars.title",
	} {
		missing = append(missing, planted{list(key), nil, "text_missing", key})
	}
	return append(missing,
		planted{list("scale.A"), " \t", "text_missing", "scale.A"},
		planted{list("scale.A"), 1, "schema_type", ""},
		planted{list("scale.alike"), "Alike", "text_unknown", "scale.alike"},
		planted{list("scale.first"), "First", "text_unknown", "scale.first"},
		planted{list("item.like1.title"), "Evening", "text_unknown", "item.like1.title"},
		planted{list("option.often.seldom"), "jarang", "text_unknown", "option.often.seldom"},
		planted{list("rank.4"), "keempat", "text_unknown", "rank.4"},
		planted{list("column.2"), "paling", "text_unknown", "column.2"},
		planted{list("class.letter_d"), "D", "text_unknown", "class.letter_d"},
		planted{list("flag.OTHER"), "Lain", "text_unknown", "flag.OTHER"},
		planted{list("colour"), "biru", "text_unknown", "colour"},
		planted{list("item.like1"), "Saya {{.Name}}.", "text_placeholder", "item.like1"},
		planted{list("practice.ranking.check"), nil, "text_missing", "practice.ranking.check"},
		planted{list("practice.ranking.check"), "{{.Most}}?", "practice_check", "practice.ranking.check"},
		planted{list("practice.likert.check"), "Apakah begitu?", "practice_check", "practice.likert.check"},
		planted{list("practice.text.check"), "{{.Answer}}?", "text_unknown", "practice.text.check"},
		planted{list("item.p1.milk"), nil, "text_missing", "item.p1.milk"},
		planted{list("report.part.bars.title"), "{{Count}} skor", "text_placeholder", "report.part.bars.title"},
		planted{list("report.part.bars.title"), "{{.Number}} skor", "text_placeholder_differs", "report.part.bars.title"},
		planted{list("report.part.bars.title"), "Skor Anda", "text_placeholder_differs", "report.part.bars.title"},
	)
}

func TestPlantedTextFaultsAreFound(t *testing.T) {
	for _, p := range textFaults() {
		folder := everyType(t)
		rewrite(t, folder, "text.id.json", func(m map[string]any) { plant(m, p) })
		wantFault(t, opened(t, folder), "text.id.json", p)
	}
}

// TestTextsThatMayBeThere: what has a place without being needed, in all
// languages or in none.
func TestTextsThatMayBeThere(t *testing.T) {
	for _, key := range []string{"class.letter_a.summary", "class.letter_a.help.3", "norm.made-up-1", "report.title"} {
		folder := everyType(t)
		add := func(m map[string]any) { m[key] = "Kata" }
		rewrite(t, folder, "text.id.json", add)
		wantFault(t, opened(t, folder), "text.en.json", planted{list(key), nil, "text_missing", key})
		rewrite(t, folder, "text.en.json", add)
		if entry := opened(t, folder); len(entry.Faults) > 0 {
			t.Errorf("%s: %v", key, entry.Faults)
		}
	}
}

func TestALanguageThatIsNotOffered(t *testing.T) {
	folder := everyType(t)
	folder["text.fr.json"] = &fstest.MapFile{Data: []byte("{}")}
	wantFault(t, opened(t, folder), "text.fr.json", planted{list("text.fr.json"), "", "text_language", ""})
}
