package norm

import (
	"math/big"
	"slices"

	"kitewise/backend/domain"
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

// Row is one raw score of a table, in the metric of its group.
type Row struct {
	Raw Fraction
	// Value is the percentile, or the score of a table of scores.
	Value Fraction
	// Cumulative is the number of persons at or below Raw, where the table counts them.
	Cumulative int64
}

// Table is the distribution of one scale in one norm group. It never changes
// after it is read, and a lookup neither allocates nor asks anything else.
type Table struct {
	rows []Row
	n    int64
	// counts says that the rows count persons; otherwise only percentiles are known.
	counts bool
	// factor takes a score from the norm's metric to the group's; no number is 1.
	factor         Fraction
	mean, variance *big.Rat
}

// Lookup is one percentile and how it came about: the score in the metric of
// the group, the rows below and above it (the same row twice unless
// interpolated) and the size of the group, 0 where it is not known.
type Lookup struct {
	Percentile Fraction
	Method     Method
	At         Fraction
	Below      Row
	Above      Row
	N          int64
	// Counts says that the rows count persons.
	Counts bool
}

// newTable takes raw scores with their frequencies, in any order, no raw twice.
func newTable(frequency map[int64]int64) *Table {
	t := &Table{counts: true}
	raws := make([]int64, 0, len(frequency))
	for raw := range frequency {
		raws = append(raws, raw)
	}
	slices.Sort(raws)
	var sum, squares int64
	for _, raw := range raws {
		f := frequency[raw]
		t.n, sum, squares = t.n+f, sum+f*raw, squares+f*raw*raw
		t.rows = append(t.rows, Row{Raw: Whole(raw), Cumulative: t.n})
	}
	for i := range t.rows {
		t.rows[i].Value = Over(100*t.rows[i].Cumulative, t.n)
	}
	// SD² = (Σx² - (Σx)²/N)/(N-1).
	t.mean = big.NewRat(sum, t.n)
	t.variance = new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(sum), big.NewInt(sum)), big.NewInt(t.n))
	t.variance.Sub(new(big.Rat).SetInt64(squares), t.variance)
	t.variance.Quo(t.variance, new(big.Rat).SetInt64(max(t.n-1, 1)))
	return t
}

// NewPercentiles makes a table from rows of raw scores with their percentiles
// (0..100, not falling), at least one, no raw twice, in any order. n is the
// number of persons, 0 where it is not known; factor takes a score from the
// norm's metric to that of the rows.
func NewPercentiles(rows []Row, n int64, factor Fraction) *Table {
	t := &Table{rows: slices.Clone(rows), n: n}
	if factor.Cmp(Whole(1)) != 0 {
		t.factor = factor
	}
	slices.SortFunc(t.rows, func(a, b Row) int { return a.Raw.Cmp(b.Raw) })
	return t
}

// N gives the number of persons behind the table, 0 where it is not known.
func (t *Table) N() int64 { return t.n }

// Rows gives a copy of the rows, by ascending raw score.
func (t *Table) Rows() []Row { return slices.Clone(t.rows) }

// First gives the first raw score of the table, in the metric of its group.
func (t *Table) First() Fraction { return t.rows[0].Raw }

// Last gives the last raw score of the table, in the metric of its group.
func (t *Table) Last() Fraction { return t.rows[len(t.rows)-1].Raw }

// Mean gives the exact mean of the raw scores, nil where it is not known.
func (t *Table) Mean() *big.Rat { return t.mean }

// Variance gives the exact variance (divisor N-1) of the raw scores, nil where
// it is not known.
func (t *Table) Variance() *big.Rat { return t.variance }

// Factor takes a score from the norm's metric to that of the table.
func (t *Table) Factor() Fraction {
	if t.factor.IsNumber() {
		return t.factor
	}
	return Whole(1)
}

// Percentile looks up a score in the norm's metric: linear between the rows,
// the nearest row beyond them.
func (t *Table) Percentile(x Fraction) Lookup {
	if t.factor.IsNumber() {
		x = x.Mul(t.factor)
	}
	l := Lookup{At: x, N: t.n, Counts: t.counts}
	l.Percentile, l.Method, l.Below, l.Above = between(t.rows, x)
	return l
}

// between finds the value of x among rows of ascending raw scores.
func between(rows []Row, x Fraction) (value Fraction, how Method, below, above Row) {
	first, last := rows[0], rows[len(rows)-1]
	if x.Cmp(first.Raw) < 0 {
		return first.Value, MethodClamped, first, first
	}
	if x.Cmp(last.Raw) > 0 {
		return last.Value, MethodClamped, last, last
	}
	i := search(rows, x)
	low := rows[i]
	if x.Cmp(low.Raw) == 0 {
		return low.Value, MethodExact, low, low
	}
	high := rows[i+1]
	share := x.Sub(low.Raw).Quo(high.Raw.Sub(low.Raw))
	return low.Value.Add(share.Mul(high.Value.Sub(low.Value))), MethodInterpolated, low, high
}

// search gives the last row at or below x, which must lie inside the table.
func search(rows []Row, x Fraction) int {
	low, high := 0, len(rows)
	for high-low > 1 {
		mid := (low + high) / 2
		if x.Cmp(rows[mid].Raw) < 0 {
			high = mid
		} else {
			low = mid
		}
	}
	return low
}

// PercentileAt looks up a point in the norm's metric that is not exact, such as
// the end of an error band; clamped reports that it lies beyond the table.
func (t *Table) PercentileAt(x float64) (percentile float64, clamped bool) {
	if t.factor.IsNumber() {
		x *= t.factor.Float64()
	}
	// Persons of n where they are counted, hundredths otherwise.
	height, whole := func(r Row) float64 { return float64(r.Cumulative) }, float64(t.n)
	if !t.counts {
		height, whole = func(r Row) float64 { return r.Value.Float64() }, 100
	}
	first, last := t.rows[0], t.rows[len(t.rows)-1]
	if x < first.Raw.Float64() {
		return 100 * height(first) / whole, true
	}
	if end := last.Raw.Float64(); x >= end {
		return 100 * height(last) / whole, x > end
	}
	i, _ := slices.BinarySearchFunc(t.rows, x, func(r Row, x float64) int {
		if r.Raw.Float64() <= x {
			return -1
		}
		return 1
	})
	low, high := t.rows[i-1], t.rows[i]
	share := (x - low.Raw.Float64()) / (high.Raw.Float64() - low.Raw.Float64())
	return 100 * (height(low) + float64(share*(height(high)-height(low)))) / whole, false
}

// Statistics tells the size of the table of a scale.
func (t *Table) Statistics(scale string) domain.NormTable {
	out := domain.NormTable{Scale: scale, N: int(t.n), Rows: len(t.rows), Low: t.First().Float64(), High: t.Last().Float64()}
	if t.mean != nil {
		mean, _ := t.mean.Float64()
		sd := root(t.variance)
		out.Mean, out.SD = &mean, &sd
	}
	return out
}
