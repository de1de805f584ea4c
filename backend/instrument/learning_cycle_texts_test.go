package instrument_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The texts of the Learning Cycle inventory are data, and docs/wording.md says
// by which rules they are written. What a machine can check of them stands here.

var (
	lcModes     = []string{"CE", "RO", "AC", "AE"}
	lcLanguages = []string{"en", "id"}
	lcClasses   = []string{"initiating", "experiencing", "imagining", "reflecting", "analyzing", "thinking", "deciding", "acting", "balancing"}
	lcScales    = []string{"CE", "RO", "AC", "AE", "ACCE", "AERO", "assimilation", "converging", "balance_acce", "balance_aero", "style", "W", "LFI"}
	lcFlags     = []string{"RAW_OUTSIDE_NORM_RANGE", "EXCESSIVE_TRUNCATION", "MIXED_PROVENANCE", "APPROXIMATE_NORM", "BORROWED_RELIABILITY", "LOW_W_PATTERN", "HIGH_W_UNIFORMITY", "LFI_NOT_ABOVE_CHANCE", "LFI_REPEATED_PATTERN_6PLUS", "LFI_REPEATED_PATTERN_7PLUS", "NEAR_STYLE_BOUNDARY", "NO_PREFERENCE_ABOVE_CHANCE"}
)

// lcLimit holds the longest stem and ending of a language, in characters.
var lcLimit = map[string]struct{ stem, ending int }{"en": {60, 60}, "id": {70, 75}}

// lcMust lists what a text has to say for honesty's sake.
var lcMust = map[string]map[string][]string{
	"en": {
		"card.notice":                            {"not the KLSI", "trademark", "approximate"},
		"flag.APPROXIMATE_NORM.detail":           {"KLSI 4.0", "10,423", "other questions", "11", "12", "equivalence", "reliability", "Indonesian", "0.77", "2 to 7", "too high"},
		"flag.LFI_NOT_ABOVE_CHANCE.detail":       {"lexible or unsystematic", "at random would look alike"},
		"flag.NO_PREFERENCE_ABOVE_CHANCE.detail": {"cannot tell", "not poor answering", "no proof"},
	},
	"id": {
		"card.notice":                            {"bukan KLSI", "merek dagang", "perkiraan"},
		"flag.APPROXIMATE_NORM.detail":           {"KLSI 4.0", "10.423", "pertanyaan lain", "11", "12", "Kesetaraan", "reliabilitas", "Indonesia", "0,77", "2 sampai 7", "terlalu tinggi"},
		"flag.LFI_NOT_ABOVE_CHANCE.detail":       {"leksibel atau tanpa pola", "jawaban acak akan tampak serupa"},
		"flag.NO_PREFERENCE_ABOVE_CHANCE.detail": {"tidak dapat memastikan", "bukan berarti menjawab dengan buruk", "bukan bukti"},
	},
}

// lcGiveaway matches the codes of the modes and the words of their names.
var lcGiveaway = regexp.MustCompile(`\b(CE|RO|AC|AE)\b|(?i)concret|experien|reflect|observ|abstract|concept|\bactiv|experiment|konkret|alami|refle[kx]|amati|abstrak|konsep|\baktif|eksperimen`)

var (
	lcPlaceholder = regexp.MustCompile(`\{\{[^}]*\}\}`)
	lcWord        = regexp.MustCompile(`[\p{L}]+`)
	lcVowels      = regexp.MustCompile(`[aeiouy]+`)
	lcPrefix      = regexp.MustCompile(`^(meng|meny|mem|men|me|ber|ter|di)(\p{L}{3,})$`)
	lcSuffix      = regexp.MustCompile(`(nya|kan|i)$`)
)

func lcTexts(t *testing.T, language string) map[string]string {
	t.Helper()
	file := filepath.Join("..", "..", "instruments", "learning-cycle", "1.0.0", "text."+language+".json")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return texts
}

func lcItems() []string {
	ids := []string{}
	for i := range 12 {
		ids = append(ids, fmt.Sprintf("s%d", i+1))
	}
	for i := range 8 {
		ids = append(ids, fmt.Sprintf("c%d", i+1))
	}
	return ids
}

// lcRequired lists the keys that the inventory cannot do without.
func lcRequired() []string {
	keys := []string{"title", "kiosk.title", "kiosk.intro", "card.purpose", "card.group", "card.notice", "try.border.ACCE", "try.border.AERO", "try.unclear", "try.contexts"}
	for rank := 1; rank <= 4; rank++ {
		keys = append(keys, fmt.Sprintf("rank.%d", rank), fmt.Sprintf("rank.%d.prompt", rank))
	}
	for _, section := range []string{"style", "context"} {
		keys = append(keys, "section."+section+".title", "section."+section+".instruction")
	}
	for _, item := range lcItems() {
		keys = append(keys, "item."+item)
		for _, mode := range lcModes {
			keys = append(keys, "item."+item+"."+mode)
		}
		if item[0] == 'c' {
			keys = append(keys, "item."+item+".title")
		}
	}
	return append(keys, lcRequiredForResults()...)
}

