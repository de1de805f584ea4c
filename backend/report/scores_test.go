package report_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
)

// onItsScale is a report of one scores part over made-up scores.
func onItsScale(t *testing.T, w domain.Widget, values map[string]float64, flags ...string) report.View {
	t.Helper()
	words, err := i18n.Load(os.DirFS("../../locales"))
	if err != nil {
		t.Fatal(err)
	}
	w.Kind = "scores"
	in := report.Input{Printer: words.Printer("en"), Instrument: &domain.Instrument{
		Manifest: domain.Manifest{ID: "made-up", Version: "1.0.0", Report: []domain.Widget{w, {Kind: "about"}}, Flags: []domain.Flag{{Code: "CLOSE"}}},
		Texts: map[string]map[string]string{"en": {
			"title": "Made up", "scale.a": "Alpha", "scale.a.plain": "the first", "scale.b": "Beta", "scale.c": "Gamma",
			"level.high": "high", "level.high.plain": "high in general", "level.a.high.plain": "high in Alpha",
			"class.b.summary": "Beta leads.", "class.c.summary": "Gamma leads.", "try.a.1": "Try one.", "try.a.2": "Try two.",
		}},
	}}
	in.Session.Language = "en"
	in.Result.Flags = flags
	for _, id := range []string{"a", "b", "c"} {
		s := domain.Score{ID: id, Reason: domain.ReasonMissingItem}
		if v, ok := values[id]; ok {
			s = domain.Score{ID: id, Value: &v}
		}
		if id == "a" && s.Value != nil {
			s.Class = "high"
		}
		in.Result.Scores = append(in.Result.Scores, s)
	}
	return report.Build(in)
}

// TestScoresLieOnTheirScale: the place between the ends, the level's own
// sentence before the general one, activities, and why a score is missing.
func TestScoresLieOnTheirScale(t *testing.T) {
	w := domain.Widget{Scores: []string{"a", "b", "c"}, Low: "5", High: "25"}
	v := onItsScale(t, w, map[string]float64{"a": 20, "b": 12.5})
	got := part(t, v, "scores").Scores
	want := []report.ScoreRow{
		{Name: "Alpha", Plain: "the first", Value: "20", Level: "high", Meaning: "high in Alpha", At: 0.75, Tries: []string{"Try one.", "Try two."}},
		{Name: "Beta", Value: "12.5", At: 0.375, Tries: []string{}},
		{Name: "Gamma", Missing: got.Rows[2].Missing, Tries: []string{}},
	}
	if diff := cmp.Diff(want, got.Rows); diff != "" || got.Rows[2].Missing == "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]report.Tick{{At: 0, Label: "5"}, {At: 0.5, Label: "15"}, {At: 1, Label: "25"}}, got.Ticks); diff != "" {
		t.Error(diff)
	}
	if got.Caption != "A score can lie from 5 to 25." || !strings.Contains(got.Alt, "Alpha: 20 high; Beta: 12.5") {
		t.Error(got.Caption, got.Alt)
	}
}

// TestSortedScoresNameAnUndisputedFirst, and only that: a tie and a flag of the
// part withhold the sentence.
func TestSortedScoresNameAnUndisputedFirst(t *testing.T) {
	w := domain.Widget{Scores: []string{"a", "b", "c"}, Low: "0", High: "20", Sorted: true, Flags: []string{"CLOSE"}}
	for name, tc := range map[string]struct {
		values map[string]float64
		flags  []string
		order  string
		said   string
	}{
		"one first":    {map[string]float64{"b": 12, "c": 15}, nil, "Gamma Beta Alpha", "Gamma leads."},
		"a tie":        {map[string]float64{"b": 15, "c": 15}, nil, "Beta Gamma Alpha", ""},
		"flag of part": {map[string]float64{"b": 15, "c": 12}, []string{"CLOSE"}, "Beta Gamma Alpha", ""},
	} {
		t.Run(name, func(t *testing.T) {
			rows := part(t, onItsScale(t, w, tc.values, tc.flags...), "scores").Scores.Rows
			names := []string{}
			for _, r := range rows {
				names = append(names, r.Name)
			}
			if got := strings.Join(names, " "); got != tc.order || rows[0].Meaning != tc.said || rows[1].Meaning != "" {
				t.Errorf("%s: %q, %q", got, rows[0].Meaning, rows[1].Meaning)
			}
		})
	}
}

// TestWithoutNormsNothingIsSaidOfNorms: no line, no fact, no standard errors.
func TestWithoutNormsNothingIsSaidOfNorms(t *testing.T) {
	v := onItsScale(t, domain.Widget{Scores: []string{"a"}, Low: "0", High: "20"}, map[string]float64{"a": 1})
	about := part(t, v, report.KindAbout).About
	if v.Colophon.Norm != "" || strings.Contains(v.Colophon.Line, "norm") || len(about.Notes) != 2 {
		t.Errorf("%+v %+v", v.Colophon, about.Notes)
	}
	for _, f := range about.Facts {
		if f.Label == "Norm" {
			t.Errorf("%+v", f)
		}
	}
}
