package domain

// Reason says why a score, percentile or class is missing; "" when it is not.
type Reason string

// The reasons for a missing value.
const (
	// ReasonMissingItem: a response that the step requires is missing.
	ReasonMissingItem Reason = "missing_item"
	// ReasonMissingScore: a score that the step builds on is missing.
	ReasonMissingScore Reason = "missing_score"
	// ReasonNoNorm: no norm group covers the scale.
	ReasonNoNorm Reason = "no_norm"
	// ReasonNotAsked: the item's section was not shown.
	ReasonNotAsked Reason = "not_asked"
	// ReasonTooFew: fewer inputs are there than the step's rule wants.
	ReasonTooFew Reason = "too_few"
	// ReasonNoValue: the step has no outcome for its input (a point that is not
	// in its table, a division by zero).
	ReasonNoValue Reason = "no_value"
	// ReasonNoReliability: a class stands without probabilities because no
	// standard error of measurement is known.
	ReasonNoReliability Reason = "no_reliability"
	// ReasonNotFromTotals: it needs the answers, and totals were given instead.
	ReasonNotFromTotals Reason = "not_from_totals"
	// ReasonInvalidRecord: the record as a whole was refused, so nothing is scored.
	ReasonInvalidRecord Reason = "invalid_record"
)

// Result is what the scoring of one session gives. It is a function of the
// responses and how they came about, the respondent and the pinned versions alone:
// same input, same bytes.
type Result struct {
	Instrument InstrumentRef `json:"instrument"`
	Norm       NormRef       `json:"norm"`
	// Scores stand in the manifest's order, hidden steps left out.
	Scores []Score `json:"scores"`
	// Lists are per-item classes and tallies under the names that the manifest gives them.
	Lists []List `json:"lists"`
	// Chance holds the agreement tests against random ranking, in manifest order.
	Chance []ChanceTest `json:"chance"`
	// Robustness says how little it takes to change a class by the cuts.
	Robustness []Robustness `json:"robustness"`
	// Flags are the codes raised, in the manifest's order of flags.
	Flags []string `json:"flags"`
	// Measured holds the numbers behind the flags that read how the answers came
	// about, in the same order; empty without such a flag.
	Measured []Measured `json:"measured,omitempty"`
	// Trace is the arithmetic, line by line; empty unless it was asked for, as it
	// follows from the answers and the pinned versions.
	Trace []TraceStep `json:"trace"`
}

// Measured is what a flag was raised by, as its words name the numbers: "Median",
// "Least" (seconds), "Items"; "P1", … (rank sums), "Mean", "Squares", "Cut";
// "Tries"; "Count", "Minutes".
type Measured struct {
	Flag    string             `json:"flag"`
	Numbers map[string]float64 `json:"numbers"`
}

// Score is one named outcome. A missing score has no Value and says why in
// Reason. A class never stands without its probabilities or its Norm.
type Score struct {
	ID string `json:"id"`
	// Value is on the form's own metric (a rank sum of 12 endings: 12..48).
	Value  *float64 `json:"value"`
	Reason Reason   `json:"reason"`
	// Converted is the value in the norm's metric, where that differs.
	Converted *float64 `json:"converted"`
	// SEM is the standard error of measurement in the norm's metric.
	SEM *float64 `json:"sem"`
	// SEMLowerLimit marks a SEM that leaves out shared error (not fully ranked forms).
	SEMLowerLimit bool `json:"semLowerLimit"`
	// Percentile is 100 × the share of the norm group that scored the same or lower.
	Percentile *float64 `json:"percentile"`
	// Norm says where the percentile comes from.
	Norm *NormUse `json:"norm"`
	// Bands are the measurement-error bands, 68 % then 95 %.
	Bands []Band `json:"bands"`
	// Class is the class by the cuts; Likeliest the one with the largest probability.
	Class string `json:"class"`
	// ClassWhy says why a class stands without probabilities and norm; "" otherwise.
	ClassWhy  Reason `json:"classWhy,omitempty"`
	Likeliest string `json:"likeliest"`
	// RunnerUp is the class with the second largest probability.
	RunnerUp      string             `json:"runnerUp"`
	CannotTell    bool               `json:"cannotTell"`
	Probabilities []ClassProbability `json:"probabilities"`
	// SwapRange is the range of the score over all single adjacent swaps in one ranking.
	SwapRange *SwapRange `json:"swapRange"`
}

