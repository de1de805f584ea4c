package kiosk

import (
	"kitewise/backend/consent"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/session"
)

// Consent is what the participant is told before answering.
type Consent struct {
	// Basis is "" while the participant is to be asked, "declined" after a no,
	// "consent" after a yes; with any other the notice is for reading only.
	Basis domain.Basis `json:"basis"`
	// Parts are what the notice tells, in order.
	Parts []NoticePart `json:"parts"`
	// Hash is that of these words; the answer names what was read by it.
	Hash string `json:"hash"`
}

// NoticePart is one thing that the notice tells: ID is "purpose", "access",
// "kept", "voluntary" or "rights".
type NoticePart struct {
	ID    string `json:"id"`
	Words string `json:"words"`
}

// ConsentRequest is the participant's answer to the notice with that hash.
type ConsentRequest struct {
	Yes  bool   `json:"yes"`
	Hash string `json:"hash"`
}

// Practice is the practice of one type of response.
type Practice struct {
	Type string `json:"type"`
	// Item is nil when there is nothing to practise.
	Item *Item `json:"item,omitempty"`
	// Check says the answer back and asks whether it was meant; {{.Most}} and
	// {{.Least}}, or {{.Answer}}, are filled in by the page.
	Check string `json:"check"`
	// Tries counts those that were looked at before.
	Tries int `json:"tries"`
}

// PracticeRequest says how the practice of a type went: all tries so far, and
// whether the direction was the opposite of what was meant.
type PracticeRequest struct {
	Type     string `json:"type"`
	Tries    int    `json:"tries"`
	Reversed bool   `json:"reversed"`
}

func (k *Kiosk) notice() (domain.Notice, error) {
	stored, err := k.door.Workspace.Store.Settings(k.door.Ctx)
	if err != nil {
		return domain.Notice{}, err
	}
	words := k.door.Config.Words
	return consent.From(stored, words).Notice(words, k.door.Workspace.Now()), nil
}

// consent takes the answer to the notice that was read. Other words than those
// are a conflict with the Reason notice_changed.
func (k *Kiosk) consent(r ConsentRequest) (Session, error) {
	n, err := k.notice()
	if err != nil {
		return Session{}, err
	}
	s, err := k.door.Workspace.Store.Session(k.door.Ctx, k.door.Seat.Session)
	if err != nil {
		return Session{}, err
	}
	if text, _ := n.In(s.Language); text.Hash() != r.Hash {
		return Session{}, domain.Fail(domain.CodeConflict, nil, "Reason", "notice_changed")
	}
	if _, err := k.door.Workspace.Engine.Consent(k.door.Ctx, s.ID, r.Yes, n); err != nil {
		return Session{}, err
	}
	return k.kioskSession()
}

func (k *Kiosk) practised(r PracticeRequest) (PracticeRequest, error) {
	return r, k.door.Workspace.Engine.Practise(k.door.Ctx, domain.Practice{
		SessionID: k.door.Seat.Session, Type: r.Type, Tries: r.Tries, Reversed: r.Reversed,
	})
}

func (k *Kiosk) consentView(s domain.Session) (Consent, error) {
	out := Consent{Basis: s.Basis, Parts: []NoticePart{}}
	n, err := k.notice()
	if err != nil {
		return out, err
	}
	text, ok := n.In(s.Language)
	if !ok {
		return out, domain.Fail(domain.CodeTextMissing, nil, "Language", s.Language)
	}
	for _, part := range domain.NoticeParts() {
		out.Parts = append(out.Parts, NoticePart{ID: part, Words: text.Words[part]})
	}
	out.Hash = text.Hash()
	return out, nil
}

func practices(say *door.Texts, v session.View) []Practice {
	out := []Practice{}
	for _, d := range v.Instrument.Manifest.Practice {
		p := Practice{Type: d.Type}
		for _, done := range v.Practices {
			if done.Type == d.Type {
				p.Tries = done.Tries
			}
		}
		if d.Item != nil {
			item := kioskItem(say, session.Stretch{}, *d.Item, v)
			p.Item, p.Check = &item, say.Must("practice."+d.Type+".check")
		}
		out = append(out, p)
	}
	return out
}
