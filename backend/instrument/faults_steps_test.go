package instrument_test

import (
	"strconv"
	"testing"
	"testing/fstest"

	"kitewise/backend/domain"
)

type object = map[string]any

// everyStep is the form with every type of answer and every kind of step over
// them. The places of its steps are the constants below.
func everyStep(t testing.TB) fstest.MapFS {
	folder := everyType(t)
	rewrite(t, folder, "manifest.json", func(m map[string]any) {
		m["scoring"] = append(m["scoring"].([]any), steps()...)
	})
	entry := opened(t, folder)
	for _, f := range entry.Faults {
		if f.Code != "text_missing" {
			t.Fatalf("the form to plant faults in: %v", f)
		}
		rewrite(t, folder, f.File, func(m map[string]any) { m[f.Path] = "Word" })
	}
	return folder
}

// The places of the steps of everyStep, after those of the form itself.
const (
	total = 5 + iota
	average
	placed
	counted
	whole
	ranked
	power
	table
	held
	rounded
	slope
	level
	stand
)

func key(item string, more ...string) object {
	out := object{"item": item}
	for i := 0; i < len(more); i += 2 {
		out[more[i]] = more[i+1]
	}
	return out
}

func steps() []any {
	bounds := object{"on": "value", "bounds": list(object{"class": "low", "below": "2"}, object{"class": "high"})}
	all := list(
		object{"id": "total", "op": "sum", "missing": "prorate", "min_answered": 3, "keyed": list(
			object{"item": "like1", "reverse": true}, key("num1", "weight", "0.5"), key("sort1", "ending", "k1"), key("rank1", "ending", "A"))},
		object{"id": "average", "op": "mean", "missing": "ignore", "keyed": list(
			object{"item": "like1", "recode": object{"never": "0", "2": "1.5", "always": "2"}}, key("line1"))},
		object{"id": "placed", "op": "sum", "missing": "require_all", "keyed": list(
			object{"item": "one1", "recode": object{"desk": "3", "bed": "2", "bus": "1"}})},
		object{"id": "counted", "op": "count", "missing": "require_all", "keyed": list(key("like1"), key("many1")), "values": list("always", "bus")},
		object{"id": "whole", "op": "sum_scores", "missing": "require_all", "scores": list("B", "C")},
		object{"id": "ranked", "op": "order", "missing": "require_all", "scores": list("B", "C", "placed"), "top": 2, "class_name": "scale"},
		object{"id": "power", "op": "transform", "missing": "require_all", "of": "placed", "polynomial": list("0", "0", "1")},
		object{"id": "table", "op": "transform", "missing": "require_all", "of": "placed", "points": list(
			object{"from": "1", "to": "10"}, object{"from": "2", "to": "20"}, object{"from": "3", "to": "30"})},
		object{"id": "held", "op": "transform", "missing": "require_all", "of": "placed", "clamp": object{"low": "1.5", "high": "2"}},
		object{"id": "rounded", "op": "transform", "missing": "require_all", "of": "average", "round": object{"places": 0, "mode": "half_even"}},
		object{"id": "slope", "op": "transform", "missing": "require_all", "of": "placed", "linear": object{"slope": "2", "intercept": "1"}},
		object{"id": "level", "op": "classify", "missing": "require_all", "of": "placed", "bands": bounds},
		object{"id": "stand", "op": "norm", "missing": "require_all", "of": "A", "norm": "made-up", "standard": "percentile"},
	)
	for _, s := range all {
		s.(object)["source"] = "own"
	}
	return all
}

