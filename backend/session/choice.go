package session

import (
	"context"
	"fmt"

	"kitewise/backend/domain"
)

// Choices keeps the counsellor's choices of a norm group. A write returns after
// its commit.
type Choices interface {
	// GroupChoices gives every revision, the newest last.
	GroupChoices(ctx context.Context, sessionID string) ([]domain.GroupChoice, error)
	// SaveGroupChoice refuses a revision that is there already.
	SaveGroupChoice(ctx context.Context, c domain.GroupChoice) error
}

// Chosen is the norm group that the counsellor chose, "" for the rule.
func (o Outcome) Chosen() string {
	if len(o.Choices) == 0 {
		return ""
	}
	return o.Choices[len(o.Choices)-1].Group
}

// ChooseGroup lets a finalised result be read with another norm group, "" goes
// back to the rule, and gives what comes of it. What was finalised never
// changes. A group that the session's norms do not have, or that does not cover
// every scale, is invalid with Field "group" and the Reason unknown_group or
// group_incomplete, and nothing is stored. The same choice again stores nothing.
func (e *Engine) ChooseGroup(ctx context.Context, id, label string) (Outcome, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	o, err := e.chooseGroup(ctx, id, label)
	if err != nil {
		return Outcome{}, fmt.Errorf("choose norm group: %w", err)
	}
	return o, nil
}

func (e *Engine) chooseGroup(ctx context.Context, id, label string) (Outcome, error) {
	o, in, err := e.outcome(ctx, id)
	if err != nil || label == o.Chosen() {
		return o, err
	}
	c := domain.GroupChoice{SessionID: id, Revision: len(o.Choices) + 1, Group: label, ChosenAt: e.cfg.Now()}
	before := o.Choices
	o.Choices = append(before[:len(before):len(before)], c)
	if err := o.read(in); err != nil {
		return o, err
	}
	return o, e.cfg.Choices.SaveGroupChoice(ctx, c)
}

// read fills the reading: the result as finalised or, with another group, the
// same answers of the same person on the same day scored with that group.
func (o *Outcome) read(in Instrument) (err error) {
	o.Reading = o.Finalisation.Result
	if o.Chosen() == "" {
		return nil
	}
	answers := o.answers()
	answers.Group = o.Chosen()
	o.Reading, err = in.Score(answers)
	return err
}

// Group gives the chosen group, and whether one is chosen.
func (o Outcome) Group() (domain.NormChoice, bool) {
	for _, g := range o.Groups {
		if g.Group.Label == o.Chosen() {
			return g, true
		}
	}
	return domain.NormChoice{}, false
}
