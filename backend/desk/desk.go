// Package desk is what the counsellor's page can call: people, sessions,
// results, norms, settings. It translates and words; the rooms decide.
package desk

import (
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/report"
	"kitewise/backend/report/arithmetic"
)

// Desk is what the counsellor's page can call. It answers nothing while a
// participant sits at the machine.
type Desk struct {
	door *door.Door
	// draft is the norm file that was shown last and may be imported.
	draft normDraft
	// checking is the check of all results, running or ended.
	checking checking
}

// New makes the counsellor's half behind a door.
func New(d *door.Door) *Desk { return &Desk{door: d} }

// People gives one page of participants with their sessions, newest activity first.
func (d *Desk) People(request PeopleRequest) (People, error) {
	return door.Call(d.door, "Desk.People", func() (People, error) { return d.people(request) })
}

// SaveParticipant makes a participant (empty ID) or changes one. A fault names
// the parameters "Field" and "Reason".
func (d *Desk) SaveParticipant(request ParticipantRequest) (domain.Participant, error) {
	return door.Call(d.door, "Desk.SaveParticipant", func() (domain.Participant, error) { return d.saveParticipant(request) })
}

// Holdings gives what is stored of a participant, in numbers, and which backups
// were made since.
func (d *Desk) Holdings(participantID string) (Stored, error) {
	return door.Call(d.door, "Desk.Holdings", func() (Stored, error) { return d.holdings(participantID) })
}

// SaveArchive asks where to, then writes everything about a participant there in
// one sealed file, and reads it back. A passphrase that is too short or too long
// is invalid in the Field "passphrase". Path is "" when the dialog was cancelled.
func (d *Desk) SaveArchive(request ArchiveRequest) (SavedArchive, error) {
	return d.saveArchive(request)
}

// Erase removes a participant with everything that is stored, and every trace
// of it in the workspace's files. A code that is not the participant's is
// invalid in the Field "code"; a session that is running is a conflict with the
// Reason "running".
func (d *Desk) Erase(request DepartureRequest) (Departure, error) {
	return door.Call(d.door, "Desk.Erase", func() (Departure, error) { return d.erase(request) })
}

// Anonymise keeps the finished sessions of a participant under a random code,
// without anything that tells whose they were, and erases the rest. Without a
// finished session it is a conflict with the Reason "no_results"; else as Erase.
func (d *Desk) Anonymise(request DepartureRequest) (Departure, error) {
	return door.Call(d.door, "Desk.Anonymise", func() (Departure, error) { return d.anonymise(request) })
}

// Due lists the people whose data have been kept for as long as the desk says,
// the longest ago first.
func (d *Desk) Due() (Due, error) { return door.Call(d.door, "Desk.Due", d.due) }

// TrustClock keeps that the clock was found right, and gives who is due.
func (d *Desk) TrustClock() (Due, error) { return door.Call(d.door, "Desk.TrustClock", d.trustClock) }

// Instruments lists the instruments, the unusable ones with their fault, in
// the desk's language.
func (d *Desk) Instruments() ([]InstrumentCard, error) {
	return door.Call(d.door, "Desk.Instruments", d.instruments)
}

// Prepare makes a session ready for hand-over and pins the versions of
// instrument and norm.
func (d *Desk) Prepare(request PrepareRequest) (domain.Session, error) {
	return door.Call(d.door, "Desk.Prepare", func() (domain.Session, error) { return d.prepare(request) })
}

// Conditions gives on what basis a session is answered and what was arranged.
func (d *Desk) Conditions(sessionID string) (Conditions, error) {
	return door.Call(d.door, "Desk.Conditions", func() (Conditions, error) { return d.conditions(sessionID) })
}

// SaveConditions records them until the session is closed, and gives them as
// stored. A fault names the parameters "Field" and "Reason".
func (d *Desk) SaveConditions(request ConditionsRequest) (Conditions, error) {
	return door.Call(d.door, "Desk.SaveConditions", func() (Conditions, error) { return d.saveConditions(request) })
}

// Notice gives what the desk tells participants before they answer.
func (d *Desk) Notice() (Notice, error) { return door.Call(d.door, "Desk.Notice", d.notice) }

// NoticeVersion gives the words of a stored version of the notice, as
// participants read them.
func (d *Desk) NoticeVersion(version int) (NoticeWords, error) {
	return door.Call(d.door, "Desk.NoticeVersion", func() (NoticeWords, error) { return d.noticeVersion(version) })
}

// PreviewNotice gives the words that SaveNotice would store, and stores
// nothing. A fault names the parameters "Field" and "Reason".
func (d *Desk) PreviewNotice(request NoticeRequest) (NoticeWords, error) {
	return door.Call(d.door, "Desk.PreviewNotice", func() (NoticeWords, error) { return d.previewNotice(request) })
}

// Consents gives on what basis the sessions of a participant were answered:
// every entry, the newest first.
func (d *Desk) Consents(participantID string) ([]ConsentEntry, error) {
	return door.Call(d.door, "Desk.Consents", func() ([]ConsentEntry, error) { return d.consents(participantID) })
}

