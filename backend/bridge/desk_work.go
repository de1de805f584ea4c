package bridge

import (
	"runtime"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
)

// instruments lists, for every id, the newest usable version, and every
// version that has faults or needs its wording. What can be handed over comes
// first.
func (b *Bridge) instruments() ([]InstrumentCard, error) {
	cards := []InstrumentCard{}
	for _, entry := range b.ws.Instruments.List() {
		if entry.State == instrument.Faulty {
			cards = append(cards, b.faultyCard(entry))
			continue
		}
		if entry.Usable() {
			newest, err := b.ws.Instruments.Latest(entry.ID)
			if err != nil || newest != entry.Instrument {
				continue
			}
		}
		card, err := b.card(entry.Definition)
		if err != nil {
			return nil, err
		}
		card.State = entry.State
		cards = append(cards, card)
	}
	order := instrument.States()
	slices.SortStableFunc(cards, func(a, b InstrumentCard) int {
		return slices.Index(order, a.State) - slices.Index(order, b.State)
	})
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
		ID: e.ID, Version: e.Version, Title: e.ID, State: e.State, Fault: fault.File + ": " + words,
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

// The keys of the stored settings.
const (
	keyLanguage = "language"
	keyTheme    = "theme"
	keyPaper    = "paper"
	keyMode     = "mode"
	keySession  = "session"
)

var (
	themes = []string{"system", "light", "dark", "contrast"}
	papers = []string{"A4", "Letter"}
)

func defaults(language string) Settings {
	return Settings{Language: language, Theme: themes[0], Paper: papers[0]}
}

// choicesFrom gives the stored choices; what is missing or not offered (any
// more) is as in otherwise.
func choicesFrom(stored map[string]string, otherwise Settings, words *i18n.Catalogue) Settings {
	out := otherwise
	if words.Offers(stored[keyLanguage]) {
		out.Language = stored[keyLanguage]
	}
	if slices.Contains(themes, stored[keyTheme]) {
		out.Theme = stored[keyTheme]
	}
	if slices.Contains(papers, stored[keyPaper]) {
		out.Paper = stored[keyPaper]
	}
	return out
}

func (b *Bridge) settings() (Settings, error) { return b.choices, nil }

func (b *Bridge) saveSettings(s Settings) (Status, error) {
	for field, known := range map[string]bool{
		keyLanguage: b.cfg.Words.Offers(s.Language),
		keyTheme:    slices.Contains(themes, s.Theme),
		keyPaper:    slices.Contains(papers, s.Paper),
	} {
		if !known {
			return Status{}, invalid(field, "unknown_option")
		}
	}
	err := b.ws.Store.SaveSettings(b.ctx, map[string]string{keyLanguage: s.Language, keyTheme: s.Theme, keyPaper: s.Paper})
	if err != nil {
		return Status{}, err
	}
	b.choices = s
	return b.status()
}

func (b *Bridge) about() (About, error) {
	return About{Version: b.cfg.Version, GoVersion: runtime.Version(), DataDir: b.cfg.DataDir, Notices: b.cfg.Notices}, nil
}

func invalid(field, reason string) error {
	return domain.Fail(domain.CodeInvalid, nil, "Field", field, "Reason", reason)
}
