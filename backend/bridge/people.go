package bridge

import (
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
	"kitewise/backend/store"
)

// peoplePerPage is the length of one page of the list.
const peoplePerPage = 50

func (b *Bridge) people(r PeopleRequest) (People, error) {
	page, err := b.ws.Store.People(b.ctx, store.PeopleFilter{
		Query: strings.TrimSpace(i18n.NFC(r.Query)), After: r.After, Limit: peoplePerPage,
	})
	if err != nil {
		return People{}, err
	}
	out := People{Rows: []PersonRow{}, Next: page.Next, Total: page.Total}
	for _, p := range page.People {
		row, err := b.personRow(p)
		if err != nil {
			return People{}, err
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

func (b *Bridge) personRow(p domain.Participant) (PersonRow, error) {
	row := PersonRow{Participant: p, Sessions: []SessionRow{}}
	sessions, err := b.ws.Store.SessionsOf(b.ctx, p.ID)
	if err != nil {
		return row, err
	}
	for _, s := range sessions {
		row.Sessions = append(row.Sessions, b.sessionRow(s))
	}
	return row, nil
}

// sessionRow never fails: a session whose instrument or result cannot be read
// is listed as not usable, and opening it says why.
func (b *Bridge) sessionRow(s domain.Session) SessionRow {
	row := SessionRow{Session: s, InstrumentTitle: s.Instrument.ID, Urgent: []report.Flag{}}
	in, err := b.ws.Instruments.Pinned(s.Instrument, s.Norm)
	if err != nil {
		return row
	}
	if title, ok := in.Domain.Text(b.choices.Language, "title"); ok {
		row.InstrumentTitle = title
	}
	standing, err := b.ws.Engine.Standing(b.ctx, s)
	if err != nil {
		return row
	}
	row.Usable, row.Session, row.At = true, standing.Session, standing.At
	input := report.Input{Instrument: &in.Domain, Session: s, Printer: b.cfg.Words.Printer(b.choices.Language)}
	row.Urgent = report.Flags(input, standing.Urgent)
	if s.State != domain.StateFinalised {
		return row
	}
	outcome, err := b.ws.Engine.Result(b.ctx, s.ID)
	if err != nil {
		row.Usable = false
		return row
	}
	row.Headline = report.Headline(b.reportInput(outcome, b.choices.Language))
	return row
}

func (b *Bridge) saveParticipant(r ParticipantRequest) (domain.Participant, error) {
	p := domain.Participant{ID: r.ID, Respondent: r.Respondent}
	var err error
	if p.Name, err = domain.CleanName(i18n.NFC(r.Name)); err != nil {
		return domain.Participant{}, err
	}
	if p.Code, err = domain.CleanCode(r.Code); err != nil {
		return domain.Participant{}, err
	}
	if p.Respondent, err = r.Respondent.Clean(b.respondentFields()); err != nil {
		return domain.Participant{}, err
	}
	if p.ID == "" {
		p.ID, p.CreatedAt = b.ws.NewID(), b.ws.Now()
		p, err = b.ws.Store.CreateParticipant(b.ctx, p)
	} else {
		p, err = b.changeParticipant(p)
	}
	if taken(err) {
		return domain.Participant{}, invalid("code", "taken")
	}
	return p, err
}

// changeParticipant keeps what cannot be changed, and the code if none is given.
func (b *Bridge) changeParticipant(p domain.Participant) (domain.Participant, error) {
	old, err := b.ws.Store.Participant(b.ctx, p.ID)
	if err != nil {
		return p, err
	}
	p.CreatedAt = old.CreatedAt
	if p.Code == "" {
		p.Code = old.Code
	}
	return p, b.ws.Store.UpdateParticipant(b.ctx, p, b.ws.Now())
}

func taken(err error) bool { return domain.CodeOf(err) == domain.CodeConflict }

// respondentFields gives the fields that any usable instrument declares.
func (b *Bridge) respondentFields() []domain.Field {
	fields := []domain.Field{}
	for _, entry := range b.ws.Instruments.List() {
		if entry.Usable() {
			fields = append(fields, entry.Instrument.Domain.Manifest.Respondent...)
		}
	}
	return fields
}
