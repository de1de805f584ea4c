package cli

import (
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/scoring/flags"
	"kitewise/backend/scoring/step"
)

// TestEveryRuleOfALineHasWords: a rule that is added to scoring needs its words.
func TestEveryRuleOfALineHasWords(t *testing.T) {
	deps := testDeps(t)
	ops := flags.Rules()
	for _, kind := range step.Kinds() {
		ops = append(ops, kind.Op)
	}
	for _, language := range deps.Words.Languages() {
		say := deps.Words.Printer(language)
		for _, op := range ops {
			if !say.Has("trace.op." + op) {
				t.Errorf("%s: no words for %s", language, op)
			}
		}
		for _, part := range domain.TraceParts() {
			if !say.Has("trace.part." + string(part)) {
				t.Errorf("%s: no words for the part %s", language, part)
			}
		}
	}
}
