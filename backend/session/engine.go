package session

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"kitewise/backend/domain"
)

// Sessions keeps sessions. A write returns after its commit.
type Sessions interface {
	Session(ctx context.Context, id string) (domain.Session, error)
	CreateSession(ctx context.Context, s domain.Session) error
	// SaveSession stores state, step, language and start if the state is still
	// from, and the trail with them.
	SaveSession(ctx context.Context, s domain.Session, from domain.SessionState, t domain.Trail) error
	RunningSessions(ctx context.Context) ([]domain.Session, error)
}

// Answers keeps responses and results. A write returns after its commit.
type Answers interface {
	// Responses gives every revision, by item id and revision.
	Responses(ctx context.Context, sessionID string) ([]domain.Response, error)
	// SaveResponse refuses a revision that is there already; the trail is stored with it.
	SaveResponse(ctx context.Context, r domain.Response, t domain.Trail) error
	// Finalise stores the result and closes the session, both or neither, and gives
	// what it stored, with the seal.
	Finalise(ctx context.Context, f domain.Finalisation) (domain.Finalisation, error)
	// Finalisation gives a result if its seal holds.
	Finalisation(ctx context.Context, sessionID string) (domain.Finalisation, error)
}

// Participants tells who answers.
type Participants interface {
	Participant(ctx context.Context, id string) (domain.Participant, error)
}

// Instrument is one usable version of an instrument.
type Instrument interface {
	// Definition is its structure and texts; it is not to be changed.
	Definition() *domain.Instrument
	// Check says what is wrong with a value as the answer to an item.
	Check(itemID string, v domain.Value) error
	// Score is a function of its argument alone.
	Score(answers domain.Answers) (domain.Result, error)
	// ScoreWith is Score, with the arithmetic line by line or without.
	ScoreWith(answers domain.Answers, trace bool) (domain.Result, error)
	// Shown says of every item whether it is shown with these answers.
	Shown(answers map[string]domain.Value) map[string]bool
	// Urgent gives the codes of the safety flags that an answer raises at once.
	Urgent(itemID string, v domain.Value) []string
	// Groups gives every norm group that a result may use.
	Groups(who domain.Respondent) []domain.NormChoice
	// Change judges two results, the earlier first, by every change rule.
	Change(a, b *domain.Result) []domain.Changed
}

// Catalogue finds instruments.
type Catalogue interface {
	// Latest gives the newest usable version.
	Latest(id string) (Instrument, error)
	// Pinned gives exactly the version with exactly the norms, by their content hashes.
	Pinned(ref domain.InstrumentRef, norms domain.NormRef) (Instrument, error)
}

// Config is what an Engine works with.
type Config struct {
	Sessions     Sessions
	Answers      Answers
	Participants Participants
	Consents     Consents
	Withdrawals  Withdrawals
	Choices      Choices
	Happenings   Happenings
	Catalogue    Catalogue
	// Room says whether there is room on the disk for a new session: low_space if
	// not. nil is always.
	Room func() error
	// Now is the clock, NewID gives a fresh id, NewSeed 16 random hex digits.
	Now func() domain.Instant
	// Moment reads every clock of the machine; nil knows Now alone, and then no
	// sleep and no clock that was set.
	Moment  func() domain.Moment
	NewID   func() string
	NewSeed func() string
}

// Engine runs sessions. It is safe for use by several goroutines: calls that
// change something go one after the other, whatever order they arrive in.
type Engine struct {
	cfg Config
	mu  sync.Mutex
	// last is when something was done last, in the session lastOf; next is when
	// the act began that is on its way.
	last, next domain.Moment
	lastOf     string
}

// New makes an engine.
func New(cfg Config) *Engine {
	if cfg.Moment == nil {
		cfg.Moment = func() domain.Moment {
			now := cfg.Now()
			return domain.Moment{At: now, Elapsed: int64(now), Awake: int64(now)}
		}
	}
	if cfg.Room == nil {
		cfg.Room = func() error { return nil }
	}
	return &Engine{cfg: cfg}
}

// Prepare makes a session of the participant on the newest version of the
// instrument, and pins that version and its norm. Without room on the disk it is
// low_space.
func (e *Engine) Prepare(ctx context.Context, participantID, instrumentID, language string) (domain.Session, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.cfg.Room(); err != nil {
		return domain.Session{}, fmt.Errorf("prepare session: %w", err)
	}
	in, err := e.cfg.Catalogue.Latest(instrumentID)
	if err != nil {
		return domain.Session{}, fmt.Errorf("prepare session: %w", err)
	}
	def := in.Definition()
	if err := offers(def, language); err != nil {
		return domain.Session{}, fmt.Errorf("prepare session: %w", err)
	}
	if _, err := e.cfg.Participants.Participant(ctx, participantID); err != nil {
		return domain.Session{}, fmt.Errorf("prepare session: %w", err)
	}
	s := domain.Session{
		ID: e.cfg.NewID(), ParticipantID: participantID,
		Instrument: def.Ref, Norm: def.Norm, Language: language,
		State: domain.StatePrepared, Seed: e.cfg.NewSeed(), Step: domain.StepWelcome,
		CreatedAt: e.cfg.Now(), Total: len(def.Manifest.Order()),
	}
	return s, e.cfg.Sessions.CreateSession(ctx, s)
}

