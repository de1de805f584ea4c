package scoring_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring"
)

// The norm of the change tests: of s the group has 4 and 8, variance 8; of t 5
// and 7, variance 2. With an alpha of one half SEM² is 4 and 1, so the error of
// a difference is √8 and √2.
const (
	changeRows   = "norm_group,scale,raw_score,frequency\nTotal,s,4,1\nTotal,s,8,1\nTotal,t,5,1\nTotal,t,7,1\n"
	changeAlphas = "norm_group,scale,alpha\nTotal,s,0.5\nTotal,t,0.5\n"
)

func changeNorm(t *testing.T) *norm.Norm {
	t.Helper()
	declared := domain.Norm{ID: "n", Kind: norm.KindFrequency, File: "n.csv", Reliability: "alpha.csv", Version: "1", ScoredEndings: 2, N: 2}
	n, faults := norm.Read(declared, func(name string) ([]byte, error) {
		if name == "n.csv" {
			return []byte(changeRows), nil
		}
		return []byte(changeAlphas), nil
	})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return n
}

// changeForm has two normed sums of two items each, and a plain one.
func changeForm(rules ...domain.Change) *form {
	s, u := sum("s", 1, "a1", "a2"), sum("t", 1, "a3", "a4")
	s.Norm, u.Norm = "n", "n"
	f := likertForm(5).step(s, u, sum("plain", 1, "a5"), domain.Step{ID: "hid", Op: "expression", Expr: "s + 0", Hidden: true, Missing: domain.MissingRequireAll},
		domain.Step{ID: "o", Op: "order", Scores: []string{"s", "t"}, ClassName: "p", Missing: domain.MissingRequireAll})
	f.Norms = []domain.Norm{{ID: "n", Kind: norm.KindFrequency}}
	f.Change = rules
	return f
}

func compileChange(t *testing.T, f *form) (*scoring.Program, []domain.Fault) {
	t.Helper()
	return scoring.Compile(scoring.Source{Manifest: &f.Manifest, Norms: map[string]*norm.Norm{"n": changeNorm(t)}})
}

func TestChange(t *testing.T) {
	f := changeForm(
		domain.Change{ID: "both", Kind: domain.ChangeJoint, Scores: []string{"s", "t"}, Level: "0.05"},
		domain.Change{ID: "strict", Kind: domain.ChangeJoint, Scores: []string{"s", "t"}, Level: "0.01"},
		domain.Change{ID: "each", Kind: domain.ChangeReliable, Scores: []string{"s", "t"}, Level: "0.05"},
		domain.Change{ID: "by", Kind: domain.ChangeFixed, Scores: []string{"plain"}, By: "2"})
	p, faults := compileChange(t, f)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, tc := range []struct {
		name, first, second string
		// joint is Δs²/8 + Δt²/2, to be held against 5.991 and 9.210.
		joint float64
		// told lists what is beyond: "rule" and "rule.score". Alone Δs must exceed
		// 1.96·√8 = 5.5437 and Δt 1.96·√2 = 2.7719.
		told string
	}{
		{"nothing", "33333", "33333", 0, ""},
		{"4 and 3: jointly, then t alone", "33333", "55543", 6.5, "both both.t each each.t"},
		{"the other way round", "55543", "33333", 6.5, "both both.t each each.t"},
		{"6 and 1: s alone, but not jointly", "22333", "55433", 5, "each each.s"},
		{"6 and 2: jointly, then s", "22333", "55443", 6.5, "both both.s each each.s"},
		{"5 and 2", "22333", "54443", 5.125, ""},
		{"4 and -4: jointly at both levels", "33553", "55333", 10, "both both.t strict strict.t each each.t"},
		{"the plain one by 1", "33334", "33335", 0, ""},
		{"the plain one by 2", "33333", "33335", 0, "by by.plain"},
		{"the plain one by -2", "33333", "33331", 0, "by by.plain"},
	} {
		a, b := p.Run(digits(tc.first), scoring.Options{}), p.Run(digits(tc.second), scoring.Options{})
		told := []string{}
		changes := p.Change(&a, &b)
		for _, c := range changes {
			if c.Beyond {
				told = append(told, c.ID)
			}
			for _, s := range c.Scores {
				if s.Beyond {
					told = append(told, c.ID+"."+s.ID)
				}
			}
		}
		if d := cmp.Diff(tc.told, strings.Join(told, " ")); d != "" {
			t.Errorf("%s: %s", tc.name, d)
		}
		if got := changes[0].Statistic; got == nil || *got != tc.joint {
			t.Errorf("%s: statistic %v, want %v", tc.name, got, tc.joint)
		}
	}
}

