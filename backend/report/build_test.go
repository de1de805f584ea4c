package report_test

import (
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// part gives the first part of a kind.
func part(t testing.TB, v report.View, kind report.Kind) report.Part {
	t.Helper()
	for _, p := range v.Parts {
		if p.Kind == kind {
			return p
		}
	}
	t.Fatalf("no part %q", kind)
	return report.Part{}
}

// set changes a score of an input.
func set(in *report.Input, id string, change func(*domain.Score)) {
	scores := append([]domain.Score{}, in.Result.Scores...)
	for i := range scores {
		if scores[i].ID == id {
			change(&scores[i])
		}
	}
	in.Result.Scores = scores
}

// chances spreads a style's probabilities: first, second, the rest on a third.
func chances(in *report.Input, first, second float64, cannotTell bool) {
	set(in, "style", func(s *domain.Score) {
		s.Likeliest, s.RunnerUp, s.CannotTell = "reflecting", "analyzing", cannotTell
		s.Probabilities = []domain.ClassProbability{{Class: "reflecting", Probability: first},
			{Class: "analyzing", Probability: second}, {Class: "balancing", Probability: 1 - first - second}}
	})
}

func TestTheHeadlineFollowsTheRulesOfCertainty(t *testing.T) {
	for _, tc := range []struct {
		first, second float64
		cannotTell    bool
		headline      string
		second2       string
	}{
		{0.97, 0.02, false, "Very likely Reflecting, more than 9 chances in 10.", "Next Analyzing, under 1 chance in 10."},
		{0.85, 0.10, false, "Very likely Reflecting, almost 9 chances in 10.", "Next Analyzing, about 1 chance in 10."},
		{0.8499, 0.10, false, "Most likely Reflecting, about 8 chances in 10.", "Next Analyzing, about 1 chance in 10. This is a leaning, not a settled answer."},
		{0.58, 0.38, false, "Most likely Reflecting, almost 6 chances in 10.", "Next Analyzing, almost 4 chances in 10. This is a leaning, not a settled answer."},
		{0.50, 0.41, false, "Most likely Reflecting, about 5 chances in 10.", "Next Analyzing, about 4 chances in 10. This is a leaning, not a settled answer."},
		{0.499, 0.41, true, "No clear preference; the sums lean to Reflecting or Analyzing.", "By the sums alone: Reflecting, about 5 chances in 10; Analyzing, about 4 chances in 10. This result cannot tell which one fits."},
		// No preference above chance: never one name, however large the probability.
		{0.95, 0.03, true, "No clear preference; the sums lean to Reflecting or Analyzing.", "By the sums alone: Reflecting, more than 9 chances in 10; Analyzing, under 1 chance in 10. This result cannot tell which one fits."},
	} {
		in := input(t, "clear", "en")
		chances(&in, tc.first, tc.second, tc.cannotTell)
		s := part(t, report.Build(in), report.KindSummary).Summary
		got := strings.ReplaceAll(s.Headline+" | "+s.Second, "\u00a0", " ")
		if want := tc.headline + " | " + tc.second2; got != want {
			t.Errorf("%v, %v, cannot tell %v:\n got %s\nwant %s", tc.first, tc.second, tc.cannotTell, got, want)
		}
	}
}

func TestALowBestIsNoBadAnswering(t *testing.T) {
	in := input(t, "clear", "en")
	chances(&in, 0.45, 0.40, true)
	s := part(t, report.Build(in), report.KindSummary).Summary
	if len(s.Cautions) != 1 || s.Cautions[0].Lead != "Read with care." {
		t.Errorf("cautions: %v", s.Cautions)
	}
}

func TestPercentilesAreWholeAndNeverNoneOrAll(t *testing.T) {
	for _, tc := range []struct {
		percentile float64
		want       string
	}{{0, "<1"}, {0.9999, "<1"}, {1, "1"}, {13.7228, "14"}, {96.5293, "97"}, {99, "99"}, {99.0001, ">99"}, {100, ">99"}} {
		in := input(t, "worked", "en")
		set(&in, "CE", func(s *domain.Score) { s.Percentile = &tc.percentile })
		row := part(t, report.Build(in), report.KindBars).Bars.Rows[0]
		if row.Percentile != tc.want || !strings.HasPrefix(row.Sentence, tc.want+"\u202f% of the norm group gave") {
			t.Errorf("%v: got %q, %q, want %q", tc.percentile, row.Percentile, row.Sentence, tc.want)
		}
	}
}

func TestTicksAndChancesAreWholeAndSumTo100(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := input(t, "worked", "en")
		set(&in, "style", func(s *domain.Score) {
			s.Probabilities = append([]domain.ClassProbability{}, s.Probabilities...)
			total := 0.0
			for i := range s.Probabilities {
				s.Probabilities[i].Probability = rapid.Float64Range(0, 1).Draw(r, "p")
				total += s.Probabilities[i].Probability
			}
			for i := range s.Probabilities {
				s.Probabilities[i].Probability /= max(total, 1e-9)
			}
			if total < 1e-6 {
				s.Probabilities[0].Probability = 1
			}
		})
		sum := 0
		for _, run := range part(t, report.Build(in), report.KindSummary).Summary.Ticks {
			sum += run.Count
			if run.Count < 1 {
				r.Errorf("a run of %d ticks", run.Count)
			}
		}
		if sum != 100 {
			r.Errorf("%d ticks", sum)
		}
	})
}

