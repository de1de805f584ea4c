// Package door is what stands between the page and the rooms: one mode, one
// allow-list, one lock. Every call of the page passes here; what is refused
// never reaches a room, and whatever happens behind it, the call returns.
//
// It must never decide anything about people or results.
package door

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"kitewise/backend/backup"
	"kitewise/backend/backup/runner"
	"kitewise/backend/diag"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/vault"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
)

// FileDialog asks the counsellor for files.
type FileDialog interface {
	// Save offers the suggested file name, whose ending says what kind of file
	// it is, and gives the chosen path, "" when cancelled.
	Save(suggested string) (string, error)
	// Open asks for a file with that ending (".csv") and gives its path, "" when cancelled.
	Open(ending string) (string, error)
	// Folder asks for a folder that is there and gives its path, "" when cancelled.
	Folder() (string, error)
}

// Config is what the composition root gives.
type Config struct {
	// Allowed is the allow-list: which method answers in which mode, for whom.
	Allowed Table
	// Open opens the workspace; it is called by Start and by every retry. See workspace.Open.
	Open func(ctx context.Context) (*workspace.Workspace, error)
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
	// Machine is the computer under the window; nil is one that tells nothing
	// and does nothing, as a test has.
	Machine Machine
	// PINCost is the work of one try of the PIN; the zero value is slow.Usual.
	PINCost slow.Cost
	// Ring is the key file of the workspace; nil is that of DataDir, within the
	// limits that hold for people.
	Ring *keyring.Ring
	// Clocks gives one that never goes back and may stand while the machine
	// sleeps, and the one on the wall, for locking the desk; nil is the system's.
	Clocks func() (steady, wall time.Time)
	// Clock is for waits and never goes back; nil is time.Now.
	Clock func() time.Time
	// Log takes defects, once each; nil is the file kitewise.log in DataDir.
	Log *slog.Logger
}

// Door joins what the page can call to one workspace and one mode.
type Door struct {
	Config Config

	log *slog.Logger
	// ready is closed when the first opening has ended: calls that come
	// earlier wait for it.
	ready chan struct{}
	once  sync.Once
	// closed is closed by Close.
	closed chan struct{}
	// begun is when the door was made, by the steady clock; touched counts from it
	// when somebody was last at the desk, limit how long it stays open without,
	// 0 for no lock. Both are durations. barred refuses every call while the
	// desk is being locked.
	begun          time.Time
	touched, limit atomic.Int64
	barred         atomic.Bool
	purpose        purpose

	// mu is held for reading by every call, and alone by one that changes the
	// mode. It guards everything below, which is to be touched inside of Call
	// and Alone only.
	mu      sync.RWMutex
	mode    Mode
	problem *domain.Error
	// keys open personal data, nil unless the mode is ModeDesk; draft is what a
	// workspace in the making will get.
	keys  *keyring.Keys
	draft *keyring.Draft
	// fresh is a recovery code that the owner has not confirmed.
	fresh atomic.Pointer[keyring.Fresh]
	// accepting says that whoever unlocks next goes on in spite of a doubt about
	// the log.
	accepting bool
	// people is how many stand in clear in a workspace without keys.
	people int
	// shuts is when ModeReturn becomes ModeParticipant again by itself.
	shuts time.Time
	// held is true while the window belongs to the participant. It may be read
	// without mu.
	held atomic.Bool
	// leaving is true once the counsellor closes it all the same.
	leaving atomic.Bool

	// until lasts as long as the keys; endUntil ends it.
	until    context.Context //nolint:containedctx // the life of the keys
	endUntil context.CancelFunc
	// using is held by work beside the calls while it uses the keys, and alone
	// while they are wiped.
	using sync.RWMutex
	// offered is the backup that may be restored, drilling that one is tried.
	offered  *backup.Restore
	drilling atomic.Bool

	// Ctx lasts as long as the program.
	Ctx context.Context
	// Since is when the watch began, or was reset.
	Since time.Time
	// Workspace is nil while broken.
	Workspace *workspace.Workspace
	Choices   Settings
	// Ring is the key file of the workspace.
	Ring *keyring.Ring
	// Backups makes and keeps the backups; it may be used without mu.
	Backups *runner.Runner
	// PIN leads back from the participant's view; nil while broken.
	PIN *vault.PIN
	// Seat is what the participant's view knows beyond the store.
	Seat Seat
}

