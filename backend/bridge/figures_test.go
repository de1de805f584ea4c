package bridge

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/report"
)

// aboutScores are the kinds of parts that the page What if shows.
var aboutScores = []report.Kind{report.KindSummary, report.KindKite, report.KindBars, report.KindGrid, report.KindContexts, report.KindIndex, report.KindScores}

// toSomebody are the words with which a text speaks to a person.
var toSomebody = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)\b(you|your|yours|yourself)\b`),
	"id": regexp.MustCompile(`(?i)\b(anda|kamu)\b`),
}

var quotation = regexp.MustCompile(`“[^”]*”`)

// addressing gives the sentences of a View's parts about scores that speak to a
// person, but for those that are quoted.
func addressing(v *report.View, language string) []string {
	out := []string{}
	var walk func(reflect.Value)
	walk = func(x reflect.Value) {
		switch x.Kind() {
		case reflect.Pointer:
			if !x.IsNil() {
				walk(x.Elem())
			}
		case reflect.Struct:
			for i := range x.NumField() {
				walk(x.Field(i))
			}
		case reflect.Slice:
			for i := range x.Len() {
				walk(x.Index(i))
			}
		case reflect.String:
			if toSomebody[language].MatchString(quotation.ReplaceAllString(x.String(), "")) {
				out = append(out, x.String())
			}
		}
	}
	for i := range v.Parts {
		if slices.Contains(aboutScores, v.Parts[i].Kind) {
			walk(reflect.ValueOf(v.Parts[i]))
		}
	}
	return out
}

// TestFiguresOfNobodySpeakToNobody: by totals and by ranks, in both languages,
// of every instrument; what a person would read stands in quotation marks. The
// result of a person, made of the same numbers, does speak to that person.
func TestFiguresOfNobodySpeakToNobody(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := finishedSession(t, b)
	form := must[desk.WhatIfForm](t)(b.Desk.WhatIfForm(desk.WhatIfOpen{SessionID: s.ID}))
	same := map[string]domain.Value{} // every set ranked alike: nothing above chance is named
	for id := range form.Answers {
		same[id] = domain.Value{Ranks: []int{4, 3, 2, 1}}
	}
	requests := []desk.WhatIfRequest{
		{InstrumentID: "learning-cycle", ByTotals: true, Totals: form.Typed},
		{InstrumentID: "learning-cycle", ByTotals: true, Totals: map[string]string{"CE": "30", "RO": "30", "AC": "30", "AE": "30"}},
		{InstrumentID: "learning-cycle", Answers: form.Answers},
		{InstrumentID: "learning-cycle", Answers: same},
		{InstrumentID: "work-values", ByTotals: true, Totals: map[string]string{"independence": "16", "people": "12", "growth": "12", "security": "10", "contribution": "10"}},
	}
	for _, typed := range []string{"6", "15", "24"} {
		requests = append(requests, desk.WhatIfRequest{InstrumentID: "study-habits", ByTotals: true,
			Totals: map[string]string{"planning": typed, "attention": typed, "practising": typed, "help": typed}})
	}
	for language, quoted := range map[string]string{"en": "the person reads: “", "id": "orangnya membaca: “"} {
		must[door.Status](t)(b.Desk.SaveSettings(door.Settings{Language: language, Theme: "system", Paper: "A4"}))
		quotes := 0
		for _, r := range requests {
			reading := must[desk.WhatIfReading](t)(b.Desk.WhatIf(r))
			if reading.View == nil {
				t.Fatalf("%s, %s: %+v", language, r.InstrumentID, reading.Faults)
			}
			for _, line := range addressing(reading.View, language) {
				t.Errorf("%s, %s: %q", language, r.InstrumentID, line)
			}
			for i := range reading.View.Parts {
				p := &reading.View.Parts[i]
				if total := "jumlah skor saja tidak cukup"; r.ByTotals && language == "id" && p.Kind == report.KindContexts && !strings.Contains(p.Missing, total) {
					t.Errorf("situations from totals: %q", p.Missing)
				}
				if p.Grid != nil {
					for _, note := range p.Grid.Notes {
						quotes += strings.Count(note.Text, quoted)
					}
				} else if p.Scores != nil {
					for _, row := range p.Scores.Rows {
						quotes += strings.Count(row.Meaning, quoted)
					}
				}
			}
		}
		if quotes < len(requests) {
			t.Errorf("%s: %d quotations in %d readings", language, quotes, len(requests))
		}
		v := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID}))
		if len(addressing(&v, v.Language)) < 5 {
			t.Errorf("%s: the result speaks to nobody: %q", language, addressing(&v, v.Language))
		}
	}
}