func lcRequiredForResults() []string {
	keys := []string{}
	for _, scale := range lcScales {
		keys = append(keys, "scale."+scale, "scale."+scale+".short", "scale."+scale+".plain")
	}
	for _, class := range lcClasses {
		for _, part := range []string{"", ".summary", ".help.1", ".help.2", ".help.3", ".cost.1", ".cost.2"} {
			keys = append(keys, "class."+class+part)
		}
	}
	for _, level := range []string{"low", "moderate", "high", "undetermined"} {
		keys = append(keys, "level."+level)
	}
	for _, flag := range lcFlags {
		keys = append(keys, "flag."+flag, "flag."+flag+".detail")
	}
	for _, mode := range lcModes {
		keys = append(keys, "try."+mode+".1", "try."+mode+".2")
	}
	return keys
}

// lcFaults gives everything that is wrong with the texts of one language.
func lcFaults(language string, texts map[string]string) []string {
	out := []string{}
	for _, key := range lcRequired() {
		if strings.TrimSpace(texts[key]) == "" {
			out = append(out, key+": missing")
		}
	}
	for key, text := range texts {
		if text != strings.TrimSpace(text) || strings.Contains(text, "  ") {
			out = append(out, key+": stray blanks")
		}
	}
	for key, wanted := range lcMust[language] {
		for _, words := range wanted {
			if !strings.Contains(texts[key], words) {
				out = append(out, fmt.Sprintf("%s: does not say %q", key, words))
			}
		}
	}
	out = append(out, lcItemFaults(language, texts)...)
	out = append(out, lcBalanceFaults(texts)...)
	out = append(out, lcVocabularyFaults(language, texts)...)
	return append(out, lcRepeats(texts)...)
}

// lcItemFaults checks each set by itself: lengths, likeness of length, secrecy.
func lcItemFaults(language string, texts map[string]string) []string {
	out, limit := []string{}, lcLimit[language]
	for _, item := range lcItems() {
		stem := texts["item."+item]
		if n := utf8.RuneCountInString(stem); n > limit.stem {
			out = append(out, fmt.Sprintf("%s: stem of %d characters", item, n))
		}
		shown := []string{stem, texts["item."+item+".title"]}
		lengths := []int{}
		for _, mode := range lcModes {
			ending := texts["item."+item+"."+mode]
			shown = append(shown, ending)
			lengths = append(lengths, utf8.RuneCountInString(ending))
		}
		if longest, shortest := slices.Max(lengths), slices.Min(lengths); longest > limit.ending || 4*longest > 5*shortest {
			out = append(out, fmt.Sprintf("%s: endings of %v characters", item, lengths))
		}
		for _, text := range shown {
			if found := lcGiveaway.FindString(text); found != "" {
				out = append(out, fmt.Sprintf("%s: %q gives a mode away in %q", item, found, text))
			}
		}
	}
	return out
}

// lcBalanceFaults checks that over all sets no mode has the longer endings.
func lcBalanceFaults(texts map[string]string) []string {
	total, longest, shortest := map[string]int{}, map[string]int{}, map[string]int{}
	for _, item := range lcItems() {
		length := map[string]int{}
		for _, mode := range lcModes {
			length[mode] = utf8.RuneCountInString(texts["item."+item+"."+mode])
		}
		most, least := slices.Max(slices.Collect(maps.Values(length))), slices.Min(slices.Collect(maps.Values(length)))
		for mode, n := range length {
			total[mode] += n
			if n == most {
				longest[mode]++
			}
			if n == least {
				shortest[mode]++
			}
		}
	}
	out := []string{}
	sums := slices.Collect(maps.Values(total))
	if 100*slices.Max(sums) > 108*slices.Min(sums) {
		out = append(out, fmt.Sprintf("balance: total lengths %v", total))
	}
	for _, mode := range lcModes {
		if longest[mode] > 6 || shortest[mode] > 6 {
			out = append(out, fmt.Sprintf("balance: %s is longest %d times, shortest %d times", mode, longest[mode], shortest[mode]))
		}
	}
	return out
}

// lcVocabularyFaults finds words that betray a mode: in more than four sets of
// one mode and more than twice as often as in any other.
func lcVocabularyFaults(language string, texts map[string]string) []string {
	sets := map[string]map[string]int{}
	for _, item := range lcItems() {
		for _, mode := range lcModes {
			for _, root := range lcRoots(language, texts["item."+item+"."+mode]) {
				if sets[root] == nil {
					sets[root] = map[string]int{}
				}
				sets[root][mode]++
			}
		}
	}
	out := []string{}
	for root, by := range sets {
		counts := []int{by["CE"], by["RO"], by["AC"], by["AE"]}
		slices.Sort(counts)
		if counts[3] > 4 && counts[3] > 2*counts[2] {
			out = append(out, fmt.Sprintf("vocabulary: %q stands in %v", root, by))
		}
	}
	return out
}

