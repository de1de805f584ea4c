// Package kiosk is what the participant's page can call. It translates between
// displayed positions and the manifest, and answers for one session only: no
// scale, no ending id and no key leave it.
package kiosk

import "kitewise/backend/door"

// Kiosk is what the participant's page can call. It answers only for the
// session that was handed over.
type Kiosk struct{ door *door.Door }

// New makes the participant's half behind a door.
func New(d *door.Door) *Kiosk { return &Kiosk{door: d} }

// Status says which world to show, and why if it is the broken one. It is the
// first call of the page and open in every mode.
func (k *Kiosk) Status() (door.Status, error) {
	return door.Call(k.door, "Kiosk.Status", k.door.Status)
}

// Retry tries to open the workspace again when opening it failed (the disk
// was full, another window held it). In the other modes it is Status.
func (k *Kiosk) Retry() (door.Status, error) {
	return door.Alone(k.door, "Kiosk.Retry", k.door.Retry)
}

// Session gives everything that the participant's page needs, worded in the
// session's language.
func (k *Kiosk) Session() (Session, error) {
	return door.Call(k.door, "Kiosk.Session", k.kioskSession)
}

// Speak changes the language of the session and gives it in that language.
func (k *Kiosk) Speak(language string) (Session, error) {
	return door.Call(k.door, "Kiosk.Speak", func() (Session, error) { return k.speak(language) })
}

// Visit notes the step on screen: an item id or one of domain's steps. A
// restart comes back to it. It gives the step back.
func (k *Kiosk) Visit(request VisitRequest) (string, error) {
	return door.Call(k.door, "Kiosk.Visit", func() (string, error) { return k.visit(request) })
}

// Consent stores the participant's answer to the notice. A no closes the
// session; only the fact is stored.
func (k *Kiosk) Consent(request ConsentRequest) (Session, error) {
	return door.Call(k.door, "Kiosk.Consent", func() (Session, error) { return k.consent(request) })
}

// Practised stores how the practice of one type of response went, and gives it
// back. Practice answers are not responses.
func (k *Kiosk) Practised(request PracticeRequest) (PracticeRequest, error) {
	return door.Call(k.door, "Kiosk.Practised", func() (PracticeRequest, error) { return k.practised(request) })
}

// Answer saves one complete answer and acknowledges it after its commit. It
// may be repeated: the same answer gives the same acknowledgement.
func (k *Kiosk) Answer(request AnswerRequest) (Saved, error) {
	return door.Call(k.door, "Kiosk.Answer", func() (Saved, error) { return k.answer(request) })
}

// Note stores that something happened to the session that only the page can
// see, and gives it back. It is for the records alone.
func (k *Kiosk) Note(request NoteRequest) (NoteRequest, error) {
	return door.Call(k.door, "Kiosk.Note", func() (NoteRequest, error) { return k.note(request) })
}

// Finish hands the answers in: the participant's last word, until the
// counsellor comes. With open items it is invalid and names them in the
// parameter "Items"; repeated, it changes nothing.
func (k *Kiosk) Finish() (Session, error) {
	return door.Call(k.door, "Kiosk.Finish", k.finish)
}

// Unlock opens the acts of the way back with the counsellor's PIN. A wrong one
// is pin_wrong and noted with the session as the right one is; one that comes
// too early is pin_wait.
func (k *Kiosk) Unlock(pin string) (door.Status, error) {
	return door.Alone(k.door, "Kiosk.Unlock", func() (door.Status, error) { return k.unlock(pin) })
}

// Resume closes the acts again: the participant goes on, after handing in from
// the review.
func (k *Kiosk) Resume() (door.Status, error) {
	return door.Alone(k.door, "Kiosk.Resume", k.resume)
}

// Leave ends the hand-over with one of the acts: "finish" finalises the
// session, which is invalid with open items; "pause" keeps it for later;
// "discard" abandons it; a session that is closed already only takes "finish".
func (k *Kiosk) Leave(act string) (door.Status, error) {
	return door.Alone(k.door, "Kiosk.Leave", func() (door.Status, error) { return k.leave(act) })
}

// Quit closes the window behind the PIN, as it is: the next start comes back to
// the session. It is for days on which the disk refuses every other act.
func (k *Kiosk) Quit() (door.Status, error) {
	return door.Alone(k.door, "Kiosk.Quit", k.quit)
}
