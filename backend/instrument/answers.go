package instrument

import (
	"slices"

	"kitewise/backend/domain"
)

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

// Groups gives every norm group that a result may use, in the manifest's order
// of norms, Total first: what is behind it, whether the respondent belongs to
// it, and which one the precedence gives.
func (in *Instrument) Groups(who domain.Respondent) []domain.NormChoice {
	out := []domain.NormChoice{}
	for _, declared := range in.Domain.Manifest.Norms {
		scales := in.scalesOf(declared.ID)
		if len(scales) == 0 {
			continue
		}
		n := in.norms[declared.ID]
		rule, _ := n.Profile(who, scales)
		for _, label := range n.Labels() {
			out = append(out, domain.NormChoice{
				Group: n.Group(label, scales), Member: n.Member(who, label), ByRule: slices.Contains(rule, label),
			})
		}
	}
	return out
}

// scalesOf gives the scales that take a norm, in the manifest's order.
func (in *Instrument) scalesOf(id string) []string {
	out := []string{}
	for _, s := range in.program.Scales(id) {
		out = append(out, s.ID)
	}
	return out
}

// CheckGroup says whether a group may be chosen for a result: some norm has it
// ("" follows the rule), and every norm that has it covers its scales. The
// error is invalid with Field "group" and the Reason unknown_group or
// group_incomplete.
func (in *Instrument) CheckGroup(label string) error {
	if label == "" {
		return nil
	}
	reason := "unknown_group"
	for id, n := range in.norms {
		scales := in.scalesOf(id)
		if len(scales) == 0 || !n.Has(label) {
			continue
		}
		if !n.Group(label, scales).Complete {
			reason = "group_incomplete"
			break
		}
		reason = ""
	}
	if reason == "" {
		return nil
	}
	return domain.Fail(domain.CodeInvalid, nil, "Field", "group", "Reason", reason)
}

// InGroup gives the instrument as one that scores with a norm group wherever
// answers name none. Errors are those of CheckGroup.
func (in *Instrument) InGroup(label string) (*Instrument, error) {
	if err := in.CheckGroup(label); err != nil {
		return nil, err
	}
	out := *in
	out.group = label
	return &out, nil
}