// TestWithoutPreferenceNothingIsInterpreted: both flags set, no level word, not on
// the chart either, and no interpretation; the sentence on chance always stands
// beside a level.
func TestWithoutPreferenceNothingIsInterpreted(t *testing.T) {
	worked := part(t, report.Build(input(t, "worked", "en")), report.KindIndex).Index
	if worked.Level != "" || worked.Warnings[0].Lead != "Not interpreted." {
		t.Errorf("level %q, warnings %v", worked.Level, worked.Warnings)
	}
	if len(worked.Levels) > 0 || len(worked.Bounds) > 0 {
		t.Errorf("on the chart: levels %v between %v", worked.Levels, worked.Bounds)
	}
	in := input(t, "worked", "en")
	set(&in, "LFI", func(s *domain.Score) { s.Class = "high" })
	for _, ask := range []bool{true, false} {
		m := *in.Instrument
		m.Manifest.Report = append([]domain.Widget{}, m.Manifest.Report...)
		for i := range m.Manifest.Report {
			if m.Manifest.Report[i].Kind == "index" && !ask {
				m.Manifest.Report[i].Flags = nil
			}
		}
		in.Instrument = &m
		ix := part(t, report.Build(in), report.KindIndex).Index
		said := ""
		for _, w := range ix.Warnings {
			said += w.Lead + " " + w.Text
		}
		if len(ix.Levels) != 3 || len(ix.Bounds) != 2 {
			t.Errorf("on the chart: levels %v between %v", ix.Levels, ix.Bounds)
		}
		if ix.Level != "high" || !strings.Contains(said, "lexible or unsystematic: answers at random would look alike") {
			t.Errorf("flag asked for %v: level %q beside %q", ask, ix.Level, said)
		}
	}
}

// TestTheMiddleOfRandomRankingStandsBesideTheIndex: it is shown in the place of an
// error of measurement, which nobody knows for this index.
func TestTheMiddleOfRandomRankingStandsBesideTheIndex(t *testing.T) {
	for language, want := range map[string]string{"en": "its middle 95 % reach from 0.631 to 0.994.", "id": "95 % yang di tengah dari 0,631 sampai 0,994."} {
		for _, name := range cases {
			if ix := part(t, report.Build(input(t, name, language)), report.KindIndex).Index; !strings.Contains(strings.ReplaceAll(ix.Caption, "\u202f", " "), want) {
				t.Errorf("%s, %s: %q", language, name, ix.Caption)
			}
		}
	}
}

func TestAnApproximateNormIsMarkedWhereverItIsUsed(t *testing.T) {
	for language, mark := range map[string]string{"en": "approximate norm", "id": "norma perkiraan"} {
		v := report.Build(input(t, "clear", language))
		for where, text := range map[string]string{
			"summary": part(t, v, report.KindSummary).Summary.TicksNote, "kite": part(t, v, report.KindKite).Kite.Caption,
			"bars": part(t, v, report.KindBars).Bars.Caption, "exact figures": part(t, v, report.KindBars).Bars.Exact.Caption,
			"grid": part(t, v, report.KindGrid).Grid.Caption, "axes": part(t, v, report.KindGrid).Grid.Axes.Caption,
			"index": part(t, v, report.KindIndex).Index.Sentence, "index chart": part(t, v, report.KindIndex).Index.Caption,
		} {
			if !strings.Contains(text, mark) {
				t.Errorf("%s, %s: %q has no mark", language, where, text)
			}
		}
	}
}

