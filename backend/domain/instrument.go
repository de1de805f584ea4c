package domain

// Instrument is one loaded version of an instrument: its declared structure
// and its texts. Nothing in Go knows more about an instrument than this.
type Instrument struct {
	Ref      InstrumentRef
	Norm     NormRef
	Manifest Manifest
	// Texts maps language, then key, to the text. Every offered language is complete.
	Texts map[string]map[string]string
	// Distributions maps a distribution id of the manifest to its data.
	Distributions map[string]Distribution
}

// Text gives the text of key in the language, and whether the instrument has it.
func (in *Instrument) Text(language, key string) (string, bool) {
	t, ok := in.Texts[language][key]
	return t, ok
}

// SourceText says in a language where a line of arithmetic that belongs to a step or a
// flag comes from: in the instrument's words for the source that it declares there, if it
// has some; else as it stands.
func (in *Instrument) SourceText(language, of, source string) string {
	declared := ""
	if s, ok := in.Manifest.Step(of); ok {
		declared = s.Source
	}
	for _, f := range in.Manifest.Flags {
		if f.Code == of {
			declared = f.Source
		}
	}
	if t, ok := in.Text(language, "source."+of); ok && source == declared {
		return t
	}
	return source
}

// Distribution is how a score is spread in a norm group and under random
// answering, for a chart: Value ascending.
type Distribution struct {
	Score string
	Group string
	N     int
	// ChanceMean, ChanceLow and ChanceHigh are the mean of random ranking and
	// the ends of its central 95 %: at most 2.5 % lie below and above.
	ChanceMean, ChanceLow, ChanceHigh float64
	// Points hold the score value, its frequency in the norm group, and the
	// probability under random ranking.
	Points []DistributionPoint
}

// DistributionPoint is one attainable value.
type DistributionPoint struct {
	Value     float64
	Frequency int
	Chance    float64
}
