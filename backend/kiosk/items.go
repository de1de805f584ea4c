package kiosk

import (
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/response"
	"kitewise/backend/session"
)

// kioskItem words one item of a section, or one to practise, which stands in none.
func kioskItem(say *door.Texts, in session.Stretch, it domain.Item, v session.View) Item {
	m, id := &v.Instrument.Manifest, it.ID
	set, _ := m.OptionSet(it.Options)
	order, last := v.Order[id], v.Latest[id]
	out := Item{
		ID: id, Section: in.ID, Type: it.Type, Revision: v.Revisions[id],
		Title: say.May("item." + id + ".title"), Stem: say.Must("item." + id), Hint: say.May("item." + id + ".hint"),
		Required: m.Requires(id), Answer: Given{Ranks: []int{}, Chosen: []int{}, Columns: []int{}},
	}
	if last.Revision > 0 {
		out.Answered, out.Answer = true, Given(session.GivenOf(response.Item{Item: it, Set: set}, order, last.Value))
	}
	switch it.Type {
	case domain.TypeRanking:
		out.Ranking = &Ranking{Endings: endings(say, it, order), Places: places(say, len(order))}
	case domain.TypeForcedDistribution:
		out.Cards = &Cards{Cards: endings(say, it, order), Columns: columns(say, it)}
	case domain.TypeLikert, domain.TypeSingleChoice, domain.TypeMultipleChoice:
		out.Choice = choice(say, it, set, order)
		section, _ := m.SectionOf(id)
		out.Choice.Advance = section.Advance && it.Type == domain.TypeLikert && id != in.Items[len(in.Items)-1]
	case domain.TypeNumeric, domain.TypeSlider:
		out.Number = &Number{
			Min: it.Min, Max: it.Max, Step: it.Step, Unit: say.May("item." + id + ".unit"),
			Low: say.May("item." + id + ".low"), High: say.May("item." + id + ".high"),
		}
	case domain.TypeText:
		out.Text = &Text{MaxLength: it.MaxLength}
	}
	return out
}

// endings gives the texts of endings or cards in displayed order.
func endings(say *door.Texts, it domain.Item, order []int) []string {
	out := make([]string, len(order))
	for position, i := range order {
		out[position] = say.Must("item." + it.ID + "." + it.Endings[i].ID)
	}
	return out
}

func places(say *door.Texts, ranks int) []Place {
	out := []Place{}
	for rank := ranks; rank > 0; rank-- {
		key := "rank." + strconv.Itoa(rank)
		out = append(out, Place{Rank: rank, Word: say.Must(key), Prompt: say.Must(key + ".prompt")})
	}
	return out
}

func columns(say *door.Texts, it domain.Item) []Column {
	out := []Column{}
	for _, c := range it.Columns {
		key := "column." + strconv.Itoa(c.Value)
		out = append(out, Column{Word: say.Must(key), Prompt: say.May(key + ".prompt"), Places: c.Places})
	}
	return out
}

func choice(say *door.Texts, it domain.Item, set domain.OptionSet, order []int) *Choice {
	out := &Choice{Options: make([]Option, len(order)), Least: 1, Most: 1}
	for position, i := range order {
		o := set.Options[i]
		out.Options[position] = Option{
			Text:  say.Must("option." + set.ID + "." + o.ID),
			Apart: it.Type == domain.TypeLikert && o.Value == nil,
		}
	}
	if it.Type == domain.TypeMultipleChoice {
		out.Least, out.Most = it.MinChosen, it.MaxChosen
		if out.Most == 0 {
			out.Most = len(order)
		}
	}
	return out
}