// Seat is the handed-over session. Greeting lives in memory only.
type Seat struct {
	Session  string
	Greeting string
	Resumed  bool
}

// New makes the door. It touches nothing; calls wait for Start.
func New(cfg Config) *Door {
	d := &Door{Config: cfg, log: cfg.Log, ready: make(chan struct{}), closed: make(chan struct{}), Ctx: context.Background(), mode: ModeBroken}
	if d.log == nil {
		d.log = fileLog(cfg.DataDir)
	}
	if d.Config.Watch == nil {
		d.Config.Watch = diag.New()
	}
	if d.Config.Machine == nil {
		d.Config.Machine = noMachine{}
	}
	if d.Config.PINCost == (slow.Cost{}) {
		d.Config.PINCost = slow.Usual
	}
	if d.Config.Clock == nil {
		d.Config.Clock = time.Now
	}
	if d.Config.Clocks == nil {
		d.Config.Clocks = systemClocks
	}
	if d.Ring = cfg.Ring; d.Ring == nil {
		d.Ring = keyring.New(cfg.DataDir, slow.Safe)
	}
	d.Backups = runner.New(backup.New(cfg.DataDir, d.Ring, cfg.Version), host{d})
	d.Since, d.begun = time.Now(), d.reading().steady
	if !cfg.Words.Offers(cfg.Language) {
		d.Config.Language = i18n.Source
	}
	d.Choices = defaults(d.Config.Language)
	return d
}

// Start opens the workspace. A failure is a state that the page shows, with
// its problem, until a retry succeeds. The context lasts as long as the program.
func (d *Door) Start(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.Ctx = ctx
	d.open()
	d.once.Do(func() { close(d.ready) })
	go d.keepWatch()
	d.Backups.Start(ctx)
	go d.Config.Machine.Watch(ctx, d.Away)
}

// Close closes the workspace. Afterwards every call is refused.
func (d *Door) Close() error {
	d.Backups.Stop()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.once.Do(func() { close(d.ready) })
	if d.problem == nil || d.problem.Params["Reason"] != "closed" {
		close(d.closed)
	}
	d.noteLock(lockedByTheEnd)
	d.wipe()
	d.Begun(nil)
	d.Offer(nil)
	ws := d.Workspace
	d.held.Store(false)
	d.Workspace, d.PIN, d.mode, d.problem = nil, nil, ModeBroken, domain.Fail(domain.CodeConflict, nil, "Reason", "closed")
	if ws == nil {
		return nil
	}
	return ws.Store.Close()
}

// open tries to open the workspace and finds the mode in which it was left.
func (d *Door) open() {
	var err error
	defer func() {
		if err != nil {
			d.mode, d.problem = ModeBroken, d.Failure("Door.open", err)
		}
	}()
	defer rescue(&err)
	ws, err := d.Config.Open(d.Ctx)
	if err != nil {
		return
	}
	ws.Store.Deliver(d.Ring)
	d.Ring.Relieved(ws.Store.Relieve)
	d.listBackups()
	d.Workspace, d.PIN = ws, vault.NewPIN(ws.Store, d.Config.PINCost, d.Config.Clock)
	if err = d.settle(); err != nil {
		d.Workspace, d.PIN = nil, nil
		err = fmt.Errorf("%w (closing: %w)", err, ws.Store.Close())
	}
}

