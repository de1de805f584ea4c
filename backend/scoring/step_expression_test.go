package scoring_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/scoring"
)

func derived(id, text string) domain.Step {
	return domain.Step{ID: id, Op: "expression", Expr: text, Missing: domain.MissingRequireAll}
}

func TestExpressionStep(t *testing.T) {
	f := likertForm(3)
	f.OptionSets = append(f.OptionSets, domain.OptionSet{ID: "words", Options: []domain.Option{{ID: "yes", Value: ptr(1)}, {ID: "unsure"}}})
	f.section("more", "",
		domain.Item{ID: "hours", Type: domain.TypeNumeric, Min: "0", Max: "100"},
		domain.Item{ID: "one", Type: domain.TypeSingleChoice, Options: "words"})
	// It is declared before what it reads: order is found, not declared.
	f.step(derived("late", "twice + hours / 4"), derived("twice", "s * 2"), sum("s", 2, "a1", "a2", "a3"),
		derived("ratio", "s / (a1 - 3)"), derived("chosen", "one * 10"),
		domain.Step{ID: "onward", Op: "sum_scores", Scores: []string{"late", "twice"}, Missing: domain.MissingRequireAll})
	p := f.program(t)
	number := func(v float64) *float64 { return &v }
	for _, tc := range []struct {
		name    string
		answers map[string]domain.Value
		values  map[string]*float64
		reasons map[string]domain.Reason
	}{
		// s = (4+2+5) = 11; twice 22; late 22 + 12.5/4 = 25.125; ratio 11/1.
		{"all there", answersOf("a1", "4", "a2", "2", "a3", "5", "hours", "12.5", "one", []string{"yes"}),
			map[string]*float64{"late": number(25.125), "twice": number(22), "ratio": number(11), "chosen": number(10), "onward": number(47.125)}, nil},
		// a3 open: s = 7·3/2 = 10.5; ratio 10.5/(5-3) = 5.25.
		{"prorated before it", answersOf("a1", "5", "a2", "2", "hours", "0.1"),
			map[string]*float64{"late": number(21.025), "ratio": number(5.25)},
			map[string]domain.Reason{"chosen": domain.ReasonMissingItem}},
		// s = 1·… 10/3 of a division that does not end: (1+2+2)/(1-3) = -2.5.
		{"negative", answersOf("a1", "1", "a2", "2", "a3", "2"),
			map[string]*float64{"ratio": number(-2.5)},
			map[string]domain.Reason{"late": domain.ReasonMissingItem, "onward": domain.ReasonMissingScore}},
		{"division by zero", answersOf("a1", "3", "a2", "2", "a3", "2", "one", []string{"unsure"}),
			map[string]*float64{"twice": number(14)},
			map[string]domain.Reason{"ratio": domain.ReasonNoValue, "chosen": domain.ReasonNoValue}},
		{"score missing", answersOf("a1", "3"), nil,
			map[string]domain.Reason{"twice": domain.ReasonMissingScore, "late": domain.ReasonMissingScore, "ratio": domain.ReasonMissingScore}},
	} {
		r := p.Run(&domain.Answers{Responses: tc.answers}, scoring.Options{Trace: true})
		for id, want := range tc.values {
			if s, _ := r.Score(id); s.Value == nil || *s.Value != *want {
				t.Errorf("%s: %s = %+v, want %v", tc.name, id, s, *want)
			}
		}
		for id, want := range tc.reasons {
			if s, _ := r.Score(id); s.Value != nil || s.Reason != want {
				t.Errorf("%s: %s = %+v, want %s", tc.name, id, s, want)
			}
		}
	}
}

func TestExpressionTrace(t *testing.T) {
	f := likertForm(2).step(sum("s", 1, "a1", "a2"), derived("third", "s / 3 - a1"))
	r := f.program(t).Run(digits("35"), scoring.Options{Trace: true})
	for _, step := range r.Trace {
		if step.ID != "third" {
			continue
		}
		want := []domain.TraceInput{{Kind: domain.TraceLine, Ref: "s", Value: "8"}, {Kind: domain.TraceCell, Ref: "a1", Value: "3"}}
		// 8/3 - 3 = -1/3, to nine decimals.
		if d := cmp.Diff(want, step.Inputs); d != "" || step.Output != "-333333333/1000000000" || step.Formula != "{0} / 3 - {1}" {
			t.Errorf("%s %s", d, step.Output)
		}
		return
	}
	t.Error("no trace")
}

func TestExpressionStepFaults(t *testing.T) {
	with := func(text string) *form {
		return likertForm(2).section("more", "",
			domain.Item{ID: "note", Type: domain.TypeText, MaxLength: 9},
			domain.Item{ID: "rank", Type: domain.TypeRanking, Endings: []domain.Ending{{ID: "A"}, {ID: "B"}}}).
			step(sum("s", 1, "a1"), derived("e", text),
				domain.Step{ID: "o", Op: "order", Scores: []string{"s", "t"}, ClassName: "p", Missing: domain.MissingRequireAll}, sum("t", 1, "a2"))
	}
	at := "scoring[1].expr"
	faultTable{
		"unknown name":     {with("s + T"), at, "expression_unknown"},
		"itself":           {with("e + 1"), at, "cycle"},
		"a round":          {with("f + 1").step(derived("f", "e + 1")), "scoring[4].expr", "cycle"},
		"a text":           {with("note + 1"), at, "not_a_number"},
		"a ranking":        {with("rank + 1"), at, "not_a_number"},
		"an order":         {with("o + 1"), at, "not_a_number"},
		"a condition":      {with("s > 1"), at, "expression_type"},
		"a text as number": {with(`s + "1"`), at, "expression_type"},
		"nothing read":     {with("1 + 1"), at, "expression_constant"},
		"too long":         {with("s" + strings.Repeat(" + s", 600)), at, "expression_too_long"},
		"too large":        {with("s" + strings.Repeat("+s", 300)), at, "expression_too_large"},
		"a loop":           {with("sum(map(1..10, #))"), at, "expression_forbidden"},
		"two meanings":     {likertForm(1).step(sum("a1", 1, "a1"), derived("e", "a1 + 1")), at, "expression_ambiguous"},
	}.run(t)
}
