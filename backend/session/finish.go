package session

import (
	"context"
	"fmt"
	"slices"

	"kitewise/backend/domain"
)

// View is a session with everything needed to show it to the participant.
type View struct {
	// Session counts the items that are shown, and stands on one of them.
	Session    domain.Session
	Instrument *domain.Instrument
	// Way is every section with its items in displayed order.
	Way Way
	// Order holds, for each item, the manifest index of the ending at each
	// displayed position.
	Order map[string][]int
	// Latest holds the highest revision of each answered item, Revisions that of
	// every item that was ever answered.
	Latest    map[string]domain.Response
	Revisions map[string]int
	// Practices are those of the types that were practised.
	Practices []domain.Practice
}

// View gives the session as it stands.
func (e *Engine) View(ctx context.Context, id string) (View, error) {
	s, err := e.cfg.Sessions.Session(ctx, id)
	if err != nil {
		return View{}, fmt.Errorf("view session: %w", err)
	}
	in, err := e.pinned(s)
	if err != nil {
		return View{}, fmt.Errorf("view session: %w", err)
	}
	stored, err := e.cfg.Answers.Responses(ctx, id)
	if err != nil {
		return View{}, fmt.Errorf("view session: %w", err)
	}
	practices, err := e.cfg.Consents.Practices(ctx, id)
	if err != nil {
		return View{}, fmt.Errorf("view session: %w", err)
	}
	def := in.Definition()
	v := View{Practices: practices, Instrument: def, Order: map[string][]int{}, Latest: latest(stored), Revisions: map[string]int{}}
	for id, r := range newest(stored) {
		v.Revisions[id] = r.Revision
	}
	v.Way = wayOf(in, s, v.Latest)
	v.Session = v.Way.count(s, v.Latest)
	v.Session.Step = v.Way.settle(s.Step)
	for _, item := range def.Manifest.Items {
		v.Order[item.ID] = endingsOrder(&def.Manifest, item, s)
	}
	for _, d := range def.Manifest.Practice {
		if d.Item != nil {
			v.Order[d.Item.ID] = endingsOrder(&def.Manifest, *d.Item, s)
		}
	}
	return v, nil
}

// Finish scores the complete session and closes it with its result, in one
// transaction. Open items that are shown and required make it invalid and stand
// in the parameter Items, separated by spaces, in displayed order. Repeated, it
// gives the stored result.
func (e *Engine) Finish(ctx context.Context, id string) (domain.Finalisation, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f, err := e.finish(ctx, id)
	if err != nil {
		return domain.Finalisation{}, fmt.Errorf("finish session: %w", err)
	}
	return f, nil
}

func (e *Engine) finish(ctx context.Context, id string) (domain.Finalisation, error) {
	none := domain.Finalisation{}
	s, err := e.cfg.Sessions.Session(ctx, id)
	if err != nil {
		return none, err
	}
	if s.State == domain.StateFinalised {
		return e.cfg.Answers.Finalisation(ctx, id)
	}
	if _, err := after(s.State, actFinish); err != nil {
		return none, err
	}
	if err := based(s); err != nil {
		return none, err
	}
	f, err := e.score(ctx, s)
	if err != nil {
		return none, err
	}
	return e.cfg.Answers.Finalise(ctx, f)
}

// score makes the finalisation of a complete session.
func (e *Engine) score(ctx context.Context, s domain.Session) (domain.Finalisation, error) {
	f := domain.Finalisation{SessionID: s.ID, FinalisedAt: e.cfg.Now()}
	in, err := e.pinned(s)
	if err != nil {
		return f, err
	}
	stored, err := e.cfg.Answers.Responses(ctx, s.ID)
	if err != nil {
		return f, err
	}
	answers := latest(stored)
	way := wayOf(in, s, answers)
	if err := complete(openOf(&in.Definition().Manifest, way, answers)); err != nil {
		return f, err
	}
	who, err := e.cfg.Participants.Participant(ctx, s.ParticipantID)
	if err != nil {
		return f, err
	}
	record, err := e.cfg.Happenings.Record(ctx, s.ID)
	if err != nil {
		return f, err
	}
	f.Respondent = who.Respondent
	f.Result, err = in.Score(gather(way, answers, record, who.Respondent, f.FinalisedAt))
	return f, err
}

