// Package bridge is what the page can call: Kiosk for the participant's view,
// Desk for the counsellor's. Both translate, guard and recover; they decide
// nothing.
//
// The lock between the two lives here: every exported method starts with its
// gate, and while a participant sits at the machine the desk answers nothing.
package bridge

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"kitewise/backend/diag"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// FileDialog asks the counsellor for files.
type FileDialog interface {
	// Save offers the suggested file name, whose ending says what kind of file
	// it is, and gives the chosen path, "" when cancelled.
	Save(suggested string) (string, error)
	// Open asks for a file with that ending (".csv") and gives its path, "" when cancelled.
	Open(ending string) (string, error)
}

// Config is what the composition root gives.
type Config struct {
	// Open opens the workspace; it is called by Start and by every retry. See OpenWorkspace.
	Open func(ctx context.Context) (*Workspace, error)
	// Words are the locales.
	Words *i18n.Catalogue
	// Dialog asks for the place of a file.
	Dialog FileDialog
	// Language is the desk's language until one is chosen; "" is the source language.
	Language string
	// Version is the program's version, Notices the text of the THIRD-PARTY
	// file, DataDir the folder of the workspace and of the log.
	Version, Notices, DataDir string
	// Watch keeps times and failures; nil is one of its own, which then knows
	// the page's calls only.
	Watch *diag.Watch
	// Log takes defects, once each; nil is the file kitewise.log in DataDir.
	Log *slog.Logger
}

// Bridge joins the two bound structs to one workspace and one mode.
type Bridge struct {
	Kiosk *Kiosk
	Desk  *Desk

	cfg Config
	log *slog.Logger
	// ready is closed when the first opening has ended: calls that come
	// earlier wait for it.
	ready chan struct{}
	once  sync.Once

	// mu is held for reading by every call, and alone by one that changes the
	// mode. It guards everything below.
	mu  sync.RWMutex
	ctx context.Context
	// since is when the watch began, or was reset.
	since   time.Time
	mode    Mode
	problem *domain.Error
	ws      *Workspace
	choices Settings
	// seat is what the participant's view knows beyond the store.
	seat seat
	// draft is the norm file that was shown last and may be imported.
	draft normDraft
}

// seat is the handed-over session. Greeting lives in memory only.
type seat struct {
	session  string
	greeting string
	resumed  bool
}

// New makes the bridge. It touches nothing; calls wait for Start.
func New(cfg Config) *Bridge {
	b := &Bridge{cfg: cfg, log: cfg.Log, ready: make(chan struct{}), ctx: context.Background(), mode: ModeBroken}
	if b.log == nil {
		b.log = fileLog(cfg.DataDir)
	}
	if b.cfg.Watch == nil {
		b.cfg.Watch = diag.New()
	}
	b.since = time.Now()
	if !cfg.Words.Offers(cfg.Language) {
		b.cfg.Language = i18n.Source
	}
	b.choices = defaults(b.cfg.Language)
	b.Kiosk, b.Desk = &Kiosk{b: b}, &Desk{b: b}
	return b
}

// Start opens the workspace. A failure is a state that the page shows, with
// its problem, until a retry succeeds. The context lasts as long as the program.
func (b *Bridge) Start(ctx context.Context) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ctx = ctx
	b.open()
	b.once.Do(func() { close(b.ready) })
}

// Close closes the workspace. Afterwards every call is refused.
func (b *Bridge) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.once.Do(func() { close(b.ready) })
	ws := b.ws
	b.ws, b.mode, b.problem = nil, ModeBroken, domain.Fail(domain.CodeConflict, nil, "Reason", "closed")
	if ws == nil {
		return nil
	}
	return ws.Store.Close()
}

// open tries to open the workspace and finds the mode in which it was left.
func (b *Bridge) open() {
	var err error
	defer func() {
		if err != nil {
			b.mode, b.problem = ModeBroken, b.failure("Bridge.open", err)
		}
	}()
	defer rescue(&err)
	ws, err := b.cfg.Open(b.ctx)
	if err != nil {
		return
	}
	b.ws = ws
	if err = b.settle(); err != nil {
		b.ws = nil
		err = fmt.Errorf("%w (closing: %w)", err, ws.Store.Close())
	}
}

// settle reads the settings and goes on where the program ended: with the
// participant if a session was handed over, otherwise at the desk.
func (b *Bridge) settle() error {
	stored, err := b.ws.Store.Settings(b.ctx)
	if err != nil {
		return err
	}
	b.choices = choicesFrom(stored, defaults(b.cfg.Language), b.cfg.Words)
	b.seat = seat{}
	b.mode, b.problem = ModeDesk, nil
	if Mode(stored[keyMode]) != ModeParticipant {
		return b.ws.Engine.Settle(b.ctx, "")
	}
	id := stored[keySession]
	s, err := b.ws.Store.Session(b.ctx, id)
	if domain.CodeOf(err) == domain.CodeNotFound || s.State == domain.StateAbandoned {
		return b.ws.Engine.Settle(b.ctx, "")
	}
	if err == nil && s.State.Open() {
		_, err = b.ws.Engine.Start(b.ctx, id)
	}
	if err != nil && !instrumentGone(err) {
		return err
	}
	b.mode, b.seat = ModeParticipant, seat{session: id, resumed: s.Answered > 0}
	return b.ws.Engine.Settle(b.ctx, id)
}

// instrumentGone tells a session that cannot go on because its instrument is
// not there as pinned. The participant's view then says so, and the counsellor
// can leave it: the workspace itself is sound.
func instrumentGone(err error) bool {
	code := domain.CodeOf(err)
	return code == domain.CodeInstrumentInvalid || code == domain.CodeNormMissing
}

func (b *Bridge) retry() (Status, error) {
	if b.mode == ModeBroken {
		b.open()
	}
	return b.status()
}

func (b *Bridge) status() (Status, error) {
	return Status{
		Mode: b.mode, Problem: b.problem, Language: b.choices.Language, Theme: b.choices.Theme,
		Languages: b.languages(b.cfg.Words.Languages()), Version: b.cfg.Version,
	}, nil
}

// languages gives each language under its own name.
func (b *Bridge) languages(codes []string) []LanguageChoice {
	out := []LanguageChoice{}
	for _, code := range codes {
		out = append(out, LanguageChoice{Code: code, Name: b.cfg.Words.Printer(code).T("language." + code)})
	}
	return out
}

// enter changes the mode, stored first: a kill comes back into it.
func (b *Bridge) enter(mode Mode, s seat) error {
	err := b.ws.Store.SaveSettings(b.ctx, map[string]string{keyMode: string(mode), keySession: s.session})
	if err != nil {
		return err
	}
	b.mode, b.seat = mode, s
	return nil
}
