package domain

import (
	"slices"
	"strings"
)

// Act is something that was done to a workspace or with it, as the log keeps
// it: "group.what". Stored, so it never changes its meaning.
type Act string

// The acts, group by group.
const (
	// ActUnlock: the workspace was opened with a passphrase or a recovery code.
	ActUnlock Act = "access.unlock"
	// ActUnlockFailed: a passphrase or recovery code opened nothing.
	ActUnlockFailed Act = "access.unlock_failed"
	// ActLock: the desk was locked, by hand or by the program.
	ActLock Act = "access.lock"
	// ActPassphrase: a passphrase was replaced, by the old one or by the recovery code.
	ActPassphrase Act = "access.passphrase"
	// ActHolder: somebody was given a slot with a role, or it was taken away.
	ActHolder Act = "access.holder"
	// ActNewCode: the recovery code was replaced.
	ActNewCode Act = "access.new_code"
	// ActPIN: the PIN was set, changed or taken away.
	ActPIN Act = "access.pin"
	// ActPINWrong and ActPINRight: somebody gave a PIN in the participant's view.
	ActPINWrong Act = "access.pin_wrong"
	ActPINRight Act = "access.pin_right"

	// ActPersonNew and ActPersonChange: a participant was entered, or corrected.
	ActPersonNew    Act = "person.new"
	ActPersonChange Act = "person.change"
	// ActErase: a participant was erased, with everything that was stored.
	ActErase Act = "person.erase"
	// ActAnonymise: a participant was erased, and finished sessions stay under a new code.
	ActAnonymise Act = "person.anonymise"

	// ActPrepare to ActDiscard: what a session went through.
	ActPrepare  Act = "session.prepare"
	ActHandOver Act = "session.hand_over"
	// ActReturn: the machine came back to the desk.
	ActReturn Act = "session.return"
	ActStart  Act = "session.start"
	ActResume Act = "session.resume"
	ActPause  Act = "session.pause"
	ActHandIn Act = "session.hand_in"
	// ActScore: the session was finalised and scored, with the versions named.
	ActScore Act = "session.score"
	// ActDiscard: the session was closed without a result.
	ActDiscard Act = "session.discard"
	// ActBasis: a basis was recorded, or the participant agreed or declined.
	ActBasis Act = "session.basis"
	// ActWithdraw: the consent was withdrawn, or that entry was taken back.
	ActWithdraw Act = "session.withdraw"
	// ActArrange: what was arranged for the participant was recorded or corrected.
	ActArrange Act = "session.arrange"

	// ActView: a result was looked at. ActGroup: its norm group was chosen.
	ActView  Act = "result.view"
	ActGroup Act = "result.norm_group"
	// ActExport: a report, a worksheet or another file left the workspace.
	ActExport Act = "result.export"

	// ActImport: instruments or norms were added.
	ActImport Act = "data.import"
	// ActRemove: files that a restore had put aside were removed.
	ActRemove Act = "data.remove"
	// ActBackup, ActRestore: a copy that was made, one that was put back.
	ActBackup  Act = "data.backup"
	ActRestore Act = "data.restore"

	// ActSettings: choices of the desk. ActNotice: what participants are told.
	ActSettings Act = "settings.change"
	ActNotice   Act = "settings.notice"

	// ActCreate, ActUpgrade, ActSeal: the file itself.
	ActCreate  Act = "workspace.create"
	ActUpgrade Act = "workspace.upgrade"
	ActSeal    Act = "workspace.seal"
	// ActClock: the clock stood before an entry that was already written, or further
	// behind the last one than the desk is left alone.
	ActClock Act = "workspace.clock"
	// ActWitness: the log did not go on from what its witness had seen, and the
	// owner went on in spite of it.
	ActWitness Act = "workspace.witness"
)

// Acts lists every act.
func Acts() []Act {
	return []Act{
		ActUnlock, ActUnlockFailed, ActLock, ActPassphrase, ActHolder, ActNewCode, ActPIN, ActPINWrong, ActPINRight,
		ActPersonNew, ActPersonChange, ActErase, ActAnonymise,
		ActPrepare, ActHandOver, ActReturn, ActStart, ActResume, ActPause, ActHandIn, ActScore, ActDiscard, ActBasis, ActWithdraw, ActArrange,
		ActView, ActGroup, ActExport,
		ActImport, ActRemove, ActBackup, ActRestore,
		ActSettings, ActNotice,
		ActCreate, ActUpgrade, ActSeal, ActClock, ActWitness,
	}
}

// Group is the part of an act before the point: "access", "person", "session",
// "result", "data", "settings", "workspace".
func (a Act) Group() string {
	group, _, _ := strings.Cut(string(a), ".")
	return group
}

// ActGroups lists the groups in the order of Acts.
func ActGroups() []string {
	out := []string{}
	for _, a := range Acts() {
		if !slices.Contains(out, a.Group()) {
			out = append(out, a.Group())
		}
	}
	return out
}

// Signs reports whether the log is signed with the act, if the keys are there:
// where a stretch of work begins or ends, and where something leaves the
// workspace.
func (a Act) Signs() bool {
	return slices.Contains([]Act{ActUnlock, ActLock, ActHandOver, ActExport, ActErase, ActAnonymise, ActBackup, ActRestore}, a)
}

// Actor is who did something: a Role, or one of these.
type Actor string

// The actors that are no role.
const (
	// ActorParticipant: whoever sits in the participant's view.
	ActorParticipant Actor = "participant"
	// ActorPIN: somebody who gave the counsellor's PIN.
	ActorPIN Actor = "pin"
	// ActorProgram: nobody; the program by itself.
	ActorProgram Actor = "program"
	// ActorUnknown: somebody before the locked desk.
	ActorUnknown Actor = "unknown"
)

// Actors lists every actor, the roles first.
func Actors() []Actor {
	out := []Actor{}
	for _, r := range Roles() {
		out = append(out, Actor(r))
	}
	return append(out, ActorParticipant, ActorPIN, ActorProgram, ActorUnknown)
}

// Entry is one act as the log keeps it. SessionID and ParticipantID are the
// random ids of what it was done to, "" for nothing. Detail holds codes,
// versions and names of fields, never a name or a value of a person; its keys
// are lower-case words, its values have no spaces (see Sayable).
type Entry struct {
	// Number counts from 1; the store gives it.
	Number int64 `json:"number"`
	// At and Actor are the store's clock and whom it serves, unless they are given.
	At            Instant           `json:"at"`
	Act           Act               `json:"act"`
	Actor         Actor             `json:"actor"`
	SessionID     string            `json:"sessionId"`
	ParticipantID string            `json:"participantId"`
	Detail        map[string]string `json:"detail"`
	// Erased: what it was done to and the detail were erased; that it happened stays.
	Erased bool `json:"erased"`
}

// longestDetail bounds a value of a detail.
const longestDetail = 64 << 10

// Sayable reports whether a detail may stand in the log: keys of lower-case
// letters and underscores, values of ASCII letters, digits and ._:@/,+-
func Sayable(detail map[string]string) bool {
	for key, value := range detail {
		if key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz_") != "" || len(value) > longestDetail {
			return false
		}
		if strings.ContainsFunc(value, func(r rune) bool {
			return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("._:@/,+-", r)
		}) {
			return false
		}
	}
	return true
}
