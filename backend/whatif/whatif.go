// Package whatif scores what nobody answered: typed totals, or answers that a
// counsellor makes up, for any person and norm group. Nothing of it is stored.
//
// It must never read or write a workspace.
package whatif

import (
	"fmt"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/norm"
	"kitewise/backend/scoring"
	"kitewise/backend/scoring/totals"
)

// Totals says which scores of an instrument can be typed instead of answers.
func Totals(in *instrument.Instrument) totals.Form { return in.Program().Totals() }

// Score scores totals as a form that gives them; what is wrong with them is
// Totals' to say. What needs the answers is missing. who gives the respondent
// and the norm group; errors are those of Instrument.CheckGroup.
func Score(in *instrument.Instrument, given map[string]norm.Fraction, who domain.Answers) (domain.Result, error) {
	if err := in.CheckGroup(who.Group); err != nil {
		return domain.Result{}, fmt.Errorf("score totals: %w", err)
	}
	if given == nil {
		given = map[string]norm.Fraction{}
	}
	r := in.Program().Run(&who, scoring.Options{Given: given})
	r.Instrument, r.Norm = in.Domain.Ref, in.Domain.Norm
	return r, nil
}

// maxDigits bounds a typed number; no total needs more.
const maxDigits = 12

// Number reads a typed number, with a point or, as Indonesian writes it, a
// comma; it is false for anything else.
func Number(text string) (norm.Fraction, bool) {
	text = strings.Replace(strings.TrimSpace(text), ",", ".", 1)
	if len(text) > maxDigits {
		return norm.Fraction{}, false
	}
	v, err := norm.ParseDecimal(text)
	return v, err == nil
}
