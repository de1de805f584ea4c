package desk

import "kitewise/backend/domain"

// Due lists the people of whom a consent is withdrawn, and those whose data have
// been kept for as long as the desk says. Nothing is ever erased because of it.
// While Doubtful is set only the former are listed: the clock went from Before to After without an act between, and somebody has
// to say first that it is right.
type Due struct {
	Months   int            `json:"months"`
	Doubtful bool           `json:"doubtful"`
	Before   domain.Instant `json:"before"`
	After    domain.Instant `json:"after"`
	Now      domain.Instant `json:"now"`
	Rows     []DueRow       `json:"rows"`
}

// DueRow is somebody who is due: Last is when something happened last, Since
// from when on the person is due.
type DueRow struct {
	Person PersonRow      `json:"person"`
	Last   domain.Instant `json:"last"`
	Since  domain.Instant `json:"since"`
	// Withdrawn is when a consent was withdrawn, 0 for none.
	Withdrawn domain.Instant `json:"withdrawn"`
}

func (d *Desk) due() (Due, error) {
	ws := d.door.Workspace
	choices, err := d.choices()
	if err != nil {
		return Due{}, err
	}
	out := Due{Months: choices.Months, Now: ws.Now(), Rows: []DueRow{}}
	doubt, err := ws.Store.ClockDoubt(d.door.Ctx, out.Now)
	if err != nil {
		return out, err
	}
	before := out.Now.MonthsBefore(out.Months)
	if doubt != nil {
		out.Doubtful, out.Before, out.After, before = true, doubt.Before, doubt.After, 0
	}
	people, err := ws.Store.Due(d.door.Ctx, before)
	if err != nil {
		return out, err
	}
	for _, p := range people {
		row, err := d.personRow(p.Participant)
		if err != nil {
			return out, err
		}
		due := DueRow{Person: row, Last: p.Last, Since: p.Last.MonthsLater(out.Months), Withdrawn: p.Withdrawn}
		if due.Withdrawn != 0 {
			due.Since = min(due.Since, due.Withdrawn)
		}
		out.Rows = append(out.Rows, due)
	}
	return out, nil
}

func (d *Desk) trustClock() (Due, error) {
	if err := d.door.Workspace.Store.TrustClock(d.door.Ctx); err != nil {
		return Due{}, err
	}
	return d.due()
}
