package norm

import (
	"math/big"
	"slices"
)

// Method says how a percentile was found.
type Method string

// The methods, as they stand in a result.
const (
	// MethodExact: the score is a row of the table.
	MethodExact Method = "exact"
	// MethodInterpolated: the score lies between two rows.
	MethodInterpolated Method = "interpolated"
	// MethodClamped: the score lies beyond the table; the nearest row counts.
	MethodClamped Method = "clamped"
)

// Row is one raw score of a table and the number of persons at or below it.
type Row struct {
	Raw        int64
	Cumulative int64
}

// Table is the distribution of one scale in one norm group. It never changes
// after it is read.
type Table struct {
	rows     []Row
	variance *big.Rat
}

// Lookup is one percentile and how it came about: the rows below and above the
// score (the same row twice unless interpolated) and the size of the group.
type Lookup struct {
	Percentile Fraction
	Method     Method
	Below      Row
	Above      Row
	N          int64
}

// newTable takes raw scores with their frequencies, in any order, no raw twice.
func newTable(frequency map[int64]int64) *Table {
	t := &Table{}
	for raw := range frequency {
		t.rows = append(t.rows, Row{Raw: raw})
	}
	slices.SortFunc(t.rows, func(a, b Row) int { return int(a.Raw - b.Raw) })
	var n, sum, squares int64
	for i, r := range t.rows {
		f := frequency[r.Raw]
		n, sum, squares = n+f, sum+f*r.Raw, squares+f*r.Raw*r.Raw
		t.rows[i].Cumulative = n
	}
	// SD² = (Σx² - (Σx)²/N)/(N-1).
	mean := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(sum), big.NewInt(sum)), big.NewInt(n))
	t.variance = new(big.Rat).Sub(new(big.Rat).SetInt64(squares), mean)
	t.variance.Quo(t.variance, new(big.Rat).SetInt64(max(n-1, 1)))
	return t
}

// N gives the number of persons behind the table.
func (t *Table) N() int64 { return t.rows[len(t.rows)-1].Cumulative }

// First and Last give the ends of the table.
func (t *Table) First() int64 { return t.rows[0].Raw }

// Last gives the last raw score of the table.
func (t *Table) Last() int64 { return t.rows[len(t.rows)-1].Raw }

// Variance gives the exact variance (divisor N-1) of the raw scores.
func (t *Table) Variance() *big.Rat { return t.variance }

// Percentile looks x up: linear between the rows' exact cumulative
// frequencies, the nearest row beyond them.
func (t *Table) Percentile(x Fraction) Lookup {
	n := t.N()
	at := func(r Row, m Method) Lookup {
		return Lookup{Percentile: Over(100*r.Cumulative, n), Method: m, Below: r, Above: r, N: n}
	}
	if x.Cmp(Whole(t.First())) < 0 {
		return at(t.rows[0], MethodClamped)
	}
	if x.Cmp(Whole(t.Last())) > 0 {
		return at(t.rows[len(t.rows)-1], MethodClamped)
	}
	i := t.search(x)
	low := t.rows[i]
	if x.Cmp(Whole(low.Raw)) == 0 {
		return at(low, MethodExact)
	}
	high := t.rows[i+1]
	share := x.Sub(Whole(low.Raw)).Mul(Over(high.Cumulative-low.Cumulative, high.Raw-low.Raw))
	percentile := share.Add(Whole(low.Cumulative)).Mul(Over(100, n))
	return Lookup{Percentile: percentile, Method: MethodInterpolated, Below: low, Above: high, N: n}
}

// search gives the last row at or below x, which must lie inside the table.
func (t *Table) search(x Fraction) int {
	low, high := 0, len(t.rows)
	for high-low > 1 {
		mid := (low + high) / 2
		if x.Cmp(Whole(t.rows[mid].Raw)) < 0 {
			high = mid
		} else {
			low = mid
		}
	}
	return low
}

// PercentileAt looks up a point that is not exact, such as the end of an error
// band; clamped reports that it lies beyond the table.
func (t *Table) PercentileAt(x float64) (percentile float64, clamped bool) {
	n := float64(t.N())
	first, last := t.rows[0], t.rows[len(t.rows)-1]
	if x < float64(first.Raw) {
		return 100 * float64(first.Cumulative) / n, true
	}
	if x >= float64(last.Raw) {
		return 100, x > float64(last.Raw)
	}
	i, _ := slices.BinarySearchFunc(t.rows, x, func(r Row, x float64) int {
		if float64(r.Raw) <= x {
			return -1
		}
		return 1
	})
	low, high := t.rows[i-1], t.rows[i]
	share := (x - float64(low.Raw)) / float64(high.Raw-low.Raw)
	return 100 * (float64(low.Cumulative) + float64(share*float64(high.Cumulative-low.Cumulative))) / n, false
}
