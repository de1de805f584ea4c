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

	"kitewise/backend/domain"
)

// What a machine can check of the texts of the two small own instruments;
// docs/wording.md says by which rules they are written.

// ownForm is one own instrument and the rules for what a participant reads.
type ownForm struct {
	id string
	// longest is the greatest length of a sentence or card, in characters.
	longest map[string]int
	// must lists what a text has to say for honesty's sake.
	must map[string]map[string][]string
}

var ownForms = []ownForm{
	{"study-habits", map[string]int{"en": 65, "id": 75}, map[string]map[string][]string{
		"en": {
			"card.notice":                 {"no norms", "rule of our own", "Reliability has not been tested", "worn out", "you alone"},
			"flag.NO_NORMS.detail":        {"not been given to a norm group", "does not tell how many others", "reliability is not known"},
			"flag.OWN_BANDS.detail":       {"2.5", "3.5", "no norms", "no study stands behind it"},
			"flag.LONG_RUN.detail":        {"Twelve", "or from a real middle position"},
			"flag.LOW_SPREAD.detail":      {"0.3", "tell little"},
			"flag.HALVES_DISAGREE.detail": {"1.5", "or the habits really differ"},
			"flag.MANY_MISSING.detail":    {"More than 10 %", "four answers"},
			"flag.WORN_OUT.detail":        {"says nothing about the cause", "in private", "before any score", "emergency steps"},
		},
		"id": {
			"card.notice":                 {"tidak punya norma", "aturan kami sendiri", "Reliabilitasnya belum diuji", "kelelahan", "khusus untuk Anda"},
			"flag.NO_NORMS.detail":        {"belum pernah diberikan kepada kelompok norma", "tidak menunjukkan berapa banyak orang lain", "Reliabilitasnya pun belum diketahui"},
			"flag.OWN_BANDS.detail":       {"2,5", "3,5", "tanpa norma", "tidak ada penelitian di baliknya"},
			"flag.LONG_RUN.detail":        {"Dua belas", "atau karena memang berada di tengah"},
			"flag.LOW_SPREAD.detail":      {"0,3", "tidak banyak bercerita"},
			"flag.HALVES_DISAGREE.detail": {"1,5", "atau kebiasaannya memang berbeda"},
			"flag.MANY_MISSING.detail":    {"Lebih dari 10 %", "empat jawaban"},
			"flag.WORN_OUT.detail":        {"tidak menjelaskan penyebabnya", "berbicara berdua", "sebelum membahas skor", "langkah darurat"},
		},
	}},
	{"work-values", map[string]int{"en": 36, "id": 40}, map[string]map[string][]string{
		"en": {
			"card.notice":                   {"no norms", "ipsative", "60", "must not be used to compare people", "Reliability has not been tested"},
			"flag.NO_NORMS.detail":          {"not been given to a norm group", "reliability is not known"},
			"flag.IPSATIVE.detail":          {"60", "does not mean that an area is unimportant", "Do not compare"},
			"flag.FIRST_PLACE_CLOSE.detail": {"at most 2 points", "both areas as leading"},
			"flag.NOT_ABOVE_CHANCE.detail":  {"95 in 100", "no fault", "no proof"},
		},
		"id": {
			"card.notice":                   {"tidak punya norma", "ipsatif", "60", "tidak boleh dipakai untuk membandingkan orang", "Reliabilitasnya belum diuji"},
			"flag.NO_NORMS.detail":          {"belum pernah diberikan kepada kelompok norma", "Reliabilitasnya pun belum diketahui"},
			"flag.IPSATIVE.detail":          {"60", "bukan berarti bidang itu tidak penting", "Jangan membandingkan"},
			"flag.FIRST_PLACE_CLOSE.detail": {"paling banyak 2 poin", "keduanya sebagai yang terdepan"},
			"flag.NOT_ABOVE_CHANCE.detail":  {"95 dari 100", "bukan kesalahan", "bukan bukti"},
		},
	}},
}

