package domain

import "slices"

// Incomparable says why two sessions cannot be compared.
type Incomparable string

// The reasons, in the order in which they are looked for.
const (
	// IncomparableVersion: another version of the instrument, or other contents
	// (so also another number of scored endings).
	IncomparableVersion Incomparable = "version"
	// IncomparableMixed: one of the two was answered in more than one language.
	IncomparableMixed Incomparable = "mixed"
	// IncomparableLanguage: each in one language, but not in the same.
	IncomparableLanguage Incomparable = "language"
	// IncomparableNorm: other norms, so other errors and another metric.
	IncomparableNorm Incomparable = "norm"
)

// Incomparables lists every reason.
func Incomparables() []Incomparable {
	return []Incomparable{IncomparableVersion, IncomparableMixed, IncomparableLanguage, IncomparableNorm}
}

// Spoken is a session with the languages of the answers that count. That of the
// session itself is only the one that was read last.
type Spoken struct {
	Session   Session
	Languages []string
}

// LanguagesOf gives the languages of the answers that stand among these
// responses, in alphabetical order, each once.
func LanguagesOf(responses []Response) []string {
	newest := map[string]Response{}
	for _, r := range responses {
		if r.Revision >= newest[r.ItemID].Revision {
			newest[r.ItemID] = r
		}
	}
	out := []string{}
	for _, r := range newest {
		if !r.Withdrawn() {
			out = append(out, r.Language)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Comparable says whether two sessions of one instrument can be compared: the
// same version to its content, the same one language of every answer, and the
// same norms; "" if they can.
func Comparable(a, b Spoken) Incomparable {
	switch {
	case a.Session.Instrument != b.Session.Instrument:
		return IncomparableVersion
	case len(a.Languages) > 1 || len(b.Languages) > 1:
		return IncomparableMixed
	case !slices.Equal(a.Languages, b.Languages):
		return IncomparableLanguage
	case a.Session.Norm != b.Session.Norm:
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
