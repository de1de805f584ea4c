package bridge

import (
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
)

// instruments lists, for every id, the newest usable version, and every
// version that has faults.
func (b *Bridge) instruments() ([]InstrumentCard, error) {
	cards := []InstrumentCard{}
	for _, entry := range b.ws.Instruments.List() {
		if !entry.Usable() {
			cards = append(cards, b.faultyCard(entry))
			continue
		}
		newest, err := b.ws.Instruments.Latest(entry.ID)
		if err != nil || newest != entry.Instrument {
			continue
		}
		card, err := b.card(&newest.Domain)
		if err != nil {
			return nil, err
		}
		cards = append(cards, card)
	}
	return cards, nil
}

func (b *Bridge) faultyCard(e instrument.Entry) InstrumentCard {
	fault := e.Faults[0]
	params := i18n.Params{}
	for name, value := range fault.Params {
		params[name] = value
	}
	words := b.cfg.Words.Printer(b.choices.Language).T("fault."+fault.Code, params)
	return InstrumentCard{
		ID: e.ID, Version: e.Version, Title: e.ID, Fault: fault.File + ": " + words,
		Languages: []LanguageChoice{}, Fields: []RespondentField{},
	}
}

// card words an instrument in the desk's language, or in the instrument's
// first one if it does not offer that.
func (b *Bridge) card(in *domain.Instrument) (InstrumentCard, error) {
	say := &texts{of: in, language: b.choices.Language}
	if in.Texts[say.language] == nil {
		say.language = in.Manifest.Languages[0]
	}
	card := InstrumentCard{
		ID: in.Ref.ID, Version: in.Ref.Version, Title: say.must("title"),
		Purpose: say.must("card.purpose"), Notice: say.must("card.notice"), Items: len(in.Manifest.Order()),
		MinutesLow: in.Manifest.Card.MinutesLow, MinutesHigh: in.Manifest.Card.MinutesHigh,
		Languages: b.offered(in), Fields: []RespondentField{},
	}
	for _, f := range in.Manifest.Respondent {
		field := RespondentField{
			ID: f.ID, Label: say.must("respondent." + f.ID), Type: f.Type, Min: f.Min, Max: f.Max, Options: []FieldOption{},
		}
		for _, o := range f.Options {
			field.Options = append(field.Options, FieldOption{ID: o, Label: say.must("respondent." + f.ID + "." + o)})
		}
		card.Fields = append(card.Fields, field)
	}
	return card, say.err
}

// offered lists the instrument's languages that the program speaks too.
func (b *Bridge) offered(in *domain.Instrument) []LanguageChoice {
	codes := []string{}
	for _, code := range in.Manifest.Languages {
		if b.cfg.Words.Offers(code) {
			codes = append(codes, code)
		}
	}
	return b.languages(codes)
}

func (b *Bridge) prepare(r PrepareRequest) (domain.Session, error) {
	if !b.cfg.Words.Offers(r.Language) {
		return domain.Session{}, invalid("language", "unknown_option")
	}
	return b.ws.Engine.Prepare(b.ctx, r.ParticipantID, r.InstrumentID, r.Language)
}

// handOver starts the session first: a kill in between leaves the desk.
func (b *Bridge) handOver(id string) (Status, error) {
	s, err := b.ws.Engine.Start(b.ctx, id)
	if err != nil {
		return Status{}, err
	}
	p, err := b.ws.Store.Participant(b.ctx, s.ParticipantID)
	if err != nil {
		return Status{}, err
	}
	if err := b.enter(ModeParticipant, seat{session: id, greeting: p.Name, resumed: s.Answered > 0}); err != nil {
		return Status{}, err
	}
	return b.status()
}

func (b *Bridge) discard(id string) (domain.Session, error) {
	return b.ws.Engine.Abandon(b.ctx, id)
}
