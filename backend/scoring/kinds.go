package scoring

import "kitewise/backend/domain"

// kind is one kind of scoring step: which other steps it reads, how it is
// compiled, and where its rule comes from.
type kind struct {
	op     string
	source string
	reads  func(s *domain.Step) []reading
	// compile checks the step and makes it executable; faults go to the compiler.
	compile func(c *compiler, i int) step
}

// reading names a step that another reads and the JSON path that says so.
type reading struct{ id, path string }

// kinds is the closed set of steps, one file per kind.
func kinds() []kind {
	return []kind{
		{"rank_sum", "sum of the ranks of the scored endings", readsNothing, compileRankSum},
		{"weighted", "weighted sum of scores", readsTerms, compileWeighted},
		{"absolute", "absolute value of a weighted sum of scores", readsTerms, compileAbsolute},
		{"kendall_w", "Kendall, Rank Correlation Methods, 1948, ch. 6", readsNothing, compileKendall},
		{"transform", "linear transform of a score", readsOf, compileTransform},
		{"classify_grid", "cells between the cuts of two scores; Φ by erfc", readsGrid, compileGrid},
		{"lookup", "class of a ranking by table", readsNothing, compileLookup},
		{"tally", "classes of a list by frequency", readsTally, compileTally},
	}
}

// Ops lists the operations that a manifest may declare.
func Ops() []string {
	ops := []string{}
	for _, k := range kinds() {
		ops = append(ops, k.op)
	}
	return ops
}

func kindOf(op string) (kind, bool) {
	for _, k := range kinds() {
		if k.op == op {
			return k, true
		}
	}
	return kind{}, false
}

func readsNothing(*domain.Step) []reading { return nil }

func readsOf(s *domain.Step) []reading { return []reading{{s.Of, "of"}} }
