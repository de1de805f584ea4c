package domain

import (
	"errors"
	"fmt"
)

// Code says what kind of failure happened. The words for it live in the
// locales under "error.<code>"; a code exists only if the interface acts on it.
type Code string

// The codes, each with what the interface does about it.
const (
	// CodeInternal is a defect: show the reference, offer to go back.
	CodeInternal Code = "internal"
	// CodeInvalid is input that breaks a rule; Params name field and reason.
	CodeInvalid Code = "invalid"
	// CodeNotFound names something that does not exist (any more).
	CodeNotFound Code = "not_found"
	// CodeConflict is an act that the present state forbids.
	CodeConflict Code = "conflict"
	// CodeLocked is an act that belongs to the desk while a participant sits there.
	CodeLocked Code = "locked"
	// CodeNotAllowed is an act that the role of whoever unlocked the desk does
	// not allow; Params name the Role.
	CodeNotAllowed Code = "not_allowed"
	// CodePINWrong is a wrong PIN; Params name the Seconds until the next try.
	CodePINWrong Code = "pin_wrong"
	// CodePINWait is a PIN given before the wait after a wrong one was over;
	// Params name the Seconds that are left.
	CodePINWait Code = "pin_wait"
	// CodeSessionClosed is an answer to a finalised or abandoned session.
	CodeSessionClosed Code = "session_closed"
	// CodeWithdrawn is a result of a session whose consent was withdrawn: it is
	// stored and not shown.
	CodeWithdrawn Code = "consent_withdrawn"
	// CodeStaleAnswer is an answer built on an older revision than the stored one.
	CodeStaleAnswer Code = "stale_answer"
	// CodeInstrumentInvalid is an instrument that cannot be used; Params name file, path, reason.
	CodeInstrumentInvalid Code = "instrument_invalid"
	// CodeNeedsWording is an instrument whose licensed wording is not loaded.
	CodeNeedsWording Code = "needs_wording"
	// CodeNoScreen is an instrument with an item that the participant's page
	// cannot show; the command line scores it.
	CodeNoScreen Code = "no_screen"
	// CodeTextMissing is a text that the instrument lacks in the wanted language.
	CodeTextMissing Code = "text_missing"
	// CodeNormMissing is a norm that the session pinned and that is not there.
	CodeNormMissing Code = "norm_missing"
	// CodeDiskFull means that nothing was saved because the disk is full.
	CodeDiskFull Code = "disk_full"
	// CodeLowSpace means that so little is free on the disk that no new session may
	// begin; Params name the megabytes that are Free and the Least that there must be.
	CodeLowSpace Code = "low_space"
	// CodeDiskFailed means that the disk could not read or write: it is failing, or
	// was taken away.
	CodeDiskFailed Code = "disk_failed"
	// CodeReadOnly means that nothing was saved because the file or folder is read-only.
	CodeReadOnly Code = "read_only"
	// CodeNoPermission means that the system refuses access to a file or folder.
	CodeNoPermission Code = "no_permission"
	// CodeInUse means that another program holds the workspace.
	CodeInUse Code = "in_use"
	// CodeNewerDatabase means that a newer version of the program wrote the workspace.
	CodeNewerDatabase Code = "newer_database"
	// CodeDamagedDatabase means that the workspace file cannot be trusted; it is left untouched.
	CodeDamagedDatabase Code = "damaged_database"
	// CodeLogDoubt means that the log of acts does not go on from what its witness
	// has seen: nothing is written until the owner accepts that.
	CodeLogDoubt Code = "log_doubt"
	// CodeMovedDatabase means that the workspace file was moved, replaced or
	// deleted while it was open; what was just done is not acknowledged.
	CodeMovedDatabase Code = "moved_database"
	// CodeWrongPassphrase is a passphrase or recovery code that opens nothing;
	// Params name the seconds to Wait.
	CodeWrongPassphrase Code = "wrong_passphrase"
	// CodeTooSoon is a try before the wait after wrong ones is over; Params name
	// the seconds to Wait.
	CodeTooSoon Code = "too_soon"
	// CodeDamagedKeys means that the key file is missing, damaged or was changed.
	CodeDamagedKeys Code = "damaged_keys"
	// CodeBadBackup is a file that is no whole backup, or not one of this
	// workspace; Params name the Reason.
	CodeBadBackup Code = "bad_backup"
)

// Codes lists every code, in the order in which they are declared.
func Codes() []Code {
	return []Code{
		CodeInternal, CodeInvalid, CodeNotFound, CodeConflict, CodeLocked, CodeNotAllowed, CodePINWrong, CodePINWait,
		CodeSessionClosed, CodeWithdrawn, CodeStaleAnswer, CodeInstrumentInvalid, CodeNeedsWording, CodeNoScreen,
		CodeTextMissing, CodeNormMissing, CodeDiskFull, CodeLowSpace, CodeDiskFailed, CodeReadOnly, CodeNoPermission, CodeInUse,
		CodeNewerDatabase, CodeDamagedDatabase, CodeLogDoubt, CodeMovedDatabase,
		CodeWrongPassphrase, CodeTooSoon, CodeDamagedKeys, CodeBadBackup,
	}
}

// Error is a failure that the interface can act on. Params fill the sentence
// of the code; they never hold personal data. Err is the cause, for the log.
type Error struct {
	Code   Code              `json:"code"`
	Params map[string]string `json:"params"`
	Err    error             `json:"-"`
}

// Fail makes an Error of code with parameters given as name, value pairs.
func Fail(code Code, cause error, params ...string) *Error {
	e := &Error{Code: code, Params: map[string]string{}, Err: cause}
	for i := 0; i+1 < len(params); i += 2 {
		e.Params[params[i]] = params[i+1]
	}
	return e
}

// Error gives the code and the cause, for logs and command lines; never for the page.
func (e *Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s %v", e.Code, e.Params)
	}
	return fmt.Sprintf("%s %v: %v", e.Code, e.Params, e.Err)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf gives the code of the first Error in err's chain, CodeInternal if
// there is none, and "" for a nil error.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// Refuses reports whether an error is that nothing can be stored just now, for a
// reason outside of the program that may pass: the same act can be tried again.
func Refuses(err error) bool {
	switch CodeOf(err) {
	case CodeDiskFull, CodeDiskFailed, CodeReadOnly, CodeNoPermission, CodeInUse, CodeMovedDatabase:
		return true
	}
	return false
}
