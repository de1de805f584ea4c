package instrument

import "kitewise/backend/domain"

// Shown gives, for every item that stands in a section, whether it is shown
// with the answers so far. The answer to an item that is not shown counts for
// nothing.
func (in *Instrument) Shown(responses map[string]domain.Value) map[string]bool {
	return in.program.Shown(responses)
}

// Conditional reports whether what is shown depends on the answers at all.
func (in *Instrument) Conditional() bool { return in.program.Conditional() }

// Urgent gives the codes of the safety flags that one saved response raises by
// itself, none for most. They reach the counsellor at once and stand whatever
// becomes of the session.
func (in *Instrument) Urgent(item string, v domain.Value) []string {
	return in.program.Urgent(item, v)
}

// Change compares two results of this version, the earlier first, by every
// change rule of the manifest.
func (in *Instrument) Change(a, b *domain.Result) []domain.Changed {
	return in.program.Change(a, b)
}
