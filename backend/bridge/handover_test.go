package bridge

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
)

// machine is a computer that notes what it is told to do.
type machine struct {
	mu       sync.Mutex
	done     []string
	lost     func()
	away     func()
	called   chan struct{}
	quits    chan struct{}
	screens  int
	battery  int
	charging bool
}

func (m *machine) note(what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done = append(m.done, what)
}

func (m *machine) Fill(lost func()) {
	m.note("fill")
	m.lost = lost
}

func (m *machine) Watch(_ context.Context, away func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.away = away
}

// leave says that nobody is at the machine any more.
func (m *machine) leave() {
	for { // the watch begins beside the door
		m.mu.Lock()
		away := m.away
		m.mu.Unlock()
		if away != nil {
			away()
			return
		}
		time.Sleep(time.Millisecond)
	}
}

func (m *machine) Release()        { m.note("release") }
func (m *machine) CallCounsellor() { m.called <- struct{}{} }
func (m *machine) Quit()           { m.quits <- struct{}{} }
func (m *machine) Screens() int    { return m.screens }

func (m *machine) Battery() (percent int, charging, known bool) {
	return m.battery, m.charging, m.battery > 0
}

// onMachine is a started bridge on a machine, with a clock that the test holds.
func onMachine(t *testing.T, dir string) (*Bridge, *machine, *time.Time) {
	t.Helper()
	m := &machine{called: make(chan struct{}, 9), quits: make(chan struct{}, 9)}
	at := time.Unix(1_000_000, 0)
	cfg := config(dir)
	cfg.Machine, cfg.Clock = m, func() time.Time { return at }
	return opened(t, cfg), m, &at
}

// noted gives the kinds of events of a session, in order.
func noted(t *testing.T, b *Bridge, id string) []domain.EventKind {
	t.Helper()
	out := []domain.EventKind{}
	for _, e := range must[[]domain.Event](t)(b.door.Workspace.Store.Events(t.Context(), id)) {
		out = append(out, e.Kind)
	}
	return out
}

func wantMode(t *testing.T, b *Bridge, mode door.Mode) door.Status {
	t.Helper()
	s := must[door.Status](t)(b.Kiosk.Status())
	if s.Mode != mode {
		t.Errorf("mode %s, want %s", s.Mode, mode)
	}
	return s
}

// TestNothingIsHandedOverWithoutThePIN: the first time it is set, then asked
// for every time, so that nobody gives the machine away without a way back.
func TestNothingIsHandedOverWithoutThePIN(t *testing.T) {
	b, m, at := onMachine(t, t.TempDir())
	m.done = nil
	if err := b.door.PIN.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi"}))
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "en"}))
	e := wantCode(t, second(b.Desk.HandOver(desk.HandOverRequest{SessionID: s.ID})), domain.CodeConflict)
	if e.Params["Reason"] != "no_pin" || must[desk.Readiness](t)(b.Desk.Readiness()).PINSet {
		t.Errorf("%v", e.Params)
	}
	if e := wantCode(t, second(b.Desk.SetPIN(desk.PINRequest{PIN: "1234"})), domain.CodeInvalid); e.Params["Reason"] != "easy" {
		t.Errorf("%v", e.Params)
	}
	if !must[desk.Readiness](t)(b.Desk.SetPIN(desk.PINRequest{PIN: pin})).PINSet {
		t.Error("not set")
	}
	wantCode(t, second(b.Desk.HandOver(desk.HandOverRequest{SessionID: s.ID, PIN: "7391"})), domain.CodePINWrong)
	wantCode(t, second(b.Desk.HandOver(desk.HandOverRequest{SessionID: s.ID, PIN: pin})), domain.CodePINWait)
	wantMode(t, b, door.ModeDesk)
	if got := must[domain.Session](t)(b.door.Workspace.Store.Session(t.Context(), s.ID)); got.State != domain.StatePrepared {
		t.Errorf("a refused hand-over began the session: %+v", got)
	}
	*at = at.Add(time.Second)
	must[door.Status](t)(b.Desk.HandOver(desk.HandOverRequest{SessionID: s.ID, PIN: pin}))
	wantMode(t, b, door.ModeParticipant)
	if !slices.Equal(m.done, []string{"fill"}) {
		t.Errorf("the window: %v", m.done)
	}
}

