package session

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"kitewise/backend/domain"
)

// Verdict says what is wrong with a finalised session. Its words are the
// locale text "verify.<verdict>".
type Verdict string

// The verdicts.
const (
	// VerdictSound: the seal holds, and scoring again gives the same bytes.
	VerdictSound Verdict = ""
	// VerdictChanged: something of the session is not as it was sealed.
	VerdictChanged Verdict = "changed"
	// VerdictDiffers: the seal holds, and scoring gives another result.
	VerdictDiffers Verdict = "differs"
	// VerdictIncomplete: a finalised session without result, or a result of a
	// session that is not finalised.
	VerdictIncomplete Verdict = "incomplete"
	// VerdictUnscorable: its instrument or norm is not there as it was pinned.
	VerdictUnscorable Verdict = "unscorable"
)

// Verify checks one finalised session: the seal over its rows, and that
// scoring its answers again with the pinned versions gives the stored result,
// byte for byte. An error means that it could not be read.
func (e *Engine) Verify(ctx context.Context, id string) (Verdict, error) {
	verdict, err := e.verify(ctx, id)
	if err != nil {
		return verdict, fmt.Errorf("verify session: %w", err)
	}
	return verdict, nil
}

func (e *Engine) verify(ctx context.Context, id string) (Verdict, error) {
	f, err := e.cfg.Answers.Finalisation(ctx, id)
	switch domain.CodeOf(err) {
	case "":
	case domain.CodeDamagedDatabase:
		return VerdictChanged, nil
	case domain.CodeNotFound:
		return VerdictIncomplete, nil
	default:
		return VerdictSound, err
	}
	s, err := e.cfg.Sessions.Session(ctx, id)
	if err != nil {
		return VerdictSound, err
	}
	if s.State != domain.StateFinalised {
		return VerdictIncomplete, nil
	}
	in, err := e.pinned(s)
	if err != nil {
		return VerdictUnscorable, nil //nolint:nilerr // that it is not there is the verdict
	}
	stored, err := e.cfg.Answers.Responses(ctx, id)
	if domain.CodeOf(err) == domain.CodeDamagedDatabase { // words that do not open in their place
		return VerdictChanged, nil
	}
	if err != nil {
		return VerdictSound, err
	}
	record, err := e.cfg.Happenings.Record(ctx, id)
	if err != nil {
		return VerdictSound, err
	}
	answers := latest(stored)
	again, err := in.Score(gather(wayOf(in, s, answers), answers, record, f.Respondent, f.FinalisedAt))
	if err != nil || !sameBytes(again, f.Result) {
		return VerdictDiffers, nil //nolint:nilerr // answers that cannot be scored gave no result
	}
	return VerdictSound, nil
}

// sameBytes reports whether two results are written alike.
func sameBytes(a, b domain.Result) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}