// lcRoots gives the roughly stemmed words of an ending, each once.
func lcRoots(language, ending string) []string {
	seen := map[string]bool{}
	for _, word := range lcWord.FindAllString(strings.ToLower(ending), -1) {
		if language == "id" {
			word = lcPrefix.ReplaceAllString(word, "$2")
			if len(word) > 5 {
				word = lcSuffix.ReplaceAllString(word, "")
			}
		} else if len(word) > 5 {
			word = word[:5]
		}
		seen[word] = true
	}
	return slices.Collect(maps.Keys(seen))
}

// lcRepeats finds endings, descriptions and activities that occur twice: a
// sentence that fits two styles describes neither.
func lcRepeats(texts map[string]string) []string {
	owner, out := map[string]string{}, []string{}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		part, _, _ := strings.Cut(key, ".")
		if !slices.Contains([]string{"item", "class", "try", "flag"}, part) {
			continue
		}
		text := strings.ToLower(texts[key])
		if first, ok := owner[text]; ok {
			out = append(out, key+": same as "+first)
		}
		owner[text] = key
	}
	return out
}

func TestLearningCycleTextsKeepTheirRules(t *testing.T) {
	for _, language := range lcLanguages {
		for _, fault := range lcFaults(language, lcTexts(t, language)) {
			t.Errorf("%s: %s", language, fault)
		}
	}
}

func TestLearningCycleLanguagesSayTheSame(t *testing.T) {
	en, id := lcTexts(t, "en"), lcTexts(t, "id")
	for key := range en {
		if _, ok := id[key]; !ok {
			t.Errorf("%s: not in Indonesian", key)
		}
		a, b := lcPlaceholder.FindAllString(en[key], -1), lcPlaceholder.FindAllString(id[key], -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s: placeholders %v and %v", key, a, b)
		}
	}
	for key := range id {
		if _, ok := en[key]; !ok {
			t.Errorf("%s: not in English", key)
		}
	}
}

// TestLearningCycleIsPlainEnglish estimates the reading grade of stem and ending.
func TestLearningCycleIsPlainEnglish(t *testing.T) {
	texts, sentences := lcTexts(t, "en"), []string{}
	for _, item := range lcItems() {
		for _, mode := range lcModes {
			sentences = append(sentences, texts["item."+item]+" "+texts["item."+item+"."+mode])
		}
	}
	if g := grade(sentences); g > 8 {
		t.Errorf("mean reading grade %.1f, want 8 or less", g)
	}
}

// TestTheTextRulesFindFaults proves that the checks above can fail.
func TestTheTextRulesFindFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		key, text, want string
	}{
		"missing ending":    {"item.s3.RO", "", "item.s3.RO: missing"},
		"missing flag":      {"flag.NEAR_STYLE_BOUNDARY.detail", " ", "flag.NEAR_STYLE_BOUNDARY.detail: missing"},
		"stray blanks":      {"title", "Learning  Cycle", "title: stray blanks"},
		"long stem":         {"item.s1", strings.Repeat("a ", 35) + "…", "s1: stem of 71 characters"},
		"unlike lengths":    {"item.s2.CE", "I hold it", "s2: endings of "},
		"a mode's name":     {"item.c1.AE", "I reflect on it for a good long while", `c1: "reflect" gives a mode away`},
		"a repeated ending": {"item.s4.CE", "I talk to people who have been there", "item.s9.CE: same as item.s4.CE"},
		"a silent norm":     {"flag.APPROXIMATE_NORM.detail", "Norms are approximate.", `flag.APPROXIMATE_NORM.detail: does not say "KLSI 4.0"`},
	} {
		t.Run(name, func(t *testing.T) {
			texts := lcTexts(t, "en")
			texts[tc.key] = tc.text
			if found := lcFaults("en", texts); !slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, tc.want) }) {
				t.Errorf("found %q, want one beginning with %q", found, tc.want)
			}
		})
	}
}

func TestTheTextRulesFindImbalance(t *testing.T) {
	texts := lcTexts(t, "en")
	for _, item := range lcItems() {
		key := "item." + item + ".RO"
		texts[key] = "I ponder it: " + texts[key]
	}
	found := strings.Join(lcFaults("en", texts), "\n")
	for _, want := range []string{"balance: total lengths", "balance: RO is longest 20 times", `vocabulary: "ponde"`} {
		if !strings.Contains(found, want) {
			t.Errorf("no fault %q in\n%s", want, found)
		}
	}
}
