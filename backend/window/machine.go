package window

import (
	"context"
	"sync"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"kitewise/backend/presence"
)

// CounsellorEvent is the name of the event that asks the page for the question
// for the PIN.
const CounsellorEvent = "counsellor"

// lookEvery is how often the screen is looked at while the window is to fill it.
const lookEvery = 400 * time.Millisecond

// Machine is the window and the computer under it, as a hand-over needs them.
type Machine struct {
	window  func() context.Context
	screen  screen
	screens func() int
	battery func() (percent int, charging, known bool)

	mu sync.Mutex
	// kept is closed when the window may have its frame again; nil while it has.
	kept chan struct{}
}

// screen is what a window can do to the screen.
type screen interface {
	// Full reports whether the window fills the screen and can be seen.
	Full() bool
	// Fill brings the window up and makes it fill the screen.
	Fill()
	// Leave gives the window its frame back.
	Leave()
}

// NewMachine gives the machine of the window whose context it is. Before the
// window is there it does nothing.
func NewMachine(window func() context.Context) *Machine {
	m := &Machine{window: window, screen: nativeScreen{window}, battery: battery}
	m.screens = m.countScreens
	overrule(m)
	return m
}

// Fill makes the window fill the screen, and again whenever it does not; lost
// is called once each time that it was lost.
func (m *Machine) Fill(lost func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept != nil || !shown(m.window()) {
		return
	}
	m.kept = make(chan struct{})
	go keep(m.screen, m.kept, time.NewTicker(lookEvery).C, lost)
}

// keep looks at the screen at every tick until it is told to end. A loss is
// told once: a system that refuses the whole screen is asked again and again,
// not noted again and again.
func keep(s screen, end <-chan struct{}, tick <-chan time.Time, lost func()) {
	s.Fill()
	full := false
	for {
		select {
		case <-end:
			return
		case <-tick:
		}
		was := full
		if full = s.Full(); full {
			continue
		}
		s.Fill()
		if was {
			lost()
		}
	}
}

// Release gives the window its frame back.
func (m *Machine) Release() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		return
	}
	close(m.kept)
	m.kept = nil
	m.screen.Leave()
}

// Watch calls away each time that the machine is about to sleep or that its user
// is no longer before it, until the context ends.
func (m *Machine) Watch(ctx context.Context, away func()) { presence.Watch(ctx, away) }

// CallCounsellor asks the page to show the question for the PIN.
func (m *Machine) CallCounsellor() {
	if ctx := m.window(); shown(ctx) {
		runtime.EventsEmit(ctx, CounsellorEvent)
	}
}

// Quit closes the window as whoever closes it does: it is asked whether it may.
func (m *Machine) Quit() {
	if ctx := m.window(); shown(ctx) {
		runtime.Quit(ctx)
	}
}

// Screens gives how many are connected, 0 if the system does not tell.
func (m *Machine) Screens() int { return m.screens() }

// Battery gives its charge in percent and whether it is being charged; known is
// false without one, or if the system does not tell.
func (m *Machine) Battery() (percent int, charging, known bool) { return m.battery() }

func (m *Machine) countScreens() int {
	ctx := m.window()
	if !shown(ctx) {
		return 0
	}
	all, err := runtime.ScreenGetAll(ctx)
	if err != nil {
		return 0
	}
	return len(all)
}

// shown reports whether the context is that of a window: with any other the
// library would end the program.
func shown(ctx context.Context) bool { return ctx.Value("frontend") != nil }

// nativeScreen is the screen of the real window.
type nativeScreen struct{ window func() context.Context }

// Full reports whether the window fills the screen and can be seen.
func (s nativeScreen) Full() bool {
	return runtime.WindowIsFullscreen(s.window()) && !runtime.WindowIsMinimised(s.window())
}

// Fill brings the window up and makes it fill the screen.
func (s nativeScreen) Fill() {
	if runtime.WindowIsMinimised(s.window()) {
		runtime.WindowUnminimise(s.window())
	}
	runtime.WindowFullscreen(s.window())
}

// Leave gives the window its frame back.
func (s nativeScreen) Leave() { runtime.WindowUnfullscreen(s.window()) }