// ownFile decodes a file of an instrument's first version.
func ownFile(t *testing.T, id, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "instruments", id, "1.0.0", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func ownTexts(t *testing.T, id, language string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	ownFile(t, id, "text."+language+".json", &texts)
	return texts
}

// ownShown gives the keys of the sentences or cards in the order of the
// manifest, the scale of each, and those that are counted the other way round.
func ownShown(m *domain.Manifest) (keys []string, scale map[string]string, turned map[string]bool) {
	scale, turned = map[string]string{}, map[string]bool{}
	for _, s := range m.Scoring {
		for _, k := range s.Keyed {
			key := strings.TrimSuffix("item."+k.Item+"."+k.Ending, ".")
			scale[key], turned[key] = s.ID, k.Reverse
		}
	}
	for _, it := range m.Items {
		if scale["item."+it.ID] != "" {
			keys = append(keys, "item."+it.ID)
		}
		for _, e := range it.Endings {
			keys = append(keys, "item."+it.ID+"."+e.ID)
		}
	}
	return keys, scale, turned
}

// ownFaults gives everything that is wrong with the texts of one language.
func ownFaults(f ownForm, m *domain.Manifest, language string, texts map[string]string) []string {
	out := []string{}
	for key, text := range texts {
		if text == "" || text != strings.TrimSpace(text) || strings.Contains(text, "  ") || strings.ContainsAny(text, `'"`) {
			out = append(out, key+": blank, stray blanks or straight quotes")
		}
	}
	for key, wanted := range f.must[language] {
		for _, words := range wanted {
			if !strings.Contains(texts[key], words) {
				out = append(out, fmt.Sprintf("%s: does not say %q", key, words))
			}
		}
	}
	for _, s := range m.Scoring {
		for _, part := range []string{"", ".short", ".plain"} {
			if texts["scale."+s.ID+part] == "" && !s.Hidden {
				out = append(out, "scale."+s.ID+part+": missing")
			}
		}
	}
	out = append(out, ownLengths(f, m, language, texts)...)
	return append(out, lcRepeats(texts)...)
}

// ownLengths wants sentences of like length, over all and between the scales:
// nothing stands out, and no scale is longer to read.
func ownLengths(f ownForm, m *domain.Manifest, language string, texts map[string]string) []string {
	out, lengths := []string{}, []int{}
	keys, scale, _ := ownShown(m)
	sum, n := map[string]int{}, map[string]int{}
	for _, key := range keys {
		length := utf8.RuneCountInString(texts[key])
		if length > f.longest[language] {
			out = append(out, fmt.Sprintf("%s: %d characters", key, length))
		}
		lengths = append(lengths, length)
		sum[scale[key]] += length
		n[scale[key]]++
	}
	if longest, shortest := slices.Max(lengths), slices.Min(lengths); 5*longest > 9*shortest {
		out = append(out, fmt.Sprintf("lengths: from %d to %d characters", shortest, longest))
	}
	means := []int{} // in thousandths
	for id := range sum {
		means = append(means, 1000*sum[id]/n[id])
	}
	if 100*slices.Max(means) > 115*slices.Min(means) {
		out = append(out, fmt.Sprintf("balance: mean lengths in thousandths %v", means))
	}
	return out
}

func TestOwnTextsKeepTheirRules(t *testing.T) {
	for _, f := range ownForms {
		m := domain.Manifest{}
		ownFile(t, f.id, "manifest.json", &m)
		for _, language := range m.Languages {
			for _, fault := range ownFaults(f, &m, language, ownTexts(t, f.id, language)) {
				t.Errorf("%s %s: %s", f.id, language, fault)
			}
		}
	}
}

// TestOwnItemsAreMixed: neighbours belong to different scales, and no two
// sentences that are counted the other way round follow each other.
func TestOwnItemsAreMixed(t *testing.T) {
	for _, f := range ownForms {
		m := domain.Manifest{}
		ownFile(t, f.id, "manifest.json", &m)
		keys, scale, turned := ownShown(&m)
		if len(keys) != 20 || len(scale) != 20 {
			t.Errorf("%s: %d shown, %d counted", f.id, len(keys), len(scale))
		}
		for i := range keys[1:] {
			if scale[keys[i]] == scale[keys[i+1]] || turned[keys[i]] && turned[keys[i+1]] {
				t.Errorf("%s: %s and %s follow each other", f.id, keys[i], keys[i+1])
			}
		}
	}
}

// TestOwnSentencesCanBeAnsweredBySeldom: "almost never" must not meet a
// negation or another word of frequency in the sentence.
func TestOwnSentencesCanBeAnsweredBySeldom(t *testing.T) {
	frequency := regexp.MustCompile(`(?i)\b(not|never|always|seldom|often|usually|tidak pernah|selalu|jarang|sering|biasanya)\b|n’t`)
	m := domain.Manifest{}
	ownFile(t, "study-habits", "manifest.json", &m)
	keys, _, _ := ownShown(&m)
	for _, language := range lcLanguages {
		texts := ownTexts(t, "study-habits", language)
		for _, key := range keys {
			if found := frequency.FindString(texts[key]); found != "" {
				t.Errorf("%s: %q in %q", language, found, texts[key])
			}
		}
	}
}

// TestOwnLanguagesSayTheSame: the same keys in both.
func TestOwnLanguagesSayTheSame(t *testing.T) {
	for _, f := range ownForms {
		en, id := ownTexts(t, f.id, "en"), ownTexts(t, f.id, "id")
		if a, b := slices.Sorted(maps.Keys(en)), slices.Sorted(maps.Keys(id)); !slices.Equal(a, b) {
			t.Errorf("%s: the languages have other keys", f.id)
		}
	}
}

// TestOwnTextsQuoteEachOther: the safety flag quotes its item and answer, a
// column's question names how many cards it takes.
func TestOwnTextsQuoteEachOther(t *testing.T) {
	numbers := map[string]map[int]string{"en": {2: "two", 5: "five", 6: "six"}, "id": {2: "dua", 5: "lima", 6: "enam"}}
	sort := domain.Manifest{}
	ownFile(t, "work-values", "manifest.json", &sort)
	for _, language := range lcLanguages {
		texts := ownTexts(t, "study-habits", language)
		for _, quoted := range []string{strings.TrimSuffix(texts["item.w1"], "."), texts["option.often.5"]} {
			if !strings.Contains(texts["flag.WORN_OUT.detail"], quoted) {
				t.Errorf("%s: the safety flag does not quote %q", language, quoted)
			}
		}
		if !strings.Contains(texts["card.notice"], texts["option.often.5"]) {
			t.Errorf("%s: the notice does not name the answer that is marked", language)
		}
		texts = ownTexts(t, "work-values", language)
		for _, c := range sort.Items[0].Columns {
			prompt := strings.ToLower(texts[fmt.Sprintf("column.%d.prompt", c.Value)])
			if want := numbers[language][c.Places]; !slices.Contains(strings.Fields(prompt), want) {
				t.Errorf("%s: %q does not say %s", language, prompt, want)
			}
		}
	}
}

// TestOwnTextsArePlainEnglish estimates the reading grade of what a
// participant reads: sentences and cards, and what a result says.
func TestOwnTextsArePlainEnglish(t *testing.T) {
	for _, f := range ownForms {
		texts, m := ownTexts(t, f.id, "en"), domain.Manifest{}
		ownFile(t, f.id, "manifest.json", &m)
		keys, _, _ := ownShown(&m)
		items, results := []string{}, []string{}
		for _, key := range keys {
			items = append(items, texts[key])
		}
		for key, text := range texts {
			if part, _, _ := strings.Cut(key, "."); part == "try" || part == "class" || part == "section" && strings.HasSuffix(key, ".instruction") || strings.HasSuffix(key, ".detail") {
				results = append(results, strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".;:?", r) })...)
			}
		}
		for what, sentences := range map[string][]string{"items": items, "results": results} {
			if g := grade(sentences); g > 8 {
				t.Errorf("%s: mean reading grade of the %s %.1f, want 8 or less", f.id, what, g)
			}
		}
	}
}

