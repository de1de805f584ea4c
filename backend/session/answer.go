package session

import (
	"context"
	"fmt"
	"slices"

	"kitewise/backend/domain"
)

// Answer is one complete answer as the page gives it.
type Answer struct {
	SessionID string
	ItemID    string
	// Ranks holds the rank of the ending at each displayed position.
	Ranks []int
	// Revision is that of the answer which the page last saw, 0 for none.
	Revision int
	// Process is how it came about; its DisplayedOrder is filled in here.
	Process domain.Process
}

// Saved acknowledges an answer: it is on the disk. Answered and Total count
// what is shown with this answer, Sections names the sections that are.
type Saved struct {
	ItemID   string
	Revision int
	Answered int
	Total    int
	Sections []string
}

// means are the known means of input; "" is not known.
var means = []string{"", "pointer", "keyboard", "drag", "mixed"}

// Answer stores an answer as the next revision of its item. The same value
// again, as after a lost acknowledgement, is acknowledged without a new
// revision; another value on an older revision is a stale_answer.
func (e *Engine) Answer(ctx context.Context, a Answer) (Saved, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	saved, err := e.answer(ctx, a)
	if err != nil {
		return Saved{}, fmt.Errorf("answer item: %w", err)
	}
	return saved, nil
}

func (e *Engine) answer(ctx context.Context, a Answer) (Saved, error) {
	s, err := e.cfg.Sessions.Session(ctx, a.SessionID)
	if err != nil {
		return Saved{}, err
	}
	if _, err := after(s.State, actAnswer); err != nil {
		return Saved{}, err
	}
	in, err := e.pinned(s)
	if err != nil {
		return Saved{}, err
	}
	response, err := e.compose(in, s, a)
	if err != nil {
		return Saved{}, err
	}
	stored, err := e.cfg.Answers.Responses(ctx, s.ID)
	if err != nil {
		return Saved{}, err
	}
	answers := latest(stored)
	last := answers[a.ItemID]
	switch {
	case last.Revision > 0 && last.Value.Equal(response.Value):
		return acknowledge(in, s, answers, a.ItemID), nil
	case a.Revision != last.Revision:
		return Saved{}, domain.Fail(domain.CodeStaleAnswer, nil, "Item", a.ItemID)
	}
	response.Revision = last.Revision + 1
	if err := e.cfg.Answers.SaveResponse(ctx, response); err != nil {
		return Saved{}, err
	}
	answers[a.ItemID] = response
	return acknowledge(in, s, answers, a.ItemID), nil
}

// acknowledge says what is stored, and the way as it is now. An answer to a
// section that was hidden meanwhile is stored as well: it counts for nothing.
func acknowledge(in Instrument, s domain.Session, answers map[string]domain.Response, itemID string) Saved {
	way := wayOf(in, s, answers)
	s = way.count(s, answers)
	return Saved{
		ItemID: itemID, Revision: answers[itemID].Revision,
		Answered: s.Answered, Total: s.Total, Sections: way.Sections(),
	}
}

// compose checks an answer and turns it from displayed positions to the
// manifest's order of endings.
func (e *Engine) compose(in Instrument, s domain.Session, a Answer) (domain.Response, error) {
	if !slices.Contains(means, a.Process.Means) {
		return domain.Response{}, domain.Fail(domain.CodeInvalid, nil, "Field", "means", "Reason", "unknown_option")
	}
	m := &in.Definition().Manifest
	item, ok := m.Item(a.ItemID)
	if !ok {
		return domain.Response{}, domain.Fail(domain.CodeInvalid, nil, "Field", "item", "Reason", "unknown_item")
	}
	a.Process.DisplayedOrder = endingsOrder(m, item, s)
	value := domain.Value{Ranks: slices.Clone(a.Ranks)}
	if len(a.Ranks) == len(item.Endings) {
		for position, ending := range a.Process.DisplayedOrder {
			value.Ranks[ending] = a.Ranks[position]
		}
	}
	if err := in.Check(a.ItemID, value); err != nil {
		return domain.Response{}, err
	}
	return domain.Response{
		SessionID: s.ID, ItemID: a.ItemID, Value: value, Language: s.Language,
		Process: a.Process, AnsweredAt: e.cfg.Now(),
	}, nil
}

// latest gives the highest revision of every item.
func latest(all []domain.Response) map[string]domain.Response {
	out := map[string]domain.Response{}
	for _, r := range all {
		if r.Revision > out[r.ItemID].Revision {
			out[r.ItemID] = r
		}
	}
	return out
}
