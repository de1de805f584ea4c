package session

import (
	"context"
	"slices"

	"kitewise/backend/domain"
)

// memory keeps everything in maps, as the store does in tables.
type memory struct {
	sessions      map[string]domain.Session
	responses     []domain.Response
	finalisations map[string]domain.Finalisation
	choices       []domain.GroupChoice
	consents      []domain.Consent
	withdrawals   []domain.Withdrawal
	practices     []domain.Practice
	events        []domain.Event
	visits        []domain.Visit
	seen          domain.Instant
	// broken, if set, is what every write fails with.
	broken error
	writes int
}

func (m *memory) write() error {
	if m.broken == nil {
		m.writes++
	}
	return m.broken
}

func (m *memory) Session(_ context.Context, id string) (domain.Session, error) {
	s, ok := m.sessions[id]
	if !ok {
		return s, domain.Fail(domain.CodeNotFound, nil)
	}
	s.Answered = len(latest(m.responses))
	last, _ := m.Consent(context.Background(), id)
	s.Basis = last.Basis
	for _, w := range m.withdrawals {
		if s.ID == w.SessionID && w.Withdrawn {
			s.Withdrawn = w.At
		} else if s.ID == w.SessionID {
			s.Withdrawn = 0
		}
	}
	return s, nil
}

func (m *memory) SaveWithdrawal(_ context.Context, w domain.Withdrawal) error {
	if err := m.write(); err != nil {
		return err
	}
	m.withdrawals = append(m.withdrawals, w)
	if s := m.sessions[w.SessionID]; w.Withdrawn && s.State.Open() {
		s.State, s.Reason = domain.StateAbandoned, domain.ReasonWithdrawn
		m.sessions[s.ID] = s
	}
	return nil
}

func (m *memory) Consent(_ context.Context, id string) (domain.Consent, error) {
	out := domain.Consent{}
	for _, c := range m.consents {
		if c.SessionID == id {
			out = c
		}
	}
	return out, nil
}

func (m *memory) SaveConsent(_ context.Context, c domain.Consent, n domain.Notice) (domain.Consent, error) {
	if err := m.write(); err != nil {
		return c, err
	}
	c.Notice = n.Version
	m.consents = append(m.consents, c)
	if s := m.sessions[c.SessionID]; c.Basis == domain.BasisDeclined {
		s.State, s.Reason = domain.StateAbandoned, domain.ReasonDeclined
		m.sessions[s.ID] = s
	}
	return c, nil
}

func (m *memory) ArrangeLater(_ context.Context, id string, a domain.Accommodations, at domain.Instant) error {
	if err := m.write(); err != nil {
		return err
	}
	s := m.sessions[id]
	s.Accommodations, s.ArrangedLater = a, at
	m.sessions[id] = s
	return nil
}

func (m *memory) Practices(context.Context, string) ([]domain.Practice, error) {
	return m.practices, nil
}

func (m *memory) SavePractice(_ context.Context, p domain.Practice) error {
	if err := m.write(); err != nil {
		return err
	}
	m.practices = append(m.practices, p)
	return nil
}

func (m *memory) Record(context.Context, string) (domain.Record, error) {
	return domain.Record{Events: m.events, Visits: m.visits, Practices: m.practices}, nil
}

func (m *memory) Seen(context.Context, string) (domain.Instant, error) {
	at := m.seen
	for _, r := range m.responses {
		at = max(at, r.AnsweredAt)
	}
	return at, nil
}

// keep takes a trail; a visit that goes on replaces itself.
func (m *memory) keep(t domain.Trail) {
	m.events = append(m.events, t.Events...)
	for _, v := range t.Visits {
		m.visits = slices.DeleteFunc(m.visits, func(w domain.Visit) bool { return w.ItemID == v.ItemID && w.ShownAt == v.ShownAt })
		m.visits = append(m.visits, v)
	}
}

func (m *memory) SaveEvent(_ context.Context, e domain.Event) error {
	if err := m.write(); err != nil {
		return err
	}
	m.events = append(m.events, e)
	return nil
}

func (m *memory) CreateSession(_ context.Context, s domain.Session) error {
	if err := m.write(); err != nil {
		return err
	}
	m.sessions[s.ID] = s
	return nil
}

func (m *memory) SaveSession(_ context.Context, s domain.Session, from domain.SessionState, t domain.Trail) error {
	if m.sessions[s.ID].State != from {
		return domain.Fail(domain.CodeConflict, nil)
	}
	if err := m.write(); err != nil {
		return err
	}
	m.sessions[s.ID], m.seen = s, t.At
	m.keep(t)
	return nil
}

func (m *memory) RunningSessions(context.Context) ([]domain.Session, error) {
	out := []domain.Session{}
	for _, s := range m.sessions {
		if s.State == domain.StateRunning {
			out = append(out, s)
		}
	}
	return out, nil
}

func (m *memory) Responses(_ context.Context, id string) ([]domain.Response, error) {
	return slices.DeleteFunc(slices.Clone(m.responses), func(r domain.Response) bool { return r.SessionID != id }), nil
}

func (m *memory) SaveResponse(_ context.Context, r domain.Response, t domain.Trail) error {
	if err := m.write(); err != nil {
		return err
	}
	m.responses = append(m.responses, r)
	m.keep(t)
	return nil
}

func (m *memory) Finalise(_ context.Context, f domain.Finalisation) (domain.Finalisation, error) {
	if err := m.write(); err != nil {
		return f, err
	}
	s := m.sessions[f.SessionID]
	s.State, s.FinalisedAt = domain.StateFinalised, f.FinalisedAt
	m.sessions[f.SessionID] = s
	f.Seal = "sealed"
	m.finalisations[f.SessionID] = f
	return f, nil
}

func (m *memory) Finalisation(_ context.Context, id string) (domain.Finalisation, error) {
	f, ok := m.finalisations[id]
	if !ok {
		return f, domain.Fail(domain.CodeNotFound, nil)
	}
	return f, nil
}

func (m *memory) Participant(_ context.Context, id string) (domain.Participant, error) {
	if id != "p1" {
		return domain.Participant{}, domain.Fail(domain.CodeNotFound, nil)
	}
	return domain.Participant{ID: id, Respondent: domain.Respondent{"age": "21"}}, nil
}
