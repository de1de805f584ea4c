// Package demo makes people who do not exist, with sessions that the real engine
// ran and scored, so that somebody can look around. They are marked in the store
// and go in one act.
//
// It must never touch what belongs to anybody else.
package demo

import (
	"context"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"kitewise/backend/consent"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/workspace"
)

// seed fixes every answer; the dates follow from the day.
const seed = 20260427

// Add makes the people, named and answering in that language, with dates before
// now. It is a conflict with the Reason has_demonstration while there are some;
// while locked it is locked.
func Add(ctx context.Context, ws *workspace.Workspace, words *i18n.Catalogue, language string) (domain.Demonstration, error) {
	there, err := ws.Store.Demonstration(ctx)
	if err != nil {
		return there, err
	}
	if there.People > 0 {
		return there, domain.Fail(domain.CodeConflict, nil, "Reason", "has_demonstration")
	}
	stored, err := ws.Store.Settings(ctx)
	if err != nil {
		return there, err
	}
	t := &troupe{
		ws: ws, say: words.Printer(language), now: ws.Now().Time(), random: rand.New(rand.NewPCG(seed, 1)), //nolint:gosec // not a secret
		notice: consent.From(stored, words).Notice(words, ws.Now()),
	}
	t.engine = ws.Rehearsal(func() domain.Instant { return domain.InstantOf(t.clock) }, t.id, t.id)
	for i, p := range cast {
		if err := t.play(ctx, i+1, p); err != nil {
			return there, fmt.Errorf("demonstration: %w", err)
		}
	}
	return ws.Store.Demonstration(ctx)
}

// sitting is one session: how many days ago, how it went and how it ended.
type sitting struct {
	instrument string
	ago        int
	ends       domain.SessionState
	// pull is how much each ending attracts, in the manifest's order; sway is how
	// much chance does.
	pull []float64
	sway float64
	// seconds is the usual time for one item.
	seconds int
}

// person is one of the people; their facts are those that the norms ask for.
type person struct {
	facts    domain.Respondent
	sittings []sitting
}

const cycle = "learning-cycle"

// cast shows what results can look like: sure, changed a little, close to a
// border, by chance, and sessions that are not finished.
var cast = []person{
	{domain.Respondent{"age": "19", "gender": "female"}, []sitting{
		{cycle, 47, domain.StateFinalised, []float64{2.2, 0.8, 0, 1.5}, 1, 14},
		{cycle, 4, domain.StateFinalised, []float64{2, 0.4, 0, 1.9}, 0.9, 12},
	}},
	{domain.Respondent{"age": "24", "gender": "male"}, []sitting{{cycle, 9, domain.StateFinalised, []float64{1.1, 1.6, 1.4, 0.7}, 1.4, 16}}},
	{domain.Respondent{"age": "17"}, []sitting{{cycle, 6, domain.StateFinalised, []float64{0, 0, 0, 0}, 1, 3}}},
	{nil, []sitting{{"study-habits", 12, domain.StateFinalised, nil, 0, 7}, {cycle, 1, domain.StatePaused, []float64{0, 1, 3, 1}, 0.8, 15}}},
	{domain.Respondent{"age": "31"}, []sitting{{"work-values", 3, domain.StateFinalised, nil, 0, 60}, {cycle, 0, domain.StatePrepared, nil, 0, 0}}},
}

// id gives the next id, or the seed of a session.
func (t *troupe) id() string {
	raw := make([]byte, 8)
	for i := range raw {
		raw[i] = byte(t.random.UintN(256))
	}
	return hex.EncodeToString(raw)
}

// play makes one person with all sittings.
func (t *troupe) play(ctx context.Context, number int, p person) error {
	first := slices.MaxFunc(p.sittings, func(a, b sitting) int { return a.ago - b.ago })
	t.at(first.ago, number)
	who, err := t.ws.Store.CreateParticipant(ctx, domain.Participant{
		ID: "demo" + t.id(), Code: "DEMO-" + strconv.Itoa(number), Name: t.say.T("demo.name." + strconv.Itoa(number)),
		Respondent: p.facts, CreatedAt: domain.InstantOf(t.clock), Demonstration: true,
	})
	if err != nil {
		return err
	}
	for _, s := range p.sittings {
		t.at(s.ago, number)
		if err := t.sit(ctx, who.ID, s); err != nil {
			return err
		}
	}
	return nil
}

// at sets the clock to an hour of a day so long ago; of today, to a while ago.
func (t *troupe) at(daysAgo, hour int) {
	if daysAgo == 0 {
		t.clock = t.now.Add(-time.Duration(hour) * time.Minute)
		return
	}
	day := t.now.Local().AddDate(0, 0, -daysAgo)
	t.clock = time.Date(day.Year(), day.Month(), day.Day(), 8+hour, 10, 0, 0, time.Local)
}