// unfilled finds what no reader may see: a key, a placeholder, a missing value.
var unfilled = regexp.MustCompile(`\[report\.|\[flag\.|\{\{|<no value>|%!|NaN|\bstrength over\b|\brepeats\b`)

func TestNoWordIsMissingAndNoSliceIsNil(t *testing.T) {
	for _, name := range cases {
		for _, language := range []string{"en", "id"} {
			walk(t, name+"."+language, reflect.ValueOf(report.Build(input(t, name, language))))
		}
	}
	if !unfilled.MatchString("It would take <no value> changes.") {
		t.Error("the check finds nothing")
	}
}

func walk(t *testing.T, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			walk(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			walk(t, path, v.Elem())
		}
	case reflect.Slice:
		if v.IsNil() {
			t.Errorf("%s is nil", path)
		}
		for i := range v.Len() {
			walk(t, path, v.Index(i))
		}
	case reflect.String:
		if bad := unfilled.FindString(v.String()); bad != "" {
			t.Errorf("%s holds %q: %s", path, bad, v)
		}
	case reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			t.Errorf("%s is %v", path, v)
		}
	}
}

// TestAMissingScoreHasAReason takes scores, lists and answers away: every part
// is then complete or says why it is not, and nothing panics.
func TestAMissingScoreHasAReason(t *testing.T) {
	full := input(t, "worked", "en")
	rapid.Check(t, func(r *rapid.T) {
		in := full
		in.Result.Scores = []domain.Score{}
		for _, s := range full.Result.Scores {
			switch rapid.IntRange(0, 3).Draw(r, s.ID) {
			case 0:
				continue
			case 1:
				s = domain.Score{ID: s.ID, Reason: domain.ReasonMissingItem}
			case 2:
				s.Percentile, s.Norm, s.Bands, s.SEM, s.SwapRange = nil, nil, nil, nil, nil
			}
			in.Result.Scores = append(in.Result.Scores, s)
		}
		if rapid.Bool().Draw(r, "lists") {
			in.Result.Lists = nil
		}
		in.Responses = full.Responses[:rapid.IntRange(0, len(full.Responses)).Draw(r, "answers")]
		v := report.Build(in)
		for _, p := range v.Parts {
			filled := p.Summary != nil || p.Kite != nil || p.Bars != nil || p.Grid != nil || p.Contexts != nil ||
				p.Index != nil || p.Texts != nil || p.Steps != nil || p.About != nil
			if filled == (p.Missing != "") {
				r.Errorf("%s: filled %v, missing %q", p.ID, filled, p.Missing)
			}
		}
		if report.Headline(in) == "" {
			r.Error("no headline")
		}
		walk(t, "view", reflect.ValueOf(v))
	})
}

func TestHeadlineOfAList(t *testing.T) {
	for name, want := range map[string]string{"worked": "No clear preference: Experiencing or Imagining", "clear": "Very likely Analyzing"} {
		if got := report.Headline(input(t, name, "en")); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// TestTheInstrumentsOwnWordsComeFirst: the instrument may word any key itself.
func TestTheInstrumentsOwnWordsComeFirst(t *testing.T) {
	in := input(t, "worked", "en")
	m := *in.Instrument
	m.Texts = map[string]map[string]string{"en": {"report.kite.label": "{{.Code}} at {{.Percentile}}", "scale.CE.short": "CE"}}
	in.Instrument = &m
	in.Session.Language = "en"
	if got := part(t, report.Build(in), report.KindKite).Kite.Axes[0].Label; got != "CE at 97" {
		t.Errorf("got %q", got)
	}
}

// TestTheHighestRevisionCounts: a corrected answer replaces the earlier one.
func TestTheHighestRevisionCounts(t *testing.T) {
	in := input(t, "worked", "en")
	second := in.Responses[12]
	second.Revision, second.Value = 2, domain.Value{Ranks: []int{4, 3, 2, 1}}
	for _, responses := range [][]domain.Response{append([]domain.Response{second}, in.Responses...), append(in.Responses[:20:20], second)} {
		in.Responses = responses
		c := part(t, report.Build(in), report.KindContexts).Contexts
		if got := strings.Join(c.Situations[0].Order, " "); got != "CE RO AC AE" {
			t.Errorf("got %s", got)
		}
	}
}