func TestWhatIsWorthKnowingBeforeAHandOver(t *testing.T) {
	b, m, _ := onMachine(t, t.TempDir())
	if r := must[desk.Readiness](t)(b.Desk.Readiness()); r.Battery != nil || r.Screens != 0 {
		t.Errorf("what nobody knows is told: %+v", r)
	}
	m.screens, m.battery, m.charging = 2, 34, true
	if r := must[desk.Readiness](t)(b.Desk.Readiness()); r.Screens != 2 || r.Battery == nil || *r.Battery != (desk.Battery{Percent: 34, Charging: true}) {
		t.Errorf("%+v", r)
	}
}

// TestTheWayBackNeedsThePIN and gives nothing but the acts; every try is noted.
func TestTheWayBackNeedsThePIN(t *testing.T) {
	b, _, at := onMachine(t, t.TempDir())
	s := handedOver(t, b, "Dewi", "en")
	for _, act := range []string{"finish", "pause", "discard", ""} {
		wantCode(t, second(b.Kiosk.Leave(act)), domain.CodeLocked)
	}
	wantCode(t, second(b.Kiosk.Resume()), domain.CodeLocked)
	wantCode(t, second(b.Kiosk.Unlock("7391")), domain.CodePINWrong)
	wantCode(t, second(b.Kiosk.Unlock(pin)), domain.CodePINWait)
	wantMode(t, b, door.ModeParticipant)
	*at = at.Add(time.Second)
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	wantMode(t, b, door.ModeReturn)
	wantCode(t, second(b.Desk.People(desk.PeopleRequest{})), domain.CodeLocked)
	wantCode(t, second(b.Kiosk.Leave("elope")), domain.CodeInvalid)
	if e := wantCode(t, second(b.Kiosk.Leave("finish")), domain.CodeInvalid); e.Params["Reason"] != "incomplete" {
		t.Errorf("%v", e.Params)
	}
	must[door.Status](t)(b.Kiosk.Resume())
	wantMode(t, b, door.ModeParticipant)
	wantCode(t, second(b.Kiosk.Leave("pause")), domain.CodeLocked)
	if got := noted(t, b, s.ID); !slices.Equal(got, []domain.EventKind{domain.EventWrongPIN, domain.EventUnlock}) {
		t.Errorf("noted %v", got)
	}
}

// TestAWayBackThatNobodyTakesShuts by itself: the counsellor was called away
// with the acts on the screen.
func TestAWayBackThatNobodyTakesShuts(t *testing.T) {
	b, _, at := onMachine(t, t.TempDir())
	handedOver(t, b, "Dewi", "en")
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	*at = at.Add(2*time.Minute - time.Millisecond)
	wantMode(t, b, door.ModeReturn)
	*at = at.Add(time.Millisecond)
	wantMode(t, b, door.ModeParticipant)
	wantCode(t, second(b.Kiosk.Leave("pause")), domain.CodeLocked)
}

func TestTheFourActs(t *testing.T) {
	for act, state := range map[string]domain.SessionState{
		"finish": domain.StateFinalised, "pause": domain.StatePaused, "discard": domain.StateAbandoned,
	} {
		b, m, _ := onMachine(t, t.TempDir())
		s := handedOver(t, b, "Dewi", "en")
		if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
			t.Fatal(err)
		}
		must[kiosk.Session](t)(b.Kiosk.Finish())
		if status := comeBack(t, b, act); status.SessionID != s.ID || status.Mode != door.ModeDesk {
			t.Errorf("%s: %+v", act, status)
		}
		if got := must[domain.Session](t)(b.door.Workspace.Store.Session(t.Context(), s.ID)); got.State != state || got.Answered != got.Total {
			t.Errorf("%s: %+v", act, got)
		}
		if m.done[len(m.done)-1] != "release" {
			t.Errorf("%s: %v", act, m.done)
		}
	}
	// The fourth: the participant goes on, from the review.
	b, _, _ := onMachine(t, t.TempDir())
	handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if k := must[kiosk.Session](t)(b.Kiosk.Finish()); !k.Done {
		t.Error("not handed in")
	}
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	must[door.Status](t)(b.Kiosk.Resume())
	if k := must[kiosk.Session](t)(b.Kiosk.Session()); k.Done || k.Step != domain.StepReview {
		t.Errorf("%v %q", k.Done, k.Step)
	}
}

