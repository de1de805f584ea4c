package norm

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
)

// Profile chooses the group for scales that belong together: the first group
// of the precedence that covers all of them; if none does, the first that
// covers each scale, and mixed is true when these differ. A scale that no
// group covers gets "".
func (n *Norm) Profile(who domain.Respondent, scales []string) (groups []string, mixed bool) {
	chain := n.chain(who)
	for _, group := range chain {
		if n.covers(group, scales) {
			return slices.Repeat([]string{group}, len(scales)), false
		}
	}
	groups = make([]string, len(scales))
	for i, scale := range scales {
		for _, group := range chain {
			if n.Table(group, scale) != nil {
				groups[i] = group
				break
			}
		}
	}
	used := slices.DeleteFunc(slices.Clone(groups), func(g string) bool { return g == "" })
	slices.Sort(used)
	return groups, len(slices.Compact(used)) > 1
}

func (n *Norm) covers(group string, scales []string) bool {
	return !slices.ContainsFunc(scales, func(s string) bool { return n.Table(group, s) == nil })
}

// chain lists the labels of the respondent's groups, the most telling first,
// Total last.
func (n *Norm) chain(who domain.Respondent) []string {
	chain := make([]string, 0, len(n.Declared.Precedence)+1)
	for _, field := range n.Declared.Precedence {
		value, given := who[field.Field]
		if !given {
			continue
		}
		if len(field.Bands) > 0 {
			value, given = band(field.Bands, value)
		}
		if given {
			chain = append(chain, field.Prefix+value)
		}
	}
	return append(chain, Total)
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
