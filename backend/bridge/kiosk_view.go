package bridge

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/session"
)

func (b *Bridge) kioskSession() (KioskSession, error) {
	v, err := b.ws.Engine.View(b.ctx, b.seat.session)
	if err != nil {
		return KioskSession{}, err
	}
	return b.kioskView(v)
}

func (b *Bridge) speak(language string) (KioskSession, error) {
	if !b.cfg.Words.Offers(language) {
		return KioskSession{}, domain.Fail(domain.CodeTextMissing, nil, "Language", language)
	}
	if _, err := b.ws.Engine.Speak(b.ctx, b.seat.session, language); err != nil {
		return KioskSession{}, err
	}
	return b.kioskSession()
}

func (b *Bridge) visit(step string) (string, error) {
	s, err := b.ws.Engine.Visit(b.ctx, b.seat.session, step)
	return s.Step, err
}

func (b *Bridge) answer(r AnswerRequest) (Saved, error) {
	if r.SessionID != b.seat.session {
		return Saved{}, domain.Fail(domain.CodeLocked, nil)
	}
	saved, err := b.ws.Engine.Answer(b.ctx, session.Answer{
		SessionID: r.SessionID, ItemID: r.ItemID, Ranks: r.Ranks, Revision: r.Revision,
		Process: domain.Process{
			FirstActionMs: r.FirstActionMs, TotalMs: r.TotalMs, Changes: r.Changes,
			Means: r.Means, FocusLosses: r.FocusLosses,
		},
	})
	return Saved(saved), err
}

func (b *Bridge) finish() (KioskSession, error) {
	if _, err := b.ws.Engine.Finish(b.ctx, b.seat.session); err != nil {
		return KioskSession{}, err
	}
	return b.kioskSession()
}

func (b *Bridge) leave() (Status, error) {
	s, err := b.ws.Store.Session(b.ctx, b.seat.session)
	if err == nil && s.State.Open() {
		_, err = b.ws.Engine.Pause(b.ctx, s.ID)
	}
	if err != nil && domain.CodeOf(err) != domain.CodeNotFound {
		return Status{}, err
	}
	if err := b.enter(ModeDesk, seat{}); err != nil {
		return Status{}, err
	}
	status, err := b.status()
	status.SessionID = s.ID
	return status, err
}

// texts reads the instrument's words in one language. The first missing one
// is kept as err.
type texts struct {
	of       *domain.Instrument
	language string
	err      error
}

func (t *texts) must(key string) string {
	text, ok := t.of.Text(t.language, key)
	if !ok && t.err == nil {
		t.err = domain.Fail(domain.CodeTextMissing, nil, "Language", t.language, "Key", key)
	}
	return text
}

func (t *texts) may(key string) string {
	text, _ := t.of.Text(t.language, key)
	return text
}

// kioskView words a session for the participant: texts by displayed position,
// and no id of a scale or an ending.
func (b *Bridge) kioskView(v session.View) (KioskSession, error) {
	m := &v.Instrument.Manifest
	say := &texts{of: v.Instrument, language: v.Session.Language}
	out := KioskSession{
		SessionID: v.Session.ID, Title: say.must("kiosk.title"), Intro: say.must("kiosk.intro"),
		Greeting: b.seat.greeting, Language: v.Session.Language, Languages: b.offered(v.Instrument),
		Done: v.Session.State == domain.StateFinalised, Resumed: b.seat.resumed, Step: v.Session.Step,
		MinutesLow: m.Card.MinutesLow, MinutesHigh: m.Card.MinutesHigh,
		Sections: []KioskSection{}, Items: []KioskItem{},
	}
	for _, s := range v.Way {
		out.Sections = append(out.Sections, KioskSection{
			ID: s.ID, Title: say.must("section." + s.ID + ".title"), Shown: s.Shown,
			Instruction: say.must("section." + s.ID + ".instruction"), Items: slices.Clone(s.Items),
		})
		for _, id := range s.Items {
			item, _ := m.Item(id) // a loaded instrument's sections name its items
			out.Items = append(out.Items, kioskItem(say, s.ID, item, v))
		}
	}
	return out, say.err
}

func kioskItem(say *texts, section string, item domain.Item, v session.View) KioskItem {
	order, last := v.Order[item.ID], v.Latest[item.ID]
	out := KioskItem{
		ID: item.ID, Section: section, Type: item.Type, Revision: last.Revision,
		Title: say.may("item." + item.ID + ".title"), Stem: say.must("item." + item.ID),
		Required: v.Instrument.Manifest.Requires(item.ID),
		Endings:  []string{}, Ranks: make([]int, len(order)), Places: []KioskPlace{},
	}
	for position, ending := range order {
		out.Endings = append(out.Endings, say.must("item."+item.ID+"."+item.Endings[ending].ID))
		if last.Revision > 0 {
			out.Ranks[position] = last.Value.Ranks[ending]
		}
	}
	for rank := len(order); rank > 0; rank-- {
		key := "rank." + strconv.Itoa(rank)
		out.Places = append(out.Places, KioskPlace{Rank: rank, Word: say.must(key), Prompt: say.must(key + ".prompt")})
	}
	return out
}
