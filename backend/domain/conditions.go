package domain

// Accommodations are what was arranged for the participant, as the counsellor
// recorded it.
type Accommodations struct {
	// Reader: somebody or something read the texts out.
	Reader bool `json:"reader,omitempty"`
	// ExtraTime: more time than usual, or breaks.
	ExtraTime bool `json:"extraTime,omitempty"`
	// Keyboard: answered with the keyboard alone.
	Keyboard bool `json:"keyboard,omitempty"`
	// Helper: somebody entered the answers for the participant.
	Helper bool `json:"helper,omitempty"`
	// Note is anything else, in a few words.
	Note string `json:"note,omitempty"`
}

// None reports whether nothing was arranged.
func (a Accommodations) None() bool { return a == Accommodations{} }

// Kinds gives the ids of the arrangements that were made, in a fixed order:
// "reader", "extra_time", "keyboard", "helper".
func (a Accommodations) Kinds() []string {
	out := []string{}
	for _, kind := range []struct {
		id   string
		made bool
	}{{"reader", a.Reader}, {"extra_time", a.ExtraTime}, {"keyboard", a.Keyboard}, {"helper", a.Helper}} {
		if kind.made {
			out = append(out, kind.id)
		}
	}
	return out
}

// Clean gives the accommodations as they are stored: the note trimmed, at most
// 200 characters on one line. A fault is invalid with Field "note" and Reason.
func (a Accommodations) Clean() (Accommodations, error) {
	note, err := cleanText("note", a.Note)
	a.Note = note
	return a, err
}

// Practice is how the practice of one type of response went. It is no response
// and is never scored.
type Practice struct {
	SessionID string `json:"sessionId"`
	Type      string `json:"type"`
	// Tries counts the practice answers that were looked at.
	Tries int `json:"tries"`
	// Reversed: the first try went in the opposite direction.
	Reversed bool    `json:"reversed"`
	At       Instant `json:"at"`
}
