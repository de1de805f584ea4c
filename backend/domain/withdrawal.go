package domain

import "time"

// Withdrawal is one entry of the participant's word that the consent to a
// session is taken back. Entries are immutable; the highest revision counts.
type Withdrawal struct {
	SessionID string `json:"sessionId"`
	Revision  int    `json:"revision"`
	// Withdrawn: the consent is taken back; otherwise the entry before was a
	// mistake, and the consent stands.
	Withdrawn bool `json:"withdrawn"`
	// Date is the day on which it was said ("2026-11-20"), "" for that of At.
	Date string  `json:"date"`
	At   Instant `json:"at"`
}

// ReasonWithdrawn says that the consent was withdrawn before the session had
// its end.
const ReasonWithdrawn = "withdrawn"

// Withdrawable says whether there is a consent to take back: an agreement that
// is stored, or answers of a session from before bases were stored. Otherwise
// it is a conflict with the Reason legal_duty or no_consent.
func (s Session) Withdrawable() error {
	switch {
	case s.Basis == BasisLegal:
		return Fail(CodeConflict, nil, "Reason", "legal_duty")
	case s.Basis == BasisConsent, s.Basis.Dated(), s.Basis == BasisNone && s.Answered > 0:
		return nil
	}
	return Fail(CodeConflict, nil, "Reason", "no_consent")
}

// CleanWithdrawalDate gives the day on which it was said as it is stored, "" for
// today; otherwise it is as CleanPaperDate.
func CleanWithdrawalDate(date string, today time.Time) (string, error) {
	if date == "" || date == today.Format(time.DateOnly) {
		return "", nil
	}
	return CleanPaperDate(date, today)
}
