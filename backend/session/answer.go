package session

import (
	"context"
	"fmt"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/response"
)

// Answer is one complete answer as the page gives it.
type Answer struct {
	SessionID string
	ItemID    string
	Given     Given
	// Withdrawn takes the stored answer back; Given is empty then.
	Withdrawn bool
	// Revision is that of the answer which the page last saw, 0 for none.
	Revision int
	// Process is how it came about; its DisplayedOrder is filled in here.
	Process domain.Process
	// ShownAt names the visit of which Process tells, 0 if it is not known.
	ShownAt domain.Instant
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
	if err := based(s); err != nil {
		return Saved{}, err
	}
	if err := notHandedIn(s); err != nil {
		return Saved{}, err
	}
	in, err := e.pinned(s)
	if err != nil {
		return Saved{}, err
	}
	stored, err := e.cfg.Answers.Responses(ctx, s.ID)
	if err != nil {
		return Saved{}, err
	}
	last := newest(stored)[a.ItemID]
	if a.Given.Sealed {
		if last.Value.Sealed == "" {
			return Saved{}, domain.Fail(domain.CodeStaleAnswer, nil, "Item", a.ItemID)
		}
		return acknowledge(in, s, stored, last.Revision, a.ItemID), nil
	}
	response, err := e.compose(in, s, a)
	if err != nil {
		return Saved{}, err
	}
	switch {
	case last.Value.Equal(response.Value):
		return acknowledge(in, s, stored, last.Revision, a.ItemID), nil
	case a.Revision != last.Revision:
		return Saved{}, domain.Fail(domain.CodeStaleAnswer, nil, "Item", a.ItemID)
	}
	response.Revision = last.Revision + 1
	trail := e.trail(s)
	if a.ShownAt > 0 {
		trail.Visits = append(trail.Visits, domain.Visit{ItemID: a.ItemID, ShownAt: a.ShownAt, Process: a.Process})
	}
	if err := e.cfg.Answers.SaveResponse(ctx, response, trail); err != nil {
		return Saved{}, err
	}
	e.kept(s)
	return acknowledge(in, s, append(stored, response), response.Revision, a.ItemID), nil
}

// acknowledge says what is stored, and the way as it is now. An answer to a
// section that was hidden meanwhile is stored as well: it counts for nothing.
func acknowledge(in Instrument, s domain.Session, stored []domain.Response, revision int, itemID string) Saved {
	answers := latest(stored)
	way := wayOf(in, s, answers)
	s = way.count(s, answers)
	return Saved{
		ItemID: itemID, Revision: revision,
		Answered: s.Answered, Total: s.Total, Sections: way.Sections(),
	}
}

// compose checks an answer and turns it from displayed positions into the
// manifest's terms.
func (e *Engine) compose(in Instrument, s domain.Session, a Answer) (domain.Response, error) {
	m := &in.Definition().Manifest
	if err := checkVisit(m, domain.Visit{ItemID: a.ItemID, ShownAt: a.ShownAt, Process: a.Process}); err != nil {
		return domain.Response{}, err
	}
	item, _ := m.Item(a.ItemID)
	a.Process.DisplayedOrder = endingsOrder(m, item, s)
	r := domain.Response{
		SessionID: s.ID, ItemID: a.ItemID, Language: s.Language, Process: a.Process, AnsweredAt: e.cfg.Now(),
	}
	set, _ := m.OptionSet(item.Options)
	value, code := a.Given.value(response.Item{Item: item, Set: set}, a.Process.DisplayedOrder)
	if a.Withdrawn {
		value.None = false // nothing was chosen, and nothing is meant by it
	}
	if a.Withdrawn && code == "" && !value.Equal(domain.Value{}) {
		code = response.WrongType
	}
	switch {
	case code != "":
		return r, domain.Fail(domain.CodeInvalid, nil, "item", a.ItemID, "code", code)
	case a.Withdrawn:
		return r, nil
	}
	r.Value = value
	return r, in.Check(a.ItemID, value)
}

// checkVisit refuses a visit that cannot be: of an item that is not there, by
// unknown means, or of less than nothing.
func checkVisit(m *domain.Manifest, v domain.Visit) error {
	if _, ok := m.Item(v.ItemID); !ok {
		return domain.Fail(domain.CodeInvalid, nil, "Field", "item", "Reason", "unknown_item")
	}
	if !slices.Contains(means, v.Means) {
		return domain.Fail(domain.CodeInvalid, nil, "Field", "means", "Reason", "unknown_option")
	}
	if v.ShownAt < 0 || v.FirstActionMs < 0 || v.TotalMs < v.FirstActionMs || v.Changes < 0 || v.FocusLosses < 0 {
		return domain.Fail(domain.CodeInvalid, nil, "Field", "process", "Reason", "out_of_range")
	}
	return nil
}

// latest gives the answers that stand: the highest revision of every item, but
// for those that were taken back.
func latest(all []domain.Response) map[string]domain.Response {
	out := newest(all)
	for id, r := range out {
		if r.Withdrawn() {
			delete(out, id)
		}
	}
	return out
}

// newest gives the highest revision of every item.
func newest(all []domain.Response) map[string]domain.Response {
	out := map[string]domain.Response{}
	for _, r := range all {
		if r.Revision > out[r.ItemID].Revision {
			out[r.ItemID] = r
		}
	}
	return out
}
