package bridge

import (
	"slices"

	"kitewise/backend/domain"
)

// allowed is the allow-list: which exported method answers in which mode. A
// method that is not here answers never.
var allowed = map[string][]Mode{
	"Kiosk.Status":  {ModeBroken, ModeParticipant, ModeDesk},
	"Kiosk.Retry":   {ModeBroken, ModeParticipant, ModeDesk},
	"Kiosk.Session": {ModeParticipant},
	"Kiosk.Speak":   {ModeParticipant},
	"Kiosk.Visit":   {ModeParticipant},
	"Kiosk.Answer":  {ModeParticipant},
	"Kiosk.Finish":  {ModeParticipant},
	"Kiosk.Leave":   {ModeParticipant},

	"Desk.People":          {ModeDesk},
	"Desk.SaveParticipant": {ModeDesk},
	"Desk.Instruments":     {ModeDesk},
	"Desk.Prepare":         {ModeDesk},
	"Desk.HandOver":        {ModeDesk},
	"Desk.Discard":         {ModeDesk},
	"Desk.Result":          {ModeDesk},
	"Desk.SaveReport":      {ModeDesk},
	"Desk.Settings":        {ModeDesk},
	"Desk.SaveSettings":    {ModeDesk},
	"Desk.About":           {ModeDesk},
}

// gate refuses a method that the present mode does not allow: with the problem
// while broken, with locked while a participant sits there, and with conflict
// for the participant's methods at the desk.
func (b *Bridge) gate(method string) error {
	if slices.Contains(allowed[method], b.mode) {
		return nil
	}
	switch b.mode {
	case ModeParticipant:
		return domain.Fail(domain.CodeLocked, nil)
	case ModeDesk:
		return domain.Fail(domain.CodeConflict, nil, "Reason", "not_handed_over")
	default:
		return b.problem
	}
}
