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
