package desk

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
)

// instruments lists, for every id, the newest usable version, and every
// version that has faults or needs its wording. What can be handed over comes
// first.
func (d *Desk) instruments() ([]InstrumentCard, error) {
	cards := []InstrumentCard{}
	for _, entry := range d.door.Workspace.Instruments.List() {
		if entry.State == instrument.Faulty {
			cards = append(cards, d.faultyCard(entry))
			continue
		}
		if entry.Usable() {
			newest, err := d.door.Workspace.Instruments.Latest(entry.ID)
			if err != nil || newest != entry.Instrument {
				continue
			}
		}
		card, err := d.card(entry.Definition)
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

func (d *Desk) faultyCard(e instrument.Entry) InstrumentCard {
	fault := e.Faults[0]
	params := i18n.Params{}
	for name, value := range fault.Params {
		params[name] = value
	}
	words := d.door.Config.Words.Printer(d.door.Choices.Language).T("fault."+fault.Code, params)
	return InstrumentCard{
		ID: e.ID, Version: e.Version, Title: e.ID, State: e.State, Fault: fault.File + ": " + words,
		Languages: []door.LanguageChoice{}, Fields: []RespondentField{}, Norms: []CardNorm{},
	}
}

// withNorm adds the sample of a norm; norms of one sample stand together, with
// every source.
func withNorm(norms []CardNorm, n domain.Norm) []CardNorm {
	for i := range norms {
		if one := &norms[i]; one.Sample == n.Sample && one.N == n.N && one.Year == n.Year && one.Approximate == n.Approximate {
			one.Source += "; " + n.Source
			return norms
		}
	}
	return append(norms, CardNorm{Sample: n.Sample, N: n.N, Year: n.Year, Source: n.Source, Approximate: n.Approximate})
}

// card words an instrument in the desk's language, or in the instrument's
// first one if it does not offer that.
func (d *Desk) card(in *domain.Instrument) (InstrumentCard, error) {
	say := &door.Texts{Of: in, Language: d.door.Choices.Language}
	if in.Texts[say.Language] == nil {
		say.Language = in.Manifest.Languages[0]
	}
	card := InstrumentCard{
		ID: in.Ref.ID, Version: in.Ref.Version, Title: say.Must("title"),
		Purpose: say.Must("card.purpose"), Group: say.Must("card.group"), Notice: say.Must("card.notice"), Items: len(in.Manifest.Order()),
		MinutesLow: in.Manifest.Card.MinutesLow, MinutesHigh: in.Manifest.Card.MinutesHigh,
		Languages: d.door.Offered(in), Fields: []RespondentField{}, Norms: []CardNorm{},
		Supervision: in.Manifest.Card.Supervision,
		Licence:     CardLicence{Holder: in.Manifest.Licence.Holder, Statement: in.Manifest.Licence.Statement},
	}
	for _, n := range in.Manifest.Norms {
		card.Norms = withNorm(card.Norms, n)
	}
	for _, f := range in.Manifest.Respondent {
		field := RespondentField{
			ID: f.ID, Label: say.Must("respondent." + f.ID), Type: f.Type, Min: f.Min, Max: f.Max, Options: []FieldOption{},
		}
		for _, o := range f.Options {
			field.Options = append(field.Options, FieldOption{ID: o, Label: say.Must("respondent." + f.ID + "." + o)})
		}
		card.Fields = append(card.Fields, field)
	}
	return card, say.Err
}
