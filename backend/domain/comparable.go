package domain

// Incomparable says why two sessions cannot be compared.
type Incomparable string

// The reasons, in the order in which they are looked for.
const (
	// IncomparableVersion: another version of the instrument, or other contents
	// (so also another number of scored endings).
	IncomparableVersion  Incomparable = "version"
	IncomparableLanguage Incomparable = "language"
	// IncomparableNorm: other norms, so other errors and another metric.
	IncomparableNorm Incomparable = "norm"
)

// Incomparables lists every reason.
func Incomparables() []Incomparable {
	return []Incomparable{IncomparableVersion, IncomparableLanguage, IncomparableNorm}
}

// Comparable says whether two sessions of one instrument can be compared: the
// same version to its content, language and norms; "" if they can.
func Comparable(a, b Session) Incomparable {
	switch {
	case a.Instrument != b.Instrument:
		return IncomparableVersion
	case a.Language != b.Language:
		return IncomparableLanguage
	case a.Norm != b.Norm:
		return IncomparableNorm
	}
	return ""
}

// Follows reports whether the session is a later one of the same person on the
// same instrument, both finalised and neither withdrawn.
func (s Session) Follows(earlier Session) bool {
	return s.State == StateFinalised && earlier.State == StateFinalised && s.Withdrawn == 0 && earlier.Withdrawn == 0 &&
		s.ParticipantID == earlier.ParticipantID &&
		s.Instrument.ID == earlier.Instrument.ID && s.FinalisedAt > earlier.FinalisedAt
}
