package desk

import "kitewise/backend/domain"

// NormsOf is what the desk shows of one instrument's norms, in its language.
type NormsOf struct {
	InstrumentID string `json:"instrumentId"`
	Version      string `json:"version"`
	Title        string `json:"title"`
	// Norms names the norms that a session prepared now would pin.
	Norms  domain.NormRef      `json:"norms"`
	Groups []NormGroupRow      `json:"groups"`
	Files  []domain.NormImport `json:"files"`
}

// NormGroupRow is one group with its words.
type NormGroupRow struct {
	Group domain.NormGroup `json:"group"`
	// Scales names the scales that the group covers.
	Scales []string `json:"scales"`
}

// NormDraft is a chosen norm file, read but not imported. File is its name, ""
// when the dialog was cancelled. Preview is nil when there are Faults.
type NormDraft struct {
	// Key gives the draft back to ImportNorm; the file is not read again.
	Key     string              `json:"key"`
	File    string              `json:"file"`
	Preview *domain.NormPreview `json:"preview"`
	// Scales names the scales of the preview, by id.
	Scales map[string]string `json:"scales"`
	Faults []FaultLine       `json:"faults"`
}

// FaultLine is one fault in words: where ("line 12 percentile") and what.
type FaultLine struct {
	Place string `json:"place"`
	Text  string `json:"text"`
}

// NormGroups is what a counsellor can choose for one finalised session.
type NormGroups struct {
	Choices []domain.NormChoice `json:"choices"`
	// Chosen is the label that was chosen, "" while the rule decides.
	Chosen   string         `json:"chosen"`
	ChosenAt domain.Instant `json:"chosenAt"`
}

// GroupRequest chooses a norm group for a session's result; "" goes back to the rule.
type GroupRequest struct {
	SessionID string `json:"sessionId"`
	Group     string `json:"group"`
}
