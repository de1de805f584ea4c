package bridge

import (
	"context"
	"sync"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// Bridge joins the two bound structs to one workspace and one mode.
type Bridge struct {
	Kiosk *Kiosk
	Desk  *Desk

	cfg Config
	// mu: a call reads the mode, a change of mode is alone.
	mu      sync.RWMutex
	mode    Mode
	problem *domain.Error
}

// SaveDialog asks the counsellor where a file goes.
type SaveDialog interface {
	// SavePDF offers the suggested file name and gives the chosen path, "" when cancelled.
	SavePDF(suggested string) (string, error)
}

// Workspace is what an opened data folder gives.
type Workspace struct{}

// Config is what the composition root gives.
type Config struct {
	// Open opens the workspace; it is called by Start and by every retry.
	Open func(ctx context.Context) (*Workspace, error)
	// Dialog asks for the place of a PDF.
	Dialog SaveDialog
	// Version is the program's version, Notices the text of the THIRD-PARTY
	// file, DataDir the folder of the workspace, for the About page.
	Version, Notices, DataDir string
}

// New makes the bridge. It touches nothing; until Start, the mode is broken.
func New(cfg Config) *Bridge {
	b := &Bridge{cfg: cfg, mode: ModeBroken, problem: domain.Fail(domain.CodeInternal, nil)}
	b.Kiosk, b.Desk = &Kiosk{b: b}, &Desk{b: b}
	return b
}

// call runs a method behind its gate, beside others.
func call[T any](b *Bridge, method string, f func() (T, error)) (out T, err error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if err := b.gate(method); err != nil {
		return out, err
	}
	return f()
}

// alone runs a method that may change the mode, with no other beside it.
func alone[T any](b *Bridge, method string, f func() (T, error)) (out T, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.gate(method); err != nil {
		return out, err
	}
	return f()
}

func (b *Bridge) status() (Status, error) {
	return Status{Mode: b.mode, Problem: b.problem, Language: "en", Theme: "system", Languages: []LanguageChoice{}, Version: b.cfg.Version}, nil
}
func (b *Bridge) retry() (Status, error)                         { return b.status() }
func (b *Bridge) leave() (Status, error)                         { return Status{}, b.problem }
func (b *Bridge) kioskSession() (KioskSession, error)            { return KioskSession{}, b.problem }
func (b *Bridge) speak(string) (KioskSession, error)             { return KioskSession{}, b.problem }
func (b *Bridge) visit(string) (string, error)                   { return "", b.problem }
func (b *Bridge) answer(AnswerRequest) (Saved, error)            { return Saved{}, b.problem }
func (b *Bridge) finish() (KioskSession, error)                  { return KioskSession{}, b.problem }
func (b *Bridge) people(PeopleRequest) (People, error)           { return People{}, b.problem }
func (b *Bridge) instruments() ([]InstrumentCard, error)         { return nil, b.problem }
func (b *Bridge) prepare(PrepareRequest) (domain.Session, error) { return domain.Session{}, b.problem }
func (b *Bridge) handOver(string) (Status, error)                { return Status{}, b.problem }
func (b *Bridge) discard(string) (domain.Session, error)         { return domain.Session{}, b.problem }
func (b *Bridge) result(ResultRequest) (report.View, error)      { return report.View{}, b.problem }
func (b *Bridge) saveReport(ReportRequest) (SavedReport, error)  { return SavedReport{}, b.problem }
func (b *Bridge) settings() (Settings, error)                    { return Settings{}, b.problem }
func (b *Bridge) saveSettings(Settings) (Status, error)          { return Status{}, b.problem }
func (b *Bridge) about() (About, error)                          { return About{}, b.problem }
func (b *Bridge) saveParticipant(ParticipantRequest) (domain.Participant, error) {
	return domain.Participant{}, b.problem
}