func TestChangeTellsItsNumbers(t *testing.T) {
	f := changeForm(domain.Change{ID: "both", Kind: domain.ChangeJoint, Scores: []string{"s", "t"}, Level: "0.05"})
	p, faults := compileChange(t, f)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	number := func(v float64) *float64 { return &v }
	a, b := p.Run(digits("22333"), scoring.Options{}), p.Run(digits("55433"), scoring.Options{})
	// 1.96·√8 = 5.543717164502532…, 1.96·√2 = 2.771858582251266…
	want := []domain.Changed{{
		ID: "both", Kind: domain.ChangeJoint, Statistic: number(5), Critical: number(5.991),
		Scores: []domain.ScoreChange{
			{ID: "s", From: number(4), To: number(10), Difference: number(6), Least: 5.543717165},
			{ID: "t", From: number(6), To: number(7), Difference: number(1), Least: 2.771858582},
		},
	}}
	if d := cmp.Diff(want, p.Change(&a, &b)); d != "" {
		t.Error(d)
	}
	// t is missing in the second, s is prorated: nothing is judged jointly.
	c := p.Run(digits("5...3"), scoring.Options{})
	got := p.Change(&a, &c)[0]
	if got.Reason != domain.ReasonMissingScore || got.Beyond || got.Statistic != nil || got.Scores[1].Difference != nil || !got.Scores[0].LowerLimit {
		t.Errorf("missing: %+v", got)
	}
}

func TestFixedChangeReachesItsDecimals(t *testing.T) {
	f := likertForm(2).step(derived("tenth", "a1 / 10"))
	f.Change = []domain.Change{{ID: "by", Kind: domain.ChangeFixed, Scores: []string{"tenth"}, By: "0.2"}}
	p := f.program(t)
	// .3 - .1 is .19999999999999998 as binary fractions.
	a, b := p.Run(digits("1"), scoring.Options{}), p.Run(digits("3"), scoring.Options{})
	if c := p.Change(&a, &b)[0]; !c.Beyond || *c.Scores[0].Difference != 0.2 {
		t.Errorf("%+v", c)
	}
	if c := p.Change(&a, &a)[0]; c.Beyond {
		t.Errorf("%+v", c)
	}
}

func TestChangeFaults(t *testing.T) {
	joint := func(level string, scores ...string) domain.Change {
		return domain.Change{ID: "x", Kind: domain.ChangeJoint, Scores: scores, Level: level}
	}
	fixed := func(by string, scores ...string) domain.Change {
		return domain.Change{ID: "x", Kind: domain.ChangeFixed, Scores: scores, By: by}
	}
	for name, tc := range map[string]struct {
		rules      []domain.Change
		path, code string
	}{
		"unknown score":     {[]domain.Change{joint("0.05", "s", "z")}, "change[0].scores[1]", "unknown_score"},
		"score twice":       {[]domain.Change{joint("0.05", "s", "s")}, "change[0].scores[1]", "duplicate_id"},
		"no error":          {[]domain.Change{joint("0.05", "s", "plain")}, "change[0].scores[1]", "change_without_error"},
		"hidden":            {[]domain.Change{fixed("1", "hid")}, "change[0].scores[0]", "hidden_score"},
		"an order":          {[]domain.Change{fixed("1", "o")}, "change[0].scores[0]", "not_a_number"},
		"one jointly":       {[]domain.Change{joint("0.05", "s")}, "change[0].scores", "change_joint"},
		"level":             {[]domain.Change{joint("0.04", "s", "t")}, "change[0].level", "change_level"},
		"no level":          {[]domain.Change{joint("", "s", "t")}, "change[0].level", "change_level"},
		"kind":              {[]domain.Change{{ID: "x", Kind: "felt", Scores: []string{"s"}}}, "change[0].kind", "change_kind"},
		"by nothing":        {[]domain.Change{fixed("0", "plain")}, "change[0].by", "unreachable"},
		"by more than all":  {[]domain.Change{fixed("4.1", "plain")}, "change[0].by", "unreachable"},
		"by no decimal":     {[]domain.Change{fixed("much", "plain")}, "change[0].by", "decimal"},
		"the same id twice": {[]domain.Change{fixed("1", "plain"), fixed("2", "plain")}, "change[1].id", "duplicate_id"},
	} {
		_, faults := compileChange(t, changeForm(tc.rules...))
		found := false
		for _, f := range faults {
			found = found || f.Path == tc.path && f.Code == tc.code
		}
		if !found {
			t.Errorf("%s: %v, want %s at %s", name, faults, tc.code, tc.path)
		}
	}
}
