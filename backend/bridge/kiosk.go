package bridge

// Kiosk is what the participant's page can call. It answers only for the
// session that was handed over.
type Kiosk struct{ b *Bridge }

// Status says which world to show, and why if it is the broken one. It is the
// first call of the page and open in every mode.
func (k *Kiosk) Status() (Status, error) {
	return call(k.b, "Kiosk.Status", k.b.status)
}

// Retry tries to open the workspace again when opening it failed (the disk
// was full, another window held it). In the other modes it is Status.
func (k *Kiosk) Retry() (Status, error) {
	return alone(k.b, "Kiosk.Retry", k.b.retry)
}

// Session gives everything that the participant's page needs, worded in the
// session's language.
func (k *Kiosk) Session() (KioskSession, error) {
	return call(k.b, "Kiosk.Session", k.b.kioskSession)
}

// Speak changes the language of the session and gives it in that language.
func (k *Kiosk) Speak(language string) (KioskSession, error) {
	return call(k.b, "Kiosk.Speak", func() (KioskSession, error) { return k.b.speak(language) })
}

// Visit notes the step on screen: an item id, "" (welcome) or "*review". A
// restart comes back to it. It gives the step back.
func (k *Kiosk) Visit(step string) (string, error) {
	return call(k.b, "Kiosk.Visit", func() (string, error) { return k.b.visit(step) })
}

// Answer saves one complete answer and acknowledges it after its commit. It
// may be repeated: the same answer gives the same acknowledgement.
func (k *Kiosk) Answer(request AnswerRequest) (Saved, error) {
	return call(k.b, "Kiosk.Answer", func() (Saved, error) { return k.b.answer(request) })
}

// Finish finalises the session. With open items it is invalid and names them
// in the parameter "Items"; repeated, it changes nothing.
func (k *Kiosk) Finish() (KioskSession, error) {
	return call(k.b, "Kiosk.Finish", k.b.finish)
}

// Leave is the counsellor's way back to the desk. An unfinished session is
// paused.
func (k *Kiosk) Leave() (Status, error) {
	return alone(k.b, "Kiosk.Leave", k.b.leave)
}
