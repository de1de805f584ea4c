package domain

// Norm declares one set of norm tables.
type Norm struct {
	ID string `json:"id"`
	// Kind is "frequency" (raw score and frequency), "agreement" (by D),
	// "percentile" (raw score to percentile), "score" (raw score to standard
	// score) or "mean_sd" (mean and standard deviation).
	Kind    string `json:"kind"`
	File    string `json:"file"`
	Version string `json:"version"`
	// ScoredEndings is the number of endings per scale that the norm counts.
	ScoredEndings int    `json:"scored_endings,omitempty"`
	N             int    `json:"n"`
	Year          int    `json:"year"`
	Source        string `json:"source"`
	Sample        string `json:"sample"`
	Approximate   bool   `json:"approximate,omitempty"`
	// Reliability names the file of Cronbach's alphas by scale.
	Reliability string `json:"reliability,omitempty"`
	// ReliabilityBorrowed marks alphas that were found with another inventory.
	ReliabilityBorrowed bool `json:"reliability_borrowed,omitempty"`
	// Precedence lists the fields that choose a group, the most telling first;
	// the group Total stands behind them all.
	Precedence []GroupField `json:"precedence,omitempty"`
}

// GroupField chooses a norm group by one fact about the respondent: the group
// is Prefix followed by the value, or by the id of the band that holds it.
type GroupField struct {
	Field  string      `json:"field"`
	Prefix string      `json:"prefix"`
	Bands  []GroupBand `json:"bands,omitempty"`
}

// GroupBand is a run of whole numbers; UpTo is its last one, nil is open.
type GroupBand struct {
	ID   string `json:"id"`
	UpTo *int   `json:"up_to,omitempty"`
}

// Membership says whether somebody belongs to a norm group, by the facts that
// its label speaks of.
type Membership string

// The memberships.
const (
	// MembershipYes: the facts are those of the group; everybody is in Total.
	MembershipYes Membership = "member"
	// MembershipNo: a fact is another one.
	MembershipNo Membership = "not_member"
	// MembershipUnknown: the fact is not given, or no field chooses the group.
	MembershipUnknown Membership = "unknown"
)

// NormGroup is one group of one norm of an instrument version.
type NormGroup struct {
	// Norm is the manifest's id of the norm, Label the name of the group.
	Norm  string `json:"norm"`
	Label string `json:"label"`
	// Version, Year, Source and Sample are those of the file that brought it.
	Version string `json:"version"`
	// N is the number of persons, 0 where it is not known.
	N      int    `json:"n"`
	Year   int    `json:"year"`
	Source string `json:"source"`
	Sample string `json:"sample"`
	// Language is the language of the sample, "" where it is not known.
	Language string `json:"language"`
	// ScoredEndings is the number of endings per scale in its tables' metric, 0
	// for a form without endings.
	ScoredEndings int `json:"scoredEndings"`
	// Approximate marks a group of another form or in another metric.
	Approximate bool `json:"approximate"`
	// Imported is false for a group that came with the instrument.
	Imported bool `json:"imported"`
	// Complete says that it covers every scale that takes this norm.
	Complete bool `json:"complete"`
	// Tables stand in the manifest's order of scales.
	Tables []NormTable `json:"tables"`
}

// NormTable tells the size of one table, in the metric of its group. Mean and
// SD (divisor n-1) are nil where they are not known.
type NormTable struct {
	Scale string   `json:"scale"`
	N     int      `json:"n"`
	Rows  int      `json:"rows"`
	Low   float64  `json:"low"`
	High  float64  `json:"high"`
	Mean  *float64 `json:"mean"`
	SD    *float64 `json:"sd"`
}

// NormChoice is a group that the result of one session may use.
type NormChoice struct {
	Group NormGroup `json:"group"`
	// Member is the respondent's membership, by the facts that were used.
	Member Membership `json:"member"`
	// ByRule marks the group that the precedence gives.
	ByRule bool `json:"byRule"`
}

// GroupChoice is a counsellor's choice of a norm group for one session's
// result. Choices are immutable: another choice is a new revision (1, 2, …) and
// the highest counts.
type GroupChoice struct {
	SessionID string `json:"sessionId"`
	Revision  int    `json:"revision"`
	// Group is the label, "" goes back to the rule.
	Group    string  `json:"group"`
	ChosenAt Instant `json:"chosenAt"`
}

// NormPreview is what the import of a norm file would change, and all of it:
// what it does not list stays as it is.
type NormPreview struct {
	Instrument string `json:"instrument"`
	// InstrumentVersion is the version whose norm it was compared with.
	InstrumentVersion string `json:"instrumentVersion"`
	Norm              string `json:"norm"`
	Version           string `json:"version"`
	// Already says that the same file was imported before: nothing changes.
	Already bool `json:"already"`
	// Before and After name the norms of a session that is prepared now and
	// after the import.
	Before NormRef `json:"before"`
	After  NormRef `json:"after"`
	// Groups are those of the file, in its order; Kept counts the others.
	Groups []NormGroupChange `json:"groups"`
	Kept   int               `json:"kept"`
}

// NormGroupChange is what an import does to one group. Was is nil for a group
// that is added; otherwise all its tables are replaced.
type NormGroupChange struct {
	Was    *NormGroup        `json:"was"`
	Group  NormGroup         `json:"group"`
	Tables []NormTableChange `json:"tables"`
}

// NormTableChange counts the rows of one scale that an import adds, removes,
// changes and leaves, by raw score in the norm's metric.
type NormTableChange struct {
	Scale   string `json:"scale"`
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	Changed int    `json:"changed"`
	Same    int    `json:"same"`
	// Largest is the largest change of a percentile, in points, with its sign,
	// and LargestAt the raw score in the norm's metric where it is; 0 for a table
	// that is all new or all gone.
	Largest   float64 `json:"largest"`
	LargestAt float64 `json:"largestAt"`
}

// NormImport is one norm file of the workspace.
type NormImport struct {
	Number     int    `json:"number"`
	Instrument string `json:"instrument"`
	Norm       string `json:"norm"`
	Version    string `json:"version"`
	File       string `json:"file"`
	// Faults keep the file from being used; it is then passed over.
	Faults []Fault `json:"faults"`
}
