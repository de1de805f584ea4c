package desk

import (
	"time"

	"kitewise/backend/domain"
)

// Due lists the people whose data have been kept for as long as the desk says.
// Nothing is ever erased because of it. While Doubtful is set nobody is listed:
// the clock went from Before to After without an act between, and somebody has
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
	if doubt != nil {
		out.Doubtful, out.Before, out.After = true, doubt.Before, doubt.After
		return out, nil
	}
	people, err := ws.Store.Due(d.door.Ctx, domain.InstantOf(out.Now.Time().AddDate(0, -out.Months, 0)))
	if err != nil {
		return out, err
	}
	for _, p := range people {
		row, err := d.personRow(p.Participant)
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, DueRow{Person: row, Last: p.Last, Since: later(p.Last, out.Months)})
	}
	return out, nil
}

// later is so many months after a moment.
func later(at domain.Instant, months int) domain.Instant {
	return domain.InstantOf(at.Time().In(time.UTC).AddDate(0, months, 0))
}

func (d *Desk) trustClock() (Due, error) {
	if err := d.door.Workspace.Store.TrustClock(d.door.Ctx); err != nil {
		return Due{}, err
	}
	return d.due()
}
