package scoring_test

import (
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring"
)

// made reads a norm that was made up for a test.
func made(t *testing.T, kind, text string) *norm.Norm {
	t.Helper()
	declared := domain.Norm{ID: "made", Kind: kind, File: "made.csv", Version: "made-1", N: 10, Year: 2026, Source: "made up for a test",
		Precedence: []domain.GroupField{{Field: "role", Prefix: "ROLE:"}}}
	n, faults := norm.Read(declared, func(string) ([]byte, error) { return []byte(text), nil })
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return n
}

// TestStandardScoresByHand: by the group of the respondent.
func TestStandardScoresByHand(t *testing.T) {
	means := "norm_group,scale,mean,sd,n\nTotal,base,3,1.5,10\nROLE:pupil,base,4.25,0.4,10\n"
	scores := "norm_group,scale,raw_score,score\nTotal,base,1,80\nTotal,base,5,121\n"
	frequencies := "norm_group,scale,raw_score,frequency\nTotal,base,2,4\nTotal,base,5,6\n"
	percentiles := "norm_group,scale,raw_score,percentile\nTotal,base,2,12.5\nTotal,base,5,99\n"
	for name, tc := range map[string]struct {
		kind, table, standard, role, want string
	}{
		"z":                          {norm.KindMeanSD, means, "z", "", "2/3"},
		"T":                          {norm.KindMeanSD, means, "T", "", "170/3"},
		"z of a group":               {norm.KindMeanSD, means, "z", "pupil", "-5/8"},
		"T of a group":               {norm.KindMeanSD, means, "T", "pupil", "175/4"},
		"a score between rows":       {norm.KindScore, scores, "score", "", "443/4"},
		"a percentile by frequency":  {norm.KindFrequency, frequencies, "percentile", "", "80"},
		"a percentile by percentile": {norm.KindPercentile, percentiles, "percentile", "", "421/6"},
	} {
		f := likertForm(1).step(
			domain.Step{ID: "base", Op: "sum", Missing: domain.MissingRequireAll, Keyed: []domain.Keyed{{Item: "a1"}}},
			domain.Step{ID: "x", Op: "norm", Of: "base", Norm: "made", Standard: tc.standard, Missing: domain.MissingRequireAll},
			domain.Step{ID: "level", Op: "classify", Of: "x", Missing: domain.MissingRequireAll,
				Bands: &domain.Bands{On: "value", Bands: []domain.Bound{{Class: "low", Below: "0.5"}, {Class: "high"}}}})
		if tc.standard != "z" && tc.standard != "percentile" {
			f.Scoring = f.Scoring[:2]
		}
		p, faults := scoring.Compile(scoring.Source{Manifest: &f.Manifest, Norms: map[string]*norm.Norm{"made": made(t, tc.kind, tc.table)}})
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
			continue
		}
		a := digits("4")
		a.Respondent = domain.Respondent{"role": tc.role}
		r := p.Run(a, scoring.Options{Trace: true})
		s, _ := r.Score("x")
		if got := exact(&r, "x"); got != tc.want || s.Norm == nil || (s.Percentile != nil) != (tc.standard == "percentile") {
			t.Errorf("%s is %s with norm %+v and percentile %v, want %s", name, got, s.Norm, s.Percentile, tc.want)
		}
		if l, ok := r.Score("level"); ok && (l.Class == "" || l.Norm == nil || l.ClassWhy != "") {
			t.Errorf("%s: the class %+v stands without its norm", name, l)
		}
		lost := p.Run(&domain.Answers{}, scoring.Options{})
		if s, _ := lost.Score("x"); s.Reason != domain.ReasonMissingScore || s.Value != nil {
			t.Errorf("%s without answers: %+v", name, s)
		}
	}
}

// TestAClassSaysWhatItStandsOn: without probabilities and norm it says why.
func TestAClassSaysWhatItStandsOn(t *testing.T) {
	bands := &domain.Bands{On: "value", Bands: []domain.Bound{{Class: "low", Below: "3"}, {Class: "middle", Below: "4", Inclusive: true}, {Class: "high"}}}
	f := likertForm(1).step(
		domain.Step{ID: "base", Op: "sum", Missing: domain.MissingRequireAll, Keyed: []domain.Keyed{{Item: "a1"}}, Bands: bands},
		domain.Step{ID: "level", Op: "classify", Of: "base", Missing: domain.MissingRequireAll, Bands: bands})
	p := f.program(t)
	for answer, want := range map[string]string{"1": "low", "2": "low", "3": "middle", "4": "middle", "5": "high"} {
		r := p.Run(digits(answer), scoring.Options{Trace: true})
		for _, id := range []string{"base", "level"} {
			if s, _ := r.Score(id); s.Class != want || s.ClassWhy != domain.ReasonNoReliability {
				t.Errorf("%s of %s: %q (%s), want %s", id, answer, s.Class, s.ClassWhy, want)
			}
		}
		if got := exact(&r, "class(base)") + " " + exact(&r, "level"); got != want+" "+want {
			t.Errorf("the trace says %s, want %s", got, want)
		}
	}
	r := p.Run(digits("."), scoring.Options{})
	if s, _ := r.Score("level"); s.Reason != domain.ReasonMissingScore || s.Class != "" {
		t.Errorf("without an answer: %+v", s)
	}
}