func offers(def *domain.Instrument, language string) error {
	if slices.Contains(def.Manifest.Languages, language) {
		return nil
	}
	return domain.Fail(domain.CodeTextMissing, nil, "Language", language)
}

// Start lets the participant answer: it starts a prepared session and resumes
// a paused one, or one that a crash left running; how long it was away is stored.
// One that never began needs room on the disk, as for Prepare.
func (e *Engine) Start(ctx context.Context, id string) (domain.Session, error) {
	return e.change(ctx, id, actStart, func(before domain.Session, s *domain.Session, t *domain.Trail) error {
		if _, err := e.pinned(*s); err != nil {
			return err
		}
		if s.StartedAt == 0 {
			if err := e.cfg.Room(); err != nil {
				return err
			}
			s.StartedAt = t.At
			return nil
		}
		return e.back(ctx, before, t)
	})
}

// Visit notes the step on screen: an item id or one of domain's steps, and the
// visit to the item that was left for it, nil for none. Before a basis is stored
// there is nothing beyond the consent (conflict, no_basis).
func (e *Engine) Visit(ctx context.Context, id, step string, left *domain.Visit) (domain.Session, error) {
	return e.change(ctx, id, actVisit, func(_ domain.Session, s *domain.Session, t *domain.Trail) error {
		in, err := e.pinned(*s)
		if err != nil {
			return err
		}
		if left != nil {
			if err := checkVisit(&in.Definition().Manifest, *left); err != nil {
				return err
			}
			t.Visits = append(t.Visits, *left)
		}
		if !isStep(&in.Definition().Manifest, step) {
			return domain.Fail(domain.CodeInvalid, nil, "Field", "step", "Reason", "unknown_item")
		}
		if err := notHandedIn(*s); err != nil {
			return err
		}
		s.Step = step
		if step == domain.StepWelcome || step == domain.StepConsent {
			return nil
		}
		return based(*s)
	})
}

// Speak changes the language in which the participant reads.
func (e *Engine) Speak(ctx context.Context, id, language string) (domain.Session, error) {
	return e.change(ctx, id, actSpeak, func(_ domain.Session, s *domain.Session, _ *domain.Trail) error {
		in, err := e.pinned(*s)
		if err != nil {
			return err
		}
		s.Language = language
		return offers(in.Definition(), language)
	})
}

// Pause keeps the session for later.
func (e *Engine) Pause(ctx context.Context, id string) (domain.Session, error) {
	return e.change(ctx, id, actPause, asItIs)
}

// Abandon closes an unfinished session; its answers stay stored.
func (e *Engine) Abandon(ctx context.Context, id string) (domain.Session, error) {
	return e.change(ctx, id, actAbandon, asItIs)
}

func asItIs(domain.Session, *domain.Session, *domain.Trail) error { return nil }

// Settle pauses every session that a crash left running, except the one that
// goes on at once ("" for none). It belongs right after the opening.
func (e *Engine) Settle(ctx context.Context, except string) error {
	running, err := e.cfg.Sessions.RunningSessions(ctx)
	if err != nil {
		return fmt.Errorf("settle sessions: %w", err)
	}
	for _, s := range running {
		if s.ID == except {
			continue
		}
		if _, err := e.change(ctx, s.ID, actPause, func(before domain.Session, _ *domain.Session, t *domain.Trail) error {
			return e.back(ctx, before, t)
		}); err != nil {
			return fmt.Errorf("settle sessions: %w", err)
		}
	}
	return nil
}

// edit changes a session from what it was before, and may add to the trail.
type edit func(before domain.Session, now *domain.Session, t *domain.Trail) error

// change carries out one act on the stored session. An act that changes
// nothing writes nothing.
func (e *Engine) change(ctx context.Context, id string, what act, edit edit) (domain.Session, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	before, err := e.cfg.Sessions.Session(ctx, id)
	if err != nil {
		return before, fmt.Errorf("%s session: %w", what, err)
	}
	now, trail := before, e.trail(before)
	if now.State, err = after(before.State, what); err == nil {
		err = edit(before, &now, &trail)
	}
	if err != nil {
		return before, fmt.Errorf("%s session: %w", what, err)
	}
	if now == before && len(trail.Events) == 0 && len(trail.Visits) == 0 {
		e.kept(now)
		return now, nil
	}
	if err := e.cfg.Sessions.SaveSession(ctx, now, before.State, trail); err != nil {
		return before, fmt.Errorf("%s session: %w", what, err)
	}
	e.kept(now)
	return now, nil
}

// pinned gives the instrument version that the session pinned, with the norm
// that it pinned.
func (e *Engine) pinned(s domain.Session) (Instrument, error) {
	return e.cfg.Catalogue.Pinned(s.Instrument, s.Norm)
}
