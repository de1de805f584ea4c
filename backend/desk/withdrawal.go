package desk

import (
	"kitewise/backend/domain"
)

// WithdrawalRequest says that a participant takes the consent to a session back,
// or that this entry was a mistake. Date is the day on which it was said
// ("2026-11-20"), "" for today.
type WithdrawalRequest struct {
	SessionID string `json:"sessionId"`
	Withdrawn bool   `json:"withdrawn"`
	Date      string `json:"date"`
}

// withdraw gives the person with the sessions as they are then.
func (d *Desk) withdraw(r WithdrawalRequest) (PersonRow, error) {
	s, err := d.door.Workspace.Engine.Withdraw(d.door.Ctx, r.SessionID, r.Withdrawn, r.Date)
	if err != nil {
		return PersonRow{}, err
	}
	p, err := d.door.Workspace.Store.Participant(d.door.Ctx, s.ParticipantID)
	if err != nil {
		return PersonRow{}, err
	}
	return d.personRow(p)
}

func (d *Desk) withdrawals(participantID string) ([]domain.Withdrawal, error) {
	return d.door.Workspace.Store.WithdrawalsOf(d.door.Ctx, participantID)
}
