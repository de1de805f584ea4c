package bridge

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/door"
)

// Who may do what at the desk. docs/guide.md tells it in words, and
// docs/adr/0028-roles.md why.
var (
	everyone = domain.Roles()
	// owner decides who opens the desk, and what it promises to participants.
	owner = []domain.Role{domain.RoleOwner}
	// counsellors decide and change what results rest on.
	counsellors = []domain.Role{domain.RoleOwner, domain.RoleCounsellor}
	// preparers make sessions ready and hand over.
	preparers = []domain.Role{domain.RoleOwner, domain.RoleCounsellor, domain.RoleAssistant}
	// readers see results.
	readers = []domain.Role{domain.RoleOwner, domain.RoleCounsellor, domain.RoleReader}
)

// in answers in these modes, of which none is the desk.
func in(modes ...door.Mode) door.Rule { return door.Rule{Modes: modes} }

// atDesk answers at the desk, for these roles.
func atDesk(roles []domain.Role) door.Rule {
	return door.Rule{Modes: []door.Mode{door.ModeDesk}, Roles: roles}
}

// anywhere answers in every mode, for everyone.
func anywhere() door.Rule { return door.Rule{Modes: door.Modes(), Roles: everyone} }

// restoring answers where there is no workspace, or none that opens, and at the
// desk for its owner. Elsewhere the room backup asks who opened the backup.
func restoring() door.Rule {
	return door.Rule{Modes: []door.Mode{door.ModeNew, door.ModeBroken, door.ModeDesk}, Roles: owner}
}

// allowed is the allow-list: which exported method answers in which mode, and
// at the desk for which roles. A method that is not here answers never.
var allowed = door.Table{
	"Kiosk.Status":    anywhere(),
	"Kiosk.Retry":     anywhere(),
	"Kiosk.Session":   in(door.ModeParticipant, door.ModeReturn),
	"Kiosk.Speak":     in(door.ModeParticipant),
	"Kiosk.Visit":     in(door.ModeParticipant),
	"Kiosk.Answer":    in(door.ModeParticipant, door.ModeReturn), // a set that could not be saved before
	"Kiosk.Consent":   in(door.ModeParticipant),
	"Kiosk.Practised": in(door.ModeParticipant),
	"Kiosk.Finish":    in(door.ModeParticipant),
	"Kiosk.Note":      in(door.ModeParticipant, door.ModeReturn),
	"Kiosk.Unlock":    in(door.ModeParticipant).Slowly(),
	"Kiosk.Resume":    in(door.ModeReturn),
	"Kiosk.Leave":     in(door.ModeReturn),
	"Kiosk.Quit":      in(door.ModeReturn),

	"Porter.Begin":            in(door.ModeNew).Slowly(),
	"Porter.Finish":           in(door.ModeNew).Slowly(),
	"Porter.Unlock":           in(door.ModeLocked).Slowly(),
	"Porter.Recover":          in(door.ModeLocked).Slowly(),
	"Porter.Accept":           in(door.ModeLocked),
	"Porter.Lock":             atDesk(everyone),
	"Porter.Here":             atDesk(everyone),
	"Porter.ChangePassphrase": atDesk(everyone).Slowly(),
	"Porter.NewCode":          atDesk(owner).Slowly(),
	"Porter.KeepCode":         atDesk(owner),
	"Porter.Holders":          atDesk(owner),
	"Porter.AddHolder":        atDesk(owner).Slowly(),
	"Porter.RemoveHolder":     atDesk(owner).Slowly(),
	"Porter.ResetHolder":      atDesk(owner).Slowly(),
	"Porter.PickBackup":       restoring(),
	"Porter.Restore":          restoring().Slowly(),
	"Porter.ForgetBackup":     restoring(),

	"Desk.People":          atDesk(everyone), // without results for who sees none
	"Desk.SaveParticipant": atDesk(preparers),
	"Desk.Holdings":        atDesk(counsellors),
	"Desk.SaveArchive":     atDesk(counsellors).Slowly(),
	"Desk.Due":             atDesk(counsellors),
	"Desk.TrustClock":      atDesk(counsellors),
	"Desk.Erase":           atDesk(owner),
	"Desk.Anonymise":       atDesk(owner),
	"Desk.Instruments":     atDesk(everyone),
	"Desk.Prepare":         atDesk(preparers),
	"Desk.Readiness":       atDesk(preparers),
	"Desk.SetPIN":          atDesk(preparers).Slowly(),
	"Desk.HandOver":        atDesk(preparers).Slowly(),
	"Desk.Conditions":      atDesk(everyone),
	"Desk.SaveConditions":  atDesk(preparers),
	"Desk.Notice":          atDesk(everyone),
	"Desk.SaveNotice":      atDesk(owner),
	"Desk.PreviewNotice":   atDesk(owner),
	"Desk.NoticeVersion":   atDesk(everyone),
	"Desk.Consents":        atDesk(everyone),
	"Desk.Withdrawals":     atDesk(everyone),
	"Desk.Withdraw":        atDesk(preparers),
	"Desk.Discard":         atDesk(preparers),
	"Desk.Result":          atDesk(readers),
	"Desk.Arithmetic":      atDesk(readers),
	"Desk.EarlierSessions": atDesk(readers),
	"Desk.SaveReport":      atDesk(readers),
	"Desk.SaveWorksheet":   atDesk(readers),
	"Desk.NormGroups":      atDesk(readers),
	"Desk.ChooseGroup":     atDesk(counsellors),
	"Desk.WhatIfForm":      atDesk(readers),
	"Desk.WhatIf":          atDesk(readers),
	"Desk.Norms":           atDesk(readers),
	"Desk.DraftNorm":       atDesk(counsellors),
	"Desk.ImportNorm":      atDesk(counsellors),
	"Desk.Settings":        atDesk(everyone),
	"Desk.SaveLook":        atDesk(everyone),
	"Desk.SaveSettings":    atDesk(counsellors),
	"Desk.About":           atDesk(everyone),
	"Desk.Diagnostics":     atDesk(everyone),
	"Desk.ResetWatch":      atDesk(counsellors),
	"Desk.SaveSupport":     atDesk(counsellors),
	"Desk.Log":             atDesk(counsellors),
	"Desk.CheckLog":        atDesk(counsellors),
	"Desk.SaveLog":         atDesk(counsellors),
	"Desk.SaveCheckpoint":  atDesk(counsellors),
	"Desk.Check":           atDesk(readers),
	"Desk.StartCheck":      atDesk(readers),
	"Desk.StopCheck":       atDesk(readers),

	"Desk.Backups":            atDesk(everyone),
	"Desk.BackUp":             atDesk(counsellors),
	"Desk.StartDrill":         atDesk(counsellors),
	"Desk.ChooseSecondFolder": atDesk(owner),
	"Desk.ForgetSecondFolder": atDesk(owner),
	"Desk.RemoveReplaced":     atDesk(owner),

	"Desk.Demonstration":       atDesk(everyone),
	"Desk.AddDemonstration":    atDesk(counsellors),
	"Desk.RemoveDemonstration": atDesk(counsellors),
}

// commands are acts that only the command line has. Restoring is the owner's:
// the room backup asks for that itself.
var commands = map[string][]domain.Role{"backup": counsellors, "accept": owner}

// May reports whether a role may do at the desk what a method does, or what a
// command does that no method does; the command line asks.
func May(role domain.Role, act string) bool {
	return allowed.May(role, act) || slices.Contains(commands[act], role)
}