// stepFaults are faults of the steps over answers and scores.
func stepFaults() []planted {
	step := func(i int, rest ...any) []any { return append([]any{"scoring", i}, rest...) }
	fault := func(i int, rest string) string { return "scoring[" + strconv.Itoa(i) + "]" + rest }
	return []planted{
		{step(3, "items", 1), "like1", "wrong_type", fault(3, ".items[1]")},
		{step(0, "items", 1), "num1", "wrong_type", fault(0, ".items[1]")},
		{step(total, "keyed", 0, "item"), "like9", "unknown_item", fault(total, ".keyed[0].item")},
		{step(total, "keyed", 0, "item"), "text1", "wrong_type", fault(total, ".keyed[0].item")},
		{step(total, "keyed", 0, "item"), "many1", "wrong_type", fault(total, ".keyed[0].item")},
		{step(total, "keyed", 0, "item"), "one1", "option_without_value", fault(total, ".keyed[0].item")},
		{step(total, "keyed", 0, "item"), "num1", "duplicate_id", fault(total, ".keyed[1]")},
		{step(total, "keyed", 0, "ending"), "A", "unknown_ending", fault(total, ".keyed[0].ending")},
		{step(total, "keyed", 2, "ending"), "k9", "unknown_ending", fault(total, ".keyed[2].ending")},
		{step(total, "keyed", 2, "ending"), nil, "field_missing", fault(total, ".keyed[2].ending")},
		{step(total, "keyed", 3, "ending"), nil, "field_missing", fault(total, ".keyed[3].ending")},
		{step(total, "keyed", 1, "weight"), "0", "weight_zero", fault(total, ".keyed[1].weight")},
		{step(total, "keyed", 1, "weight"), "-1", "weight_negative", fault(total, ".keyed[1].weight")},
		{step(total, "keyed", 1, "weight"), "1/2", "schema_rule", fault(total, ".keyed[1].weight")},
		{step(total, "keyed"), nil, "schema_required", fault(total, "")},
		{step(total, "keyed"), list(), "schema_rule", fault(total, ".keyed")},
		{step(total, "min_answered"), 5, "min_answered", fault(total, ".min_answered")},
		{step(total, "min_answered"), nil, "schema_required", fault(total, "")},
		{step(total, "missing"), "ignore", "schema_rule", fault(total, ".min_answered")},
		{step(total, "missing"), "guess", "schema_rule", fault(total, ".missing")},
		{step(total, "keyed", 1, "recode"), object{"0": "1"}, "recode_incomplete", fault(total, ".keyed[1].recode")},
		{step(average, "keyed", 1, "weight"), "-2", "weight_negative", fault(average, ".keyed[1].weight")},
		{step(average, "keyed", 0, "recode", "always"), nil, "recode_incomplete", fault(average, ".keyed[0].recode")},
		{step(average, "keyed", 0, "recode", "seldom"), "1", "unknown_answer", fault(average, ".keyed[0].recode.seldom")},
		{step(average, "keyed", 0, "recode", "1"), "1", "duplicate_id", fault(average, ".keyed[0].recode.never")},
		{step(average, "keyed", 1, "recode"), object{"0": "1", "0.5": "2"}, "recode_incomplete", fault(average, ".keyed[1].recode")},
		{step(average, "missing"), "require_all", "option_without_value", fault(average, ".keyed[0].item")},
		{step(average, "norm"), "made-up", "norm_scale", fault(average, ".norm")},
		{step(placed, "keyed", 0, "recode", "bus"), nil, "option_without_value", fault(placed, ".keyed[0].item")},
		{step(placed, "keyed", 0, "recode"), nil, "option_without_value", fault(placed, ".keyed[0].item")},
		{step(placed, "bands"), object{"on": "value", "bounds": list(object{"class": "low", "below": "1"}, object{"class": "high"})}, "unreachable", fault(placed, ".bands.bounds[0].class")},
		{step(counted, "values", 0), "seldom", "nothing_counted", fault(counted, ".keyed[0].item")},
		{step(counted, "values"), list("always"), "nothing_counted", fault(counted, ".keyed[1].item")},
		{step(counted, "keyed", 0, "reverse"), true, "field_unused", fault(counted, ".keyed[0]")},
		{step(counted, "keyed", 0, "weight"), "0.0", "weight_zero", fault(counted, ".keyed[0].weight")},
		{step(counted, "keyed", 0, "item"), "text1", "nothing_counted", fault(counted, ".keyed[0].item")},
		{step(whole, "scores", 0), "D", "unknown_score", fault(whole, ".scores[0]")},
		{step(whole, "scores", 0), "C", "duplicate_id", fault(whole, ".scores[1]")},
		{step(whole, "scores", 0), "first", "not_a_number", fault(whole, ".scores[0]")},
		{step(whole, "scores", 0), "ranked", "not_a_number", fault(whole, ".scores[0]")},
		{step(whole, "scores", 0), "level", "not_a_number", fault(whole, ".scores[0]")},
		{step(whole, "scores", 0), "whole", "cycle", fault(whole, ".scores[0]")},
		{step(whole, "scores"), nil, "schema_required", fault(whole, "")},
		{step(ranked, "top"), 4, "unreachable", fault(ranked, ".top")},
		{step(ranked, "scores"), list("B"), "too_few_scores", fault(ranked, ".scores")},
		{step(ranked, "class_name"), nil, "schema_required", fault(ranked, "")},
		{step(power, "of"), "first", "not_a_number", fault(power, ".of")},
		{step(power, "of"), "D", "unknown_score", fault(power, ".of")},
		{step(power, "of"), "power", "cycle", fault(power, ".of")},
		{step(power, "polynomial"), nil, "field_missing", fault(power, ".linear")},
		{step(power, "linear"), object{"slope": "1", "intercept": "0"}, "transform_forms", fault(power, "")},
		{step(power, "polynomial"), list("3"), "polynomial_constant", fault(power, ".polynomial")},
		{step(power, "polynomial", 2), "0", "polynomial_constant", fault(power, ".polynomial")},
		{step(power, "missing"), "ignore", "missing_rule", fault(power, ".missing")},
		{step(table, "points", 1, "from"), "1.0", "duplicate_id", fault(table, ".points[1].from")},
		{step(table, "points", 1, "from"), "4", "unreachable", fault(table, ".points[1].from")},
		{step(table, "points"), list(), "schema_rule", fault(table, ".points")},
		{step(held, "clamp", "high"), "1.5", "overlapping_bounds", fault(held, ".clamp.high")},
		{step(held, "clamp"), object{}, "schema_rule", fault(held, ".clamp")},
		{step(rounded, "round", "mode"), "half_down", "schema_rule", fault(rounded, ".round.mode")},
		{step(rounded, "round", "places"), 7, "schema_rule", fault(rounded, ".round.places")},
		{step(slope, "linear", "slope"), nil, "schema_required", fault(slope, ".linear")},
		{step(level, "bands"), nil, "schema_required", fault(level, "")},
		{step(level, "of"), "first", "not_a_number", fault(level, ".bands")},
		{step(level, "norm"), "made-up", "field_unused", fault(level, ".norm")},
		{step(level, "bands", "on"), "percentile", "no_percentile", fault(level, ".bands.on")},
		{step(level, "bands", "bounds", 0, "below"), "3.1", "unreachable", fault(level, ".bands.bounds[1].class")},
		{step(level, "bands", "bounds", 0, "below"), "1", "unreachable", fault(level, ".bands.bounds[0].class")},
		{step(level, "bands", "bounds", 1, "below"), "3", "open_bound", fault(level, ".bands.bounds[1].below")},
		{step(stand, "standard"), "z", "norm_kind", fault(stand, ".norm")},
		{step(stand, "standard"), "stanine", "schema_rule", fault(stand, ".standard")},
		{step(stand, "standard"), nil, "schema_required", fault(stand, "")},
		{step(stand, "norm"), "other", "unknown_norm", fault(stand, ".norm")},
		{step(stand, "of"), "held", "norm_scale", fault(stand, ".norm")},
		{step(stand, "of"), "first", "not_a_number", fault(stand, ".of")},
		{step(stand, "of"), "D", "unknown_score", fault(stand, ".of")},
		{step(stand, "missing"), "ignore", "missing_rule", fault(stand, ".missing")},
		{step(level, "missing"), "prorate", "schema_required", fault(level, "")},
	}
}

