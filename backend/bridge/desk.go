package bridge

import (
	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// Desk is what the counsellor's page can call. It answers nothing while a
// participant sits at the machine.
type Desk struct{ b *Bridge }

// People gives one page of participants with their sessions, newest activity first.
func (d *Desk) People(request PeopleRequest) (People, error) {
	return call(d.b, "Desk.People", func() (People, error) { return d.b.people(request) })
}

// SaveParticipant makes a participant (empty ID) or changes one. A fault names
// the parameters "Field" and "Reason".
func (d *Desk) SaveParticipant(request ParticipantRequest) (domain.Participant, error) {
	return call(d.b, "Desk.SaveParticipant", func() (domain.Participant, error) { return d.b.saveParticipant(request) })
}

// Instruments lists the instruments, the unusable ones with their fault, in
// the desk's language.
func (d *Desk) Instruments() ([]InstrumentCard, error) {
	return call(d.b, "Desk.Instruments", d.b.instruments)
}

// Prepare makes a session ready for hand-over and pins the versions of
// instrument and norm.
func (d *Desk) Prepare(request PrepareRequest) (domain.Session, error) {
	return call(d.b, "Desk.Prepare", func() (domain.Session, error) { return d.b.prepare(request) })
}

// HandOver starts or resumes the session and gives the machine to the participant.
func (d *Desk) HandOver(sessionID string) (Status, error) {
	return alone(d.b, "Desk.HandOver", func() (Status, error) { return d.b.handOver(sessionID) })
}

// Discard abandons an unfinished session; its answers stay stored.
func (d *Desk) Discard(sessionID string) (domain.Session, error) {
	return call(d.b, "Desk.Discard", func() (domain.Session, error) { return d.b.discard(sessionID) })
}

// Result gives the counsellor's view of a finalised session in a language (""
// is the session's), with its safety flags.
func (d *Desk) Result(request ResultRequest) (report.View, error) {
	return call(d.b, "Desk.Result", func() (report.View, error) { return d.b.result(request, domain.AudienceCounsellor) })
}

// SaveReport asks where to, then writes the PDF there, whole or not at all.
// Path is "" when the dialog was cancelled.
func (d *Desk) SaveReport(request ReportRequest) (SavedReport, error) {
	return d.b.saveReport(request)
}

// Settings gives the desk's choices.
func (d *Desk) Settings() (Settings, error) {
	return call(d.b, "Desk.Settings", d.b.settings)
}

// SaveSettings stores the desk's choices and gives the status that follows.
func (d *Desk) SaveSettings(settings Settings) (Status, error) {
	return alone(d.b, "Desk.SaveSettings", func() (Status, error) { return d.b.saveSettings(settings) })
}

// Norms lists the norms of every usable instrument.
func (d *Desk) Norms() ([]NormsOf, error) { return call(d.b, "Desk.Norms", d.b.norms) }

// DraftNorm asks for a norm file and says what it would change, or what is
// wrong with it. Nothing is imported; File is "" when the dialog was cancelled.
func (d *Desk) DraftNorm() (NormDraft, error) { return d.b.draftNorm() }

// ImportNorm imports the draft that was shown last and gives the norms after it.
func (d *Desk) ImportNorm(key string) ([]NormsOf, error) {
	return alone(d.b, "Desk.ImportNorm", func() ([]NormsOf, error) { return d.b.importNorm(key) })
}

// NormGroups gives the norm groups that the result of a finalised session may use.
func (d *Desk) NormGroups(sessionID string) (NormGroups, error) {
	return call(d.b, "Desk.NormGroups", func() (NormGroups, error) { return d.b.normGroups(sessionID) })
}

// ChooseGroup lets a finalised result be read with another norm group, "" is
// the rule's. The stored result stays as it is.
func (d *Desk) ChooseGroup(request GroupRequest) (NormGroups, error) {
	return call(d.b, "Desk.ChooseGroup", func() (NormGroups, error) { return d.b.chooseGroup(request) })
}

// Diagnostics gives how the program runs since its start or the last reset.
func (d *Desk) Diagnostics() (Diagnostics, error) {
	return call(d.b, "Desk.Diagnostics", d.b.diagnostics)
}

// ResetWatch forgets what was timed and begins anew.
func (d *Desk) ResetWatch() (Diagnostics, error) {
	return alone(d.b, "Desk.ResetWatch", d.b.resetWatch)
}

// SaveSupport asks where to, then writes the support file there. Path is ""
// when the dialog was cancelled.
func (d *Desk) SaveSupport() (SavedSupport, error) { return d.b.saveSupport() }

// About gives what the About page shows.
func (d *Desk) About() (About, error) {
	return call(d.b, "Desk.About", d.b.about)
}
