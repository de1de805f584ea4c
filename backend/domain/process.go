package domain

import "slices"

// EventKind is what happened to a session beside its answers.
type EventKind string

// The kinds of event. The page tells those that only it can see.
const (
	// EventFocus: the window lost the focus and got it back.
	EventFocus EventKind = "focus"
	// EventPrivacy: the privacy screen stood.
	EventPrivacy EventKind = "privacy"
	// EventScreen: the window left the full screen.
	EventScreen EventKind = "screen"
	// EventClose: somebody tried to close the window.
	EventClose EventKind = "close"
	// EventWrongPIN: a wrong PIN was given.
	EventWrongPIN EventKind = "wrong_pin"
	// EventUnlock: the counsellor opened the end screen's acts.
	EventUnlock EventKind = "unlock"
	// EventHandIn: the participant handed the answers in.
	EventHandIn EventKind = "hand_in"
	// EventPause: the counsellor paused the session, until it was resumed.
	EventPause EventKind = "pause"
	// EventStop: the program ended while somebody answered, until it was started again.
	EventStop EventKind = "stop"
	// EventSleep: the machine slept.
	EventSleep EventKind = "sleep"
	// EventClock: the clock was set; below 0 it was set back.
	EventClock EventKind = "clock"
)

// EventKinds lists every kind.
func EventKinds() []EventKind {
	return []EventKind{EventFocus, EventPrivacy, EventScreen, EventClose, EventWrongPIN,
		EventUnlock, EventHandIn, EventPause, EventStop, EventSleep, EventClock}
}

// ByPage reports whether the participant's page may tell it.
func (k EventKind) ByPage() bool { return slices.Contains(EventKinds()[:3], k) }

// Event is one thing that happened to a session beside its answers. Events are
// immutable and never leave the machine.
type Event struct {
	SessionID string    `json:"sessionId"`
	Kind      EventKind `json:"kind"`
	// At is when it began, by the machine's clock.
	At Instant `json:"at"`
	// DurationMs is how long it lasted, 0 for a moment; of a clock that was set,
	// by how much.
	DurationMs int64 `json:"durationMs"`
	// Step is what stood on screen, Answered how many items had an answer.
	Step     string `json:"step"`
	Answered int    `json:"answered"`
	// Late: it came after the session was closed, and changes nothing of it.
	Late bool `json:"late"`
}

// Interrupts reports whether the participant could not answer meanwhile.
func (k EventKind) Interrupts() bool {
	return slices.Contains([]EventKind{EventFocus, EventPrivacy, EventPause, EventStop, EventSleep}, k)
}

// Process is how an answer came about, as the page saw it.
type Process struct {
	// DisplayedOrder lists the manifest index of the ending at each displayed position.
	DisplayedOrder []int `json:"displayedOrder"`
	// FirstActionMs and TotalMs count milliseconds in which the item was in sight
	// and the window had the focus: until the first act, and in all.
	FirstActionMs int64 `json:"firstActionMs"`
	TotalMs       int64 `json:"totalMs"`
	// Changes counts placing, moving, taking back and undoing.
	Changes int `json:"changes"`
	// Means is the input used: "pointer", "keyboard", "drag", "mixed"; "" none.
	Means string `json:"means"`
	// FocusLosses counts how often the window lost the focus meanwhile.
	FocusLosses int `json:"focusLosses"`
}

// Visit is one stay at an item, from its showing to its leaving. It grows until
// the item is left, and never leaves the machine.
type Visit struct {
	ItemID string
	// ShownAt names the visit, by the page's clock.
	ShownAt Instant
	// Process has no DisplayedOrder: it is that of the session and the item.
	Process
}

// Trail is what is stored in one commit with a change of a session: when that
// was, what happened beside it, a visit as far as it has come, and acts for the
// log beyond those that the change itself shows.
type Trail struct {
	At      Instant
	Events  []Event
	Visits  []Visit
	Entries []Entry
}

// Record is how a session was answered, as far as it is stored.
type Record struct {
	Events    []Event
	Visits    []Visit
	Practices []Practice
}

// Conduct is how a whole set of answers came about, for the checks that read
// it. An empty one is not known (a file of records, a paper form).
type Conduct struct {
	// Order lists the items as they were displayed.
	Order []string
	// Process holds the process of the answers by item, over all visits.
	Process map[string]Process
	// Events are those after the first answer and before the closing.
	Events    []Event
	Practices []Practice
}

// Conduct joins a record with the answers that count, in the displayed order of
// their items. An answer without a recorded visit keeps its own process.
func (r Record) Conduct(order []string, answers map[string]Response) Conduct {
	c := Conduct{Order: order, Process: map[string]Process{}, Practices: r.Practices}
	for _, e := range r.Events {
		if e.Answered > 0 && !e.Late {
			c.Events = append(c.Events, e)
		}
	}
	for _, id := range order {
		if a, ok := answers[id]; ok {
			c.Process[id] = r.process(a)
		}
	}
	return c
}

// process is that of an answer over all visits to its item.
func (r Record) process(a Response) Process {
	sum, visits, acted := Process{DisplayedOrder: a.Process.DisplayedOrder}, 0, false
	for _, v := range r.Visits {
		if v.ItemID != a.ItemID {
			continue
		}
		visits++
		if !acted {
			sum.FirstActionMs += v.FirstActionMs
		}
		acted = acted || v.Changes > 0
		sum.TotalMs, sum.Changes, sum.FocusLosses = sum.TotalMs+v.TotalMs, sum.Changes+v.Changes, sum.FocusLosses+v.FocusLosses
		sum.Means = joinMeans(sum.Means, v.Means)
	}
	if visits == 0 {
		return a.Process
	}
	return sum
}

func joinMeans(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return "mixed"
}

// Moment is one reading of the machine's clocks: the time of day, and how long
// the machine has run in all and awake (milliseconds since some moment).
type Moment struct {
	At             Instant
	Elapsed, Awake int64
}

// Since says how long the machine slept since an earlier moment, and by how
// much its time of day was set meanwhile, below 0 for back (milliseconds).
func (m Moment) Since(before Moment) (slept, set int64) {
	elapsed := m.Elapsed - before.Elapsed
	return elapsed - (m.Awake - before.Awake), int64(m.At-before.At) - elapsed
}
