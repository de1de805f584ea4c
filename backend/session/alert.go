package session

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kitewise/backend/domain"
)

// Standing is where a session stands, for the counsellor's list.
type Standing struct {
	// Session has its counts over the items that are shown.
	Session domain.Session
	// At is the place of the item on screen (1..Total) in displayed order, 0 on
	// the welcome and on the review.
	At int
	// Urgent are the codes of the safety flags that stand, in the manifest's order.
	Urgent []string
}

// Standing reads where a session stands; its answers only where the instrument
// makes something of them. Safety flags stand also when the consent was
// withdrawn: they are about somebody's safety and no result.
func (e *Engine) Standing(ctx context.Context, s domain.Session) (Standing, error) {
	in, err := e.pinned(s)
	if err != nil {
		return Standing{}, fmt.Errorf("read standing: %w", err)
	}
	m := &in.Definition().Manifest
	alarming, counts := watches(m), conditional(m)
	stored := []domain.Response{}
	if (alarming || counts) && s.Answered > 0 {
		if stored, err = e.cfg.Answers.Responses(ctx, s.ID); err != nil {
			return Standing{}, fmt.Errorf("read standing: %w", err)
		}
	}
	answers := latest(stored)
	way := wayOf(in, s, answers)
	st := Standing{Session: s, At: placeOf(way.Items(), way.settle(s.Step)), Urgent: []string{}}
	if counts {
		st.Session = way.count(s, answers)
	}
	if alarming {
		if st.Urgent, err = e.urgent(ctx, in, s, stored); err != nil {
			return Standing{}, fmt.Errorf("read safety flags: %w", err)
		}
	}
	return st, nil
}

// placeOf gives the place of the item on which a session stands, from 1, 0 for
// another step.
func placeOf(items []string, step string) int {
	return slices.Index(items, strings.TrimPrefix(step, domain.StepOpened)) + 1
}

// conditional reports whether what is shown depends on the answers.
func conditional(m *domain.Manifest) bool {
	for _, s := range m.Sections {
		if s.ShowWhen != "" {
			return true
		}
	}
	return false
}

// watches reports whether the instrument has safety flags at all.
func watches(m *domain.Manifest) bool {
	for _, f := range m.Flags {
		if f.Level == domain.LevelUrgent {
			return true
		}
	}
	return false
}

// urgent gives the safety flags of a session in any state. Those of an answer
// stand for ever once any revision of it was saved, also one that was changed
// or is not shown any more; those of a score are judged by the result, before
// there is one by the answers so far.
func (e *Engine) urgent(ctx context.Context, in Instrument, s domain.Session, stored []domain.Response) ([]string, error) {
	raised := map[string]bool{}
	for _, r := range stored {
		if r.Withdrawn() {
			continue
		}
		for _, code := range in.Urgent(r.ItemID, r.Value) {
			raised[code] = true
		}
	}
	flags, err := e.resultFlags(ctx, in, s, stored)
	if err != nil {
		return nil, err
	}
	for _, code := range flags {
		raised[code] = true
	}
	codes := []string{}
	for _, f := range in.Definition().Manifest.Flags {
		if f.Level == domain.LevelUrgent && raised[f.Code] {
			codes = append(codes, f.Code)
		}
	}
	return codes, nil
}

// resultFlags gives the flags of the stored result. Before there is one, it
// gives those that read a score, as the answers so far make it: what is only
// open yet raises nothing.
func (e *Engine) resultFlags(ctx context.Context, in Instrument, s domain.Session, stored []domain.Response) ([]string, error) {
	if s.State == domain.StateFinalised {
		f, err := e.cfg.Answers.Finalisation(ctx, s.ID)
		return f.Result.Flags, err
	}
	scored := scoreFlags(&in.Definition().Manifest)
	if len(stored) == 0 || len(scored) == 0 {
		return nil, nil
	}
	who, err := e.cfg.Participants.Participant(ctx, s.ParticipantID)
	if err != nil {
		return nil, err
	}
	answers := latest(stored)
	result, err := in.Score(gather(wayOf(in, s, answers), answers, domain.Record{}, who.Respondent, e.cfg.Now()))
	return slices.DeleteFunc(result.Flags, func(code string) bool { return !slices.Contains(scored, code) }), err
}

// scoreFlags gives the codes of the safety flags that read a score.
func scoreFlags(m *domain.Manifest) []string {
	codes := []string{}
	for _, f := range m.Flags {
		if f.Level == domain.LevelUrgent && f.Step != "" {
			codes = append(codes, f.Code)
		}
	}
	return codes
}
