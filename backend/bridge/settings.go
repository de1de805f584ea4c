package bridge

import (
	"runtime"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// The keys of the stored settings.
const (
	keyLanguage = "language"
	keyTheme    = "theme"
	keyPaper    = "paper"
	keyMode     = "mode"
	keySession  = "session"
)

var (
	themes = []string{"system", "light", "dark", "contrast"}
	papers = []string{"A4", "Letter"}
)

func defaults(language string) Settings {
	return Settings{Language: language, Theme: themes[0], Paper: papers[0]}
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
	return out
}

func (b *Bridge) settings() (Settings, error) { return b.choices, nil }

func (b *Bridge) saveSettings(s Settings) (Status, error) {
	for field, known := range map[string]bool{
		keyLanguage: b.cfg.Words.Offers(s.Language),
		keyTheme:    slices.Contains(themes, s.Theme),
		keyPaper:    slices.Contains(papers, s.Paper),
	} {
		if !known {
			return Status{}, invalid(field, "unknown_option")
		}
	}
	err := b.ws.Store.SaveSettings(b.ctx, map[string]string{keyLanguage: s.Language, keyTheme: s.Theme, keyPaper: s.Paper})
	if err != nil {
		return Status{}, err
	}
	b.choices = s
	return b.status()
}

func (b *Bridge) about() (About, error) {
	return About{Version: b.cfg.Version, GoVersion: runtime.Version(), DataDir: b.cfg.DataDir, Notices: b.cfg.Notices}, nil
}

func invalid(field, reason string) error {
	return domain.Fail(domain.CodeInvalid, nil, "Field", field, "Reason", reason)
}
