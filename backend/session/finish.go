package session

import (
	"context"
	"fmt"
	"strings"

	"kitewise/backend/domain"
)

// View is a session with everything needed to show it to the participant.
type View struct {
	Session    domain.Session
	Instrument *domain.Instrument
	// Order holds, for each item, the manifest index of the ending at each
	// displayed position.
	Order map[string][]int
	// Latest holds the highest revision of each answered item.
	Latest map[string]domain.Response
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
	def := in.Definition()
	v := View{Session: s, Instrument: def, Order: map[string][]int{}, Latest: latest(stored)}
	for _, item := range def.Manifest.Items {
		v.Order[item.ID] = endingsOrder(&def.Manifest, item, s)
	}
	return v, nil
}

// Finish scores the complete session and closes it with its result, in one
// transaction. Open items make it invalid and stand in the parameter Items,
// separated by spaces. Repeated, it gives the stored result.
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
	f, err := e.score(ctx, s)
	if err != nil {
		return none, err
	}
	if err := e.cfg.Answers.Finalise(ctx, f); err != nil {
		return none, err
	}
	return e.cfg.Answers.Finalisation(ctx, id)
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
	values, open := map[string]domain.Value{}, []string{}
	answers := latest(stored)
	m := in.Definition().Manifest
	for _, item := range m.Order() {
		if r, ok := answers[item]; ok {
			values[item] = r.Value
		} else {
			open = append(open, item)
		}
	}
	if len(open) > 0 {
		return f, domain.Fail(domain.CodeInvalid, nil, "Reason", "incomplete", "Items", strings.Join(open, " "))
	}
	who, err := e.cfg.Participants.Participant(ctx, s.ParticipantID)
	if err != nil {
		return f, err
	}
	f.Respondent = who.Respondent
	f.Result, err = in.Score(domain.Answers{Responses: values, Respondent: who.Respondent, On: f.FinalisedAt})
	return f, err
}

// Outcome is a finalised session with everything that a report is made of.
type Outcome struct {
	Session      domain.Session
	Instrument   *domain.Instrument
	Participant  domain.Participant
	Responses    []domain.Response
	Finalisation domain.Finalisation
}

// Result gives the outcome of a finalised session, as stored; a session that
// is not finalised is a conflict.
func (e *Engine) Result(ctx context.Context, id string) (Outcome, error) {
	o, err := e.outcome(ctx, id)
	if err != nil {
		return Outcome{}, fmt.Errorf("read result: %w", err)
	}
	return o, nil
}

func (e *Engine) outcome(ctx context.Context, id string) (o Outcome, err error) {
	if o.Session, err = e.cfg.Sessions.Session(ctx, id); err != nil {
		return o, err
	}
	if o.Session.State != domain.StateFinalised {
		return o, domain.Fail(domain.CodeConflict, nil, "Reason", "not_finalised")
	}
	if o.Finalisation, err = e.cfg.Answers.Finalisation(ctx, id); err != nil {
		return o, err
	}
	in, err := e.pinned(o.Session)
	if err != nil {
		return o, err
	}
	o.Instrument = in.Definition()
	if o.Participant, err = e.cfg.Participants.Participant(ctx, o.Session.ParticipantID); err != nil {
		return o, err
	}
	o.Responses, err = e.cfg.Answers.Responses(ctx, id)
	return o, err
}