// Withdrawals gives every entry by which a consent of a participant was
// withdrawn, or that was taken back, the newest first.
func (d *Desk) Withdrawals(participantID string) ([]domain.Withdrawal, error) {
	return door.Call(d.door, "Desk.Withdrawals", func() ([]domain.Withdrawal, error) { return d.withdrawals(participantID) })
}

// Withdraw stores that a participant takes the consent to a session back, or
// that this was a mistake, and gives the person as it is then.
func (d *Desk) Withdraw(request WithdrawalRequest) (PersonRow, error) {
	return door.Call(d.door, "Desk.Withdraw", func() (PersonRow, error) { return d.withdraw(request) })
}

// SaveNotice stores the desk's name, retention and words, as a new version if
// they are new. A fault names the parameters "Field" and "Reason".
func (d *Desk) SaveNotice(request NoticeRequest) (Notice, error) {
	return door.Alone(d.door, "Desk.SaveNotice", func() (Notice, error) { return d.saveNotice(request) })
}

// Readiness gives what is worth knowing before a hand-over.
func (d *Desk) Readiness() (Readiness, error) {
	return door.Call(d.door, "Desk.Readiness", d.readiness)
}

// SetPIN stores the counsellor's PIN, the first one or a new one in the place
// of the old. One that breaks a rule is invalid in the Field "pin" with the
// Reason short, long, digits or easy; a wrong old one is pin_wrong or pin_wait.
func (d *Desk) SetPIN(request PINRequest) (Readiness, error) {
	return door.Call(d.door, "Desk.SetPIN", func() (Readiness, error) { return d.setPIN(request) })
}

// HandOver starts or resumes the session and gives the machine to the
// participant. It needs the PIN, so that whoever hands over can come back:
// pin_wrong, pin_wait, or a conflict with the Reason no_pin.
func (d *Desk) HandOver(request HandOverRequest) (door.Status, error) {
	return door.Alone(d.door, "Desk.HandOver", func() (door.Status, error) { return d.handOver(request) })
}

// Discard abandons an unfinished session; its answers stay stored.
func (d *Desk) Discard(sessionID string) (domain.Session, error) {
	return door.Call(d.door, "Desk.Discard", func() (domain.Session, error) { return d.discard(sessionID) })
}

// Result gives the counsellor's view of a finalised session in a language (""
// is the session's), with its safety flags.
func (d *Desk) Result(request ResultRequest) (report.View, error) {
	return door.Call(d.door, "Desk.Result", func() (report.View, error) { return d.look(request) })
}

// Arithmetic gives how a finalised result came about, line by line, in a
// language ("" is the session's).
func (d *Desk) Arithmetic(request ArithmeticRequest) (arithmetic.Sheet, error) {
	return door.Call(d.door, "Desk.Arithmetic", func() (arithmetic.Sheet, error) { return d.arithmetic(request) })
}

// EarlierSessions lists the sessions with which a finalised result can be
// compared, the newest first, those that cannot with the reason.
func (d *Desk) EarlierSessions(sessionID string) ([]EarlierSession, error) {
	return door.Call(d.door, "Desk.EarlierSessions", func() ([]EarlierSession, error) { return d.earlierSessions(sessionID) })
}

// SaveReport asks where to, then writes the PDF there, whole or not at all.
// Path is "" when the dialog was cancelled.
func (d *Desk) SaveReport(request ReportRequest) (SavedReport, error) {
	return d.saveReport(request)
}

// SaveWorksheet asks where to, then writes the arithmetic of a result there, as
// a PDF that can be checked by hand and names the person by the code only. Path
// is "" when the dialog was cancelled.
func (d *Desk) SaveWorksheet(request WorksheetRequest) (SavedReport, error) {
	return d.saveWorksheet(request)
}

// Settings gives the desk's choices.
func (d *Desk) Settings() (door.Settings, error) {
	return door.Call(d.door, "Desk.Settings", d.settings)
}

// SaveSettings stores the desk's choices and gives the status that follows.
func (d *Desk) SaveSettings(settings door.Settings) (door.Status, error) {
	return door.Alone(d.door, "Desk.SaveSettings", func() (door.Status, error) { return d.saveSettings(settings) })
}

// SaveLook stores how the desk looks and speaks, and gives the status that follows.
func (d *Desk) SaveLook(look door.Look) (door.Status, error) {
	return door.Alone(d.door, "Desk.SaveLook", func() (door.Status, error) { return d.saveLook(look) })
}

// Norms lists the norms of every usable instrument.
func (d *Desk) Norms() ([]NormsOf, error) { return door.Call(d.door, "Desk.Norms", d.norms) }

// DraftNorm asks for a norm file and says what it would change, or what is
// wrong with it. Nothing is imported; File is "" when the dialog was cancelled.
func (d *Desk) DraftNorm() (NormDraft, error) { return d.draftNorm() }

