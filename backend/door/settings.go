package door

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// Settings are the desk's choices.
type Settings struct {
	Language string `json:"language"`
	Theme    string `json:"theme"`
	Paper    string `json:"paper"`
	// PrivacyMinutes is after how many minutes without a touch the participant's
	// page is covered, 1 to 60; 0 in a request leaves it as it is.
	PrivacyMinutes int `json:"privacyMinutes"`
	// LockMinutes is after how many minutes without a touch the desk is locked,
	// 1 to 30; 0 in a request leaves it as it is.
	LockMinutes int `json:"lockMinutes"`
}

// Look is the part of the choices that everyone at the desk may make.
type Look struct {
	Language string `json:"language"`
	Theme    string `json:"theme"`
	Paper    string `json:"paper"`
}

// The keys of the stored settings.
const (
	keyLanguage = "language"
	keyTheme    = "theme"
	keyPaper    = "paper"
	keyPrivacy  = "privacy_minutes"
	keyLock     = "lock_minutes"
	keyMode     = "mode"
	keySession  = "session"
)

var (
	themes = []string{"system", "light", "dark", "contrast"}
	papers = []string{"A4", "Letter"}
)

// The bounds of PrivacyMinutes, and what holds until one is chosen: long enough
// to think about a set, short enough for somebody who was called away.
const leastPrivacy, usualPrivacy, mostPrivacy = 1, 5, 60

// The bounds of LockMinutes, and what holds until one is chosen.
const leastLock, usualLock, mostLock = 1, 5, 30

func defaults(language string) Settings {
	return Settings{Language: language, Theme: themes[0], Paper: papers[0], PrivacyMinutes: usualPrivacy, LockMinutes: usualLock}
}

func privacyOffered(minutes int) bool { return minutes >= leastPrivacy && minutes <= mostPrivacy }

func lockOffered(minutes int) bool { return minutes >= leastLock && minutes <= mostLock }

// stored gives the choices as they are kept.
func (s Settings) stored() map[string]string {
	return map[string]string{
		keyLanguage: s.Language, keyTheme: s.Theme, keyPaper: s.Paper, keyPrivacy: strconv.Itoa(s.PrivacyMinutes),
		keyLock: strconv.Itoa(s.LockMinutes),
	}
}

// choicesFrom gives the stored choices; what is missing or not offered (any
// more) is as in otherwise.
func choicesFrom(stored map[string]string, otherwise Settings, words *i18n.Catalogue) Settings {
	out := otherwise
	if words.Offers(stored[keyLanguage]) {
		out.Language = stored[keyLanguage]
	}
	if slices.Contains(themes, stored[keyTheme]) {
		out.Theme = stored[keyTheme]
	}
	if slices.Contains(papers, stored[keyPaper]) {
		out.Paper = stored[keyPaper]
	}
	if minutes, err := strconv.Atoi(stored[keyPrivacy]); err == nil && privacyOffered(minutes) {
		out.PrivacyMinutes = minutes
	}
	if minutes, err := strconv.Atoi(stored[keyLock]); err == nil && lockOffered(minutes) {
		out.LockMinutes = minutes
	}
	return out
}

// AtDesk gives the settings with which a workspace comes up at the desk, whoever
// sat there last: for one that was restored.
func AtDesk() map[string]string {
	return map[string]string{keyMode: string(ModeDesk), keySession: ""}
}

// Papers lists the sizes that a report can be printed on.
func Papers() []string { return slices.Clone(papers) }

// Choose stores the desk's choices. A fault names the parameters "Field" and
// "Reason".
func (d *Door) Choose(s Settings) error {
	if s.PrivacyMinutes == 0 {
		s.PrivacyMinutes = d.Choices.PrivacyMinutes
	}
	if s.LockMinutes == 0 {
		s.LockMinutes = d.Choices.LockMinutes
	}
	for field, known := range map[string]bool{
		keyLanguage: d.Config.Words.Offers(s.Language),
		keyTheme:    slices.Contains(themes, s.Theme),
		keyPaper:    slices.Contains(papers, s.Paper),
		keyPrivacy:  privacyOffered(s.PrivacyMinutes),
		keyLock:     lockOffered(s.LockMinutes),
	} {
		if !known {
			return domain.Fail(domain.CodeInvalid, nil, "Field", field, "Reason", "unknown_option")
		}
	}
	if err := d.keep(s.stored()); err != nil {
		return err
	}
	d.Choices = s
	d.guard()
	return nil
}

// keep stores what differs from what is stored, with an entry that names it;
// where nothing was stored yet that is everything, as in the first run.
func (d *Door) keep(choices map[string]string) error {
	before, err := d.Workspace.Store.Settings(d.Ctx)
	if err != nil {
		return err
	}
	fields := []string{}
	for _, key := range slices.Sorted(maps.Keys(choices)) {
		if before[key] != choices[key] {
			fields = append(fields, key)
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return d.Workspace.Store.SaveSettings(d.Ctx, choices, domain.Entry{
		Act: domain.ActSettings, Detail: map[string]string{"fields": strings.Join(fields, ",")},
	})
}