// grade is the mean reading grade of sentences. Source: Kincaid, Fishburne,
// Rogers & Chissom 1975 (0.39 words per sentence + 11.8 syllables per word - 15.59).
func grade(sentences []string) float64 {
	sum, n := 0.0, 0.0
	for _, s := range sentences {
		words, syllables := lcWord.FindAllString(strings.ToLower(s), -1), 0
		for _, word := range words {
			syllables += max(1, len(lcVowels.FindAllString(strings.TrimSuffix(word, "e"), -1)))
		}
		if count := float64(len(words)); count > 0 {
			sum += 0.39*count + 11.8*float64(syllables)/count - 15.59
			n++
		}
	}
	return sum / n
}

// TestTheOwnTextRulesFindFaults proves that the checks above can fail.
func TestTheOwnTextRulesFindFaults(t *testing.T) {
	f, m := ownForms[1], domain.Manifest{}
	ownFile(t, f.id, "manifest.json", &m)
	for name, tc := range map[string]struct {
		change map[string]string
		want   string
	}{
		"long card":        {map[string]string{"item.sort.k3": strings.Repeat("so ", 12) + "on"}, "item.sort.k3: 38 characters"},
		"short card":       {map[string]string{"item.sort.k3": "good pay"}, "lengths: from 8 to 36"},
		"one area is long": {map[string]string{"item.sort.k2": "knowing that my job will last on and", "item.sort.k10": "getting all my pay on time each year", "item.sort.k13": "having clear rules for all that I do"}, "balance: "},
		"a card twice":     {map[string]string{"item.sort.k7": "trying out ideas of my own"}, "item.sort.k7: same as item.sort.k12"},
		"silent notice":    {map[string]string{"card.notice": "A card sort."}, `card.notice: does not say "no norms"`},
		"stray blanks":     {map[string]string{"title": "Work  Values"}, "title: blank"},
		"no plain words":   {map[string]string{"scale.people.plain": ""}, "scale.people.plain: missing"},
	} {
		texts := ownTexts(t, f.id, "en")
		maps.Copy(texts, tc.change)
		found := ownFaults(f, &m, "en", texts)
		if !slices.ContainsFunc(found, func(s string) bool { return strings.HasPrefix(s, tc.want) }) {
			t.Errorf("%s: found %q, want one beginning with %q", name, found, tc.want)
		}
	}
}