// ImportNorm imports the draft that was shown last and gives the norms after it.
func (d *Desk) ImportNorm(key string) ([]NormsOf, error) {
	return door.Alone(d.door, "Desk.ImportNorm", func() ([]NormsOf, error) { return d.importNorm(key) })
}

// NormGroups gives the norm groups that the result of a finalised session may use.
func (d *Desk) NormGroups(sessionID string) (NormGroups, error) {
	return door.Call(d.door, "Desk.NormGroups", func() (NormGroups, error) { return d.normGroups(sessionID) })
}

// ChooseGroup lets a finalised result be read with another norm group, "" is
// the rule's. The stored result stays as it is.
func (d *Desk) ChooseGroup(request GroupRequest) (NormGroups, error) {
	return door.Call(d.door, "Desk.ChooseGroup", func() (NormGroups, error) { return d.chooseGroup(request) })
}

// WhatIfForm gives what can be typed to see what would come of it.
func (d *Desk) WhatIfForm(request WhatIfOpen) (WhatIfForm, error) {
	return door.Call(d.door, "Desk.WhatIfForm", func() (WhatIfForm, error) { return d.whatIfForm(request) })
}

// WhatIf scores typed totals or answers. Nothing of it is stored.
func (d *Desk) WhatIf(request WhatIfRequest) (WhatIfReading, error) {
	return door.Call(d.door, "Desk.WhatIf", func() (WhatIfReading, error) { return d.whatIf(request) })
}

// Diagnostics gives how the program runs since its start or the last reset.
func (d *Desk) Diagnostics() (Diagnostics, error) {
	return door.Call(d.door, "Desk.Diagnostics", d.diagnostics)
}

// ResetWatch forgets what was timed and begins anew.
func (d *Desk) ResetWatch() (Diagnostics, error) {
	return door.Alone(d.door, "Desk.ResetWatch", d.resetWatch)
}

// SaveSupport asks where to, then writes the support file there. Path is ""
// when the dialog was cancelled.
func (d *Desk) SaveSupport() (SavedSupport, error) { return d.saveSupport() }

// StartCheck begins to check every finalised session, unless that is already
// being done. It does not wait for the end.
func (d *Desk) StartCheck() (Check, error) {
	return door.Call(d.door, "Desk.StartCheck", d.startCheck)
}

// Check gives how far the check of all results is, or what it found.
func (d *Desk) Check() (Check, error) { return door.Call(d.door, "Desk.Check", d.check) }

// StopCheck ends a running check; what it found so far stays.
func (d *Desk) StopCheck() (Check, error) {
	return door.Call(d.door, "Desk.StopCheck", d.stopCheck)
}

// Backups gives what there is of backups, and what goes on with them.
func (d *Desk) Backups() (Backups, error) { return door.Call(d.door, "Desk.Backups", d.backups) }

// BackUp asks for a backup now. It does not wait for the end.
func (d *Desk) BackUp() (Backups, error) { return door.Call(d.door, "Desk.BackUp", d.backUp) }

// StartDrill begins a trial restore of the newest backup, unless one goes on. It
// does not wait for the end.
func (d *Desk) StartDrill() (Backups, error) {
	return door.Call(d.door, "Desk.StartDrill", d.drill)
}

// ChooseSecondFolder asks for the folder that takes copies of the backups: a
// stick, say. Cancelled, it changes nothing; one inside of the workspace is
// invalid in the Field "folder".
func (d *Desk) ChooseSecondFolder() (Backups, error) { return d.secondFolder() }

// ForgetSecondFolder takes no copies there any more; those that are there stay.
func (d *Desk) ForgetSecondFolder() (Backups, error) {
	return door.Call(d.door, "Desk.ForgetSecondFolder", func() (Backups, error) { return d.setSecond("") })
}

// RemoveReplaced overwrites and removes what a restore put aside.
func (d *Desk) RemoveReplaced(request ReplacedRequest) (Backups, error) {
	return door.Call(d.door, "Desk.RemoveReplaced", func() (Backups, error) { return d.removeReplaced(request.Name) })
}

// Log gives one page of the log of acts, the newest first, in words. A fault
// names the parameters "Field" and "Reason".
func (d *Desk) Log(request LogRequest) (LogPage, error) {
	return door.Call(d.door, "Desk.Log", func() (LogPage, error) { return d.log(request) })
}

// CheckLog checks every entry of the log, its signatures and its witness.
func (d *Desk) CheckLog() (LogCheck, error) { return door.Call(d.door, "Desk.CheckLog", d.checkLog) }

// SaveLog asks where to, then writes the entries that match there, as CSV. Path
// is "" when the dialog was cancelled.
func (d *Desk) SaveLog(request LogRequest) (SavedLog, error) { return d.saveLog(request) }

// SaveCheckpoint asks where to, then writes the signed head of the log there.
// Path is "" when the dialog was cancelled.
func (d *Desk) SaveCheckpoint() (SavedLog, error) { return d.saveCheckpoint() }

// About gives what the About page shows.
func (d *Desk) About() (About, error) {
	return door.Call(d.door, "Desk.About", d.about)
}