// settle reads the settings and goes on where the program ended: with the
// participant if a session was handed over, otherwise before the locked desk.
// A workspace without keys is to be made first.
func (d *Door) settle() error {
	keyed, err := d.keyed()
	if err != nil {
		return err
	}
	stored, err := d.Workspace.Store.Settings(d.Ctx)
	if err != nil {
		return err
	}
	d.Choices = choicesFrom(stored, defaults(d.Config.Language), d.Config.Words)
	if d.accepting = false; d.Workspace.Store.Doubt() != nil {
		return d.inDoubt(keyed)
	}
	if !keyed {
		return d.toFirstRun()
	}
	held, err := d.handedOver(stored)
	if err != nil {
		return err
	}
	if !held {
		return d.toDesk()
	}
	id := stored[keySession]
	s, err := d.Workspace.Store.Session(d.Ctx, id)
	if domain.CodeOf(err) == domain.CodeNotFound || s.State == domain.StateAbandoned && s.Reason != domain.ReasonDeclined {
		return d.toDesk()
	}
	if err == nil && s.State.Open() {
		_, err = d.Workspace.Engine.Start(d.Ctx, id)
	}
	if err != nil && !instrumentGone(err) {
		return err
	}
	if err := d.Workspace.Engine.Settle(d.Ctx, id); err != nil {
		return err
	}
	d.sit(ModeParticipant, Seat{Session: id, Resumed: s.Answered > 0})
	return nil
}

// handedOver reports whether a participant has the machine and can go on.
// Without a PIN nothing is handed over: it was taken away, or an older version
// of the program knew none. Nor without a place for what a participant writes:
// an older version made none, the next unlocking does.
func (d *Door) handedOver(stored map[string]string) (bool, error) {
	set, err := d.PIN.IsSet(d.Ctx)
	if err != nil || Mode(stored[keyMode]) != ModeParticipant || !set {
		return false, err
	}
	if _, err := d.Ring.Recipient(keyring.Inbox); domain.CodeOf(err) == domain.CodeLocked {
		return false, d.Enter(ModeDesk, Seat{}, domain.Entry{
			Act: domain.ActReturn, Actor: domain.ActorProgram, SessionID: stored[keySession], Detail: map[string]string{"act": "pause"},
		})
	}
	return true, nil
}

// toDesk opens at the desk; what a crash left running is paused.
func (d *Door) toDesk() error {
	if err := d.Workspace.Engine.Settle(d.Ctx, ""); err != nil {
		return err
	}
	d.sit(ModeDesk, Seat{})
	return nil
}

// instrumentGone tells a session that cannot go on because its instrument is
// not there as pinned. The participant's view then says so, and the counsellor
// can leave it: the workspace itself is sound.
func instrumentGone(err error) bool {
	code := domain.CodeOf(err)
	return code == domain.CodeInstrumentInvalid || code == domain.CodeNormMissing
}

// Retry tries to open the workspace again while it is broken, but not once the
// program ends.
func (d *Door) Retry() (Status, error) {
	select {
	case <-d.closed:
	default:
		if d.mode == ModeBroken {
			d.open()
		}
	}
	return d.Status()
}

// Status says which world to show.
func (d *Door) Status() (Status, error) {
	return Status{
		Mode: d.present(), Problem: d.problem, Folder: d.folder(), Language: d.Choices.Language, Theme: d.Choices.Theme,
		Languages: d.Languages(d.Config.Words.Languages()), Version: d.Config.Version,
		PrivacyMinutes: d.Choices.PrivacyMinutes, People: d.people, Doubt: d.doubt(),
		Holders: d.holders(), Holder: d.Holder(), May: d.may(),
	}, nil
}

// folder says where the files are that somebody must look after, while they
// cannot be opened. A participant's page never learns it.
func (d *Door) folder() string {
	if d.mode != ModeBroken {
		return ""
	}
	if dir, err := filepath.Abs(d.Config.DataDir); err == nil {
		return dir
	}
	return d.Config.DataDir
}

// Languages gives each language under its own name.
func (d *Door) Languages(codes []string) []LanguageChoice {
	out := []LanguageChoice{}
	for _, code := range codes {
		out = append(out, LanguageChoice{Code: code, Name: d.Config.Words.Printer(code).T("language." + code)})
	}
	return out
}

// Offered lists the instrument's languages that the program speaks too.
func (d *Door) Offered(in *domain.Instrument) []LanguageChoice {
	codes := []string{}
	for _, code := range in.Manifest.Languages {
		if d.Config.Words.Offers(code) {
			codes = append(codes, code)
		}
	}
	return d.Languages(codes)
}