// NormUse is the provenance of one percentile.
type NormUse struct {
	Group   string `json:"group"`
	Version string `json:"version"`
	N       int    `json:"n"`
	// Method is "exact", "interpolated" or "clamped".
	Method string `json:"method"`
	// Approximate marks a norm borrowed from another form.
	Approximate bool   `json:"approximate"`
	Source      string `json:"source"`
}

// Band is an interval of measurement error around a score, in the norm's
// metric and on the percentile axis. A clamped end lies outside the table.
type Band struct {
	// Level is the coverage in per cent: 68 or 95.
	Level          int      `json:"level"`
	Low            float64  `json:"low"`
	High           float64  `json:"high"`
	LowPercentile  *float64 `json:"lowPercentile"`
	HighPercentile *float64 `json:"highPercentile"`
	LowClamped     bool     `json:"lowClamped"`
	HighClamped    bool     `json:"highClamped"`
}

// ClassProbability is the probability (0..1, 9 decimals) that the score,
// averaged over many such forms on that day, lies in the class.
type ClassProbability struct {
	Class       string  `json:"class"`
	Probability float64 `json:"probability"`
}

// SwapRange is the lowest and highest value that one adjacent swap can give.
type SwapRange struct {
	Low            float64  `json:"low"`
	High           float64  `json:"high"`
	LowPercentile  *float64 `json:"lowPercentile"`
	HighPercentile *float64 `json:"highPercentile"`
}

// List is a named list of the result: a class per item, or a tally of classes.
type List struct {
	ID string `json:"id"`
	// ClassName is the output name of the class ("region").
	ClassName string      `json:"className"`
	Kind      ListKind    `json:"kind"`
	Entries   []ListEntry `json:"entries"`
	// Reason says why a list is incomplete (per item) or empty (tally); "" when it is whole.
	Reason Reason `json:"reason"`
}

// ListKind is the shape of a List's entries.
type ListKind string

// The kinds of list.
const (
	// ListPerItem entries have Item and Class.
	ListPerItem ListKind = "per_item"
	// ListTally entries have Class, Count and Items.
	ListTally ListKind = "tally"
	// ListOrder entries have Class (a score's id), Place and Value, the highest first.
	ListOrder ListKind = "order"
)

// ListEntry is one line of a List.
type ListEntry struct {
	Item  string   `json:"item"`
	Class string   `json:"class"`
	Count int      `json:"count"`
	Items []string `json:"items"`
	// Place is the place of an order, 1 first; equal scores share one.
	Place int      `json:"place,omitempty"`
	Value *float64 `json:"value,omitempty"`
}

// ChanceTest is Kendall's agreement among rankings against random ranking:
// D = Σ(R_j - mean)², W = 12·D/(m²(k³-k)) for m rankings of k endings.
// Source: Kendall, Rank Correlation Methods, 1948, ch. 6.
type ChanceTest struct {
	// ID is the step that made it ("preference", "W").
	ID string `json:"id"`
	// Sets is m, the number of rankings.
	Sets int `json:"sets"`
	D    int `json:"d"`
	// W is exact up to the nearest float64.
	W float64 `json:"w"`
	// P is the exact probability of this D or a larger one under random ranking.
	P float64 `json:"p"`
	// AboveChance is D ≥ the exact 5 % point.
	AboveChance bool `json:"aboveChance"`
}

// Robustness is the least total number of adjacent swaps of ranks that
// changes the class of Score by its cuts.
type Robustness struct {
	Score string `json:"score"`
	// Swaps is 0 when it could not be computed (missing score).
	Swaps int `json:"swaps"`
	// Ways holds, at one swap, every set that does it; above one, the
	// lexicographically first solution as one entry per swap.
	Ways []RobustnessWay `json:"ways"`
}

// RobustnessWay is one swap in one set and the class reached: the ranks Rank
// and Rank+1 change places. Above one swap, Class is that of the whole solution.
type RobustnessWay struct {
	Item  string `json:"item"`
	Rank  int    `json:"rank"`
	Class string `json:"class"`
}

// Score gives the score with that id, and whether it is there.
func (r *Result) Score(id string) (Score, bool) {
	for _, s := range r.Scores {
		if s.ID == id {
			return s, true
		}
	}
	return Score{}, false
}

// List gives the list with that id, and whether it is there.
func (r *Result) List(id string) (List, bool) {
	for _, l := range r.Lists {
		if l.ID == id {
			return l, true
		}
	}
	return List{}, false
}

// Raised reports whether the flag stands.
func (r *Result) Raised(flag string) bool {
	for _, f := range r.Flags {
		if f == flag {
			return true
		}
	}
	return false
}
