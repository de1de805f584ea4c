// Package step holds the closed set of scoring steps, one file per kind: what
// each checks when an instrument is compiled, what it computes when it runs,
// and how it tells its inputs and outputs.
//
// A step sees the ranks of the items and the outcomes of the steps that it
// reads, nothing else. It must never know one particular instrument.
package step

import "kitewise/backend/domain"

// Kind is one kind of scoring step: which other steps it reads, how it is
// compiled, and where its rule comes from.
type Kind struct {
	Op     string
	Source string
	Reads  func(s *domain.Step) []Reading
	// Missing lists the rules for missing inputs that it knows; nil is
	// MissingRequireAll alone.
	Missing []string
	// compile checks the step and makes it executable; faults go to the compiler.
	compile func(c *Compiler, i int) Step
}

// Reading names a step that another reads and the JSON path that says so.
type Reading struct{ ID, Path string }

// Kinds is the closed set of steps, one file per kind.
func Kinds() []Kind {
	return []Kind{
		{"sum", "weighted sum of keyed answers", readsNothing, anyRule, compileSum},
		{"mean", "weighted mean of keyed answers", readsNothing, anyRule, compileMean},
		{"count", "number of answers with given values", readsNothing, anyRule, compileCount},
		{"sum_scores", "sum of scores", readsScores, anyRule, compileSumScores},
		{"order", "scores from the highest down, ties sharing a place", readsScores, orderRules, compileOrder},
		{"rank_sum", "sum of the ranks of the scored endings", readsNothing, nil, compileRankSum},
		{"weighted", "weighted sum of scores", readsTerms, nil, compileWeighted},
		{"absolute", "absolute value of a weighted sum of scores", readsTerms, nil, compileAbsolute},
		{"kendall_w", "Kendall, Rank Correlation Methods, 1948, ch. 6", readsNothing, nil, compileKendall},
		{OpExpression, "expression over scores and items", readsExpression, nil, compileExpression},
		{"transform", "function of a score: linear, polynomial, by points, clamped or rounded", readsOf, nil, compileTransform},
		{"norm", "z and T of mean and SD (McCall, 1922), percentile, or score by table", readsOf, nil, compileNorm},
		{"classify_grid", "cells between the cuts of two scores; Φ by erfc", readsGrid, nil, compileGrid},
		{"classify", "ordered upper bounds of a score; Φ by erfc", readsOf, nil, compileClassify},
		{"lookup", "class of a ranking by table", readsNothing, nil, compileLookup},
		{"tally", "classes of a list by frequency", readsTally, nil, compileTally},
	}
}

// KindOf gives the kind of an operation, and whether there is one.
func KindOf(op string) (Kind, bool) {
	for _, k := range Kinds() {
		if k.Op == op {
			return k, true
		}
	}
	return Kind{}, false
}

func readsNothing(*domain.Step) []Reading { return nil }

func readsOf(s *domain.Step) []Reading { return []Reading{{s.Of, "of"}} }
