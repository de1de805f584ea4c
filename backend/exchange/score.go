package exchange

import (
	"errors"
	"fmt"
	"io"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// Tally counts the records of a batch.
type Tally struct{ Scored, Invalid int }

// Batch scores every record of a source into a sink. word gives the sentence
// of a fault; trace keeps every step. An error means that the source could not
// be read to its end, or the sink not be written.
func Batch(from Source, to Sink, form *instrument.Instrument, trace bool, word func(Fault) string) (Tally, error) {
	tally, none, scorer := Tally{}, unscored(form), form.Scorer()
	for {
		record, err := from.Next()
		if errors.Is(err, io.EOF) {
			return tally, to.Close()
		}
		if err != nil {
			return tally, err
		}
		scored := Scored{Record: record, Result: none}
		// One that lacks items is scored as far as it goes, and what needs them
		// is missing; with any other fault nothing is scored.
		if len(record.Faults) == 0 || record.Incomplete() {
			r, err := scorer.Score(domain.Answers{Responses: record.Responses, Respondent: record.Respondent}, trace)
			if err != nil {
				return tally, fmt.Errorf("score record: %w", err)
			}
			scored.Result = *r // written before the next one is scored
			if trace {
				scored.Result.Trace = scorer.Trace()
			}
		}
		for _, f := range record.Faults {
			scored.Messages = append(scored.Messages, word(f))
		}
		if len(record.Faults) > 0 {
			tally.Invalid++
		} else {
			tally.Scored++
		}
		if err := to.Write(scored); err != nil {
			return tally, fmt.Errorf("write record: %w", err)
		}
	}
}

// unscored is the result of a record of which nothing is scored.
func unscored(form *instrument.Instrument) domain.Result {
	m := &form.Domain.Manifest
	res := domain.Result{Instrument: form.Domain.Ref, Norm: form.Domain.Norm, Flags: []string{}, Trace: []domain.TraceStep{}}
	for _, id := range ScoreIDs(m) {
		res.Scores = append(res.Scores, domain.Score{ID: id, Reason: domain.ReasonInvalidRecord})
	}
	for _, s := range m.Scoring {
		if s.ClassName != "" && !s.Hidden {
			res.Lists = append(res.Lists, domain.List{ID: s.ID, ClassName: s.ClassName, Reason: domain.ReasonInvalidRecord})
		}
	}
	return res
}