func TestPlantedStepFaultsAreFound(t *testing.T) {
	base := everyStep(t)
	if entry := opened(t, base); !entry.Usable() {
		t.Fatal(entry.Faults)
	}
	codes := map[string]bool{}
	for _, p := range stepFaults() {
		folder := fstest.MapFS{}
		for name, f := range base {
			folder[name] = f
		}
		rewrite(t, folder, "manifest.json", func(m map[string]any) { plant(m, p) })
		wantFault(t, opened(t, folder), "manifest.json", p)
		codes[p.code] = true
	}
	if len(codes) < 20 {
		t.Errorf("only %d codes", len(codes))
	}
}

// TestANormOfAnotherNumberOfEndings: a sum of ranks that is not converted must
// count as many endings as the norm that is asked about it.
func TestANormOfAnotherNumberOfEndings(t *testing.T) {
	for endings, refused := range map[int]bool{2: false, 3: true} {
		folder := everyStep(t)
		rewrite(t, folder, "manifest.json", func(m map[string]any) {
			delete(at(m, "scoring", 0).(object), "norm")
			at(m, "norms", 0).(object)["scored_endings"] = endings
		})
		if told := has(opened(t, folder).Faults, "norm_metric"); told != refused {
			t.Errorf("%d endings: refused %v", endings, told)
		}
	}
}

// TestCutsBeyondReachAreRefused: a cut that leaves a row or column empty.
func TestCutsBeyondReachAreRefused(t *testing.T) {
	for cut, refused := range map[string]bool{"32": false, "33.1": true, "80": true} {
		_, faults := variant(t, func(m map[string]any) {
			at(m, "scoring", 11, "grid", "x").(object)["cuts"] = list("0.5", cut)
		}, nil)
		if told := has(faults, "unreachable"); told != refused {
			t.Errorf("a cut at %s: %v", cut, faults)
		}
	}
}

// TestNumbersThatGrowWithoutEndAreRefused: values of more than a thousand
// million million, and fractions whose denominators grow with every step.
func TestNumbersThatGrowWithoutEndAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		coefficients []any
		times        int
		refused      bool
	}{
		"values that stay":     {list("0", "0", "0", "0", "0", "0.01"), 1, false},
		"values that grow":     {list("0", "0", "0", "0", "0", "999999"), 4, true},
		"denominators bounded": {list("0", "0", "0", "0", "0", "0.000001"), 2, false},
		"denominators grow":    {list("0", "0", "0", "0", "0", "0.000001"), 200, true},
	} {
		folder := everyStep(t)
		rewrite(t, folder, "manifest.json", func(m map[string]any) {
			of := "held"
			for i := range tc.times {
				id := "grow" + strconv.Itoa(i)
				m["scoring"] = append(m["scoring"].([]any), object{
					"id": id, "op": "transform", "of": of, "polynomial": tc.coefficients, "missing": "require_all", "source": "own", "hidden": true,
				})
				of = id
			}
		})
		entry := opened(t, folder)
		told := has(entry.Faults, "numbers_too_large")
		if told != tc.refused || entry.Usable() == tc.refused {
			t.Errorf("%s: %v", name, entry.Faults)
		}
	}
}

func has(faults []domain.Fault, code string) bool {
	for _, f := range faults {
		if f.Code == code {
			return true
		}
	}
	return false
}
