package door

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/vault/keyring"
)

// Mode is the world that the page shows.
type Mode string

// The modes.
const (
	// ModeBroken: the workspace could not be opened; Problem says why.
	ModeBroken Mode = "broken"
	// ModeParticipant: a participant answers; the desk is out of reach.
	ModeParticipant Mode = "participant"
	// ModeReturn: a participant's session is on screen and the counsellor has
	// given the PIN: the acts of the way back are open, for a while. It is
	// never stored: a restart comes back into ModeParticipant.
	ModeReturn Mode = "return"
	// ModeNew: the workspace has no keys yet; the first run makes them.
	ModeNew Mode = "new"
	// ModeLocked: the desk waits for the passphrase.
	ModeLocked Mode = "locked"
	// ModeDesk: the counsellor works.
	ModeDesk Mode = "desk"
)

// Modes lists every mode.
func Modes() []Mode {
	return []Mode{ModeBroken, ModeNew, ModeLocked, ModeParticipant, ModeReturn, ModeDesk}
}

// Rule says when a method answers: in these modes, and at the desk for these
// roles. A method that answers at the desk for no role answers nobody there.
type Rule struct {
	Modes []Mode
	Roles []domain.Role
	// Slow says that a passphrase or PIN is tried in it, or one is set, which is
	// slow on purpose.
	Slow bool
}

// Slowly is the rule for a method that is slow on purpose.
func (r Rule) Slowly() Rule {
	r.Slow = true
	return r
}

// Table is the allow-list: the rule of every method that the page can call. A
// method that is not in it answers never.
type Table map[string]Rule

// In reports whether a method answers in a mode, for some role or without one.
func (t Table) In(method string, mode Mode) bool { return slices.Contains(t[method].Modes, mode) }

// May reports whether a method answers at the desk for a role.
func (t Table) May(role domain.Role, method string) bool {
	return t.In(method, ModeDesk) && slices.Contains(t[method].Roles, role)
}

// Status is the first thing that the page asks for.
type Status struct {
	Mode    Mode          `json:"mode"`
	Problem *domain.Error `json:"problem"`
	// Folder is where the workspace lies, in ModeBroken; otherwise it is empty.
	Folder string `json:"folder"`
	// Language and Theme are the desk's settings; Theme is "system", "light", "dark" or "contrast".
	Language  string           `json:"language"`
	Theme     string           `json:"theme"`
	Languages []LanguageChoice `json:"languages"`
	Version   string           `json:"version"`
	// Who can open the desk, in ModeLocked; names are labels in clear.
	Holders []keyring.Holder `json:"holders"`
	// Holder is who opened the desk, in ModeDesk; otherwise it is empty.
	Holder keyring.Holder `json:"holder"`
	// May are the methods that answer that role, in ModeDesk; what the page
	// offers beyond them would be refused.
	May []string `json:"may"`
	// People is how many names an earlier version left in clear, in ModeNew.
	People int `json:"people"`
	// PrivacyMinutes is after how many minutes without a touch the participant's
	// page is covered.
	PrivacyMinutes int `json:"privacyMinutes"`
	// Doubt says that the log does not go on from what its witness has seen, nil
	// if it does.
	Doubt *Doubt `json:"doubt"`
	// SessionID is the session that Leave has just brought back to the desk, so
	// that the counsellor is led to it; "" in every other answer.
	SessionID string `json:"sessionId"`
}

// Doubt is what is doubtful about the log of acts: until the owner accepts it
// nothing is written.
type Doubt struct {
	// Reason is the end of the locale text "doubt.<reason>": "cut", "changed",
	// "answers", "missing", "unreadable".
	Reason string `json:"reason"`
	// Witnessed entries were seen before, Entries are there; where answers are
	// missing, so many answers of one session.
	Witnessed int64 `json:"witnessed"`
	Entries   int64 `json:"entries"`
	// Accepted: the next unlocking goes on in spite of it.
	Accepted bool `json:"accepted"`
}

// LanguageChoice is a language under its own name.
type LanguageChoice struct {
	Code string `json:"code"`
	Name string `json:"name"`
}
