package desk

import (
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
	"kitewise/backend/store"
)

// peoplePerPage is the length of one page of the list.
const peoplePerPage = 50

func (d *Desk) people(r PeopleRequest) (People, error) {
	page, err := d.door.Workspace.Store.People(d.door.Ctx, store.PeopleFilter{
		Query: strings.TrimSpace(i18n.NFC(r.Query)), After: r.After, Limit: peoplePerPage,
	})
	if err != nil {
		return People{}, err
	}
	out := People{Rows: []PersonRow{}, Next: page.Next, Total: page.Total}
	for _, p := range page.People {
		row, err := d.personRow(p)
		if err != nil {
			return People{}, err
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

func (d *Desk) personRow(p domain.Participant) (PersonRow, error) {
	row := PersonRow{Participant: p, Sessions: []SessionRow{}}
	sessions, err := d.door.Workspace.Store.SessionsOf(d.door.Ctx, p.ID)
	if err != nil {
		return row, err
	}
	for _, s := range sessions {
		row.Sessions = append(row.Sessions, d.sessionRow(s))
	}
	return row, nil
}

// sessionRow never fails: a session whose instrument or result cannot be read
// is listed as not usable, and opening it says why. Who sees no results learns
// of a safety flag only that there is one: the counsellor must be called.
func (d *Desk) sessionRow(s domain.Session) SessionRow {
	row := SessionRow{Session: s, InstrumentTitle: d.title(s), Urgent: []report.Flag{}}
	in, err := d.door.Workspace.Instruments.Pinned(s.Instrument, s.Norm)
	if err != nil {
		return row
	}
	standing, err := d.door.Workspace.Engine.Standing(d.door.Ctx, s)
	if err != nil {
		return row
	}
	row.Usable, row.Session, row.At = true, standing.Session, standing.At
	input := report.Input{Instrument: &in.Domain, Session: s, Printer: d.door.Config.Words.Printer(d.door.Choices.Language)}
	row.Urgent = report.Flags(input, standing.Urgent)
	if !d.door.May("Desk.Result") {
		row.Urgent = d.withoutReasons(row.Urgent)
		return row
	}
	if s.State != domain.StateFinalised || s.Withdrawn != 0 {
		return row
	}
	outcome, err := d.door.Workspace.Engine.Result(d.door.Ctx, s.ID)
	if err != nil {
		row.Usable = false
		return row
	}
	row.Headline = report.Headline(d.reportInput(outcome, d.door.Choices.Language))
	return row
}

// withoutReasons gives one flag that tells nothing of the answers, or none.
func (d *Desk) withoutReasons(flags []report.Flag) []report.Flag {
	if len(flags) == 0 {
		return flags
	}
	say := d.door.Config.Words.Printer(d.door.Choices.Language)
	return []report.Flag{{Code: "call_counsellor", Name: say.T("desk.people.call"), Detail: say.T("desk.people.call.detail")}}
}

// title gives the title of a session's instrument in the desk's language, its
// id where it cannot be read.
func (d *Desk) title(s domain.Session) string {
	in, err := d.door.Workspace.Instruments.Pinned(s.Instrument, s.Norm)
	if err != nil {
		return s.Instrument.ID
	}
	if title, ok := in.Domain.Text(d.door.Choices.Language, "title"); ok {
		return title
	}
	return s.Instrument.ID
}

func (d *Desk) saveParticipant(r ParticipantRequest) (domain.Participant, error) {
	p := domain.Participant{ID: r.ID, Respondent: r.Respondent}
	var err error
	if p.Name, err = domain.CleanName(i18n.NFC(r.Name)); err != nil {
		return domain.Participant{}, err
	}
	if p.Code, err = domain.CleanCode(r.Code); err != nil {
		return domain.Participant{}, err
	}
	if p.Respondent, err = r.Respondent.Clean(d.respondentFields()); err != nil {
		return domain.Participant{}, err
	}
	if p.ID == "" {
		p.ID, p.CreatedAt = d.door.Workspace.NewID(), d.door.Workspace.Now()
		p, err = d.door.Workspace.Store.CreateParticipant(d.door.Ctx, p)
	} else {
		p, err = d.changeParticipant(p)
	}
	if taken(err) {
		return domain.Participant{}, invalid("code", "taken")
	}
	return p, err
}

// changeParticipant keeps what cannot be changed, and the code if none is given.
func (d *Desk) changeParticipant(p domain.Participant) (domain.Participant, error) {
	old, err := d.door.Workspace.Store.Participant(d.door.Ctx, p.ID)
	if err != nil {
		return p, err
	}
	p.CreatedAt = old.CreatedAt
	if p.Code == "" {
		p.Code = old.Code
	}
	return p, d.door.Workspace.Store.UpdateParticipant(d.door.Ctx, p, d.door.Workspace.Now())
}

func taken(err error) bool { return domain.CodeOf(err) == domain.CodeConflict }

// respondentFields gives the fields that any usable instrument declares.
func (d *Desk) respondentFields() []domain.Field {
	fields := []domain.Field{}
	for _, entry := range d.door.Workspace.Instruments.List() {
		if entry.Usable() {
			fields = append(fields, entry.Instrument.Domain.Manifest.Respondent...)
		}
	}
	return fields
}
