package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/response"
	"kitewise/backend/session"
	"kitewise/backend/workspace"
)

// troupe plays the sessions, by a clock of its own.
type troupe struct {
	ws     *workspace.Workspace
	engine *session.Engine
	say    *i18n.Printer
	notice domain.Notice
	random *rand.Rand
	now    time.Time
	clock  time.Time
}

// sit goes the participant's way through one session, as far as it went.
func (t *troupe) sit(ctx context.Context, participantID string, how sitting) error {
	s, err := t.engine.Prepare(ctx, participantID, how.instrument, t.say.Language())
	if err != nil || how.ends == domain.StatePrepared {
		return err
	}
	t.clock = t.clock.Add(2 * time.Minute)
	if _, err := t.engine.Start(ctx, s.ID); err != nil {
		return err
	}
	t.clock = t.clock.Add(40 * time.Second)
	if _, err := t.engine.Consent(ctx, s.ID, true, t.notice); err != nil {
		return err
	}
	if err := t.practise(ctx, s.ID); err != nil {
		return err
	}
	if err := t.answer(ctx, s.ID, how); err != nil {
		return err
	}
	t.clock = t.clock.Add(30 * time.Second)
	if how.ends == domain.StatePaused {
		_, err := t.engine.Pause(ctx, s.ID)
		return err
	}
	if _, err := t.engine.HandIn(ctx, s.ID); err != nil {
		return err
	}
	t.clock = t.clock.Add(3 * time.Minute)
	_, err = t.engine.Finish(ctx, s.ID)
	return err
}

// practise goes once through each type that has something to practise.
func (t *troupe) practise(ctx context.Context, id string) error {
	v, err := t.engine.View(ctx, id)
	if err != nil {
		return err
	}
	for _, d := range v.Instrument.Manifest.Practice {
		if d.Item == nil {
			continue
		}
		t.clock = t.clock.Add(25 * time.Second)
		if err := t.engine.Practise(ctx, domain.Practice{SessionID: id, Type: d.Type, Tries: 1, At: domain.InstantOf(t.clock)}); err != nil {
			return err
		}
	}
	return nil
}

// answer answers one item after the other, half of them where it is to pause.
func (t *troupe) answer(ctx context.Context, id string, how sitting) error {
	for done := 0; ; done++ {
		v, err := t.engine.View(ctx, id)
		if err != nil {
			return err
		}
		items := v.Way.Items()
		next := slices.IndexFunc(items, func(item string) bool { return v.Latest[item].Revision == 0 })
		if next < 0 || how.ends == domain.StatePaused && done >= len(items)/2 {
			return nil
		}
		if err := t.answerOne(ctx, v, items[next], how); err != nil {
			return err
		}
	}
}

func (t *troupe) answerOne(ctx context.Context, v session.View, itemID string, how sitting) error {
	m := &v.Instrument.Manifest
	item, _ := m.Item(itemID) // a loaded instrument's sections name its items
	set, _ := m.OptionSet(item.Options)
	it := response.Item{Item: item, Set: set}
	if _, err := t.engine.Visit(ctx, v.Session.ID, itemID, nil); err != nil {
		return err
	}
	shown := domain.InstantOf(t.clock)
	took := time.Duration(how.seconds*(600+t.random.IntN(900))) * time.Millisecond
	t.clock = t.clock.Add(took)
	_, err := t.engine.Answer(ctx, session.Answer{
		SessionID: v.Session.ID, ItemID: itemID, Given: session.GivenOf(it, v.Order[itemID], t.value(it, how)), ShownAt: shown,
		Process: domain.Process{FirstActionMs: took.Milliseconds() / 3, TotalMs: took.Milliseconds(), Changes: max(1, len(item.Endings)), Means: "pointer"},
	})
	return err
}

// value makes up an answer: a ranking by what attracts, own words from the
// locale, anything else by chance.
func (t *troupe) value(it response.Item, how sitting) domain.Value {
	switch {
	case it.Type == domain.TypeText:
		return domain.Value{Text: t.say.T("demo.words")}
	case it.Type != domain.TypeRanking || len(how.pull) != len(it.Endings):
		return response.Simulate(it, t.random)
	}
	worth := make([]float64, len(it.Endings))
	for i := range worth {
		worth[i] = how.pull[i] + how.sway*t.random.NormFloat64()
	}
	ranks := make([]int, len(worth))
	for i, w := range worth {
		for _, other := range worth {
			if other <= w {
				ranks[i]++
			}
		}
	}
	return domain.Value{Ranks: ranks}
}
