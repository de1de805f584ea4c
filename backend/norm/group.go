package norm

import (
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
)

// Group is one group that an edition of a norm adds or replaces.
type Group struct {
	// Origin is what its file says; Norm, Imported, Complete and Tables are left
	// to the norm.
	Origin domain.NormGroup
	// Tables by scale.
	Tables map[string]*Table
}

// With gives the norm with these groups in place of those of the same name; the
// norm itself does not change. Errors of measurement stay those of the shipped
// group Total.
func (n *Norm) With(groups []Group) *Norm {
	out := *n
	out.groups, out.origins = map[string]map[string]*Table{}, map[string]domain.NormGroup{}
	for label, tables := range n.groups {
		out.groups[label] = tables
	}
	for label, origin := range n.origins {
		out.origins[label] = origin
	}
	for _, g := range groups {
		origin := g.Origin
		origin.Norm, origin.Imported = n.Declared.ID, true
		out.groups[origin.Label], out.origins[origin.Label] = g.Tables, origin
	}
	return &out
}

// Labels lists the groups: Total first, then by name.
func (n *Norm) Labels() []string {
	labels := []string{}
	for label := range n.groups {
		labels = append(labels, label)
	}
	for label := range n.standards {
		labels = append(labels, label)
	}
	for label := range n.agreement {
		labels = append(labels, label)
	}
	slices.SortFunc(labels, func(a, b string) int {
		if (a == Total) != (b == Total) {
			if a == Total {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(labels)
}

// Origin tells where a group comes from, without its tables.
func (n *Norm) Origin(label string) domain.NormGroup { return n.origins[label] }

func (n *Norm) declaredOrigin(label string) domain.NormGroup {
	d := &n.Declared
	o := domain.NormGroup{Norm: d.ID, Label: label, Version: d.Version, Year: d.Year, Source: d.Source, Sample: d.Sample,
		ScoredEndings: d.ScoredEndings, Approximate: d.Approximate}
	for _, t := range n.groups[label] {
		o.N = max(o.N, int(t.N()))
	}
	for _, s := range n.standards[label] {
		o.N = max(o.N, int(s.N()))
	}
	if a := n.agreement[label]; a != nil {
		o.N = int(a.N())
	}
	return o
}

// Group tells everything about a group for the scales that take the norm.
func (n *Norm) Group(label string, scales []string) domain.NormGroup {
	o := n.Origin(label)
	o.Complete, o.Tables = n.covers(label, scales), []domain.NormTable{}
	for _, scale := range scales {
		if t := n.Table(label, scale); t != nil {
			o.Tables = append(o.Tables, t.Statistics(scale))
		} else if s := n.Standard(label, scale); s != nil {
			o.Tables = append(o.Tables, s.Statistics(scale))
		}
	}
	return o
}

// Has reports whether there is such a group.
func (n *Norm) Has(label string) bool { return n.groups[label] != nil || n.standards[label] != nil }

// Choose gives the group of every scale of a profile: the chosen one if the
// norm has it and it covers them all, otherwise as Profile.
func (n *Norm) Choose(chosen string, who domain.Respondent, scales []string) (groups []string, mixed bool) {
	c := n.Choice(scales)
	mixed = c.Choose(chosen, who)
	return c.Groups, mixed
}

// Profile chooses the group for scales that belong together: the first group
// of the precedence that covers all of them; if none does, the first that
// covers each scale, and mixed is true when these differ. A scale that no
// group covers gets "".
func (n *Norm) Profile(who domain.Respondent, scales []string) (groups []string, mixed bool) {
	return n.Choose("", who, scales)
}

func (n *Norm) has(group, scale string) bool {
	return n.Table(group, scale) != nil || n.Standard(group, scale) != nil
}

func (n *Norm) covers(group string, scales []string) bool {
	return !slices.ContainsFunc(scales, func(s string) bool { return !n.has(group, s) })
}

// Precedence gives the fields that choose a group, the most telling first: those
// that the norm declares, otherwise the usual ones. It is not to be changed.
func (n *Norm) Precedence() []domain.GroupField {
	if len(n.Declared.Precedence) > 0 {
		return n.Declared.Precedence
	}
	return usual
}

// usual is the precedence of a norm that declares none: the most telling fact
// first (docs/guide.md, Norms).
var usual = []domain.GroupField{
	{Field: "education", Prefix: "EDU:"},
	{Field: "country", Prefix: "COUNTRY:"},
	{Field: "age", Prefix: "AGE:", Bands: ages(18, 24, 34, 44, 54, 64)},
	{Field: "gender", Prefix: "GENDER:"},
}

// ages makes the bands <19, 19-24, …, >64 from their last years but the open one's.
func ages(last ...int) []domain.GroupBand {
	bands := []domain.GroupBand{{ID: "<" + strconv.Itoa(last[0]+1), UpTo: &last[0]}}
	for i := 1; i < len(last); i++ {
		bands = append(bands, domain.GroupBand{ID: strconv.Itoa(last[i-1]+1) + "-" + strconv.Itoa(last[i]), UpTo: &last[i]})
	}
	return append(bands, domain.GroupBand{ID: ">" + strconv.Itoa(last[len(last)-1])})
}

// labelOf gives the label of the group to which a fact leads, and whether the
// fact is given.
func labelOf(field domain.GroupField, who domain.Respondent) (string, bool) {
	value, given := valueOf(field, who)
	return field.Prefix + value, given
}

func valueOf(field domain.GroupField, who domain.Respondent) (string, bool) {
	value, given := who[field.Field]
	if given && len(field.Bands) > 0 {
		value, given = band(field.Bands, value)
	}
	return value, given
}

// Member says whether the respondent belongs to a group, by the fact that the
// beginning of its label speaks of.
func (n *Norm) Member(who domain.Respondent, label string) domain.Membership {
	if label == Total {
		return domain.MembershipYes
	}
	for _, field := range n.Precedence() {
		if !strings.HasPrefix(label, field.Prefix) {
			continue
		}
		mine, given := labelOf(field, who)
		switch {
		case !given:
			return domain.MembershipUnknown
		case mine == label:
			return domain.MembershipYes
		}
		return domain.MembershipNo
	}
	return domain.MembershipUnknown
}

// band gives the id of the band that holds the number, in ascending order of bands.
func band(bands []domain.GroupBand, value string) (string, bool) {
	v, err := strconv.Atoi(value)
	if err != nil {
		return "", false
	}
	for _, b := range bands {
		if b.UpTo == nil || v <= *b.UpTo {
			return b.ID, true
		}
	}
	return "", false
}
