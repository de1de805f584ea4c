package kiosk

import (
	"slices"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/session"
)

func (k *Kiosk) kioskSession() (Session, error) {
	v, err := k.door.Workspace.Engine.View(k.door.Ctx, k.door.Seat.Session)
	if err != nil {
		return Session{}, err
	}
	return k.kioskView(v)
}

func (k *Kiosk) speak(language string) (Session, error) {
	if !k.door.Config.Words.Offers(language) {
		return Session{}, domain.Fail(domain.CodeTextMissing, nil, "Language", language)
	}
	if _, err := k.door.Workspace.Engine.Speak(k.door.Ctx, k.door.Seat.Session, language); err != nil {
		return Session{}, err
	}
	return k.kioskSession()
}

func (k *Kiosk) visit(r VisitRequest) (string, error) {
	var left *domain.Visit
	if r.Left != "" {
		left = &domain.Visit{ItemID: r.Left, ShownAt: domain.Instant(r.Process.ShownAt), Process: r.Process.domain()}
	}
	s, err := k.door.Workspace.Engine.Visit(k.door.Ctx, k.door.Seat.Session, r.Step, left)
	return s.Step, err
}

func (p Process) domain() domain.Process {
	return domain.Process{
		FirstActionMs: p.FirstActionMs, TotalMs: p.TotalMs, Changes: p.Changes, Means: p.Means, FocusLosses: p.FocusLosses,
	}
}

func (k *Kiosk) answer(r AnswerRequest) (Saved, error) {
	if r.SessionID != k.door.Seat.Session {
		return Saved{}, domain.Fail(domain.CodeLocked, nil)
	}
	saved, err := k.door.Workspace.Engine.Answer(k.door.Ctx, session.Answer{
		SessionID: r.SessionID, ItemID: r.ItemID, Given: session.Given(r.Answer), Withdrawn: r.Withdrawn,
		Revision: r.Revision, Process: r.Process.domain(), ShownAt: domain.Instant(r.Process.ShownAt),
	})
	return Saved(saved), err
}

// longestNote bounds what the page may say of a duration: a month.
const longestNote = 31 * 24 * time.Hour

func (k *Kiosk) note(r NoteRequest) (NoteRequest, error) {
	kind := domain.EventKind(r.Kind)
	if !kind.ByPage() {
		return r, domain.Fail(domain.CodeInvalid, nil, "Field", "kind", "Reason", "unknown_option")
	}
	lasted := time.Duration(r.DurationMs) * time.Millisecond
	if r.DurationMs < 0 || r.DurationMs > longestNote.Milliseconds() {
		return r, domain.Fail(domain.CodeInvalid, nil, "Field", "durationMs", "Reason", "out_of_range")
	}
	return r, k.door.Workspace.Engine.Note(k.door.Ctx, k.door.Seat.Session, kind, lasted)
}

// away gives how long the participant was away before this hand-over or start.
func (k *Kiosk) away(s domain.Session) (time.Duration, error) {
	if !k.door.Seat.Resumed {
		return 0, nil
	}
	return k.door.Workspace.Engine.Away(k.door.Ctx, s.ID)
}

// kioskView words a session for the participant: texts by displayed position,
// and no id of a scale or an ending.
func (k *Kiosk) kioskView(v session.View) (Session, error) {
	m := &v.Instrument.Manifest
	say := &door.Texts{Of: v.Instrument, Language: v.Session.Language}
	told, err := k.consentView(v.Session)
	if err != nil {
		return Session{}, err
	}
	away, err := k.away(v.Session)
	if err != nil {
		return Session{}, err
	}
	out := Session{
		AwayMs: away.Milliseconds(), InstructAfterMs: m.Resume.InstructAfter().Milliseconds(), Consent: told, Practices: practices(say, v),
		SessionID: v.Session.ID, Title: say.Must("kiosk.title"), Intro: say.Must("kiosk.intro"),
		Greeting: k.door.Seat.Greeting, Language: v.Session.Language, Languages: k.door.Offered(v.Instrument),
		Done: v.Session.State == domain.StateFinalised || v.Session.Step == domain.StepEnd, Resumed: k.door.Seat.Resumed, Step: v.Session.Step,
		MinutesLow: m.Card.MinutesLow, MinutesHigh: m.Card.MinutesHigh,
		Sections: []Section{}, Items: []Item{},
	}
	for i, s := range v.Way {
		out.Sections = append(out.Sections, Section{
			ID: s.ID, Title: say.Must("section." + s.ID + ".title"), Shown: s.Shown, Break: i > 0 && m.Sections[i].Break(),
			Instruction: say.Must("section." + s.ID + ".instruction"), Items: slices.Clone(s.Items),
		})
		for _, id := range s.Items {
			item, _ := m.Item(id) // a loaded instrument's sections name its items
			out.Items = append(out.Items, kioskItem(say, s, item, v))
		}
	}
	return out, say.Err
}