// TestASessionThatWasDeclinedLeadsBackToo: it is closed, so nothing is left to
// pause or discard.
func TestASessionThatWasDeclinedLeadsBackToo(t *testing.T) {
	b, _, _ := onMachine(t, t.TempDir())
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi"}))
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "en"}))
	handOver(t, b, s.ID)
	k := must[kiosk.Session](t)(b.Kiosk.Session())
	must[kiosk.Session](t)(b.Kiosk.Consent(kiosk.ConsentRequest{Hash: k.Consent.Hash}))
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	wantCode(t, second(b.Kiosk.Leave("pause")), domain.CodeSessionClosed)
	must[door.Status](t)(b.Kiosk.Resume())
	comeBack(t, b, "finish")
	wantMode(t, b, door.ModeDesk)
}

// TestARestartComesBackLockedFullAndWithoutAName also out of the acts, and the
// wait after a wrong PIN is not shorter for it.
func TestARestartComesBackLockedFullAndWithoutAName(t *testing.T) {
	dir := t.TempDir()
	b, _, at := onMachine(t, dir)
	s := handedOver(t, b, "Dewi", "en")
	if k := must[kiosk.Session](t)(b.Kiosk.Session()); k.Greeting != "Dewi" {
		t.Errorf("%q", k.Greeting)
	}
	for range 3 {
		wantCode(t, second(b.Kiosk.Unlock("7391")), domain.CodePINWrong)
		*at = at.Add(time.Minute)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b, m, at := onMachine(t, dir)
	wantMode(t, b, door.ModeParticipant)
	if k := must[kiosk.Session](t)(b.Kiosk.Session()); k.Greeting != "" || k.SessionID != s.ID {
		t.Errorf("%q, %s", k.Greeting, k.SessionID)
	}
	if !slices.Equal(m.done, []string{"fill"}) {
		t.Errorf("the window: %v", m.done)
	}
	if e := wantCode(t, second(b.Kiosk.Unlock(pin)), domain.CodePINWait); e.Params["Seconds"] != "4" {
		t.Errorf("%v", e.Params)
	}
	*at = at.Add(4 * time.Second)
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b, _, _ = onMachine(t, dir)
	wantMode(t, b, door.ModeParticipant) // the PIN was given, and is asked for again
	if got := noted(t, b, s.ID); !slices.Contains(got, domain.EventUnlock) || !slices.Contains(got, domain.EventWrongPIN) {
		t.Errorf("noted %v", got)
	}
}

// TestWithoutAPINNothingStaysHandedOver: it was taken away from the command
// line, or an older version of the program knew none.
func TestWithoutAPINNothingStaysHandedOver(t *testing.T) {
	dir := t.TempDir()
	b, _, _ := onMachine(t, dir)
	s := handedOver(t, b, "Dewi", "en")
	if err := b.door.PIN.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b, m, _ := onMachine(t, dir)
	wantMode(t, b, door.ModeDesk)
	if got := must[domain.Session](t)(b.door.Workspace.Store.Session(t.Context(), s.ID)); got.State != domain.StatePaused {
		t.Errorf("%+v", got)
	}
	if slices.Contains(m.done, "fill") {
		t.Errorf("the window: %v", m.done)
	}
}

// TestTheWindowDoesNotCloseUnderAParticipant: the page asks for the PIN
// instead, and it is noted, as is a screen that was lost.
func TestTheWindowDoesNotCloseUnderAParticipant(t *testing.T) {
	b, m, _ := onMachine(t, t.TempDir())
	if b.Closing() {
		t.Error("the desk may be closed")
	}
	s := handedOver(t, b, "Dewi", "en")
	if !b.Closing() {
		t.Fatal("closed under a participant")
	}
	<-m.called
	m.lost()
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	if !b.Closing() {
		t.Error("closed while the way back is open: it must end in an act")
	}
	<-m.called
	want := []domain.EventKind{domain.EventClose, domain.EventScreen, domain.EventUnlock, domain.EventClose}
	if got := noted(t, b, s.ID); !slices.Equal(got, want) {
		t.Errorf("noted %v", got)
	}
	must[door.Status](t)(b.Kiosk.Leave("pause"))
	if b.Closing() {
		t.Error("the desk may be closed")
	}
	m.lost() // late: the counsellor sits there again
	if got := noted(t, b, s.ID); !slices.Equal(got, want) {
		t.Errorf("noted %v", got)
	}
}
