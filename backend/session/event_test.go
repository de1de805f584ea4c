package session

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

func TestNotedEventsSayWhenAndWhere(t *testing.T) {
	e, m, _ := newEngine()
	id := started(t, e).ID
	m.writes = 0
	if err := e.Note(t.Context(), id, domain.EventPrivacy, 3*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	now := m.events[0].At + 3
	want := []domain.Event{{SessionID: id, Kind: domain.EventPrivacy, At: now - 3, DurationMs: 3}}
	if !cmp.Equal(m.events, want) || now < 100 {
		t.Errorf("%s", cmp.Diff(want, m.events))
	}
	wantCode(t, e.Note(t.Context(), "nobody", domain.EventClose, 0), domain.CodeNotFound)
	if _, err := e.Abandon(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := e.Note(t.Context(), id, domain.EventUnlock, 0); err != nil || !m.events[1].Late {
		t.Errorf("after the closing: %v %+v", err, m.events)
	}
}

// clocks are those of a machine that a test lets sleep and sets.
type clocks struct{ at, elapsed, awake int64 }

func (c *clocks) pass(ms int64)  { c.at, c.elapsed, c.awake = c.at+ms, c.elapsed+ms, c.awake+ms }
func (c *clocks) sleep(ms int64) { c.at, c.elapsed = c.at+ms, c.elapsed+ms }
func (c *clocks) set(ms int64)   { c.at += ms }

func watched(t *testing.T) (*Engine, *memory, *clocks, string) {
	t.Helper()
	e, m, _ := newEngine()
	c := &clocks{at: 1_000_000}
	e.cfg.Moment = func() domain.Moment {
		return domain.Moment{At: domain.Instant(c.at), Elapsed: c.elapsed, Awake: c.awake}
	}
	e.cfg.Now = func() domain.Instant { return domain.Instant(c.at) }
	return e, m, c, started(t, e).ID
}

// kinds are the events in a word each, with their durations.
func kinds(m *memory) map[domain.EventKind]int64 {
	out := map[domain.EventKind]int64{}
	for _, e := range m.events {
		out[e.Kind] += e.DurationMs
	}
	return out
}

func TestSleepAndAClockThatWasSetAreEvents(t *testing.T) {
	e, m, c, id := watched(t)
	visit := func(step string) {
		if _, err := e.Visit(t.Context(), id, step, nil); err != nil {
			t.Fatal(err)
		}
	}
	visit("a")
	for _, tc := range []struct {
		name string
		act  func()
		want map[domain.EventKind]int64
	}{
		{"time passes", func() { c.pass(3_600_000) }, map[domain.EventKind]int64{}},
		{"a nap of 4,999 ms", func() { c.sleep(4999) }, map[domain.EventKind]int64{}},
		{"asleep for 5 s", func() { c.sleep(5000) }, map[domain.EventKind]int64{domain.EventSleep: 5000}},
		{"asleep for an hour", func() { c.pass(10); c.sleep(3_600_000) }, map[domain.EventKind]int64{domain.EventSleep: 3_600_000}},
		{"set by 1,999 ms", func() { c.set(1999) }, map[domain.EventKind]int64{}},
		{"set forward", func() { c.set(2000) }, map[domain.EventKind]int64{domain.EventClock: 2000}},
		{"set back in sleep", func() { c.sleep(60_000); c.set(-90_000) }, map[domain.EventKind]int64{domain.EventSleep: 60_000, domain.EventClock: -90_000}},
	} {
		m.events = nil
		tc.act()
		visit("a") // the same step: written for the event alone
		if got := kinds(m); !cmp.Equal(got, tc.want) {
			t.Errorf("%s: %v", tc.name, got)
		}
		m.events = nil
		if visit("a"); len(m.events) > 0 {
			t.Errorf("%s: told twice", tc.name)
		}
	}
}

// TestAnEventThatCouldNotBeStoredIsToldWithTheNextAct: a full disk loses none.
func TestAnEventThatCouldNotBeStoredIsToldWithTheNextAct(t *testing.T) {
	e, m, c, id := watched(t)
	if _, err := e.Visit(t.Context(), id, "a", nil); err != nil {
		t.Fatal(err)
	}
	c.sleep(8000)
	m.broken = domain.Fail(domain.CodeDiskFull, nil)
	wantCode(t, second(e.Visit(t.Context(), id, "b", nil)), domain.CodeDiskFull)
	m.broken = nil
	give(t, e, "a", 4, 0)
	if got := kinds(m); got[domain.EventSleep] != 8000 {
		t.Errorf("%v", got)
	}
}

func TestGoingOnStoresHowLongItWasAway(t *testing.T) {
	e, m, c, id := watched(t)
	give(t, e, "a", 4, 0)
	c.pass(7000)
	if _, err := e.Start(t.Context(), id); err != nil { // the program was killed
		t.Fatal(err)
	}
	want := domain.Event{SessionID: id, Kind: domain.EventStop, At: domain.Instant(c.at - 7000), DurationMs: 7000, Answered: 1}
	if len(m.events) != 1 || m.events[0] != want {
		t.Fatalf("%+v", m.events)
	}
	c.pass(1000)
	if _, err := e.Pause(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	c.pass(2_400_000)
	if _, err := e.Start(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if e := m.events[1]; e.Kind != domain.EventPause || e.DurationMs != 2_400_000 {
		t.Errorf("%+v", e)
	}
	if away, err := e.Away(t.Context(), id); err != nil || away != 40*time.Minute {
		t.Errorf("away %v %v", away, err)
	}
	m.events = nil
	c.set(-600_000) // and killed again
	e.lastOf = ""
	if _, err := e.Start(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := kinds(m); !cmp.Equal(got, map[domain.EventKind]int64{domain.EventStop: 0, domain.EventClock: -600_000}) {
		t.Errorf("with a clock set back: %v", got)
	}
}

func TestWhatACrashLeftAtTheDeskIsStoredToo(t *testing.T) {
	e, m, c, id := watched(t)
	give(t, e, "a", 4, 0)
	c.pass(9000)
	if err := e.Settle(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if m.sessions[id].State != domain.StatePaused || kinds(m)[domain.EventStop] != 9000 {
		t.Errorf("%s %+v", m.sessions[id].State, m.events)
	}
}

func TestATakenBackAnswerIsARevision(t *testing.T) {
	e, m, _, id := watched(t)
	withdraw := func(item string, revision int) (Saved, error) {
		return e.Answer(t.Context(), Answer{SessionID: id, ItemID: item, Withdrawn: true, Revision: revision})
	}
	if got, err := withdraw("a", 0); err != nil || got.Revision != 0 || len(m.responses) > 0 {
		t.Errorf("nothing to take back: %+v %v", got, err)
	}
	give(t, e, "a", 4, 0)
	give(t, e, "b", 4, 0)
	wantCode(t, second(withdraw("a", 0)), domain.CodeStaleAnswer)
	for range 2 { // said again, as after a lost acknowledgement
		got, err := withdraw("a", 1)
		if err != nil || got.Revision != 2 || got.Answered != 1 {
			t.Fatalf("%+v %v", got, err)
		}
	}
	v, err := e.View(t.Context(), id)
	if _, there := v.Latest["a"]; err != nil || there || v.Revisions["a"] != 2 || v.Session.Answered != 1 {
		t.Errorf("%v %+v", err, v)
	}
	if f := wantCode(t, second(e.Finish(t.Context(), id)), domain.CodeInvalid); f.Params["Items"] != "a" {
		t.Errorf("%v", f.Params)
	}
	if _, err := e.Answer(t.Context(), Answer{SessionID: id, ItemID: "a", Given: Given{Ranks: m.responses[0].Value.Ranks}, Withdrawn: true, Revision: 2}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("an answer that is none: %v", err)
	}
	give(t, e, "a", 4, 2)
	if _, err := e.Finish(t.Context(), id); err != nil {
		t.Error(err)
	}
}

func TestVisitsAddUpOverAllStays(t *testing.T) {
	e, m, _, id := watched(t)
	stay := func(item string, at domain.Instant, first, total int64, changes int, means string) *domain.Visit {
		return &domain.Visit{ItemID: item, ShownAt: at, Process: domain.Process{FirstActionMs: first, TotalMs: total, Changes: changes, Means: means, FocusLosses: 1}}
	}
	give(t, e, "a", 4, 0)
	give(t, e, "b", 4, 0)
	for _, v := range []*domain.Visit{
		stay("a", 1, 3000, 3000, 0, ""), stay("a", 2, 500, 900, 3, "pointer"),
		stay("a", 2, 500, 2000, 4, "pointer"), stay("a", 3, 100, 700, 1, "keyboard"),
	} {
		if _, err := e.Visit(t.Context(), id, "b", v); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range []*domain.Visit{stay("z", 9, 1, 1, 1, ""), stay("a", 9, 1, 1, 1, "feet"), stay("a", 9, 2, 1, 1, ""), stay("a", -1, 0, 0, 0, "")} {
		wantCode(t, second(e.Visit(t.Context(), id, "b", bad)), domain.CodeInvalid)
	}
	r, _ := m.Record(t.Context(), id)
	got := r.Conduct([]string{"a", "b"}, latest(m.responses))
	a := got.Process["a"]
	a.DisplayedOrder = nil
	if want := (domain.Process{FirstActionMs: 3500, TotalMs: 5700, Changes: 5, Means: "mixed", FocusLosses: 3}); !cmp.Equal(a, want) {
		t.Errorf("%s", cmp.Diff(want, a))
	}
	if b := got.Process["b"]; len(b.DisplayedOrder) == 0 {
		t.Errorf("without a visit its own process stands: %+v", b)
	}
}