// openOf gives the items that are shown, required and have no answer.
func openOf(m *domain.Manifest, way Way, answers map[string]domain.Response) []string {
	open := []string{}
	for _, id := range way.Items() {
		if _, answered := answers[id]; !answered && m.Required(id) {
			open = append(open, id)
		}
	}
	return open
}

// gather makes what scoring reads: the answers to what is shown, and how they
// came about.
func gather(way Way, answers map[string]domain.Response, record domain.Record, who domain.Respondent, on domain.Instant) domain.Answers {
	out := domain.Answers{
		Responses: map[string]domain.Value{}, Respondent: who, On: on, Conduct: record.Conduct(way.Items(), answers),
	}
	for _, id := range out.Conduct.Order {
		if r, ok := answers[id]; ok {
			out.Responses[id] = r.Value
		}
	}
	return out
}

// Outcome is a finalised session with everything that a report is made of.
type Outcome struct {
	// Session counts the items that were shown.
	Session     domain.Session
	Instrument  *domain.Instrument
	Participant domain.Participant
	// Responses are every revision; Way says which items were shown.
	Responses    []domain.Response
	Way          Way
	Finalisation domain.Finalisation
	// Reading is the result to show: the finalised one or, when the counsellor
	// chose a norm group, the same answers with that group.
	Reading domain.Result
	// Groups are the norm groups that the result may use.
	Groups []domain.NormChoice
	// Choices are the counsellor's choices of a group, the newest last.
	Choices []domain.GroupChoice
	// Urgent are the codes of the safety flags, in the manifest's order.
	Urgent []string
	// Consent is on what basis the answers were taken.
	Consent domain.Consent
	// Record is how the session was answered.
	Record domain.Record
}

// answers gives what the result was scored from.
func (o *Outcome) answers() domain.Answers {
	return gather(o.Way, latest(o.Responses), o.Record, o.Finalisation.Respondent, o.Finalisation.FinalisedAt)
}

// Conduct gives how the answers came about.
func (o *Outcome) Conduct() domain.Conduct {
	return o.Record.Conduct(o.Way.Items(), latest(o.Responses))
}

// Counted gives the responses, every revision, to the items that were shown.
func (o Outcome) Counted() []domain.Response {
	shown := o.Way.Items()
	return slices.DeleteFunc(slices.Clone(o.Responses), func(r domain.Response) bool { return !slices.Contains(shown, r.ItemID) })
}

// Result gives the outcome of a finalised session, as stored; a session that
// is not finalised is a conflict, one whose consent was withdrawn
// consent_withdrawn.
func (e *Engine) Result(ctx context.Context, id string) (Outcome, error) {
	o, _, err := e.outcome(ctx, id)
	if err != nil {
		return Outcome{}, fmt.Errorf("read result: %w", err)
	}
	return o, nil
}

func (e *Engine) outcome(ctx context.Context, id string) (o Outcome, in Instrument, err error) {
	if o.Session, err = e.cfg.Sessions.Session(ctx, id); err != nil {
		return o, nil, err
	}
	if err := stands(o.Session); err != nil {
		return o, nil, err
	}
	if o.Session.State != domain.StateFinalised {
		return o, nil, domain.Fail(domain.CodeConflict, nil, "Reason", "not_finalised")
	}
	if o.Finalisation, err = e.cfg.Answers.Finalisation(ctx, id); err != nil {
		return o, nil, err
	}
	if in, err = e.pinned(o.Session); err != nil {
		return o, nil, err
	}
	o.Instrument = in.Definition()
	if o.Participant, err = e.cfg.Participants.Participant(ctx, o.Session.ParticipantID); err != nil {
		return o, nil, err
	}
	if o.Responses, err = e.cfg.Answers.Responses(ctx, id); err != nil {
		return o, nil, err
	}
	answers := latest(o.Responses)
	o.Way = wayOf(in, o.Session, answers)
	o.Session = o.Way.count(o.Session, answers)
	if o.Urgent, err = e.urgent(ctx, in, o.Session, o.Responses); err != nil {
		return o, nil, err
	}
	if o.Choices, err = e.cfg.Choices.GroupChoices(ctx, id); err != nil {
		return o, nil, err
	}
	if o.Consent, err = e.cfg.Consents.Consent(ctx, id); err != nil {
		return o, nil, err
	}
	if o.Record, err = e.cfg.Happenings.Record(ctx, id); err != nil {
		return o, nil, err
	}
	o.Groups = in.Groups(o.Finalisation.Respondent)
	return o, in, o.read(in)
}
