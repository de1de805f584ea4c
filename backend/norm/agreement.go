package norm

import "slices"

// Agreement is the distribution of the agreement D = Σ(R_j - mean)² of a fixed
// number of rankings in a norm group. Less agreement is more flexibility, so
// the percentile counts from the largest D down.
type Agreement struct {
	group string
	// at maps D to the number of persons with this D, atOrAbove to those with
	// this one or a larger one.
	at, atOrAbove map[int]int64
	n             int64
}

func newAgreement(group string, frequency map[int]int64) *Agreement {
	a := &Agreement{group: group, at: frequency, atOrAbove: map[int]int64{}}
	ds := []int{}
	for d := range frequency {
		ds = append(ds, d)
	}
	slices.SortFunc(ds, func(x, y int) int { return y - x })
	for _, d := range ds {
		a.n += frequency[d]
		a.atOrAbove[d] = a.n
	}
	return a
}

// Group gives the label of the norm group.
func (a *Agreement) Group() string { return a.group }

// N gives the number of persons behind the table.
func (a *Agreement) N() int64 { return a.n }

// Covers reports whether the table has a row for D.
func (a *Agreement) Covers(d int) bool { _, ok := a.at[d]; return ok }

// Frequency gives the number of persons with this D.
func (a *Agreement) Frequency(d int) int64 { return a.at[d] }

// Percentile looks D up; every attainable D must be covered.
func (a *Agreement) Percentile(d int) Lookup {
	c := a.atOrAbove[d]
	row := Row{Raw: Whole(int64(d)), Value: Over(100*c, a.n), Cumulative: c}
	return Lookup{Percentile: row.Value, Method: MethodExact, At: row.Raw, Below: row, Above: row, N: a.n, Counts: true}
}
